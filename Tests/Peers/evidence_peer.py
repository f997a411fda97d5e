"""Checks a file of evidence as an expert would who has Documentation/Evidence.md and none of our programs: cbor2 for the records,
pymerkle for trees and proofs, pyca/cryptography for signatures.

Usage: evidence_peer.py FILE ROOT        ROOT: the digest of the owners' root, 64 hexadecimal digits.

Prints "log SUBJECT SIZE ROOT SIGNERS" for each log and "proof SUBJECT SIZE ROOT INDEX SIGNERS" for each single record, SIGNERS being the names
whose signatures on the head are good; exits 1 with a sentence where the file does not hold together.
"""

import base64
import hashlib
import io
import sys

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pymerkle import InmemoryTree, InvalidProof
from pymerkle.proof import InclusionProof

ROOT, SERVICES, OFFICERS, WITNESSES, SITE, CABINET = 1000, 1001, 1002, 1004, 1005, 1010
GIVING = 8


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def require(condition, why):
    if not condition:
        sys.exit(why)


def read(data):
    """One canonical value: what is read and written again must be the same bytes (RFC 8949, 4.2.1)."""
    stream = io.BytesIO(data)
    value = cbor2.load(stream)
    require(stream.tell() == len(data) and cbor2.dumps(value, canonical=True) == data, "a value is not in its one form")
    return value


def is_signed(key, signature, message):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        return True
    except (InvalidSignature, ValueError):
        return False


# 1. The closing hash, and the lines.

data = open(sys.argv[1], "rb").read()
end = data.rindex(b"\n", 0, len(data) - 1) + 1
require(data[end:] == b"sha256 " + sha(data[:end]).hex().encode() + b"\n", "the closing hash is another")
lines = data[:end].decode().split("\n")[:-1]
require(lines[0] in ("signet-evidence/v1", "signet-evidence/v2"), "another title")
organisation = lines[1].removeprefix("organisation ")


# 2. Records: the body opens some of the groups to which the leaf commits.

class Record:
    def __init__(self, line, index):
        words = line.split(" ")
        require(words[0] in ("open", "shut") and len(words) == (3 if words[0] == "open" else 2), "a record is open or shut")
        self.leaf = base64.b64decode(words[1], validate=True)
        self.header = read(self.leaf)
        require(self.header[2] == index, f"leaf {self.header[2]} stands in the place of {index}")
        self.groups = {}
        for group, (salt, content) in (read(base64.b64decode(words[2], validate=True)) if words[0] == "open" else {}).items():
            commitment = sha(b"signet/group/v1\0", salt, content)
            require(self.header[8].get(group) == commitment, f"group {group} of leaf {index} is not the one that was committed to")
            self.groups[group] = read(content)

    def kind(self):
        return self.groups.get(0, {}).get(0)


# 3. Trees: with the leaves from 0 on by pymerkle, else from the subtrees before the first one (RFC 6962, 2.1).

class Stretch:
    def __init__(self, first, frontier):
        self.size = first
        self.whole = InmemoryTree(algorithm="sha256") if first == 0 else None
        self.stack = [frontier[i : i + 32] for i in range(8, len(frontier), 32)]

    def append(self, leaf):
        if self.whole is not None:
            self.whole.append_entry(leaf)
        node, size = sha(b"\0", leaf), self.size
        while size & 1:
            node, size = sha(b"\1", self.stack.pop(), node), size >> 1
        self.stack.append(node)
        self.size += 1

    def root(self):
        node = self.stack[-1]
        for left in reversed(self.stack[:-1]):
            node = sha(b"\1", left, node)
        require(self.whole is None or self.whole.get_root() == node, "pymerkle makes another root")
        return node


def is_proved(leaf, index, size, path, root):
    """A C2SP tlog-proof, by pymerkle, which counts leaves from 1 and wants to be told on which side each hash stands."""
    sides, position, last = [], index, size - 1
    while last > 0:
        # RFC 9162, 2.1.3.2: a node that is the last of its level and a left one has no sibling there.
        if position & 1 or position < last:
            sides.append(position & 1)
        position, last = position >> 1, last >> 1
    base = sha(b"\0", leaf)
    try:
        InclusionProof("sha256", True, size, index + 1, sides + [0], [base, *path]).verify(base, root, index + 1, size, "sha256")
        return True
    except InvalidProof:
        return False


# 4. Heads: C2SP signed-note; type 1 is a log's own signature, type 4 a cosignature.

def signers(note, keys):
    text, good = ("\n".join(note[:3]) + "\n").encode(), []
    for line in note[4:]:
        dash, name, blob = line.split(" ")
        raw = base64.b64decode(blob, validate=True)
        for kind, key in keys.get(name, []):
            if dash != "—" or sha(name.encode(), b"\n", bytes([kind]), key)[:4] != raw[:4]:
                continue
            message = text if kind == 1 else f"cosignature/v1\ntime {int.from_bytes(raw[4:12], 'big')}\n".encode() + text
            require(is_signed(key, raw[4 if kind == 1 else 12 :], message), f"the signature of {name} is not good")
            good.append(name)
    return good


# 5. What the file holds.

logs, index = [], 3
while index < len(lines):
    words = lines[index].split(" ")
    index += 1
    if words[0] == "log":
        subject, first, last, origin = " ".join(words[1:-3]), int(words[-3]), int(words[-2]), words[-1]
        frontier = b""
        if first:
            frontier = base64.b64decode(lines[index].removeprefix("frontier "), validate=True)
            index += 1
        tree, roots, records, notes = Stretch(first, frontier), {}, [], []
        for place in range(first, last):
            records.append(Record(lines[index], place))
            tree.append(records[-1].leaf)
            roots[tree.size] = tree.root()
            index += 1
        while index < len(lines) and lines[index].startswith("note "):
            count = int(lines[index].split(" ")[1])
            note = lines[index + 1 : index + 1 + count]
            index += 1 + count
            size, root = int(note[1]), base64.b64decode(note[2], validate=True)
            require(note[0] == origin and roots.get(size) == root, f"the leaves of {origin} do not lead to the root at {size}")
            notes.append((size, root, note))
        require(notes and notes[-1][0] == last, f"no head is over all leaves of {origin}")
        logs.append(("log", subject, origin, records, notes))
    elif words[0] == "proof":
        subject, count, origin = " ".join(words[1:-2]), int(words[-2]), words[-1]
        records, notes = [], []
        for _ in range(count):
            record, index = lines[index], index + 1
            length = int(lines[index].removeprefix("tlog "))
            proof = lines[index + 1 : index + 1 + length]
            index += 1 + length
            require(proof[0] == "c2sp.org/tlog-proof@v1", "a proof begins with its title")
            place, empty = int(proof[1].removeprefix("index ")), proof.index("")
            path = [base64.b64decode(hash, validate=True) for hash in proof[2:empty]]
            note = proof[empty + 1 :]
            size, root = int(note[1]), base64.b64decode(note[2], validate=True)
            records.append(Record(record, place))
            require(note[0] == origin and is_proved(records[-1].leaf, place, size, path, root), f"leaf {place} of {origin} is not proved")
            notes.append((size, root, note))
        logs.append(("proof", subject, origin, records, notes))
    else:
        sys.exit(f"line {index} is not known")


# 6. Who may give: authority, from the root whose digest people compared. Only what the right people signed is read.

class Authority:
    def __init__(self, records, pinned):
        self.root, self.owners, self.threshold = None, [], 0
        self.officers, self.services, self.sites, self.cabinets, self.witnesses = [], None, {}, {}, []
        for record in records:
            if record.header[1] != GIVING or 3 not in record.groups:
                continue
            bytes, signatures = record.groups[3][0], record.groups[3].get(1, [])
            statement = read(bytes)
            require(statement[2] == organisation, "a statement was made for another organisation")
            valid = {key for key, signature in signatures if is_signed(key, signature, b"signet/statement/v1\0" + bytes)}
            if statement[0] == ROOT and self.root is None:
                require(sha(bytes) == pinned, "the root is not the one that was compared")
                self.take_root(statement)
                require(len(valid & set(self.owners)) >= self.threshold, "too few owners signed the root")
                continue
            by_owners = len(valid & set(self.owners)) >= self.threshold
            by_officers = len(valid & set(self.officers)) >= 2 if self.regime == 0 else by_owners
            if statement[0] == ROOT and by_owners and len(valid & set(statement[7])) >= statement[6]:
                self.take_root(statement)
            elif statement[0] == SERVICES and by_owners:
                self.services = statement
            elif statement[0] == OFFICERS and by_owners:
                self.officers = [officer[1] for officer in statement.get(5, []) if officer.get(2)]
            elif statement[0] == WITNESSES and by_owners:
                self.witnesses = statement.get(5, [])
            elif statement[0] == SITE and by_owners:
                self.sites[statement[5]] = statement
            elif statement[0] == CABINET and by_officers:
                self.cabinets[statement[5]] = statement
        require(self.root is not None, "the file holds no root")

    def take_root(self, statement):
        self.root, self.owners, self.threshold, self.regime = statement, statement[7], statement[6], statement[5]

    def key_of(self, subject):
        """The key that signs the heads of a log."""
        kind, *name = subject.split(" ")
        if kind == "authority":
            return self.root[8]
        if kind in ("headquarters", "receipts"):
            return self.root[9 if kind == "headquarters" else 10]
        return self.sites[name[0]][9] if kind == "policy" else self.cabinets[name[0]][8][0]


require(logs and logs[0][1] == "authority", "the file does not begin with authority")
authority = Authority(logs[0][3], bytes.fromhex(sys.argv[2]))
cosigners = {name: [(4, key)] for name, key in authority.witnesses}
for role, field in (("witness", 6), ("mirror", 7), ("safe", 8)):
    cosigners[f"{organisation}/hq/{role}"] = [(4, authority.services[field])]

for form, subject, origin, records, notes in logs:
    keys = {**cosigners, origin: [(1, authority.key_of(subject))]}
    for (size, root, note), record in zip(notes, records if form == "proof" else [None] * len(notes)):
        found = signers(note, keys)
        require(origin in found, f"the head of {origin} is not signed by its key")
        if subject.startswith("acts "):
            require(f"{organisation}/hq/mirror" in found, f"headquarters does not say that all of {origin} lies there")
        where = [form, subject, size, root.hex()] + ([record.header[2]] if record else [])
        print(*where, *found)
    if subject.startswith("acts "):
        key = authority.cabinets[subject.split(" ")[1]][8][2]
        for record in records:
            if 9 in record.header:
                unsigned = {field: value for field, value in record.header.items() if field != 9}
                message = b"signet/act/v1\0" + origin.encode() + b"\0" + cbor2.dumps(unsigned, canonical=True)
                require(is_signed(key, record.header[9], message), f"the own signature of leaf {record.header[2]} is not good")
