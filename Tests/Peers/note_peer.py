"""Signs a text as C2SP signed-note and tlog-cosignature say, written apart from the product, on pyca/cryptography.

note_peer.py SEED NAME TEXT SECONDS, seed and text in hexadecimal. Four lines: the verifier key and the signature
line of the log's key, then those of the same seed as a cosigner's key at that time.
"""

import base64
import hashlib
import struct
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

seed, name, text, seconds = bytes.fromhex(sys.argv[1]), sys.argv[2], bytes.fromhex(sys.argv[3]), int(sys.argv[4])
key = Ed25519PrivateKey.from_private_bytes(seed)
public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def show(kind, signature):
    material = bytes([kind]) + public
    label = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
    print(f"{name}+{label.hex()}+{base64.b64encode(material).decode()}")
    print(f"\N{EM DASH} {name} {base64.b64encode(label + signature).decode()}")


show(1, key.sign(text))
cosigned = b"cosignature/v1\ntime %d\n" % seconds + text
show(4, struct.pack(">Q", seconds) + key.sign(cosigned))
