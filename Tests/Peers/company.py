"""A program that serves ends with the test that started it, also where that was killed."""

import os
import threading
import time

LOOK_SECONDS = 0.5


def end_with_parent():
    """Starts to look for the parent; a child whose parent has ended belongs to another process then."""
    parent = os.getppid()

    def look():
        while os.getppid() == parent:
            time.sleep(LOOK_SECONDS)
        os._exit(0)

    threading.Thread(target=look, daemon=True).start()
