"""A PDF -> its text, by a process of its own with bounded memory and time.

A PDF is a program for drawing pages, and what draws them is a library in C: one page of a few
kilobytes may ask for all the memory there is, and then the process is gone. Let it be this one.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

from index.pdf import read_pdf
from index.types import UnreadableError

MEMORY = 2 * 1024**3
"""Bytes. A thousand pages of minutes take 200 MB, a page that is rendered for tesseract 200 MB."""
SECONDS = 900
"""Of one processor. A thousand pages of minutes take 60; tesseract's own time is not counted."""
_STOPPED = "nåede ikke at blive læst: læsningen blev stoppet. Kør indlæsningen igen."
_BEYOND = (
    "kræver mere hukommelse eller tid, end der er sat af til én fil. Gem den som en ny PDF "
    "(»Udskriv til PDF«), eller del den op."
)


def read_pdf_apart(data: bytes) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """What `read_pdf` gives, and raises; also for a PDF that takes more than its share."""
    root = str(Path(__file__).parent.parent)
    known = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH")) if part)
    done = subprocess.run(
        [sys.executable, "-m", "index.pdf_apart", str(MEMORY), str(SECONDS)],
        input=data,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": known},
        check=False,
    )
    if done.returncode == -signal.SIGKILL:  # somebody else's doing: the next build tries again
        raise UnreadableError(_STOPPED) from OSError(errno.EINTR, "killed")
    if done.returncode:
        raise UnreadableError(_BEYOND)
    told = json.loads(done.stdout)
    if told["unreadable"]:
        raise UnreadableError(told["unreadable"])
    if told["fault"]:
        raise RuntimeError(told["fault"])
    return told["text"], tuple(told["pages"]), tuple(told["blank"])


def main(memory: int, seconds: int) -> None:
    """Read the PDF on standard input; write its text, or why it cannot be read, as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told: dict[str, object] = {"unreadable": "", "fault": ""}
    try:
        told |= zip(("text", "pages", "blank"), read_pdf(sys.stdin.buffer.read()), strict=True)
    except UnreadableError as error:
        told["unreadable"] = str(error)
    except MemoryError:
        raise
    except Exception as error:  # a bug of ours is told as one, not as the file's
        told["fault"] = f"{type(error).__name__}: {error}"
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
