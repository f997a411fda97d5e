"""A cabinet's side of the line and of sticks, written from Documentation/Wire.md and Records.md: pyzmq, cbor2, pyca/cryptography, hashlib.

wire_peer.py ADDRESS SERVER_KEY TRANSPORT_SECRET ORGANISATION CABINET SITE ACTS_SEED ACT_SEED PINNED_ROOT WHAT [FOLDER], keys in Z85, seeds
and the digest of the root in hexadecimal. `records`: it greets a running headquarters, obeys its logs, sends records and an alarm, and then
does what a cabinet must not do. `files`: it fetches the file that the site's policy names, and asks for what it is not given. `sticks`: it
writes FOLDER/N.up, waits for FOLDER/N.down and reads it; a file N.refused beside that says why nothing, or not all, was taken.
One line for each thing seen; it fails where a proof, a signature or a root does not hold.
"""

import base64
import os
import sys
import time

import zmq
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from format_samples import checkpoint_text, consistency, inclusion, key_id, log_line, prefix, sha, tree_root
from format_schema import decode, encode

ADDRESS, SERVER_KEY, TRANSPORT_SECRET, ORGANISATION, CABINET, SITE = sys.argv[1:7]
ACTS_SEED, ACT_SEED, PINNED_ROOT = (bytes.fromhex(text) for text in sys.argv[7:10])
ACTS = f"{ORGANISATION}/cabinet/{CABINET}/acts/e1"
AUTHORITY, POLICY = f"{ORGANISATION}/hq/authority/e1", f"{ORGANISATION}/hq/policy/{SITE}/e1"
HELLO, WITNESS, WELCOME, DATA, CHECKPOINT, COSIGNATURE, PULL, ASK, ANSWER, ALARM, CREDIT, BYE, BODY, WANT, PIECE, END = range(1, 17)
VERSION = 1
STRETCH = 48 * 1024
PATIENCE = 20_000  # milliseconds
STARTED, FINDING_OPENED, FILE_NAMED, SUBJECT_KEY = 101, 80, 2020, 2021
CHUNK, SEALED_CHUNK, PIECE_SIZE, FILE_WINDOW = 262_128, 262_144, 32_768, 512 * 1024
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


def meet(log):
    """Two greetings: the first learns from `authority` the key of `policy`, the second gets that, too."""
    line, nonce = Line(), os.urandom(32)
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
    greet(line, log, os.urandom(32), [log.head(len(log.records))], held)
    line.await_frame(WITNESS)
    welcome = line.await_frame(WELCOME)
    heads = {Note(head[0]).origin: head for head in welcome[2]}
    policy = pull(line, POLICY, heads[POLICY], house.sites[SITE])
    return line, house, policy, welcome


def honest(log):
    """One session as it should be."""
    for _ in range(300):
        log.append(STARTED, SYSTEM, {0: 1})
    line, house, policy, welcome = meet(log)
    show("policy", len(policy))
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


def farewell(name, frames, awaits=None):
    """What headquarters says to a connection that does this, once it has answered each frame before the last as awaited."""
    line = Line()
    for frame, awaited in zip(frames[:-1], awaits or [WELCOME] * len(frames)):
        line.send_bytes(frame)
        if awaited:
            line.await_frame(awaited)
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


# Files.


def groups_of(body, keys):
    """The contents of a body's groups, those that are sealed for a person under the person's key."""
    contents = {}
    for number, (first, second) in decode(body).items():
        if len(first) == 16:
            if first not in keys:
                continue
            opened = AESGCM(keys[first]).decrypt(second[:12], second[12:], prefix("signet/subject/v1") + first + bytes([number]))
            second = opened[32:]
        contents[number] = decode(second)
    return contents


def files_named(policy):
    """What the records of `policy` name as files, under the keys that lie in it."""
    keys, named = {}, []
    for body in policy:
        groups = groups_of(body, keys)
        kind = groups[0][0]
        if kind == SUBJECT_KEY:
            keys.setdefault(groups[2][1], groups[3][0])
        elif kind == FILE_NAMED:
            named.append(groups[3][0])
    return named


class Blob:
    """A file under way: pieces held against the manifest, chunks opened, the content held against what people signed."""

    def __init__(self, reference):
        self.manifest, self.key, self.content = reference
        self.name = sha(prefix("signet/blob/v1"), encode(self.manifest))
        self.count = self.manifest[1]
        self.chunk_count = -(-self.count // CHUNK)
        self.sealed_count = self.count + 16 * self.chunk_count
        self.piece_count = -(-self.sealed_count // PIECE_SIZE)

    def bitmap(self, held):
        bits = [1 if index in held else 0 for index in range(self.chunk_count)]
        bits += [0] * (-len(bits) % 8)
        return bytes(int("".join(map(str, bits[start : start + 8])), 2) for start in range(0, len(bits), 8))

    def holds(self, piece):
        length = min(PIECE_SIZE, self.sealed_count - piece[1] * PIECE_SIZE)
        root = climb(sha(b"\x00", piece[2]), piece[1], self.piece_count, piece.get(3, []))
        return piece[0] == self.name and len(piece[2]) == length and root == self.manifest[4]

    def open(self, sealed):
        content = b""
        for index in range(self.chunk_count):
            chunk = sealed[index * SEALED_CHUNK : (index + 1) * SEALED_CHUNK]
            content += AESGCM(self.key).decrypt(index.to_bytes(12, "big"), chunk, prefix("signet/blob/v1"))
        return content


def climb(node, index, size, path):
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2)."""
    last = size - 1
    for sibling in path:
        if index % 2 == 1 or index == last:
            node = sha(b"\x01", sibling, node)
            while index % 2 == 0 and index:
                index, last = index // 2, last // 2
        else:
            node = sha(b"\x01", node, sibling)
        index, last = index // 2, last // 2
    require(last == 0, "a proof of another length")
    return node


class Fetch:
    """The credit of one session for files: a total, as for everything else."""

    def __init__(self, line):
        self.line, self.total, self.granted = line, 0, 0

    def settle(self, count):
        self.total += count
        if self.granted == 0 or self.total + FILE_WINDOW >= self.granted + FILE_WINDOW // 2:
            self.granted = self.total + FILE_WINDOW
            self.line.send(CREDIT, [4, self.granted])

    def want(self, blob, held=()):
        """Wants a file; returns its pieces by index and the reason of END."""
        self.line.send(WANT, {0: blob.name, 1: blob.bitmap(held)})
        pieces = {}
        while True:
            kind, content = self.line.next()
            if kind == END and content[0] == blob.name:
                return pieces, content[1]
            if kind != PIECE:
                require(kind != BYE, f"headquarters ended the session: {content}")
                continue
            require(blob.holds(content), "a piece that is not the manifest's")
            pieces[content[1]] = content[2]
            self.settle(len(content[2]))


def files(log):
    log.append(STARTED, SYSTEM, {0: 1})
    line, _, policy, _ = meet(log)
    blob = Blob(files_named(policy)[-1])
    fetch = Fetch(line)
    fetch.settle(0)
    pieces, reason = fetch.want(blob)
    require(sorted(pieces) == list(range(blob.piece_count)), "pieces are missing")
    content = blob.open(b"".join(pieces[index] for index in range(blob.piece_count)))
    require(len(content) == blob.count and sha(content) == blob.content, "another content than people signed")
    show("file", len(content), len(pieces), reason)

    # With the first two chunks here the rest comes, and with all of them the end alone.
    pieces, reason = fetch.want(blob, held={0, 1})
    show("rest", min(pieces), len(pieces), reason)
    pieces, reason = fetch.want(blob, held=set(range(blob.chunk_count)))
    show("nothing", len(pieces), reason)

    # What this cabinet is not given: a file that nobody named, and one with chunks that it does not have.
    for name, manifest, bitmap in [
        ("unknown", {**blob.manifest, 1: blob.count - 1}, None),
        ("more-chunks", blob.manifest, bytes(2)),
        ("bits-behind", blob.manifest, b"\x01"),
    ]:
        other = Blob([manifest, blob.key, blob.content])
        if bitmap is not None:
            other.bitmap = lambda held, bitmap=bitmap: bitmap
        pieces, reason = fetch.want(other)
        show(name, len(pieces), reason)

    # Pieces and an end that nobody asked for are dropped; the session goes on.
    line.send(PIECE, {0: blob.name, 1: 0, 2: b"nobody wants this"})
    line.send(END, {0: blob.name, 1: 0})
    line.send(ASK, os.urandom(32))
    line.await_frame(ANSWER)
    show("dropped")

    # A body ahead of its record.
    log.append(STARTED, SYSTEM, {0: 1})
    for data in log.stretches(0, 1):
        line.send(DATA, data)
    leaf, body = log.records[1]
    line.send(BODY, {0: ACTS, 1: 1, 2: body})
    line.send(DATA, {0: ACTS, 1: 1, 2: len(leaf).to_bytes(2, "big") + leaf, 3: bytes(3)})
    line.send(CHECKPOINT, log.head(1))
    while True:
        answer = line.await_frame(COSIGNATURE)
        if answer.get(1) == 2:
            break
    show("body", answer[1])
    line.close()

    def frame(kind, content):
        return encode({0: kind, 1: VERSION, 2: content})

    hello = compact({0: ORGANISATION, 1: CABINET, 2: log.boot, 3: 1, 4: os.urandom(32), 5: [log.head(2)]})
    greeting, ahead = frame(HELLO, hello), frame(BODY, {0: ACTS, 1: 2, 2: body})
    farewell("piece-too-large", [greeting, frame(PIECE, {0: blob.name, 1: 0, 2: bytes(PIECE_SIZE + 1)})])
    farewell("proof-too-long", [greeting, frame(PIECE, {0: blob.name, 1: 0, 2: b"x", 3: [bytes(32)] * 17})])
    farewell("unknown-reason", [greeting, frame(END, {0: blob.name, 1: 2})])
    farewell("no-bitmap", [greeting, frame(WANT, {0: blob.name, 1: b""})])
    farewell("body-of-another-log", [greeting, frame(BODY, {0: POLICY, 1: 2, 2: body})])
    farewell("two-bodies", [greeting, ahead, ahead], awaits=[WELCOME, None])
    farewell("body-alone", [greeting, ahead, frame(ASK, os.urandom(32))], awaits=[WELCOME, None])
    log.append(STARTED, SYSTEM, {0: 1})
    whole = next(log.stretches(2))
    farewell("body-twice", [greeting, ahead, frame(DATA, whole)], awaits=[WELCOME, None])
    farewell("body-of-another-place", [greeting, frame(BODY, {0: ACTS, 1: 1, 2: body}), frame(DATA, {**whole, 3: bytes(3)})], awaits=[WELCOME, None])
    farewell("want-before-hello", [frame(WANT, {0: blob.name, 1: b"\x00"})])


# Sticks.


def stick(frames, header=b"signet stick v1\n", count=None, spoil=None):
    data = header + b"".join(len(frame).to_bytes(4, "big") + frame for frame in frames)
    data += bytes(4) + (len(frames) if count is None else count).to_bytes(8, "big")
    data = data + sha(data)
    if spoil is not None:
        data = data[:spoil] + bytes([data[spoil] ^ 1]) + data[spoil + 1 :]
    return data


def frames_of(data):
    header = b"signet stick v1\n"
    require(data.startswith(header), "no stick of this version")
    frames, offset = [], len(header)
    while (length := int.from_bytes(data[offset : offset + 4], "big")) > 0:
        frames.append(decode(data[offset + 4 : offset + 4 + length]))
        offset += 4 + length
    require(int.from_bytes(data[offset + 4 : offset + 12], "big") == len(frames), "another number of frames")
    require(data[offset + 12 :] == sha(data[: offset + 12]), "another digest")
    require(all(frame[1] == VERSION for frame in frames), "another version")
    return [(frame[0], frame.get(2)) for frame in frames]


class Carrier:
    """Whoever carries sticks between here and headquarters."""

    def __init__(self, folder):
        self.folder, self.number = folder, 0

    def carry(self, data):
        """What came back, and why nothing or not all was taken."""
        self.number += 1
        path = os.path.join(self.folder, str(self.number))
        with open(path + ".part", "wb") as file:
            file.write(data)
        os.rename(path + ".part", path + ".up")
        deadline = time.monotonic() + 60
        while not os.path.exists(path + ".down"):
            require(time.monotonic() < deadline, "no stick came back")
            time.sleep(0.01)
        refused = path + ".refused"
        with open(path + ".down", "rb") as file:
            answer = file.read()
        return frames_of(answer) if answer else [], open(refused).read() if os.path.exists(refused) else ""


def up(log, nonce, held, start=0, proved=0, cabinet=CABINET, organisation=ORGANISATION):
    """The frames of a stick up: HELLO, a PULL for each obeyed log, the records from `start` on."""
    greeting = {0: organisation, 1: cabinet, 2: log.boot, 3: 1, 4: nonce, 5: [log.head(proved)], 6: held}
    frames = [encode({0: HELLO, 1: VERSION, 2: compact(greeting)})]
    frames += [encode({0: PULL, 1: VERSION, 2: {0: origin, 1: size, 2: STRETCH}}) for origin, size in held]
    return frames + [encode({0: DATA, 1: VERSION, 2: data}) for data in log.stretches(start)]


def gathered(frames, origin, size):
    """The bodies of all DATA of a log, from `size` on and unbroken, held against the head that WELCOME shows."""
    welcome = next(content for kind, content in frames if kind == WELCOME)
    head = next(Note(head[0]) for head in welcome[2] if Note(head[0]).origin == origin)
    leaves, bodies = [], []
    for content in (content for kind, content in frames if kind == DATA and content[0] == origin):
        require(content[1] == size + len(leaves), "DATA begins elsewhere")
        leaves += framed(content[2], 2)
        bodies += framed(content[3], 3)
    require(size + len(leaves) == head.size, "not all that there is came on the stick")
    require(size > 0 or tree_root([sha(b"\x00", leaf) for leaf in leaves]) == head.root, f"{origin}: another root")
    return head, bodies


def sticks(log, folder):
    carrier = Carrier(folder)
    for _ in range(400):
        log.append(STARTED, SYSTEM, {0: 1})
    nonce = os.urandom(32)
    frames, refusal = carrier.carry(stick(up(log, nonce, [[AUTHORITY, 0]])))
    require(not refusal, refusal)
    require([kind for kind, _ in frames[:2]] == [WITNESS, WELCOME], "not in the order of a session")
    require({kind for kind, _ in frames} <= {WITNESS, WELCOME, DATA, COSIGNATURE}, "frames that a stick does not carry")
    head, bodies = gathered(frames, AUTHORITY, 0)
    house = House(bodies)
    require(head.holds(AUTHORITY, 1, house.root[8]), "the head is not signed by the key of the log")
    welcome = next(content for kind, content in frames if kind == WELCOME)
    check_fresh(welcome[1], nonce, house)
    cosigned = [content for kind, content in frames if kind == COSIGNATURE]
    show("first", frames[0][1][0][1], check_cosigned(cosigned[-1][0], log, house, with_mirror=True), cosigned[-1][1])

    # The second stick brings `policy`, whose key is known now.
    log.append(STARTED, SYSTEM, {0: 1})
    nonce = os.urandom(32)
    held = [[AUTHORITY, head.size], [POLICY, 0]]
    frames, refusal = carrier.carry(stick(up(log, nonce, held, start=400, proved=400)))
    require(not refusal, refusal)
    head, bodies = gathered(frames, POLICY, 0)
    require(head.holds(POLICY, 1, house.sites[SITE]), "the head of the policy is not signed by its key")
    check_fresh(next(content for kind, content in frames if kind == WELCOME)[1], nonce, house)
    show("second", len(bodies), len(files_named(bodies)))

    def hostile(name, data):
        frames, refusal = carrier.carry(data)
        verdicts = [line[1] for kind, lines in frames if kind == WITNESS for line in lines]
        show(name, "refused" if refusal else "taken", *verdicts)

    log.append(STARTED, SYSTEM, {0: 1})
    good = up(log, os.urandom(32), [], start=401, proved=401)
    hostile("again", stick(up(log, os.urandom(32), [], proved=401)))
    hostile("other-version", stick(good, header=b"signet stick v2\n"))
    hostile("no-stick", b"holiday pictures")
    hostile("flipped", stick(good, spoil=200))
    hostile("other-count", stick(good, count=7))
    hostile("no-greeting", stick(good[1:]))
    hostile("empty", stick([]))
    hostile("unknown-cabinet", stick(up(log, os.urandom(32), [], cabinet="c9")))
    hostile("another-cabinet", stick(up(log, os.urandom(32), [], proved=402, cabinet="c2")))
    hostile("other-organisation", stick(up(log, os.urandom(32), [], start=402, proved=402, organisation="other.example")))
    hostile("not-obeyed", stick(up(log, os.urandom(32), [[f"{ORGANISATION}/hq/acts/e1", 0]], proved=402, start=402)))
    data = next(log.stretches(401))
    hostile("other-log", stick(good[:1] + [encode({0: DATA, 1: VERSION, 2: {**data, 0: POLICY}})]))
    for _ in range(2):
        log.append(STARTED, SYSTEM, {0: 1})
    hostile("gap", stick(up(log, os.urandom(32), [], start=403, proved=402)))
    whole = stick(up(log, os.urandom(32), [], start=402, proved=402))
    hostile("cut", whole[:-60])
    log.records[401:] = []
    for _ in range(3):
        log.append(STARTED, SYSTEM, {0: 7})
    hostile("fork", stick(up(log, os.urandom(32), [], start=401)))


log = Log()
WHAT = sys.argv[10]
if WHAT == "records":
    honest(log)
    hostile(log)
    contradicting(log)
elif WHAT == "files":
    files(log)
else:
    sticks(log, sys.argv[11])
