"""Debian's Chromium as an independent reader of the pages, with the rules of axe-core.

Called as: browser_peer.py CHECK ADDRESS FOLDER. Prints "ok", or what it found instead. Photographs go into FOLDER.
"""

import os
import sys
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

CHECK, ADDRESS, FOLDER = sys.argv[1:4]
LANGUAGES = ["zh", "en"]
CONSOLE = ["console-overview", "console-parts", "console-form", "console-empty", "plain-log-in"]
CABINET = ["cabinet-check", "cabinet-pin", "cabinet-choose", "cabinet-refused", "cabinet-idle"]
DESK = {"width": 1360, "height": 860}
UPRIGHT = {"width": 800, "height": 1280}
LYING = {"width": 800, "height": 480}
found = []


def expect(truth, text):
    if not truth:
        found.append(text)


def until(truth, text, seconds=10):
    """Asks again until it is so, or until the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if truth():
            return
        time.sleep(0.05)
    found.append(text)


def pages(names):
    return [f"{name}-{language}" for name in names for language in LANGUAGES]


def visit(context, path):
    page = context.new_page()
    page.on("console", lambda line: line.type == "error" and "favicon.ico" not in line.location["url"] and found.append(f"{path}: {line.text}"))
    page.on("pageerror", lambda error: found.append(f"{path}: {error}"))
    page.goto(ADDRESS + path)
    return page


def accessibility(browser):
    for scheme in ["light", "dark"]:
        for names, size in [(CONSOLE, DESK), (CABINET, UPRIGHT), (CABINET, LYING)]:
            context = browser.new_context(viewport=size, color_scheme=scheme)
            for name in pages(names):
                page = visit(context, f"/gallery/{name}")
                options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
                result = Axe().run(page, options=options)
                for violation in result.response["violations"]:
                    node = violation["nodes"][0]
                    found.append(f"{name} {scheme} {size['height']}: {violation['id']}: {node['html'][:200]} {node['failureSummary'][:300]}")
                page.close()
            context.close()


def photographs(browser):
    os.makedirs(FOLDER, exist_ok=True)
    for names, sizes in [(CONSOLE, [DESK]), (CABINET, [UPRIGHT, LYING])]:
        for size in sizes:
            for scheme in ["light", "dark"]:
                context = browser.new_context(viewport=size, color_scheme=scheme)
                for name in pages(names):
                    page = visit(context, f"/gallery/{name}")
                    path = f"{FOLDER}/{name}-{size['width']}x{size['height']}-{scheme}.png"
                    page.screenshot(path=path, full_page=names is CONSOLE)
                    expect(os.path.getsize(path) > 5000, f"{path} is empty")
                    page.close()
                context.close()
    context = browser.new_context(viewport=DESK)
    page = visit(context, "/gallery/console-overview-zh")
    page.emulate_media(media="print")
    page.screenshot(path=f"{FOLDER}/console-overview-zh-print.png")
    context.close()


SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input:not([type=hidden])')].filter((element) => {
  if (element.closest('.unseen, .skip') || element.matches('.unseen, .skip')) return false;
  const after = getComputedStyle(element, '::after');
  const more = after.content === 'none' || after.position !== 'absolute' ? 0 : 2 * -parseFloat(after.top);
  const box = element.getBoundingClientRect();
  return box.height > 0 && (box.height + more < 71.5 || box.width + more < 71.5);
}).map((element) => element.outerHTML.slice(0, 120))"""

SMALL_TEXTS = """() => {
  const small = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest('.unseen, [hidden], script, noscript')) continue;
    if (parseFloat(getComputedStyle(element).fontSize) < 22) small.push(walker.currentNode.data.trim());
  }
  return small;
}"""

# What is not in sight can be reached, and the screen says that there is more.
MORE = """() => {
  const main = document.querySelector('main'), more = document.querySelector('.more a');
  const overflows = main.scrollHeight > main.clientHeight + 1;
  const isShown = () => getComputedStyle(more).display !== 'none';
  if (overflows !== isShown()) return `overflows: ${overflows}, says so: ${isShown()}`;
  main.scrollTop = main.scrollHeight;
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() =>
    resolve(isShown() ? 'says that there is more at the end' : ''))));
}"""


def targets(browser):
    for size in [UPRIGHT, LYING]:
        context = browser.new_context(viewport=size, has_touch=True)
        for name in pages(CABINET):
            page = visit(context, f"/gallery/{name}")
            for script, what in [(SMALL_TARGETS, "target"), (SMALL_TEXTS, "text")]:
                for small in page.evaluate(script):
                    found.append(f"{name} {size['height']}: {what} too small: {small}")
            page.close()
        for name in pages([name for name in CABINET if "idle" not in name]):
            page = visit(context, f"/gallery/{name}")
            more = page.evaluate(MORE)
            expect(not more, f"{name} {size['height']}: {more}")
            page.close()
        context.close()


def widths(browser):
    for width in [360, 800, 1024, 1360, 1920]:
        context = browser.new_context(viewport={"width": width, "height": 800})
        for name in pages(CONSOLE):
            page = visit(context, f"/gallery/{name}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            expect(wide <= width, f"{name} at {width}: {wide} wide")
            page.close()
        context.close()


def live(browser):
    context = browser.new_context(viewport=DESK)
    page = visit(context, "/live")
    until(lambda: page.request.get(ADDRESS + "/listeners").text() == "1", "nobody listens")
    page.evaluate("window.stays = true")
    page.locator("#field-q").fill("half a word")
    page.locator("tr[data-key=row-1] a").focus()
    page.request.get(ADDRESS + "/advance")
    figure = page.locator(".figure-value")
    until(lambda: figure.text_content() == "1", "the figure did not change")
    expect(page.evaluate("window.stays"), "the page was loaded anew")
    focused = page.evaluate("document.activeElement.closest('tr')?.dataset.key")
    expect(focused == "row-1", f"the focus is at {focused}")
    keys = page.eval_on_selector_all("tbody tr", "rows => rows.map((row) => row.dataset.key)")
    expect(keys == ["row-0", "row-1", "row-2", "row-3"], f"the rows moved: {keys}")
    rounds = page.eval_on_selector_all("tbody td.number", "cells => cells.map((cell) => cell.textContent)")
    expect(rounds == ["1"] * 4, f"the rows are old: {rounds}")
    expect(page.locator("#field-q").input_value() == "half a word", "what was being typed is gone")
    expect(page.locator(".truth").text_content() == "Round 1", "the second line is old")
    until(lambda: page.locator("#announcer").text_content() == "Round 1 counted", "nothing was announced")
    context.close()


def tabs(browser):
    context = browser.new_context(viewport=DESK)
    opened = [visit(context, "/live") for _ in range(8)]
    first = opened[0]
    until(lambda: first.request.get(ADDRESS + "/listeners").text() == "1", "not one stream for eight tabs")
    first.request.get(ADDRESS + "/advance")
    for index, page in enumerate(opened):
        page.bring_to_front()
        until(lambda: page.locator(".figure-value").text_content() == "1", f"tab {index} is old")
    opened[0].close()
    until(lambda: opened[1].request.get(ADDRESS + "/listeners").text() == "1", "nobody took the stream over")
    opened[1].request.get(ADDRESS + "/advance")
    opened[7].bring_to_front()
    until(lambda: opened[7].locator(".figure-value").text_content() == "2", "the last tab is old")
    context.close()


def lost(browser):
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    page.goto(ADDRESS + "/live")
    until(lambda: page.request.get(ADDRESS + "/listeners").text() == "1", "nobody listens")
    expect(page.locator("#live-lost").is_hidden(), "the warning stands from the start")
    # The stream is broken by the browser's side; asking for it again fails until the way is open.
    page.route("**/events", lambda route: route.abort())
    context.set_offline(True)
    page.evaluate("window.stop()")
    until(lambda: page.locator("#live-lost").is_visible(), "nothing says that updates have stopped", 25)
    page.unroute("**/events")
    context.set_offline(False)
    until(lambda: page.locator("#live-lost").is_hidden(), "the warning stays", 30)
    context.close()


def pin(browser):
    context = browser.new_context(viewport=UPRIGHT, has_touch=True)
    page = visit(context, "/pin")
    for key in ["1", "2", "3", "9"]:
        page.locator(f".pin-keys button[value='{key}']").tap()
    page.locator("button[value=back]").tap()
    expect(page.locator("#pin").input_value() == "123", "the digits are not in the field")
    expect(page.locator("[data-pin-count]").text_content() == "3 digits entered", "the count is wrong")
    page.locator(".pin-ends button").tap()
    until(lambda: page.request.get(ADDRESS + "/pins").text() == "123", "the PIN did not arrive")
    page.locator("#pin").fill("77")
    page.keyboard.press("Enter")
    until(lambda: page.request.get(ADDRESS + "/pins").text() == "123 77", "Enter does not send")
    context.close()


def pin_without_script(browser):
    context = browser.new_context(viewport=UPRIGHT, java_script_enabled=False)
    page = visit(context, "/pin")
    # Six digits: three of them stand in the hash of a style sheet or token every now and then.
    for key in "905173":
        page.locator(f".pin-keys button[value='{key}']").click()
    expect("905173" not in page.content(), "the digits are written into the page")
    expect("6 digits entered" in page.content(), "the count is wrong")
    page.locator(".pin-ends button").click()
    until(lambda: page.request.get(ADDRESS + "/pins").text() == "905173", "the PIN did not arrive")
    context.close()


def sent_once(browser):
    context = browser.new_context(viewport=DESK)
    page = visit(context, "/send")
    page.evaluate("() => { const button = document.querySelector('main button'); button.click(); button.click(); button.click(); }")
    page.wait_for_url("**/send")
    until(lambda: page.locator("body").text_content() == "1 sent", f"it was sent more than once: {page.locator('body').text_content()}")
    context.close()


def leave(browser):
    context = browser.new_context(viewport=UPRIGHT)
    page = visit(context, "/leave")
    page.wait_for_url("**/live", timeout=10000)
    context.close()
    context = browser.new_context(viewport=UPRIGHT, java_script_enabled=False)
    page = visit(context, "/leave")
    page.wait_for_url("**/live", timeout=10000)
    context.close()


def focus(browser):
    for name in pages(CONSOLE + CABINET):
        context = browser.new_context(viewport=DESK)
        page = visit(context, f"/gallery/{name}")
        seen = []
        for _ in range(6):
            page.keyboard.press("Tab")
            style = page.evaluate("""() => { const style = getComputedStyle(document.activeElement);
              return [style.outlineStyle, style.outlineWidth, style.outlineColor, document.activeElement.tagName]; }""")
            if style[3] == "BODY":
                continue
            seen.append(style[3])
            colour = "rgb(156, 194, 255)" if "idle" in name else "rgb(11, 87, 208)"
            expect(style[:3] == ["solid", "2px", colour], f"{name}: {style}")
        expect(len(seen) >= 3, f"{name}: nothing to focus")
        context.close()


CHECKS = {
    "accessibility": accessibility, "photographs": photographs, "targets": targets, "widths": widths, "live": live,
    "tabs": tabs, "lost": lost, "pin": pin, "pin-without-script": pin_without_script, "sent-once": sent_once,
    "leave": leave, "focus": focus,
}

with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    CHECKS[CHECK](chromium)
    chromium.close()
print("\n".join(dict.fromkeys(found)) or "ok")
