"""Makes the pictures of Documentation/Pictures again, from a demonstration that has just been founded.

Called as: pictures.py FOLDER SIGNET PICTURES, with the demonstration's folder, the tool `signet` beside the programs that
run, and the folder for the pictures.
"""

import sys

from playwright.sync_api import sync_playwright

from demonstration import Demonstration

FOLDER, SIGNET, PICTURES = sys.argv[1:4]
DESK = (1280, 800)
UPRIGHT = (800, 1280)
CABINET, TAKER, COMPANION = "beijing-1", "lina", "wangfang"
DOCUMENT = ("采购框架合同.pdf", b"%PDF-1.7\n% a framework contract\n")


def pictures(demonstration):
    seal, tag = demonstration.seal(f"{CABINET}-seal2"), f"{CABINET}-seal2"
    cabinet = demonstration.cabinet(CABINET, locale="zh-CN")
    cabinet.wait("idle")
    cabinet.photograph(f"{PICTURES}/cabinet-idle.png", UPRIGHT)
    applicant = demonstration.console("applicant", locale="zh-CN")
    grant = applicant.grant(seal, demonstration.person(TAKER), "与北方能源公司签署采购框架合同", DOCUMENT)
    cabinet.check_take(seal, grant, [TAKER, COMPANION])
    cabinet.photograph(f"{PICTURES}/cabinet-take.png", UPRIGHT)
    cabinet.take(tag)
    cabinet.touch("/cancel")
    auditor = demonstration.console("auditor", locale="zh-CN")
    auditor.send("/api/counts")
    auditor.wait_for_count()
    auditor.photograph(f"{PICTURES}/console-overview.png", DESK)


with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    pictures(Demonstration(FOLDER, SIGNET, chromium))
    chromium.close()
