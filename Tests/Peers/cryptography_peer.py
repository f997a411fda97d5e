"""The package "cryptography" of PyPI as an independent peer of the target Cryptography.

Reads one request per line from standard input: an operation and its arguments, bytes in hexadecimal with "-"
for none, numbers in decimal. Answers each with one line: bytes in hexadecimal, "valid", "invalid" or "refused".
"""

import sys

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import cmac, hashes, hmac, hpke
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils, x25519
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_128_GCM)
ECDSA = ec.ECDSA(hashes.SHA256())


def verdict(check, *arguments):
    try:
        check(*arguments)
    except InvalidSignature:
        return "invalid"
    return "valid"


def hashed(message):
    digest = hashes.Hash(hashes.SHA256())
    digest.update(message)
    return digest.finalize()


def coded(context, message):
    context.update(message)
    return context.finalize()


def chained(key, vector, message, encrypting):
    cipher = Cipher(algorithms.AES(key), modes.CBC(vector))
    run = cipher.encryptor() if encrypting else cipher.decryptor()
    return run.update(message) + run.finalize()


def ed25519_sign(seed, message):
    key = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
    return key.public_key().public_bytes_raw() + key.sign(message)


def ed25519_verify(key, signature, message):
    return verdict(ed25519.Ed25519PublicKey.from_public_bytes(key).verify, signature, message)


def p256_sign(number, message):
    key = ec.derive_private_key(int.from_bytes(number, "big"), ec.SECP256R1())
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    r, s = utils.decode_dss_signature(key.sign(message, ECDSA))
    return point + r.to_bytes(32, "big") + s.to_bytes(32, "big")


def p256_verify(point, signature, message):
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    return verdict(key.verify, utils.encode_dss_signature(r, s), message, ECDSA)


def x25519_agree(own, other):
    key = x25519.X25519PrivateKey.from_private_bytes(own)
    return key.exchange(x25519.X25519PublicKey.from_public_bytes(other))


OPERATIONS = {
    "sha256": hashed,
    "hmac": lambda key, message: coded(hmac.HMAC(key, hashes.SHA256()), message),
    "cmac": lambda key, message: coded(cmac.CMAC(algorithms.AES(key)), message),
    "hkdf": lambda key, salt, info, count: HKDF(hashes.SHA256(), count, salt, info).derive(key),
    "scrypt": lambda password, salt, n, r, p, count: Scrypt(salt, count, n, r, p).derive(password),
    "cbc-encrypt": lambda key, vector, message: chained(key, vector, message, True),
    "cbc-decrypt": lambda key, vector, message: chained(key, vector, message, False),
    "gcm-seal": lambda key, nonce, data, plaintext: AESGCM(key).encrypt(nonce, plaintext, data),
    "gcm-open": lambda key, nonce, data, sealed: AESGCM(key).decrypt(nonce, sealed, data),
    "ed25519-sign": ed25519_sign,
    "ed25519-verify": ed25519_verify,
    "p256-sign": p256_sign,
    "p256-verify": p256_verify,
    "x25519": x25519_agree,
    "hpke-seal": lambda key, info, plaintext: SUITE.encrypt(
        plaintext, x25519.X25519PublicKey.from_public_bytes(key), info
    ),
    "hpke-open": lambda key, info, sealed: SUITE.decrypt(
        sealed, x25519.X25519PrivateKey.from_private_bytes(key), info
    ),
}
NUMBERED = {"hkdf": 1, "scrypt": 4}


def answer(line):
    name, *words = line.split()
    byte_count = len(words) - NUMBERED.get(name, 0)
    arguments = [b"" if word == "-" else bytes.fromhex(word) for word in words[:byte_count]]
    arguments += [int(word) for word in words[byte_count:]]
    try:
        result = OPERATIONS[name](*arguments)
    except (InvalidTag, ValueError):
        return "refused"
    return result if isinstance(result, str) else result.hex() or "-"


for request in sys.stdin:
    print(answer(request))
