"""Values for the vectors: one small house, its keys made from seeds, and signatures, hashes and seals over it.

Signatures by pyca/cryptography, hashes by hashlib, HPKE by RFC 9180 on the primitives of pyca/cryptography.
"""

import base64
import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ORGANISATION = "seals.example"
SITE, CABINET = "hangzhou-1", "c1"
ACTS = f"{ORGANISATION}/cabinet/{CABINET}/acts/e1"
AUTHORITY, POLICY = f"{ORGANISATION}/hq/authority/e1", f"{ORGANISATION}/hq/policy/{SITE}/e1"
NOON = 1_767_240_000_000  # 2026-01-01T04:00:00Z, noon in Hangzhou


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def prefix(domain):
    return domain.encode() + b"\x00"


def seed(name):
    return sha(b"a seed of the format vectors: ", name.encode())


def ident(name):
    return seed("id " + name)[:16]


class Signer:
    """An Ed25519 key from a seed that is a name."""

    def __init__(self, name):
        self.private = Ed25519PrivateKey.from_private_bytes(seed("key " + name))
        self.public = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def sign(self, domain, *parts):
        return self.private.sign(prefix(domain) + b"".join(parts))


def exchange_key(name):
    return X25519PrivateKey.from_private_bytes(seed("exchange " + name))


def raw(public):
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def device_key(name):
    scalar = int.from_bytes(seed("device " + name), "big") % (2**255) + 1
    return ec.derive_private_key(scalar, ec.SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


# HPKE (RFC 9180): base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM; one message, so sequence 0.

def extract(salt, key):
    return hmac.digest(salt or bytes(32), key, "sha256")


def expand(key, info, count):
    output, block = b"", b""
    while len(output) < count:
        block = hmac.digest(key, block + info + bytes([len(output) // 32 + 1]), "sha256")
        output += block
    return output[:count]


def hpke_seal(plaintext, recipient, info, authenticated, ephemeral):
    kem, suite = b"KEM" + struct.pack(">H", 0x20), b"HPKE" + struct.pack(">HHH", 0x20, 1, 1)

    def labelled_extract(suite, salt, label, key):
        return extract(salt, b"HPKE-v1" + suite + label + key)

    def labelled_expand(suite, key, label, info, count):
        return expand(key, struct.pack(">H", count) + b"HPKE-v1" + suite + label + info, count)

    enc = raw(ephemeral.public_key())
    eae = labelled_extract(kem, b"", b"eae_prk", ephemeral.exchange(recipient))
    shared = labelled_expand(kem, eae, b"shared_secret", enc + raw(recipient), 32)
    context = b"\x00" + labelled_extract(suite, b"", b"psk_id_hash", b"") + labelled_extract(suite, b"", b"info_hash", info)
    secret = labelled_extract(suite, shared, b"secret", b"")
    key = labelled_expand(suite, secret, b"key", context, 16)
    nonce = labelled_expand(suite, secret, b"base_nonce", context, 12)
    return enc + AESGCM(key).encrypt(nonce, plaintext, authenticated)


# Trees (RFC 6962, 2.1) and notes (C2SP).

def tree_root(hashes):
    if not hashes:
        return sha(b"")
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return sha(b"\x01", tree_root(hashes[:half]), tree_root(hashes[half:]))


def inclusion(index, hashes):
    """PATH(m, D[n]) of RFC 6962, 2.1.1."""
    if len(hashes) <= 1:
        return []
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    if index < half:
        return inclusion(index, hashes[:half]) + [tree_root(hashes[half:])]
    return inclusion(index - half, hashes[half:]) + [tree_root(hashes[:half])]


def consistency(size, hashes, whole=True):
    """SUBPROOF(m, D[n], b) of RFC 6962, 2.1.2."""
    if size == len(hashes):
        return [] if whole else [tree_root(hashes)]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    if size <= half:
        return consistency(size, hashes[:half], whole) + [tree_root(hashes[half:])]
    return consistency(size - half, hashes[half:], False) + [tree_root(hashes[:half])]


def key_id(name, kind, public):
    return sha(name.encode(), b"\n", bytes([kind]), public)[:4]


def verifier_key(name, kind, public):
    material = base64.b64encode(bytes([kind]) + public).decode()
    return f"{name}+{key_id(name, kind, public).hex()}+{material}"


def signature_line(name, kind, public, signature):
    return f"\N{EM DASH} {name} {base64.b64encode(key_id(name, kind, public) + signature).decode()}\n".encode()


def checkpoint_text(origin, size, root, extensions=()):
    lines = [origin, str(size), base64.b64encode(root).decode(), *extensions]
    return "".join(line + "\n" for line in lines).encode()


def log_line(origin, signer, text):
    return signature_line(origin, 1, signer.public, signer.private.sign(text))


def cosignature_line(name, signer, text, seconds):
    signed = signer.private.sign(b"cosignature/v1\ntime %d\n" % seconds + text)
    return signature_line(name, 4, signer.public, struct.pack(">Q", seconds) + signed)


def crockford_code(data):
    """The check code: 40 bits of SHA-256 as eight characters, in two groups."""
    bits = int.from_bytes(sha(data)[:5], "big")
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    text = "".join(alphabet[bits >> shift & 31] for shift in range(35, -1, -5))
    return text[:4] + "-" + text[4:]
