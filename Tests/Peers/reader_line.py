"""Opens a PN532 on any serial line with nfcpy's own driver.

nfcpy finds readers by names under /dev only. Its driver does not care, so it is given the line directly.
"""

import contextlib

import nfc
import nfc.clf
import nfc.clf.pn532
import nfc.clf.transport
import nfc.tag


@contextlib.contextmanager
def frontend(path):
    """A contactless frontend on the line at `path`."""
    transport = nfc.clf.transport.TTY(path)
    device = nfc.clf.pn532.init(transport)
    device._path = path
    frontend = nfc.ContactlessFrontend()
    frontend.device = device
    try:
        yield frontend
    finally:
        frontend.close()


def activate(frontend):
    """The tag on the reader, activated by nfcpy, or None."""
    target = frontend.sense(nfc.clf.RemoteTarget("106A"), iterations=2, interval=0.01)
    return None if target is None else nfc.tag.activate(frontend, target)
