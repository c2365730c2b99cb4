"""A PDF -> its text, by a process of its own with bounded memory and time.

A PDF is a program for drawing pages, and what draws them is a library in C: one page of a few
kilobytes may ask for all the memory there is, and then the process is gone. Let it be this one.

To start Python and load that library takes a fifth of a second, so it is done once, by a process
that reads nothing itself: for each PDF it makes a copy of itself (`fork`), which reads and ends.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe
from pathlib import Path

from index.files.pdf import read_pdf
from index.types import UnreadableError

MEMORY = 2 * 1024**3
"""Bytes. A thousand pages of minutes take 200 MB, a page that is rendered for tesseract 200 MB."""
SECONDS = 900
"""Of one processor. A thousand pages of minutes take 60; tesseract's own time is not counted."""
IDLE = 300
"""Seconds without a PDF after which the process that makes readers ends: a server lives long."""
_STOPPED = "nåede ikke at blive læst: læsningen blev stoppet. Kør indlæsningen igen."
_BEYOND = (
    "kræver mere hukommelse eller tid, end der er sat af til én fil. Gem den som en ny PDF "
    "(»Udskriv til PDF«), eller del den op."
)


@dataclass(slots=True)
class _Readers:
    """The process that makes a reader for each PDF. It is started by the first, and anew when it
    has gone or when this process is itself a copy."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    line: Connection | None = None
    process: subprocess.Popen[bytes] | None = None
    owner: int = 0

    def read(self, data: bytes) -> tuple[int, bytes]:
        """(how the reader ended, what it told); raises OSError, EOFError when all are gone."""
        with self.lock:
            if self.process is not None and self.process.poll() is not None:
                self.end()
            if self.line is None or self.owner != os.getpid():
                (self.line, self.process), self.owner = _started(), os.getpid()
            try:
                self.line.send((MEMORY, SECONDS))
                self.line.send_bytes(data)
                ended: int = self.line.recv()
                return ended, self.line.recv_bytes()
            except BaseException:  # what would come next on the line answers another file
                self.end()
                raise

    def end(self) -> None:
        """Let the process go; the next PDF starts another."""
        if self.line is not None and self.process is not None:
            self.line.close()
            self.process.kill()
            self.process.wait()
        self.line = self.process = None


_READERS = _Readers()


def read_pdf_apart(data: bytes) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """What `read_pdf` gives, and raises; also for a PDF that takes more than its share."""
    try:
        ended, said = _READERS.read(data)
    except (OSError, EOFError) as error:
        raise UnreadableError(_STOPPED) from OSError(errno.EINTR, f"no reader: {error}")
    if ended == -signal.SIGKILL:  # somebody else's doing: the next build tries again
        raise UnreadableError(_STOPPED) from OSError(errno.EINTR, "killed")
    if ended:
        raise UnreadableError(_BEYOND)
    told = json.loads(said)
    if told["unreadable"]:
        raise UnreadableError(told["unreadable"])
    if told["fault"]:
        raise RuntimeError(told["fault"])
    return told["text"], tuple(told["pages"]), tuple(told["blank"])


def _started() -> tuple[Connection, subprocess.Popen[bytes]]:
    """A new process that makes readers, and the line to it; it ends when the line is closed."""
    here, there = Pipe()
    root = str(Path(__file__).parents[2])
    known = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH")) if part)
    with there:
        process = subprocess.Popen(
            [sys.executable, "-m", "index.files.pdf_apart", str(there.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(there.fileno(),),
            env={**os.environ, "PYTHONPATH": known},
        )
    return here, process


def serve(line: Connection) -> None:
    """Have every PDF that comes on the line read, one at a time, until the line is closed or
    nothing has come for long."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever is interrupted closes the line
    with suppress(EOFError, OSError):
        while line.poll(IDLE):
            memory, seconds = line.recv()
            data = line.recv_bytes()
            told, tells = Pipe(duplex=False)
            reader = os.fork()
            if not reader:
                _read(data, tells, memory, seconds)
            del data
            tells.close()
            with told:
                said = _all_of(told)
            line.send(os.waitstatus_to_exitcode(os.waitpid(reader, 0)[1]))
            line.send_bytes(said)


def _all_of(told: Connection) -> bytes:
    """What the reader told; nothing if it ended before."""
    with suppress(EOFError, OSError):
        return told.recv_bytes()
    return b""


def _read(data: bytes, tells: Connection, memory: int, seconds: int) -> None:
    """Read the PDF, tell its text, or why it cannot be read, as JSON; and end this process."""
    ended = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 30))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        told: dict[str, object] = {"unreadable": "", "fault": ""}
        try:
            told |= zip(("text", "pages", "blank"), read_pdf(data), strict=True)
        except UnreadableError as error:
            told["unreadable"] = str(error)
        except MemoryError:
            raise
        except Exception as error:  # a bug of ours is told as one, not as the file's
            told["fault"] = f"{type(error).__name__}: {error}"
        tells.send_bytes(json.dumps(told).encode())
        ended = 0
    finally:
        os._exit(ended)


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
