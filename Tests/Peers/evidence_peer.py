"""Checks a file of evidence as an expert would who has Documentation/Evidence.md and none of our programs: cbor2 for the records,
pymerkle for trees and proofs, pyca/cryptography for signatures.

Usage: evidence_peer.py FILE ROOT [CERTIFICATES]
    ROOT: the digest of the owners' root, 64 hexadecimal digits
    CERTIFICATES: those of the time-stamping authority in PEM; with them `openssl ts -verify` looks at each stamp

Prints "log SUBJECT SIZE ROOT SIGNERS" for each log and "proof SUBJECT SIZE ROOT INDEX SIGNERS" for each single record, SIGNERS being the names
whose signatures on the head are good; "epoch CABINET NUMBER promised|officers|provisional" for each later epoch of a cabinet's acts; and for each
anchor "anchor NAME TIME SIZE COVERS" with what lies under the head as ORIGIN@SIZE, NAME being the witness's, or the subject of the certificate in
the stamp; exits 1 with a sentence where the file does not hold together.
"""

import base64
import hashlib
import io
import os
import subprocess
import sys
import tempfile
from datetime import datetime, timezone

import cbor2
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.x509.oid import ExtendedKeyUsageOID
from pymerkle import InmemoryTree, InvalidProof
from pymerkle.proof import InclusionProof

ROOT, SERVICES, OFFICERS, WITNESSES, SITE, CABINET, EPOCH = 1000, 1001, 1002, 1004, 1005, 1010, 1012
GIVING = 8
EPOCH_OPENED, HEAD_COSIGNED = 100, 3100
ROTATION, RESTORE = 1, 2


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
require(lines[0] in ("signet-evidence/v1", "signet-evidence/v2", "signet-evidence/v3"), "another title")
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

def note_at(index, word="note"):
    """The lines of a note, and the line behind it."""
    count = int(lines[index].removeprefix(word + " "))
    return lines[index + 1 : index + 1 + count], index + 1 + count


def proofs_at(index, count, origin):
    """So many records, each with its proof under its note."""
    records, notes = [], []
    for _ in range(count):
        record = lines[index]
        proof, index = note_at(index + 1, "tlog")
        require(proof[0] == "c2sp.org/tlog-proof@v1", "a proof begins with its title")
        place, empty = int(proof[1].removeprefix("index ")), proof.index("")
        path = [base64.b64decode(hash, validate=True) for hash in proof[2:empty]]
        note = proof[empty + 1 :]
        size, root = int(note[1]), base64.b64decode(note[2], validate=True)
        records.append(Record(record, place))
        require(note[0] == origin and is_proved(records[-1].leaf, place, size, path, root), f"leaf {place} of {origin} is not proved")
        notes.append((size, root, note))
    return records, notes, index


logs, anchors, index = [], [], 3
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
            note, index = note_at(index)
            size, root = int(note[1]), base64.b64decode(note[2], validate=True)
            require(note[0] == origin and roots.get(size) == root, f"the leaves of {origin} do not lead to the root at {size}")
            notes.append((size, root, note))
        require(notes and notes[-1][0] == last, f"no head is over all leaves of {origin}")
        logs.append(("log", subject, origin, records, notes))
    elif words[0] == "proof":
        subject, count, origin = " ".join(words[1:-2]), int(words[-2]), words[-1]
        records, notes, index = proofs_at(index, count, origin)
        logs.append(("proof", subject, origin, records, notes))
    elif words[0] == "anchor":
        kind, name, count, origin = words[1], words[2], int(words[3]), words[4]
        note, index = note_at(index)
        records, notes, index = proofs_at(index, count, origin)
        require(note[0] == origin and all(other[2] == note for other in notes), "the records of an anchor stand under another head")
        token = None
        if kind == "stamp":
            token = base64.b64decode(lines[index].removeprefix("token "), validate=True)
            index += 1
        anchors.append((name, origin, note, records, token))
    else:
        sys.exit(f"line {index} is not known")


# 6. Who may give: authority, from the root whose digest people compared. Only what the right people signed is read.

class Authority:
    def __init__(self, records, pinned):
        self.root, self.owners, self.threshold = None, [], 0
        self.officers, self.services, self.sites, self.cabinets, self.witnesses = [], None, {}, {}, []
        self.epochs = {}
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
            elif statement[0] == EPOCH and by_officers:
                self.epochs[statement[4], statement[5]] = statement
        require(self.root is not None, "the file holds no root")

    def take_root(self, statement):
        self.root, self.owners, self.threshold, self.regime = statement, statement[7], statement[6], statement[5]

    def key_of(self, subject, origin):
        """The key that signs the heads of a log."""
        kind, *name = subject.split(" ")
        if origin in openings:
            return openings[origin][6]
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


# 7. Later epochs of a cabinet's acts: how each was opened, under a head of the epoch before that headquarters cosigned.

def epoch_of(origin):
    return int(origin.rsplit("/e", 1)[1])


openings, ends = {}, {}
for form, subject, origin, records, notes in logs:
    if not subject.startswith("acts "):
        continue
    size, root, note = notes[-1]
    require(ends.setdefault(origin, (origin, size, root)) == (origin, size, root), f"{origin} stands under two heads")
    first = records[0]
    if epoch_of(origin) > 1 and first.header[2] == 0:
        require(first.kind() == EPOCH_OPENED and 3 in first.groups, f"{origin} does not show how it was opened")
        require(9 in first.header, f"the cabinet has not signed how {origin} was opened")
        openings[origin] = first.groups[3]

for form, subject, origin, records, notes in logs:
    keys = {**cosigners, origin: [(1, authority.key_of(subject, origin))]}
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

counting = {}
for cabinet in sorted({subject.split(" ")[1] for _, subject, *_ in logs if subject.startswith("acts ")}):
    name = f"{organisation}/cabinet/{cabinet}/acts/e"
    for number in range(1, 1 + max(epoch_of(origin) for origin in ends if origin.startswith(name))):
        if number == 1:
            counting[name + "1"] = "enrolled"
            continue
        origin, before = f"{name}{number}", f"{name}{number - 1}"
        if origin not in ends:
            # Before all others, or where officers left nothing of it.
            earlier = any(f"{name}{other}" in ends for other in range(1, number))
            following = authority.epochs.get((cabinet, number + 1))
            require(not earlier or (following and following[7][1] == 0), f"{origin} is left out")
            counting[origin] = "provisional"
            continue
        require(origin in openings, f"how {origin} was opened is not in the file")
        opening, statement = openings[origin], authority.epochs.get((cabinet, number))
        promise = authority.cabinets[cabinet][8][-1] if number == 2 else openings.get(before, {}).get(4)
        end = {ROTATION: opening.get(2), RESTORE: opening.get(1)}.get(opening[3])
        if statement and statement[6] == opening[6]:
            counting[origin] = "officers"
        elif (
            counting[before] != "provisional" and opening.get(0) == before and sha(b"signet/next-key/v1\0", opening[6]) == promise
            and before in ends and tuple(end or ()) == ends[before]
        ):
            counting[origin] = "promised"
        else:
            counting[origin] = "provisional"
        if before not in ends:
            require(counting[origin] == "officers", f"{before} is left out")
        print("epoch", cabinet, number, counting[origin])


# 8. What outsiders keep: a witness's line by its key, a stamp over the very bytes of the note; and what lies under it.

def subject_of(token):
    """The subject of the certificate in a stamp that is of time stamps (RFC 3161, 2.3)."""
    words = ["openssl", "pkcs7", "-inform", "DER", "-print_certs"]
    for certificate in x509.load_pem_x509_certificates(subprocess.run(words, input=token, capture_output=True, check=True).stdout):
        try:
            if ExtendedKeyUsageOID.TIME_STAMPING in certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value:
                return certificate.subject.rfc4514_string()
        except x509.ExtensionNotFound:
            continue
    sys.exit("no certificate for time stamps lies in the stamp")


def check_stamp(token, note):
    with tempfile.TemporaryDirectory() as folder:
        data, stamp = os.path.join(folder, "note"), os.path.join(folder, "token")
        for path, content in ((data, note), (stamp, token)):
            with open(path, "wb") as file:
                file.write(content)
        text = subprocess.run(["openssl", "ts", "-reply", "-token_in", "-in", stamp, "-text"], capture_output=True, text=True, check=True).stdout
        if len(sys.argv) > 3:
            words = ["-data", data, "-in", stamp, "-token_in", "-CAfile", sys.argv[3], "-partial_chain"]
            require(subprocess.run(["openssl", "ts", "-verify", *words], capture_output=True).returncode == 0, "openssl ts -verify refuses a stamp")
    imprint = "".join(part for line in text.splitlines() if line.startswith("    00") for part in line[11:59].replace("-", " ").split())
    require(imprint == sha(note).hex(), "a stamp is over other bytes than the note beside it")
    stamped = next(line.removeprefix("Time stamp: ") for line in text.splitlines() if line.startswith("Time stamp: "))
    return int(datetime.strptime(stamped, "%b %d %H:%M:%S %Y GMT").replace(tzinfo=timezone.utc).timestamp())


for name, origin, note, records, token in anchors:
    own = authority.key_of("authority" if "/hq/authority/" in origin else "receipts", origin)
    text = "\n".join(note) + "\n"
    if token is None:
        witness, identity, material = name.split("+", 2)
        key = base64.b64decode(material, validate=True)
        found = signers(note, {origin: [(1, own)], witness: [(key[0], key[1:])]})
        require(witness in found and key[0] == 4 and not witness.startswith(organisation + "/"), f"{witness} has not cosigned the head")
        line = next(line.split(" ")[2] for line in note[4:] if line.split(" ")[1] == witness)
        who, when = witness, int.from_bytes(base64.b64decode(line)[4:12], "big")
    else:
        found = signers(note, {origin: [(1, own)]})
        who, when = subject_of(token), check_stamp(token, text.encode())
    require(origin in found, f"the head of {origin} is not signed by its key")
    covers = []
    for record in records:
        if record.kind() == HEAD_COSIGNED:
            other = record.groups[3][0].decode().split("\n")
            head = (other[0], int(other[1]), base64.b64decode(other[2], validate=True))
            require(ends.get(other[0]) == head, f"the receipt is of another head of {other[0]} than the file's")
            covers.append(f"{head[0]}@{head[1]}")
        else:
            covers.append(f"{origin}#{record.header[2]}")
    print("anchor", who.replace(" ", "_"), when, int(note[1]), *covers)
