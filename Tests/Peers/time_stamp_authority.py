"""A time-stamping authority (RFC 3161) over HTTP: OpenSSL's `ts` command behind a few lines of Python.

    time_stamp_authority.py FOLDER          makes its certificates in FOLDER, serves on 127.0.0.1, prints the port
    time_stamp_authority.py --answer FOLDER QUESTION ANSWER     answers one file and ends

What it does with a question depends on the path: /good answers it; /nonce and /imprint answer it as if another number or
another digest had been asked about; /again gives its first answer again; /refuse grants nothing; /garbage sends no answer in
this form; /large sends too much; /error is HTTP's own. FOLDER/ca.pem is the certificate to be pinned.
"""

import hashlib
import http.server
import os
import subprocess
import sys

from company import end_with_parent

CONFIGURATION = """
[tsa]
default_tsa = authority
[authority]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/ca.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=30)


def found(folder):
    """Makes the authority's certificates, once."""
    path = lambda name: os.path.join(folder, name)
    if os.path.exists(path("tsa.pem")):
        return
    new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *new_key, "-keyout", path("ca.key"), "-out", path("ca.pem"), "-subj", "/CN=Certificates", "-days", "36500")
    openssl("req", *new_key, "-keyout", path("tsa.key"), "-out", path("tsa.csr"), "-subj", "/CN=Time stamps")
    with open(path("extensions"), "w") as file:
        file.write("extendedKeyUsage = critical,timeStamping\n")
    openssl(
        "x509", "-req", "-in", path("tsa.csr"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"), "-CAcreateserial",
        "-out", path("tsa.pem"), "-days", "3650", "-extfile", path("extensions"),
    )
    with open(path("serial"), "w") as file:
        file.write("01\n")
    with open(path("tsa.conf"), "w") as file:
        file.write(CONFIGURATION.format(folder=folder))


def answer(folder, question):
    with open(os.path.join(folder, "question"), "wb") as file:
        file.write(question)
    openssl(
        "ts", "-reply", "-config", os.path.join(folder, "tsa.conf"), "-queryfile", os.path.join(folder, "question"),
        "-out", os.path.join(folder, "answer"),
    )
    with open(os.path.join(folder, "answer"), "rb") as file:
        return file.read()


# Where they lie in a question as it is asked here: 2 + 3 + 2 + 15 + 2 bytes before the digest, 2 behind it before the nonce.
IMPRINT = 24
NONCE = IMPRINT + 32 + 2


def changed(question, place):
    return question[:place] + bytes([question[place] ^ 1]) + question[place + 1 :]


class Handler(http.server.BaseHTTPRequestHandler):
    folder = ""
    first = None

    def do_POST(self):
        question = self.rfile.read(int(self.headers["content-length"]))
        asked_well = self.headers["content-type"] == "application/timestamp-query"
        if self.path == "/error" or not asked_well:
            self.send_response(500)
            self.end_headers()
            return
        if self.path == "/garbage":
            reply = hashlib.sha512(question).digest()
        elif self.path == "/large":
            reply = bytes(1 << 20)
        elif self.path == "/refuse":
            reply = bytes.fromhex("30053003020102")
        elif self.path == "/nonce":
            reply = answer(self.folder, changed(question, NONCE + 7))
        elif self.path == "/imprint":
            reply = answer(self.folder, changed(question, IMPRINT + 7))
        elif self.path == "/again" and Handler.first:
            reply = Handler.first
        else:
            reply = answer(self.folder, question)
        Handler.first = Handler.first or reply
        self.send_response(200)
        self.send_header("content-type", "application/timestamp-reply")
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *words):
        pass


def main():
    if sys.argv[1] == "--answer":
        folder, question, target = sys.argv[2:]
        found(folder)
        with open(question, "rb") as file:
            reply = answer(folder, file.read())
        with open(target, "wb") as file:
            file.write(reply)
        return
    Handler.folder = sys.argv[1]
    found(Handler.folder)
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    end_with_parent()
    server.serve_forever()


main()
