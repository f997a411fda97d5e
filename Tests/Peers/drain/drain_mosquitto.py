"""How fast mosquitto hands the queue of a persistent session to a subscriber that comes back: loopback, no TLS, QoS 1.

Prints one line of JSON: {"seconds", "records"}. The time is that of the subscriber's process, from its start to its last
message; the broker keeps its queue in memory and syncs nothing.
"""

import argparse
import getpass
import json
import os
import socket
import subprocess
import sys
import time

PATIENCE_SECONDS = 900


def publish(port, count, size):
    """Publishes at QoS 1 and takes every acknowledgement (MQTT 3.1.1, sections 3.1 to 3.4)."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        connect = b"\x00\x04MQTT\x04\x02\x00\x3c\x00\x05bench"
        line.sendall(b"\x10" + bytes([len(connect)]) + connect)
        receive(line, 4)
        sent = 0
        while sent < count:
            part = range(sent, min(sent + 1_000, count))
            line.sendall(b"".join(packet(number, size) for number in part))
            receive(line, 4 * len(part))
            sent = part.stop


def packet(number, size):
    content = b"\x00\x04acts" + (number % 65_535 + 1).to_bytes(2, "big") + b"x" * size
    return bytes([0x32, len(content) & 0x7F | 0x80, len(content) >> 7]) + content


def receive(line, count):
    while count > 0:
        taken = line.recv(count)
        if not taken:
            sys.exit("the broker closed the connection")
        count -= len(taken)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--broker", default="/usr/sbin/mosquitto")
    parser.add_argument("--folder", required=True)
    parser.add_argument("--records", type=int, required=True)
    parser.add_argument("--bytes", type=int, required=True)
    options = parser.parse_args()

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    path = os.path.join(options.folder, "mosquitto.conf")
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            f"listener {port} 127.0.0.1\nallow_anonymous true\npersistence true\nautosave_interval 1800\n"
            f"persistence_location {options.folder}/\nmax_queued_messages 0\nmax_queued_bytes 0\n"
            f"max_inflight_messages 0\nlog_type error\nuser {getpass.getuser()}\n"
        )
    broker = subprocess.Popen([options.broker, "-c", path])
    line = ["-h", "127.0.0.1", "-p", str(port), "-t", "acts", "-q", "1"]
    session = ["mosquitto_sub", *line, "-i", "headquarters", "-c"]
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > deadline:
                    sys.exit("the broker does not listen")
                time.sleep(0.05)
        # The session is made, and left.
        subprocess.run([*session, "-E"], check=True, timeout=30)
        publish(port, options.records, options.bytes)
        start = time.monotonic()
        subprocess.run(
            [*session, "-C", str(options.records)],
            check=True,
            timeout=PATIENCE_SECONDS,
            stdout=subprocess.DEVNULL,
        )
        print(json.dumps({"seconds": time.monotonic() - start, "records": options.records}))
    finally:
        broker.terminate()
        broker.wait(timeout=30)


main()
