"""Reads a file of evidence without any of our code: its lines, its closing hash, its trees (pymerkle) and the signatures on
its heads (cryptography).

Usage: evidence_peer.py FILE KEY...    each KEY a verifier key of C2SP signed-note: name+id+base64.

Prints "log SUBJECT SIZE ROOT SIGNERS", signers being the names of the given keys whose lines are good; exits 1 where the file
does not hold together.
"""

import base64
import hashlib
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pymerkle import InmemoryTree

data = open(sys.argv[1], "rb").read()
keys = {}
for text in sys.argv[2:]:
    name, identifier, material = text.split("+", 2)
    raw = base64.b64decode(material, validate=True)
    keys[(name, bytes.fromhex(identifier))] = (raw[0], Ed25519PublicKey.from_public_bytes(raw[1:]))

end = data.rindex(b"\n", 0, len(data) - 1) + 1
if data[end:] != b"sha256 " + hashlib.sha256(data[:end]).hexdigest().encode() + b"\n":
    sys.exit("the closing hash is another")
lines = data[:end].decode().split("\n")[:-1]
if lines[0] != "signet-evidence/v1":
    sys.exit("another title")


class Stretch:
    """The tree over a stretch: with the leaves from 0 on by pymerkle, else from the subtrees before it (RFC 6962, 2.1)."""

    def __init__(self, first, frontier):
        self.size = first
        self.whole = InmemoryTree(algorithm="sha256") if first == 0 else None
        self.stack = [frontier[i : i + 32] for i in range(8, len(frontier), 32)]

    def append(self, leaf):
        if self.whole is not None:
            self.whole.append_entry(leaf)
        node, size = hashlib.sha256(b"\0" + leaf).digest(), self.size
        while size & 1:
            node, size = hashlib.sha256(b"\1" + self.stack.pop() + node).digest(), size >> 1
        self.stack.append(node)
        self.size += 1

    def root(self):
        node = self.stack[-1]
        for left in reversed(self.stack[:-1]):
            node = hashlib.sha256(b"\1" + left + node).digest()
        if self.whole is not None and self.whole.get_root() != node:
            sys.exit("pymerkle makes another root")
        return node


def signers(text, signatures):
    good = []
    for line in signatures:
        dash, name, blob = line.split(" ")
        raw = base64.b64decode(blob, validate=True)
        if dash != "—" or (name, raw[:4]) not in keys:
            continue
        kind, key = keys[(name, raw[:4])]
        try:
            if kind == 1:
                key.verify(raw[4:], text)
            else:
                seconds = int.from_bytes(raw[4:12], "big")
                key.verify(raw[12:], f"cosignature/v1\ntime {seconds}\n".encode() + text)
            good.append(name)
        except InvalidSignature:
            sys.exit(f"the signature of {name} is not good")
    return good


tree = None
index = 3
while index < len(lines):
    words = lines[index].split(" ")
    index += 1
    if words[0] == "log":
        subject, first = " ".join(words[1:-3]), int(words[-3])
        frontier = b""
        if first:
            frontier = base64.b64decode(lines[index].removeprefix("frontier "), validate=True)
            index += 1
        tree, roots = Stretch(first, frontier), {}
    elif words[0] in ("open", "shut"):
        tree.append(base64.b64decode(words[1], validate=True))
        roots[tree.size] = tree.root()
    elif words[0] == "note":
        note = lines[index : index + int(words[1])]
        index += int(words[1])
        size, root = int(note[1]), base64.b64decode(note[2], validate=True)
        if roots.get(size) != root:
            sys.exit(f"the leaves of {note[0]} do not lead to the root at {size}")
        text = ("\n".join(note[:3]) + "\n").encode()
        print("log", subject, size, root.hex(), *signers(text, note[4:]))
    else:
        sys.exit(f"line {index} is not known")
