"""Checks a file of evidence as an expert would who has Documentation/Evidence.md and none of our programs: cbor2 for the records,
pymerkle for trees and proofs, pyca/cryptography for signatures.

Usage: evidence_peer.py FILE ROOT [CERTIFICATES]
    ROOT: the digest of the owners' root, 64 hexadecimal digits
    CERTIFICATES: those of the time-stamping authority in PEM; with them `openssl ts -verify` looks at each stamp

Prints "unsigned ORIGIN INDEX" for each act that is left out, because the cabinet's own signature is missing where it must stand, or is not good;
"log SUBJECT SIZE ROOT SIGNERS" for each log and "proof SUBJECT SIZE ROOT INDEX SIGNERS" for each single record, SIGNERS being the names
whose signatures on the head are good; "epoch CABINET NUMBER promised|officers|machine|provisional" for each later epoch of a cabinet's acts; and for each
anchor "anchor NAME TIME SIZE COVERS" with what lies under the head as ORIGIN@SIZE, NAME being the witness's, or the subject of the certificate in
the stamp. "unattested ORIGIN SIZE COUNT LINE" says that so many records stand under a head, at that line, with which owners did not end the log.
Exits 1 with a sentence where the file does not hold together, and with the line to blame where a single one is.
"""

import base64
import collections
import hashlib
import io
import os
import re
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

ROOT, SERVICES, OFFICERS, WITNESSES, SITE, OWN_EPOCHS, CABINET, APPROVER, EPOCH = 1000, 1001, 1002, 1004, 1005, 1006, 1010, 1011, 1012
SYSTEM, GIVING = 7, 8
# What must bear the cabinet's own signature, by its class or by its kind (Records.md, "Leaf").
SIGNED_CLASSES, SIGNED_KINDS = {1, 3, 5, 6}, {1, 2, 3, 4, 5, 6, 7, 40, 41, 42, 61, 62, 80, 90, 103, 104, 106}
EPOCH_OPENED, HEADS_NOTED, HEAD_COSIGNED = 100, 2100, 3100
ROTATION, RESTORE, BIT_ERROR = 1, 2, 5


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def require(condition, why, line=None):
    if not condition:
        sys.exit(why if line is None else f"line {line}: {why}")


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
    block = lines[index + 1 : index + 1 + count]
    require(word != "note" or len(block) > 4 and block[3] == "", "the text of a head is origin, size and root", index + 1)
    return block, index + 1 + count


def proofs_at(index, count, origin):
    """So many records, each with its proof under its note, of which the lines are counted from 1."""
    records, notes = [], []
    for _ in range(count):
        record, at = lines[index], index + 2
        proof, index = note_at(index + 1, "tlog")
        require(proof[0] == "c2sp.org/tlog-proof@v1", "a proof begins with its title")
        place, empty = int(proof[1].removeprefix("index ")), proof.index("")
        path = [base64.b64decode(hash, validate=True) for hash in proof[2:empty]]
        note = proof[empty + 1 :]
        require(len(note) > 4 and note[3] == "", "the text of a head is origin, size and root", at)
        size, root = int(note[1]), base64.b64decode(note[2], validate=True)
        records.append(Record(record, place))
        require(note[0] == origin and is_proved(records[-1].leaf, place, size, path, root), f"leaf {place} of {origin} is not proved", at)
        require(len(records) < 2 or records[-2].header[2] < place, f"the records of {origin} do not rise", at - 1)
        notes.append((size, root, note, at))
    return records, notes, index


def epoch_of(origin):
    return int(origin.rsplit("/e", 1)[1])


def place_of(origin, kind, name, note):
    """Where an anchor stands: by its log, the number of the epoch, the outsider's two words byte by byte, and the number of leaves."""
    return origin.rsplit("/e", 1)[0], epoch_of(origin), f"{kind} {name}".encode(), int(note[1])


logs, anchors, roots_of_authority, index = [], [], {}, 3
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
            at = index + 1
            note, index = note_at(index)
            size, root = int(note[1]), base64.b64decode(note[2], validate=True)
            require(note[0] == origin and roots.get(size) == root, f"the leaves of {origin} do not lead to the root at {size}", at)
            notes.append((size, root, note, at))
        require(notes and notes[-1][0] == last, f"no head is over all leaves of {origin}")
        if subject == "authority":
            roots_of_authority = roots
        logs.append(("log", subject, origin, records, notes))
    elif words[0] == "proof":
        subject, count, origin = " ".join(words[1:-2]), int(words[-2]), words[-1]
        records, notes, index = proofs_at(index, count, origin)
        logs.append(("proof", subject, origin, records, notes))
    elif words[0] == "anchor":
        kind, name, count, origin, at = words[1], words[2], int(words[3]), words[4], index
        note, index = note_at(index)
        places = [place_of(origin, kind, name, note)] + [anchor[-1] for anchor in anchors[-1:]]
        require(len(places) == 1 or places[0] > places[1], "anchors stand by log, epoch, outsider and size of the head, each once", at)
        records, notes, index = proofs_at(index, count, origin)
        require(note[0] == origin and all(other[2] == note for other in notes), "the records of an anchor stand under another head", at)
        token = None
        if kind == "stamp":
            token = base64.b64decode(lines[index].removeprefix("token "), validate=True)
            index += 1
        anchors.append((name, origin, note, records, token, at, [place[3] - 1 for place in notes], places[0]))
    else:
        sys.exit(f"line {index} is not known")


# 6. Who may give: authority, from the root whose digest people compared. Only what the right people signed is read.

def own_log(origin):
    """The name and the epoch of a log of headquarters of which owners may open later epochs; None for another log."""
    policy = re.fullmatch(re.escape(organisation) + r"/hq/(policy/[a-z0-9-]+)/e[0-9]+", origin)
    for name in ("authority", "acts", "receipts", *([policy[1]] if policy else [])):
        before = f"{organisation}/hq/{name}/e"
        if origin.startswith(before) and origin.removeprefix(before).isdecimal() and int(origin.removeprefix(before)) > 0:
            return name, int(origin.removeprefix(before))
    return None


def first_epoch(machine):
    """The first epoch of acts that a machine writes."""
    return machine[10][0] if 10 in machine else 1


class Authority:
    def __init__(self, records, pinned):
        self.root, self.owners, self.threshold = None, [], 0
        self.officers, self.officer_keys, self.services, self.sites, self.cabinets, self.witnesses = [], [], None, {}, {}, []
        self.epochs, self.approvers = {}, {}
        # By cabinet the machines that stood under its name, oldest first: what officers said of each last.
        self.machines = {}
        # By headquarters' own log its epochs from the second on, and by origin the newest head that a leaf notes.
        self.own, self.noted = collections.defaultdict(list), {}
        for record in records:
            if record.header[1] == SYSTEM and record.kind() == HEADS_NOTED and 3 in record.groups:
                for origin, size, root in record.groups[3].get(0, []):
                    if size >= self.noted.get(origin, (0, b""))[0]:
                        self.noted[origin] = (size, root)
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
                self.officer_keys = [officer[1] for officer in statement.get(5, [])]
            elif statement[0] == WITNESSES and by_owners:
                self.witnesses = statement.get(5, [])
            elif statement[0] == SITE and by_owners:
                # The first key of its policy stays: for another one owners open the next epoch.
                if statement[8] == 1 and statement[9] == self.sites.get(statement[5], statement)[9]:
                    self.sites[statement[5]] = statement
            elif statement[0] == CABINET and by_officers and self.is_machine(statement):
                machines = self.machines.setdefault(statement[5], [])
                if machines and machines[-1][8][0] == statement[8][0]:
                    machines.pop()
                machines.append(statement)
                self.cabinets[statement[5]] = statement
            elif statement[0] == EPOCH and by_officers:
                self.epochs[statement[4], statement[5]] = statement
            elif statement[0] == APPROVER and by_officers:
                self.approvers[statement[4]] = statement[6]
            elif statement[0] == OWN_EPOCHS and by_owners and all(self.is_next(epoch, statement, record) for epoch in statement[5]):
                for epoch in statement[5]:
                    self.own[own_log(epoch[0])[0]].append(epoch)
        require(self.root is not None, "the file holds no root")

    def take_root(self, statement):
        self.root, self.owners, self.threshold, self.regime = statement, statement[7], statement[6], statement[5]
        self.root_keys = [statement[8], statement[9], statement[10]]

    def is_machine(self, statement):
        """Whether a machine may stand under a cabinet's name: the one that does, or one with new keys behind a later end."""
        machines, place = self.machines.get(statement[5], []), statement.get(10)
        if not machines:
            return place is None
        last = machines[-1]
        if last[8][0] == statement[8][0]:
            return statement[4] > last[4] and place == last.get(10)
        known = max([first_epoch(last)] + [number for cabinet, number in self.epochs if cabinet == statement[5]])
        return (
            place is not None and statement[4] > last[4] and place[0] > known and epoch_of(place[1][0]) >= known
            and place[2] > (last[10][2] if 10 in last else 1) and not set(statement[8]) & {key for machine in machines for key in machine[8]}
        )

    def machine_of(self, cabinet, epoch):
        """The machine that writes an epoch of a cabinet's acts."""
        return [machine for machine in self.machines[cabinet] if first_epoch(machine) <= epoch][-1]

    def is_left_out(self, cabinet, epoch):
        """Whether officers ended the record before an epoch when another machine took the name."""
        return any(10 in machine and epoch_of(machine[10][1][0]) < epoch < machine[10][0] for machine in self.machines[cabinet])

    def is_next(self, epoch, statement, record):
        """Whether an epoch of a statement 1006 may begin."""
        origin, key, last, cut = (epoch[field] for field in range(4))
        log = own_log(origin)
        if log is None or log[1] != len(self.own[log[0]]) + 2:
            return False
        # Its own leaf opens an epoch of authority, behind a place for each leaf that is lost.
        if log[0] == "authority" and (len(statement[5]) > 1 or record.header[2] != cut[1] or cut[1] - last[1] > 65_536):
            return False
        if log[0].startswith("policy/") and log[0].removeprefix("policy/") not in self.sites:
            return False
        before = f"{organisation}/hq/{log[0]}/e{log[1] - 1}"
        known = self.noted.get(before)
        keys = [*self.owners, *self.root_keys, *self.officer_keys, *self.approvers.values()]
        keys += [site[9] for site in self.sites.values()] + [other[1] for epochs in self.own.values() for other in epochs]
        return (
            last[0] == cut[0] == before and (last[1] < cut[1] or last == cut) and key not in keys
            and (known is None or cut[1] > known[0] or (cut[1], cut[2]) == known)
        )

    def ends_of(self, origin):
        """The heads with which owners ended a log, as (size, root); empty where they did not."""
        epochs = [epoch for epochs in self.own.values() for epoch in epochs]
        return [(head[1], head[2]) for epoch in epochs for head in (epoch[2], epoch[3]) if head[0] == origin]

    def key_of(self, subject, origin):
        """The key that signs the heads of a log."""
        kind, *name = subject.split(" ")
        if subject.startswith("acts ") and origin in openings:
            return openings[origin][6]
        if kind == "authority":
            later = self.own["authority"]
            require(own_log(origin) == ("authority", len(later) + 1), f"{origin} is no epoch of authority that owners opened in it")
            for epoch in later:
                require(roots_of_authority.get(epoch[2][1]) == epoch[2][2], f"{origin} does not begin with the leaves with which owners let it begin")
            return later[-1][1] if later else self.root[8]
        if kind in ("headquarters", "receipts"):
            name, epoch = own_log(origin)
            require(name == ("acts" if kind == "headquarters" else "receipts"), f"{origin} is another log than {kind}")
            require(epoch - 2 < len(self.own[name]), f"owners have not opened {origin}")
            return self.root[9 if name == "acts" else 10] if epoch == 1 else self.own[name][epoch - 2][1]
        if kind == "policy":
            later = self.own[f"policy/{name[0]}"]
            # The epoch in force: it holds what headquarters had of those before.
            require(own_log(origin) == (f"policy/{name[0]}", len(later) + 1), f"{origin} is not the policy that is in force")
            return later[-1][1] if later else self.sites[name[0]][9]
        return self.machines[name[0]][0][8][0]


require(logs and logs[0][1] == "authority", "the file does not begin with authority")
authority = Authority(logs[0][3], bytes.fromhex(sys.argv[2]))
cosigners = {name: [(4, key)] for name, key in authority.witnesses}
for role, field in (("witness", 6), ("mirror", 7), ("safe", 8)):
    cosigners[f"{organisation}/hq/{role}"] = [(4, authority.services[field])]


# 7. Later epochs of a cabinet's acts: how each was opened, under a head of the epoch before that headquarters cosigned.

openings, ends = {}, {}
for form, subject, origin, records, notes in logs:
    if not subject.startswith("acts "):
        continue
    size, root, note, at = notes[-1]
    require(ends.setdefault(origin, (origin, size, root)) == (origin, size, root), f"{origin} stands under two heads", at)
    first = records[0]
    if epoch_of(origin) > 1 and first.header[2] == 0:
        require(first.kind() == EPOCH_OPENED and 3 in first.groups, f"{origin} does not show how it was opened")
        require(9 in first.header, f"the cabinet has not signed how {origin} was opened")
        openings[origin] = first.groups[3]


# One log has one root of so many leaves, wherever in the file a head of it stands: two are two histories, and whoever signed both contradicts himself.
leaves_seen = {}
heads_seen = {(origin, size): (root, None) for name in authority.own for epoch in authority.own[name] for origin, size, root in (epoch[2], epoch[3])}


def see(origin, size, root, line):
    known, other = heads_seen.setdefault((origin, size), (root, line))
    where = f"at line {other}" if other else "in what owners signed"
    require(known == root, f"another root of the first {size} leaves of {origin} stands {where}: two histories of one log are signed", line)


for form, subject, origin, records, notes in logs:
    keys = {**cosigners, origin: [(1, authority.key_of(subject, origin))]}
    for (size, root, note, at), record in zip(notes, records if form == "proof" else [None] * len(notes)):
        found = signers(note, keys)
        require(origin in found, f"the head of {origin} is not signed by its key", at)
        if subject.startswith("acts "):
            require(f"{organisation}/hq/mirror" in found, f"headquarters does not say that all of {origin} lies there")
        where = [form, subject, size, root.hex()] + ([record.header[2]] if record else [])
        print(*where, *found)
    if subject.startswith("acts "):
        key = authority.machine_of(subject.split(" ")[1], epoch_of(origin))[8][2]
        for record in records:
            # What is left out attests nothing, and takes nothing away but by name; what stands beside it attests what it says.
            if 9 not in record.header and (record.header[1] in SIGNED_CLASSES or record.kind() in SIGNED_KINDS):
                print("unsigned", origin, record.header[2])
            if 9 in record.header:
                unsigned = {field: value for field, value in record.header.items() if field != 9}
                message = b"signet/act/v1\0" + origin.encode() + b"\0" + cbor2.dumps(unsigned, canonical=True)
                if not is_signed(key, record.header[9], message):
                    print("unsigned", origin, record.header[2])

def see_leaf(origin, record, line):
    known, other = leaves_seen.setdefault((origin, record.header[2]), (record.leaf, line))
    require(known == record.leaf, f"another leaf {record.header[2]} of {origin} stands at line {other}: two histories of one log are signed", line)


for form, subject, origin, records, notes in logs:
    for size, root, note, at in notes:
        see(origin, size, root, at)
    for record, (size, root, note, at) in zip(records, notes) if subject == "receipts" else []:
        see_leaf(origin, record, at - 1)

# Whoever has the key of an ended epoch can sign any history of it: its records attest something under the heads that owners signed alone.
for form, subject, origin, records, notes in logs:
    size, root, note, at = notes[0]
    if subject in ("headquarters", "receipts"):
        require(all(other[:3] == notes[0][:3] for other in notes), f"the records of {origin} stand under two heads")
        if authority.ends_of(origin) and (size, root) not in authority.ends_of(origin):
            print("unattested", origin, size, len(records), at)

counting = {}
for cabinet in sorted({subject.split(" ")[1] for _, subject, *_ in logs if subject.startswith("acts ")}):
    name = f"{organisation}/cabinet/{cabinet}/acts/e"
    for number in range(1, 1 + max(epoch_of(origin) for origin in ends if origin.startswith(name))):
        if number == 1:
            counting[name + "1"] = "enrolled"
            continue
        origin, before = f"{name}{number}", f"{name}{number - 1}"
        machine = next((machine for machine in authority.machines[cabinet] if first_epoch(machine) == number), None)
        if machine or authority.is_left_out(cabinet, number):
            # Another machine's record begins here, by the key that officers signed; what they left out before it never counts.
            counts = machine and origin in openings and openings[origin][6] == machine[8][0]
            counting[origin] = "machine" if counts else "provisional"
            if origin in ends:
                require(origin in openings, f"how {origin} was opened is not in the file")
                print("epoch", cabinet, number, counting[origin])
            continue
        if origin not in ends:
            # Before all others, or where officers left nothing of it.
            earlier = any(f"{name}{other}" in ends for other in range(1, number))
            following = authority.epochs.get((cabinet, number + 1))
            require(not earlier or (following and following[7][1] == 0), f"{origin} is left out")
            counting[origin] = "provisional"
            continue
        require(origin in openings, f"how {origin} was opened is not in the file")
        opening, statement = openings[origin], authority.epochs.get((cabinet, number))
        writer = authority.machine_of(cabinet, number - 1)
        promise = writer[8][-1] if first_epoch(writer) == number - 1 else openings.get(before, {}).get(4)
        end = {ROTATION: opening.get(2), RESTORE: opening.get(1), BIT_ERROR: opening.get(1)}.get(opening[3])
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


shown = {(origin, record.header[2]): record.leaf for form, subject, origin, records, notes in logs if subject == "receipts" for record in records}
shown_heads = {(origin, note[0]): note[1] for form, subject, origin, records, notes in logs if subject.startswith("acts ") for note in notes}

for name, origin, note, records, token, at, places, place in anchors:
    size, root = int(note[1]), base64.b64decode(note[2], validate=True)
    is_authority = origin == logs[0][2]
    own = authority.key_of("authority" if is_authority else "receipts", origin)
    if is_authority:
        require(token is None and not records, "of authority a witness keeps a head, and nothing else", at)
        require(roots_of_authority.get(size) == root, "the head of authority that is kept outside is not over the leaves of the file", at + 1)
    text = "\n".join(note) + "\n"
    if token is None:
        witness, identity, material = name.split("+", 2)
        key = base64.b64decode(material, validate=True)
        found = signers(note, {origin: [(1, own)], witness: [(key[0], key[1:])]})
        require(witness in found and key[0] == 4 and not witness.startswith(organisation + "/"), f"{witness} has not cosigned the head", at + 1)
        line = next(line.split(" ")[2] for line in note[4:] if line.split(" ")[1] == witness)
        who, when = witness, int.from_bytes(base64.b64decode(line)[4:12], "big")
    else:
        found = signers(note, {origin: [(1, own)]})
        who, when = subject_of(token), check_stamp(token, text.encode())
    require(origin in found, f"the head of {origin} is not signed by its key", at + 1)
    require(0 <= when <= (1 << 61) // 1000, f"{who} names a time that no clock shows", at + 1)
    see(origin, size, root, at + 1)
    for record, line in zip(records, places):
        see_leaf(origin, record, line)
    covers = [f"{origin}@{size}"] if is_authority else []
    for record in records:
        if record.kind() == HEAD_COSIGNED:
            other = record.groups[3][0].decode().split("\n")
            head = (other[0], int(other[1]), base64.b64decode(other[2], validate=True))
            require(shown_heads.get(head[:2]) == head[2], f"the receipt is of another head of {other[0]} than the file's")
            covers.append(f"{head[0]}@{head[1]}")
        else:
            require(not record.groups, f"leaf {record.header[2]} of {origin} is open under an anchor")
            require(shown.get((origin, record.header[2])) == record.leaf, f"leaf {record.header[2]} of {origin} leads to nothing that the file shows")
            covers.append(f"{origin}#{record.header[2]}")
    print("anchor", who.replace(" ", "_"), when, size, *covers)
