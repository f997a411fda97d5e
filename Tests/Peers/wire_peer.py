"""A cabinet's side of the line, written from Documentation/Wire.md and Records.md: pyzmq, cbor2, pyca/cryptography, hashlib.

wire_peer.py ADDRESS SERVER_KEY TRANSPORT_SECRET ORGANISATION CABINET SITE ACTS_SEED ACT_SEED PINNED_ROOT, keys in Z85, seeds and the
digest of the root in hexadecimal. It greets a running headquarters, obeys its logs, sends records and an alarm, and then does
what a cabinet must not do. One line for each thing seen; it fails where a proof, a signature or a root does not hold.
"""

import base64
import os
import sys
import time

import zmq
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from format_samples import checkpoint_text, consistency, inclusion, key_id, log_line, prefix, sha, tree_root
from format_schema import decode, encode

ADDRESS, SERVER_KEY, TRANSPORT_SECRET, ORGANISATION, CABINET, SITE = sys.argv[1:7]
ACTS_SEED, ACT_SEED, PINNED_ROOT = (bytes.fromhex(text) for text in sys.argv[7:10])
ACTS = f"{ORGANISATION}/cabinet/{CABINET}/acts/e1"
AUTHORITY, POLICY = f"{ORGANISATION}/hq/authority/e1", f"{ORGANISATION}/hq/policy/{SITE}/e1"
HELLO, WITNESS, WELCOME, DATA, CHECKPOINT, COSIGNATURE, PULL, ASK, ANSWER, ALARM, CREDIT, BYE = range(1, 13)
VERSION = 1
STRETCH = 48 * 1024
PATIENCE = 20_000  # milliseconds
STARTED, FINDING_OPENED = 101, 80
ALARMS, SYSTEM = 5, 7


def show(*words):
    print(*words, flush=True)


def require(condition, why):
    if not condition:
        sys.exit(f"{why}")


# Keys, notes, leaves.


class Key:
    def __init__(self, seed):
        self.private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def verify(public, signature, message):
    Ed25519PublicKey.from_public_bytes(public).verify(signature, message)


class Note:
    """A signed note: its text, and what each known key says under it."""

    def __init__(self, data):
        text, _, signatures = data.partition(b"\n\n")
        self.text = text + b"\n"
        self.lines = []
        for line in signatures.splitlines():
            dash, name, value = line.decode().split(" ")
            require(dash == "\N{EM DASH}", "a signature line begins otherwise")
            self.lines.append((name, base64.b64decode(value, validate=True)))
        origin, size, root = self.text.decode().split("\n")[:3]
        self.origin, self.size, self.root = origin, int(size), base64.b64decode(root, validate=True)

    def holds(self, name, kind, public):
        """Whether the key signed; raises where a line claims that it did and does not verify."""
        for found, value in self.lines:
            if found != name or value[:4] != key_id(name, kind, public):
                continue
            signature = value[4:]
            if kind == 1:
                verify(public, signature, self.text)
            else:
                seconds = int.from_bytes(signature[:8], "big")
                verify(public, signature[8:], b"cosignature/v1\ntime %d\n" % seconds + self.text)
            return True
        return False


class Log:
    """The log of this cabinet: leaves, bodies, and its head."""

    def __init__(self):
        self.boot = os.urandom(16)
        self.records = []
        self.key, self.act = Key(ACTS_SEED), Key(ACT_SEED)

    def append(self, kind, record_class, detail, subject={}, is_signed=False):
        contents = {0: encode({0: kind}), 1: encode({2: "stranger"}), 2: encode(subject), 3: encode(detail)}
        salts = {group: os.urandom(32) for group in contents}
        leaf = {
            0: 1,
            1: record_class,
            2: len(self.records),
            3: [1_767_240_000_000 + len(self.records), 0],
            4: 0,
            5: self.boot,
            6: 1_000 + len(self.records),
            8: {group: sha(prefix("signet/group/v1"), salts[group], content) for group, content in contents.items()},
        }
        if is_signed:
            leaf[9] = self.act.private.sign(prefix("signet/act/v1") + prefix(ACTS) + encode(leaf))
        self.records.append((encode(leaf), encode({group: [salts[group], content] for group, content in contents.items()})))

    def hashes(self, size=None):
        return [sha(b"\x00", leaf) for leaf, _ in self.records[:size]]

    def note(self, size=None):
        hashes = self.hashes(size)
        text = checkpoint_text(ACTS, len(hashes), tree_root(hashes))
        return text + b"\n" + log_line(ACTS, self.key, text)

    def head(self, start, size=None):
        proof = consistency(start, self.hashes(size)) if 0 < start < len(self.hashes(size)) else []
        return compact({0: self.note(size), 1: start, 2: proof})

    def stretches(self, start, size=None):
        """DATA of the records from `start` on, in frames as they may be."""
        first, leaves, bodies = start, b"", b""
        end = len(self.records) if size is None else size
        for index in range(start, end):
            leaf, body = self.records[index]
            framed = len(leaf).to_bytes(2, "big") + leaf, len(body).to_bytes(3, "big") + body
            if leaves and len(leaves) + len(bodies) + len(framed[0]) + len(framed[1]) > STRETCH:
                yield {0: ACTS, 1: first, 2: leaves, 3: bodies}
                first, leaves, bodies = index, b"", b""
            leaves, bodies = leaves + framed[0], bodies + framed[1]
        if leaves:
            yield {0: ACTS, 1: first, 2: leaves, 3: bodies}


def compact(fields):
    """An empty list is written as no field."""
    return {key: value for key, value in fields.items() if value != [] and value is not None}


def framed(data, width):
    items = []
    while data:
        count = int.from_bytes(data[:width], "big")
        items.append(data[width : width + count])
        data = data[width + count :]
    return items


# The line.


class Line:
    context = zmq.Context()

    def __init__(self):
        self.socket = self.context.socket(zmq.DEALER)
        self.socket.setsockopt(zmq.IDENTITY, os.urandom(16))
        self.socket.setsockopt(zmq.LINGER, 2_000)
        self.socket.curve_serverkey = SERVER_KEY.encode()
        self.socket.curve_secretkey = TRANSPORT_SECRET.encode()
        self.socket.curve_publickey = zmq.curve_public(TRANSPORT_SECRET.encode())
        self.socket.connect(ADDRESS)
        self.waiting = []

    def close(self):
        self.socket.close()

    def send(self, kind, content, version=VERSION):
        self.send_bytes(encode({0: kind, 1: version, 2: content}))

    def send_bytes(self, data):
        require(self.socket.poll(PATIENCE, zmq.POLLOUT), "the line takes no frame")
        self.socket.send(data)

    def next(self):
        require(self.socket.poll(PATIENCE, zmq.POLLIN), "no frame came in time")
        frame = decode(self.socket.recv())
        require(frame[1] == VERSION, "another version")
        return frame[0], frame.get(2)

    def await_frame(self, kind, is_meant=lambda content: True):
        """The next frame of a kind; others wait for whoever asks for them."""
        for index, (other, content) in enumerate(self.waiting):
            if other == kind and is_meant(content):
                return self.waiting.pop(index)[1]
        while True:
            other, content = self.next()
            if other == kind and is_meant(content):
                return content
            require(other != BYE, f"headquarters ended the session: {content}")
            self.waiting.append((other, content))


def greet(line, log, nonce, heads, held=(), cabinet=CABINET):
    hello = {0: ORGANISATION, 1: cabinet, 2: log.boot, 3: 1, 4: nonce, 5: list(heads), 6: list(held)}
    line.send(HELLO, compact(hello))


def statement_of(body):
    """Kind and signed statement of a giving record."""
    groups = decode(body)
    detail = decode(groups[3][1])
    kind = decode(groups[0][1])[0]
    return kind, detail.get(0), detail.get(1, [])


def pull(line, origin, head, key):
    """The whole of a log, from the first leaf, held against the head that its key signed."""
    note = Note(head[0])
    require(note.origin == origin and note.holds(origin, 1, key), f"{origin}: the head is not signed by its key")
    leaves, bodies = [], []
    while len(leaves) < note.size:
        line.send(PULL, {0: origin, 1: len(leaves), 2: STRETCH})
        data = line.await_frame(DATA, lambda content: content[0] == origin)
        require(data[1] == len(leaves), "DATA begins elsewhere")
        leaves += framed(data[2], 2)
        bodies += framed(data[3], 3)
    require(len(leaves) == len(bodies), "not as many bodies as leaves")
    require(tree_root([sha(b"\x00", leaf) for leaf in leaves[: note.size]]) == note.root, f"{origin}: another root")
    return bodies


class House:
    """What `authority` names, read from its leaves; the root is the one that was compared."""

    def __init__(self, bodies):
        self.services, self.sites = None, {}
        for body in bodies:
            kind, statement, signatures = statement_of(body)
            if kind == 1000:
                require(sha(statement) == PINNED_ROOT, "another root")
                self.root = decode(statement)
            elif kind == 1001 and self.are_owners(statement, signatures):
                self.services = decode(statement)
            elif kind == 1005 and self.are_owners(statement, signatures):
                site = decode(statement)
                self.sites[site[5]] = site[9]

    def are_owners(self, statement, signatures):
        signed = set()
        for key, signature in signatures:
            if key in self.root[7]:
                verify(key, signature, prefix("signet/statement/v1") + statement)
                signed.add(key)
        return len(signed) >= self.root[6]


def root_key(line, head):
    """The key of `authority`, from its first leaf, which the pinned digest vouches for."""
    line.send(PULL, {0: AUTHORITY, 1: 0, 2: 1})
    data = line.await_frame(DATA, lambda content: content[0] == AUTHORITY)
    kind, statement, _ = statement_of(framed(data[3], 3)[0])
    require(kind == 1000 and sha(statement) == PINNED_ROOT, "the first leaf is not the root that was compared")
    return decode(statement)[8]


def check_fresh(note, nonce, house):
    verify(house.services[5], note[1], prefix("signet/fresh/v1") + note[0])
    content = decode(note[0])
    require(content[0] == ORGANISATION and content[1] == CABINET, "a note for somebody else")
    require(content[2] == nonce, "the note answers another nonce")
    return content


def check_cosigned(data, log, house, with_mirror):
    note = Note(data)
    require(note.size <= len(log.records), "a head beyond the log")
    require(note.root == tree_root(log.hashes(note.size)), "a cosignature on another root")
    require(note.holds(f"{ORGANISATION}/hq/witness", 4, house.services[6]), "no line of the witness")
    require(note.holds(f"{ORGANISATION}/hq/mirror", 4, house.services[7]) == with_mirror, "the mirror's line")
    return note.size


def honest(log):
    """One session as it should be; returns what `authority` says."""
    line, nonce = Line(), os.urandom(32)
    log.append(STARTED, SYSTEM, {0: 1})
    for _ in range(299):
        log.append(STARTED, SYSTEM, {0: 1})
    greet(line, log, nonce, [log.head(0)], held=[[AUTHORITY, 0]])
    kind, lines = line.next()
    require(kind == WITNESS and len(lines) == 1 and lines[0][0] == ACTS, "no witness line before WELCOME")
    greeting = lines[0]
    show("witness", greeting[1], greeting[2])
    kind, welcome = line.next()
    require(kind == WELCOME, "no WELCOME")
    heads = {Note(head[0]).origin: head for head in welcome[2]}
    key = root_key(line, heads[AUTHORITY])
    house = House(pull(line, AUTHORITY, heads[AUTHORITY], key))
    check_cosigned(greeting[3], log, house, with_mirror=False)
    require(check_fresh(welcome[1], nonce, house)[3] > 0, "no time")
    line.close()

    # The key of `policy` is known now: the next HELLO names that log.
    line = Line()
    held = [[AUTHORITY, Note(heads[AUTHORITY][0]).size], [POLICY, 0]]
    greet(line, log, os.urandom(32), [log.head(300)], held)
    line.await_frame(WITNESS)
    welcome = line.await_frame(WELCOME)
    heads = {Note(head[0]).origin: head for head in welcome[2]}
    show("policy", len(pull(line, POLICY, heads[POLICY], house.sites[SITE])))
    show("mirrored", dict((origin, size) for origin, size in welcome.get(0, [])).get(ACTS, 0))
    show("credit", *sorted(granted[0] for granted in welcome[3]))

    for data in log.stretches(0):
        line.send(DATA, data)
    answer = line.await_frame(COSIGNATURE)
    show("cosigned", check_cosigned(answer[0], log, house, with_mirror=True), answer[1])

    # The head first and the records after it: cosigned before they are here, mirrored when they are.
    for _ in range(50):
        log.append(STARTED, SYSTEM, {0: 1})
    line.send(CHECKPOINT, log.head(300))
    answer = line.await_frame(COSIGNATURE)
    show("cosigned", check_cosigned(answer[0], log, house, with_mirror=False), answer[1])
    for data in log.stretches(300):
        line.send(DATA, data)
    answer = line.await_frame(COSIGNATURE)
    show("cosigned", check_cosigned(answer[0], log, house, with_mirror=True), answer[1])

    nonce = os.urandom(32)
    line.send(ASK, nonce)
    check_fresh(line.await_frame(ANSWER), nonce, house)
    show("fresh")

    # An alarm overtakes twenty records that are not sent.
    for _ in range(20):
        log.append(STARTED, SYSTEM, {0: 1})
    log.append(FINDING_OPENED, ALARMS, {0: 3, 1: "by hand"}, {7: os.urandom(16)}, is_signed=True)
    leaf, body = log.records[-1]
    index = len(log.records) - 1
    line.send(ALARM, compact({0: ACTS, 1: index, 2: leaf, 3: body, 4: inclusion(index, log.hashes()), 5: log.head(350)}))
    nonce = os.urandom(32)
    line.send(ASK, nonce)
    line.await_frame(ANSWER)
    show("alarm", index)
    line.send(BYE, {0: 10, 1: "done", 2: 0})
    time.sleep(0.1)
    line.close()


def farewell(name, frames):
    """What headquarters says to a connection that does this."""
    line = Line()
    for frame in frames[:-1]:
        line.send_bytes(frame)
        line.await_frame(WELCOME)
    line.send_bytes(frames[-1])
    while True:
        kind, content = line.next()
        if kind == BYE:
            break
    show("bye", name, content[0])
    line.close()


def hostile(log):
    def frame(kind, content, version=VERSION):
        return encode({0: kind, 1: version, 2: content})

    hello = compact({0: ORGANISATION, 1: CABINET, 2: log.boot, 3: 1, 4: os.urandom(32), 5: [log.head(350)]})
    farewell("no-cbor", [b"\xff\xff"])
    farewell("longer-form", [bytes([0xA3, 0, 0x18, 1, 1, 1, 2, 0xA0])])
    farewell("type", [frame(99, {})])
    farewell("version", [frame(HELLO, hello, version=2)])
    farewell("before-hello", [frame(PULL, {0: AUTHORITY, 1: 0, 2: STRETCH})])
    farewell("other-cabinet", [frame(HELLO, {**hello, 1: "c2"})])
    farewell("other-log", [frame(HELLO, hello), frame(DATA, {**next(log.stretches(350)), 0: POLICY})])
    farewell("gap", [frame(HELLO, hello), frame(DATA, next(log.stretches(360)))])


def contradicting(log):
    """A smaller head, and another one of a size that is cosigned."""
    line = Line()
    greet(line, log, os.urandom(32), [log.head(0, 300)])
    answer = line.await_frame(WITNESS)[0]
    show("smaller", answer[1], answer[2])
    line.close()
    log.records.pop()
    log.append(STARTED, SYSTEM, {0: 7})
    line = Line()
    greet(line, log, os.urandom(32), [log.head(0)])
    answer = line.await_frame(WITNESS)[0]
    show("fork", answer[1], answer[2])
    line.close()


log = Log()
honest(log)
hostile(log)
contradicting(log)
