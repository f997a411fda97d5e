"""C2SP tlog-witness by somebody else, on pyca/cryptography and the standard library: a witness, and a log that asks one.

    witness_peer.py serve NAME LOG-KEY…     a witness on 127.0.0.1 that knows these logs; prints PORT and its key
    witness_peer.py ask URL ORIGIN WITNESS-KEY SEED   a log of 12 leaves that asks the witness whatever may be asked; one line each

Trees are RFC 6962's, proofs made by recursion from the leaves.
"""

import base64
import hashlib
import http.server
import struct
import sys
import time
import urllib.error
import urllib.request

from company import end_with_parent
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def key_id(name, kind, public):
    return sha(name.encode(), b"\n", bytes([kind]), public)[:4]


def parse_key(text):
    name, identifier, material = text.split("+", 2)
    material = base64.b64decode(material)
    assert key_id(name, material[0], material[1:]).hex() == identifier, "another id"
    return name, material[0], material[1:]


def key_text(name, kind, public):
    return f"{name}+{key_id(name, kind, public).hex()}+{base64.b64encode(bytes([kind]) + public).decode()}"


def public_of(private):
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def line(name, kind, public, signature):
    return f"\u2014 {name} {base64.b64encode(key_id(name, kind, public) + signature).decode()}\n".encode()


def root(leaves):
    if not leaves:
        return sha()
    if len(leaves) == 1:
        return leaves[0]
    half = split(len(leaves))
    return sha(b"\x01", root(leaves[:half]), root(leaves[half:]))


def split(count):
    half = 1
    while half * 2 < count:
        half *= 2
    return half


def consistency(old, leaves, whole=True):
    """RFC 6962, 2.1.2: SUBPROOF."""
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    half = split(len(leaves))
    if old <= half:
        return consistency(old, leaves[:half], whole) + [root(leaves[half:])]
    return consistency(old - half, leaves[half:], False) + [root(leaves[:half])]


def consistent(old, old_root, new, new_root, proof):
    """RFC 6962-bis, 2.1.4.2, for a witness that has no leaves."""
    if old == 0:
        return not proof
    if old == new:
        return not proof and old_root == new_root
    proof = list(proof)
    if not proof:
        return False
    if old & (old - 1) == 0:
        proof.insert(0, old_root)
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = proof[0]
    for c in proof[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = sha(b"\x01", c, fr), sha(b"\x01", c, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = sha(b"\x01", sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == new_root


class Witness(http.server.BaseHTTPRequestHandler):
    name, private, logs, held, mood = "", None, {}, {}, "honest"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        status, kind, answer = self.decide(body) if self.path == "/add-checkpoint" else self.order()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(answer) + (1000 if Witness.mood == "slow" and self.path == "/add-checkpoint" else 0)))
        self.end_headers()
        if Witness.mood == "slow" and self.path == "/add-checkpoint":
            # The head of an answer and its first byte, and then nothing.
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(120)
            return
        self.wfile.write(answer)

    def order(self):
        """/mood/WORD: how the witness behaves from now on."""
        Witness.mood = self.path.rsplit("/", 1)[1]
        return 200, "text/plain", b""

    def decide(self, body):
        if Witness.mood == "away":
            return 503, "text/plain", b""
        above, _, note = body.partition(b"\n\n")
        lines = above.decode().split("\n")
        old, proof = int(lines[0].removeprefix("old ")), [base64.b64decode(one, validate=True) for one in lines[1:]]
        text, _, signatures = note.partition(b"\n\n")
        text += b"\n"
        origin, size, root_text = text.decode().split("\n")[:3]
        size, new_root = int(size), base64.b64decode(root_text, validate=True)
        if origin not in self.logs:
            return 404, "text/plain", b""
        name, kind, public = self.logs[origin]
        known = [base64.b64decode(one.split(" ")[2])[4:] for one in signatures.decode().splitlines() if one.split(" ")[1] == name]
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(known[0], text)
        except (IndexError, InvalidSignature):
            return 403, "text/plain", b""
        if old > size:
            return 400, "text/plain", b""
        held = self.held.get(origin, (0, sha()))
        if Witness.mood == "ahead":
            held = (held[0] + 1000, held[1])
        if Witness.mood == "other-history":
            held = (held[0], sha(b"another history"))
        if old != held[0]:
            return 409, "text/x.tlog.size", f"{held[0]}\n".encode()
        if old == size and new_root != held[1]:
            return 409, "text/plain", b""
        if not consistent(old, held[1], size, new_root, proof):
            return 422, "text/plain", b""
        self.held[origin] = (size, new_root)
        seconds = int(time.time())
        signature = self.private.sign(f"cosignature/v1\ntime {seconds}\n".encode() + text)
        if Witness.mood == "forger":
            signature = signature[:-1] + bytes([signature[-1] ^ 1])
        return 200, "text/plain", line(self.name, 4, public_of(self.private), struct.pack(">Q", seconds) + signature)

    def log_message(self, *words):
        pass


def serve(name, *logs):
    Witness.name, Witness.private = name, Ed25519PrivateKey.generate()
    for text in logs:
        parsed = parse_key(text)
        Witness.logs[parsed[0]] = parsed
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Witness)
    print(server.server_address[1], key_text(name, 4, public_of(Witness.private)), flush=True)
    end_with_parent()
    server.serve_forever()


def ask(url, origin, witness_key, seed):
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    name, kind, public = parse_key(witness_key)
    leaves = [sha(b"\x00", f"leaf {number}".encode()) for number in range(12)]
    others = [sha(b"\x00", f"other {number}".encode()) for number in range(12)]

    def note(tree, who=origin, by=private):
        text = f"{who}\n{len(tree)}\n{base64.b64encode(root(tree)).decode()}\n".encode()
        return text, text + b"\n" + line(who, 1, public_of(by), by.sign(text))

    def post(body):
        request = urllib.request.Request(f"{url}/add-checkpoint", data=body, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers.get_content_type(), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get_content_type(), error.read()

    def submit(label, old, proof, signed):
        text, whole = signed
        body = f"old {old}\n".encode() + b"".join(base64.b64encode(one) + b"\n" for one in proof) + b"\n" + whole
        status, media, answer = post(body)
        words = [label, str(status)]
        if status == 200:
            found = [one for one in answer.decode().splitlines() if one.split(" ")[1] == name]
            raw = base64.b64decode(found[0].split(" ")[2])
            assert raw[:4] == key_id(name, kind, public)
            seconds = struct.unpack(">Q", raw[4:12])[0]
            Ed25519PublicKey.from_public_bytes(public).verify(raw[12:], f"cosignature/v1\ntime {seconds}\n".encode() + text)
            words.append("cosigned")
        elif media == "text/x.tlog.size":
            words.append(f"size={answer.decode()!r}")
        print(" ".join(words), flush=True)

    stranger = Ed25519PrivateKey.generate()
    submit("stale-from-nothing", 3, consistency(3, leaves[:5]), note(leaves[:5]))
    submit("first", 0, [], note(leaves[:5]))
    submit("same", 5, [], note(leaves[:5]))
    submit("forgotten", 0, [], note(leaves[:7]))
    submit("larger", 5, consistency(5, leaves[:7]), note(leaves[:7]))
    submit("wrong-proof", 7, consistency(6, leaves[:9]), note(leaves[:9]))
    submit("no-proof", 7, [], note(leaves[:9]))
    submit("other-history", 7, consistency(7, others[:9]), note(others[:9]))
    submit("rolled-back", 5, [], note(leaves[:5]))
    submit("old-beyond", 7, [], note(leaves[:6]))
    submit("stranger", 7, consistency(7, leaves), note(leaves, by=stranger))
    submit("unknown-log", 0, [], note(leaves, who="other.example/log"))
    print("garbage", post(b"old 7\nnothing\n")[0])
    print("too-long", post(b"old 7\n" + bytes(80_000))[0])
    submit("end", 7, consistency(7, leaves), note(leaves))
    submit("two-roots", 12, [], note(others))
    submit("quarantined", 12, [], note(leaves))


{"serve": serve, "ask": ask}[sys.argv[1]](*sys.argv[2:])
