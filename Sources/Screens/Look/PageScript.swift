/// The one script of all pages.
///
/// Pages work without it; with it marked regions follow what happens, the digits of a PIN travel once, a form
/// is not sent twice, and a screen that nobody touches goes back to its start.
enum PageScript {
    static let source = #"""
        "use strict";
        (() => {
          const gatherMilliseconds = 300;
          const pollMilliseconds = 15000;
          const answerMilliseconds = 10000;
          const lostMilliseconds = 8000;
          const speakMilliseconds = 4000;
          const body = document.body;

          // Regions. The event stream only says that something changed; what there is to see comes from the page's own
          // address, with the page's own rights.
          const topics = (body.dataset.topics || "").split(" ").filter(Boolean);
          let gathering = 0, isFetching = false, isStale = false;

          function changed(names) {
            if (names.length && topics.length && !names.some((name) => topics.includes(name))) return;
            if (document.hidden || isFetching) { isStale = true; return; }
            if (!gathering) gathering = setTimeout(refresh, gatherMilliseconds);
          }

          async function refresh() {
            gathering = 0; isFetching = true; isStale = false;
            try {
              const answer = await fetch(location.href, {
                headers: { Accept: "text/html" }, credentials: "same-origin", cache: "no-store", redirect: "error",
                signal: AbortSignal.timeout(answerMilliseconds),
              });
              if (answer.status === 401) { location.reload(); return; }
              if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
            } catch { isStale = true; } finally { isFetching = false; }
            if (isStale && !document.hidden) gathering = setTimeout(refresh, pollMilliseconds);
          }

          function show(page) {
            if ((page.body.dataset.page || "") !== (body.dataset.page || "")) { location.reload(); return; }
            for (const region of document.querySelectorAll("[data-region]")) {
              const newer = page.getElementById(region.id) || page.querySelector(`[data-region="${CSS.escape(region.dataset.region)}"]`);
              if (!newer || region.isEqualNode(newer)) continue;
              const said = region.dataset.announce, says = newer.dataset.announce;
              merge(region, newer);
              if (says && says !== said) speak(says);
            }
          }

          // Elements stay where they are and only their differences change, so focus and reading place are kept.
          function merge(old, newer) {
            if (old.nodeType !== newer.nodeType || old.nodeName !== newer.nodeName) { old.replaceWith(document.importNode(newer, true)); return; }
            if (old.nodeType !== Node.ELEMENT_NODE) { if (old.data !== newer.data) old.data = newer.data; return; }
            if (old.isEqualNode(newer)) return;
            if (old.nodeName === "FORM" && isInUse(old)) return;
            for (const { name } of [...old.attributes]) if (!newer.hasAttribute(name)) old.removeAttribute(name);
            for (const { name, value } of [...newer.attributes]) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
            if ([...newer.children].some((child) => child.dataset.key)) mergeList(old, newer); else mergeChildren(old, newer);
          }

          function mergeChildren(old, newer) {
            const olds = [...old.childNodes], newers = [...newer.childNodes];
            newers.forEach((child, index) => { if (olds[index]) merge(olds[index], child); else old.append(document.importNode(child, true)); });
            olds.slice(newers.length).forEach((child) => child.remove());
          }

          // Rows that are known keep their order; new ones come after them until the page is asked for again.
          function mergeList(old, newer) {
            const newers = new Map([...newer.children].map((child) => [child.dataset.key, child]));
            for (const child of [...old.children]) {
              const match = newers.get(child.dataset.key);
              if (match) merge(child, match); else child.remove();
              newers.delete(child.dataset.key);
            }
            for (const child of newers.values()) old.append(document.importNode(child, true));
          }

          function isInUse(form) {
            return form.contains(document.activeElement) || [...form.elements].some((field) =>
              field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
                : field.defaultValue !== undefined && field.value !== field.defaultValue);
          }

          let spokenAt = 0, speaking = 0;
          function speak(text) {
            clearTimeout(speaking);
            speaking = setTimeout(() => {
              spokenAt = Date.now();
              document.getElementById("announcer").textContent = text;
            }, Math.max(0, spokenAt + speakMilliseconds - Date.now()));
          }

          // One stream per browser: HTTP/1.1 allows six connections per origin, so the tab that holds the lock listens
          // and tells the others. Without locks (no secure context) a page asks again from time to time.
          function listen(path) {
            if (!navigator.locks || !window.BroadcastChannel) { setInterval(() => changed([]), pollMilliseconds); return; }
            const others = new BroadcastChannel("signet" + path);
            others.onmessage = ({ data }) => data.lost === undefined ? changed(data.topics) : showLost(data.lost);
            navigator.locks.request("signet" + path, () => new Promise((release) => open(path, others, release)));
          }

          let losing = 0, wasLost = false;
          function open(path, others, release) {
            const stream = new EventSource(path);
            const tell = (message) => { others.postMessage(message); others.onmessage({ data: message }); };
            stream.addEventListener("changed", ({ data }) => tell({ topics: data.split(" ").filter(Boolean) }));
            stream.addEventListener("ended", () => { stream.close(); tell({ topics: [] }); release(); });
            stream.onopen = () => {
              clearTimeout(losing); losing = 0;
              if (wasLost) { wasLost = false; tell({ lost: false }); }
              tell({ topics: [] });
            };
            stream.onerror = () => {
              if (!losing) losing = setTimeout(() => { wasLost = true; tell({ lost: true }); }, lostMilliseconds);
              if (stream.readyState === EventSource.CLOSED) setTimeout(() => { stream.close(); open(path, others, release); }, lostMilliseconds);
            };
          }

          function showLost(isLost) { document.getElementById("live-lost").hidden = !isLost; }

          if (body.dataset.stream) {
            listen(body.dataset.stream);
            document.addEventListener("visibilitychange", () => { if (!document.hidden && isStale) changed([]); });
          }

          // The keys of a PIN pad write into its field; only the last one sends.
          for (const pad of document.querySelectorAll("[data-pin-pad]")) {
            const field = pad.elements.pin, count = pad.querySelector("[data-pin-count]");
            const tell = () => {
              const pattern = field.value.length === 1 ? count.dataset.pinCountOne : count.dataset.pinCount;
              count.textContent = pattern.replace("{1}", field.value.length);
            };
            field.addEventListener("input", tell);
            field.focus({ preventScroll: true });
            pad.addEventListener("click", (event) => {
              const key = event.target.closest("button");
              if (!key || key.value === "done") return;
              event.preventDefault();
              if (key.value === "clear") field.value = "";
              else if (key.value === "back") field.value = field.value.slice(0, -1);
              else if (field.value.length < field.maxLength) field.value += key.value;
              tell();
            });
          }

          // A navigation that is wider than the screen shows where one is.
          document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

          // A form that is on its way is not sent again.
          document.addEventListener("submit", (event) => {
            const form = event.target;
            if (form.method !== "post") return;
            if (form.dataset.sent) { event.preventDefault(); return; }
            form.dataset.sent = "yes";
            for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
          });
          window.addEventListener("pageshow", () => {
            for (const form of document.querySelectorAll("form[data-sent]")) {
              delete form.dataset.sent;
              for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
            }
          });

          // A screen that nobody touches goes back to its start; every touch begins the time anew.
          if (body.dataset.leaveSeconds) {
            let leaving = 0;
            const stay = () => {
              clearTimeout(leaving);
              leaving = setTimeout(() => location.replace(body.dataset.leavePath), body.dataset.leaveSeconds * 1000);
            };
            for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, stay, { passive: true });
            stay();
          }
        })();

        """#
}
