"""Hands in a running demonstration (`signet-measure demonstration`): at the console, at the cabinets, at the hardware.

Everything goes the way that people go: pages and forms of Chromium, key files through `signet`, requests to the rig.
"""

import json
import os
import socket
import subprocess
import time

PASSWORD = "signet-demonstration"
PINS = {"lina": "482916", "wangfang": "730584", "zhaojun": "615207", "chenjing": "394071", "huanglei": "852643"}
WAIT_SECONDS = 30


class Demonstration:
    """A running demonstration by its folder, looked at through one Chromium."""

    def __init__(self, folder, signet, browser):
        self.folder, self.signet, self.browser = folder, signet, browser
        with open(f"{folder}/ports.json") as file:
            self.ports = json.load(file)
        with open(f"{folder}/cast.json") as file:
            self.cast = json.load(file)

    def rig(self, action, **values):
        """Asks the rig for something, and fails where it says no."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(f"{self.folder}/rig/control.sock")
            line.sendall((json.dumps({"action": action} | values) + "\n").encode())
            answer = json.loads(line.makefile().readline())
        assert answer["ok"], (action, values, answer)
        return answer

    def person(self, worker):
        return self.cast["workers"][worker]

    def seal(self, tag):
        return self.cast["seals"][tag]

    def console(self, account, **options):
        return Console(self, account, options)

    def cabinet(self, name, **options):
        return Cabinet(self, name, options)


class Site:
    """One browser at one of the servers: pages and programs' requests share its cookies."""

    def __init__(self, demonstration, port, options):
        self.demonstration = demonstration
        self.address = f"http://127.0.0.1:{port}"
        self.context = demonstration.browser.new_context(**options)
        self.token = None

    def read(self, path):
        answer = self.context.request.get(self.address + path, headers={"accept": "application/json"})
        assert answer.ok, (path, answer.status, answer.text()[:400])
        return answer.json()

    def send(self, path, values=None, file=None):
        """Sends a form the way a page does; `file` is a field, a name and bytes."""
        headers = {"accept": "application/json", "origin": self.address}
        values = {"form-token": self.token} | (values or {})
        if file:
            field, name, content = file
            values[field] = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
            answer = self.context.request.post(self.address + path, headers=headers, multipart=values)
        else:
            answer = self.context.request.post(self.address + path, headers=headers, form=values)
        assert answer.ok, (path, answer.status, answer.text()[:400])
        return answer.json()

    def photograph(self, path, size, page="/", full_page=False):
        """A picture of a page, when it stands still."""
        shown = self.context.new_page()
        shown.set_viewport_size({"width": size[0], "height": size[1]})
        shown.goto(self.address + page)
        shown.screenshot(path=path, full_page=full_page)
        shown.close()


class Console(Site):
    """Somebody who is logged in at headquarters."""

    def __init__(self, demonstration, account, options):
        super().__init__(demonstration, demonstration.ports["console"], options)
        page = self.context.new_page()
        page.goto(self.address + "/log-in")
        page.fill("#field-account", account)
        page.fill("#field-password", PASSWORD)
        page.click("main button")
        page.wait_for_url(self.address + "/")
        page.close()
        self.token = self.read("/api/session")["formToken"]

    def apply(self, seal, taker, reason, file, hours=8):
        """Files an application; `file` is a name and bytes."""
        values = {
            "seals": seal, "takers": taker, "reason": reason, "place": "本机构内", "copies": "2", "uses": "1",
            "hours": str(hours), "days": "3", "pages": "14",
        }
        return self.send("/api/applications", values, file=("file", *file))["grant"]

    def approve(self, grant, holder):
        """Approves with a key file, and hands the approval in."""
        folder = self.demonstration.folder
        paper, approval = f"{folder}/papers/{grant[:16]}.grant", f"{folder}/papers/{grant[:16]}-{holder}.approval"
        with open(paper, "wb") as file:
            file.write(self.context.request.get(self.address + f"/api/applications/{grant}/text").body())
        subprocess.run(
            [self.demonstration.signet, "approve", paper, "--key", f"{folder}/people/{holder}.key", "--yes", "--out", approval],
            check=True, capture_output=True, timeout=60)
        with open(approval, "rb") as file:
            self.send(f"/api/applications/{grant}/approvals", file=("approval", os.path.basename(approval), file.read()))

    def wait_for_count(self):
        """Waits until the newest count is closed."""
        deadline = time.monotonic() + 10 * WAIT_SECONDS
        while not self.read("/api/counts")[0]["isClosed"]:
            assert time.monotonic() < deadline, "the count does not end"
            time.sleep(0.2)

    def grant(self, seal, taker, reason, file, **options):
        """An application that both approvers have signed."""
        grant = self.apply(seal, taker, reason, file, **options)
        for account in ["branch", "legal"]:
            approver = self.demonstration.console(account)
            approver.approve(grant, f"approver-{account}")
            approver.context.close()
        return grant


class Cabinet(Site):
    """Somebody who stands at a cabinet."""

    def __init__(self, demonstration, name, options):
        super().__init__(demonstration, demonstration.ports["screens"][name], options)
        self.name = name

    def look(self):
        state = self.read("/api/state")
        self.token = state["formToken"]
        return state

    def touch(self, path, **values):
        self.look()
        return self.send(path, {key.replace("_", "-"): value for key, value in values.items()})

    def wait(self, *steps):
        """Waits until the screen shows one of these steps; asked for again and again, with a deadline."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            state = self.look()
            if state["step"] in steps:
                return state
            time.sleep(0.1)
        raise AssertionError(f"{self.name} should show {steps} and shows {state['step']} {state}")

    def wait_past(self, *steps):
        """Waits until the screen shows none of these steps."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            state = self.look()
            if state["step"] not in steps:
                return state
            time.sleep(0.1)
        raise AssertionError(f"{self.name} still shows {state['step']} {state}")

    def begin(self, errand):
        if self.look()["step"] not in ["idle", "choosing-errand"]:
            self.touch("/cancel")
        self.touch("/errand", errand=errand)

    def lay_card(self, worker):
        """Lays a card on the reader until the screen has made up its mind about it."""
        step = self.wait("waiting-for-card", "waiting-for-second-card")["step"]
        self.demonstration.rig("put", tag=f"card-{worker}", reader=f"{self.name}/front")
        state = self.wait_past(step, "checking-identity")
        self.demonstration.rig("take", tag=f"card-{worker}")
        return state

    def identify(self, worker):
        if self.lay_card(worker)["step"] == "waiting-for-pin":
            self.touch("/pin", pin=PINS[worker], press="done")

    def wait_for_offer(self, seal, grant):
        """Waits until a grant has come down and is offered."""
        deadline = time.monotonic() + WAIT_SECONDS
        while not any(offer["grant"] == grant for offer in self.wait("choosing-take")["offers"]):
            assert time.monotonic() < deadline, "the grant has not come down"
            time.sleep(0.1)
        self.touch("/take", seal=seal, grant=grant)

    def check_take(self, seal, grant, people):
        """Up to the page that asks whether the drawer is to open."""
        self.begin("take")
        self.identify(people[0])
        self.wait_for_offer(seal, grant)
        if self.wait("waiting-for-second-card", "checking-take")["step"] == "waiting-for-second-card":
            self.identify(people[1])
        return self.wait("checking-take", "refused")

    def take(self, tag):
        """From the page that asks to the one that says what came of it."""
        self.touch("/open")
        drawer = self.wait("drawer-open")["drawer"]
        self.demonstration.rig("take", tag=tag)
        self.demonstration.rig("close", drawer=f"{self.name}/slot{drawer}")
        return self.wait("ended", "trouble")

    def give_back(self, seal, tag, worker):
        self.begin("return")
        self.identify(worker)
        self.wait("choosing-return")
        self.touch("/return", seal=seal)
        self.wait("checking-return")
        self.touch("/open")
        drawer = self.wait("drawer-open")["drawer"]
        self.demonstration.rig("put", tag=tag, reader=f"{self.name}/slot{drawer}")
        self.demonstration.rig("close", drawer=f"{self.name}/slot{drawer}")
        return self.wait("ended", "trouble")
