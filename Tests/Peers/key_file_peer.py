"""Key files of format signet-key/v1, made and opened with the package "cryptography" of PyPI.

    key_file_peer.py make ROLE PERSON SEED PASSPHRASE COST SALT NONCE   prints a key file
    key_file_peer.py open FILE PASSPHRASE                               prints the seed in hexadecimal

Written from the description of the format, not from the program that it is held against.
"""
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def sealing_key(passphrase, cost, salt):
    return Scrypt(salt=salt, length=32, n=1 << cost, r=8, p=1).derive(passphrase.encode())


def make(role, person, seed, passphrase, cost, salt, nonce):
    public = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)).public_key()
    header = (
        "signet-key/v1\n"
        f"role: {role}\n"
        f"person: {person}\n"
        f"public: {public.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()}\n"
        f"passphrase: {'yes' if passphrase else 'none'}\n"
        f"scrypt: {cost} 8 1 {salt} {nonce}\n"
    )
    key = sealing_key(passphrase, int(cost), bytes.fromhex(salt))
    sealed = AESGCM(key).encrypt(bytes.fromhex(nonce), bytes.fromhex(seed), header.encode())
    return header + f"sealed: {sealed.hex()}\n"


def open_file(path, passphrase):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    header, sealed = text.rsplit("sealed: ", 1)
    fields = dict(line.split(": ", 1) for line in header.splitlines()[1:])
    cost, _, _, salt, nonce = fields["scrypt"].split(" ")
    key = sealing_key(passphrase, int(cost), bytes.fromhex(salt))
    return AESGCM(key).decrypt(bytes.fromhex(nonce), bytes.fromhex(sealed.strip()), header.encode()).hex()


if __name__ == "__main__":
    arguments = sys.argv[2:]
    print((make if sys.argv[1] == "make" else open_file)(*arguments), end="")
