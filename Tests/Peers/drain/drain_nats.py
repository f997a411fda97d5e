"""How fast NATS moves the backlog of a leaf node's stream to a hub: two servers on loopback, JetStream on disk, no TLS.

Prints one line of JSON: {"seconds", "records"}. The time is from the moment at which the hub is told to source
the leaf's stream, with the line between them standing, until the hub's stream has every message.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import time

PATIENCE_SECONDS = 900


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Client:
    """As much of the NATS client protocol as this needs (docs.nats.io, "Client Protocol")."""

    def __init__(self, port):
        deadline = time.monotonic() + 30
        while True:
            try:
                self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        self.file = self.socket.makefile("rb")
        self.file.readline()
        self.socket.sendall(b'CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\nSUB _INBOX.bench 1\r\n')
        self.flush()

    def flush(self):
        self.socket.sendall(b"PING\r\n")
        while self.file.readline().strip() != b"PONG":
            pass

    def request(self, subject, payload):
        body = json.dumps(payload).encode()
        self.socket.sendall(b"PUB %s _INBOX.bench %d\r\n%s\r\n" % (subject.encode(), len(body), body))
        while True:
            line = self.file.readline()
            if line.startswith(b"MSG "):
                answer = json.loads(self.file.read(int(line.split()[-1]) + 2))
                if "error" in answer:
                    sys.exit(f"{subject}: {answer['error']}")
                return answer
            if line.startswith(b"HMSG "):
                # Nobody is there to answer: status 503.
                self.file.read(int(line.split()[-1]) + 2)
                return None
            if line.startswith(b"PING"):
                self.socket.sendall(b"PONG\r\n")
            if not line:
                sys.exit("the server closed the connection")

    def count(self, stream):
        return self.request(f"$JS.API.STREAM.INFO.{stream}", {})["state"]["messages"]


def wait_for(description, holds):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            sys.exit(f"{description}: not within {PATIENCE_SECONDS} s")
        time.sleep(0.01)


def fill(client, count, size):
    """Publishes in steps that are awaited: what a server takes in without an answer it may drop."""
    message = b"PUB acts %d\r\n%s\r\n" % (size, b"x" * size)
    step, sent = 4_000, 0
    while sent < count:
        part = min(step, count - sent)
        client.socket.sendall(message * part)
        sent += part
        wait_for("filling", lambda: client.count("ACTS") >= sent)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--records", type=int, required=True)
    parser.add_argument("--bytes", type=int, required=True)
    parser.add_argument("--sync", choices=["default", "always"], required=True)
    options = parser.parse_args()

    hub_port, leaf_port, line_port = free_ports(3)
    sync = "sync_interval: always" if options.sync == "always" else ""
    texts = {
        "hub": f"""listen: "127.0.0.1:{hub_port}"
jetstream {{ store_dir: "{options.folder}/hub", domain: hub, {sync} }}
leafnodes {{ listen: "127.0.0.1:{line_port}" }}
""",
        "leaf": f"""listen: "127.0.0.1:{leaf_port}"
jetstream {{ store_dir: "{options.folder}/leaf", domain: leaf }}
leafnodes {{ reconnect: "1s", remotes: [ {{ url: "nats://127.0.0.1:{line_port}" }} ] }}
""",
    }
    servers = []
    try:
        for name, text in texts.items():
            path = os.path.join(options.folder, f"{name}.conf")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            servers.append(
                subprocess.Popen([options.server, "-c", path, "-l", os.path.join(options.folder, f"{name}.log")])
            )
        hub, leaf = Client(hub_port), Client(leaf_port)
        leaf.request("$JS.API.STREAM.CREATE.ACTS", {"name": "ACTS", "subjects": ["acts"], "storage": "file"})
        fill(leaf, options.records, options.bytes)
        # An answer of the leaf's own interface at the hub shows that the line stands.
        wait_for("connecting", lambda: hub.request("$JS.leaf.API.INFO", {}) is not None)
        start = time.monotonic()
        hub.request(
            "$JS.API.STREAM.CREATE.COPY",
            {
                "name": "COPY",
                "storage": "file",
                "sources": [{"name": "ACTS", "external": {"api": "$JS.leaf.API"}}],
            },
        )
        wait_for("draining", lambda: hub.count("COPY") >= options.records)
        seconds = time.monotonic() - start
        print(json.dumps({"seconds": seconds, "records": options.records}))
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(timeout=30)


main()
