"""How fast the pages answer: `python -m bench.pages ARCHIVE [--questions FILE]`.

Starts `svarpunkt serve` over the archive, asks as people do, and prints the table of docs/web.md:
the citizens' page drawn in Chromium, answers over HTTP one by one and five at once, and the chat
from click to shown in one window and in five, first each time in a new conversation, then in one
that grows. Needs playwright and Chromium. Five browser windows and the server share the machine,
which five people do not, and whatever else it does slows both: so the processor time of an
answer, the server's and the browser's, stands beside, with the load.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from eval.ablation import current_commit, markdown_table

ROOT = Path(__file__).parent.parent
CHROMIUM = "/usr/bin/chromium"
AT_ONCE = 5
CLICK = """() => {
  const shown = () => document.querySelectorAll("#sp-chat .sp-svar").length;
  const before = shown(), began = performance.now();
  window.took = new Promise((done) => {
    new MutationObserver((_, eye) => {
      if (shown() > before) { eye.disconnect(); done(performance.now() - began); }
    }).observe(document.getElementById("sp-chat"), { childList: true, subtree: true });
  });
  document.getElementById("sp-send").click();
}"""
"""Asks; a promise waits for the answer, for a window that is looked at again and again draws."""
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 120_000
"""Milliseconds that a page may take: on a busy machine the chat's many scripts take long."""
PAINT = """() => new Promise(done => {
  const look = () => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    paint ? done(paint.startTime) : setTimeout(look, 10);
  };
  look();
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--questions", type=Path, default=ROOT / "eval" / "data" / "sample.jsonl")
    parser.add_argument("--rounds", type=int, default=8, help="rounds of five at once")
    options = parser.parse_args()
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    asked = itertools.cycle([str(json.loads(line)["question"]) for line in lines])
    with served(options.archive) as (site, server):
        rows = [*over_http(site, asked, options.rounds)]
        rows += in_browser(site, server, asked, options.rounds)
    print(f"Commit {current_commit(ROOT)}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}.")
    print(markdown_table([("what", "p50, p95"), *rows]))


@contextmanager
def served(archive: Path) -> Iterator[tuple[str, int]]:
    """The address and process of a server over the archive, once it can answer."""
    command = [sys.executable, "-m", "cli", "serve", "--archive", str(archive), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            found = re.search(r"http://\S+", process.stdout.readline())
            if found is None:
                raise SystemExit("the server did not start")
            ask_api(found[0], "Hvad blev besluttet?")
            yield found[0], process.pid
        finally:
            process.terminate()


def over_http(site: str, asked: Iterator[str], rounds: int) -> list[tuple[str, str]]:
    """The citizens' page and the API, one question at a time and five."""
    page = [timed(lambda: ask_help(site, next(asked))) for _ in range(3 * rounds)]
    alone = [timed(lambda: ask_api(site, next(asked))) for _ in range(3 * rounds)]
    together: list[float] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in range(rounds):
            batch = list(itertools.islice(asked, AT_ONCE))
            together += pool.map(lambda text: timed(lambda: ask_api(site, text)), batch)
    return [
        ("/hjaelp: answer", figures(page)),
        ("API: answer", figures(alone)),
        (f"API: answer, {AT_ONCE} at once", figures(together)),
        (f"... of one at a time (p50, in {AT_ONCE} of them)", ratio(together, alone)),
    ]


def in_browser(site: str, server: int, asked: Iterator[str], rounds: int) -> list[tuple[str, str]]:
    """First paint of the citizens' page; the chat from click to shown, alone and five at once."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        help_page = browser.new_page()
        help_page.set_default_timeout(PATIENCE)
        paints = [first_paint(help_page, f"{site}/hjaelp") for _ in range(2 * rounds)]
        help_page.close()
        windows = [opened(browser, site) for _ in range(AT_ONCE)]
        rows = [("/hjaelp: first paint", figures(paints))]
        for some, who in ((windows[:1], ""), (windows, f", {AT_ONCE} at once")):
            clicked(some, asked)
            renewed, spent = [], Spent(server)
            for _ in range(rounds):
                for window in some:
                    begin_anew(window)
                spent.start()
                renewed += clicked(some, asked)
                spent.stop()
            growing = [took for _ in range(rounds) for took in clicked(some, asked)]
            rows += [
                (f"chat: click to shown{who}", figures(renewed)),
                (f"... in a conversation of up to {rounds} answers", figures(growing)),
                ("... processor time of an answer: server, browser", spent.each(len(renewed))),
            ]
        browser.close()
    return rows


def opened(browser: Browser, site: str) -> Page:
    """A window of its own with the chat in it, ready."""
    window = browser.new_page()
    window.set_default_timeout(PATIENCE)
    window.goto(site)
    window.wait_for_selector(".sp-velkomst a.sp-sporg")
    return window


def begin_anew(window: Page) -> None:
    """A new conversation, as each of five people has."""
    window.locator("#sp-ny").click()
    window.wait_for_selector(".sp-velkomst h1", state="visible")


def first_paint(page: Page, address: str) -> float:
    """Milliseconds from the call of a page to its first text."""
    page.goto(address)
    return float(page.evaluate(PAINT))


def clicked(windows: Sequence[Page], asked: Iterator[str]) -> list[float]:
    """Milliseconds from click to shown in each of these windows, clicked one after the other."""
    for window in windows:
        window.locator("#sp-felt textarea").fill(next(asked))
    for window in windows:
        window.evaluate(CLICK)
    return [float(window.evaluate("() => window.took")) for window in windows]


def processor(process: int) -> float:
    """Milliseconds of processor time that a process has used; 0 when it has ended."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return 1000 * (int(told[11]) + int(told[12])) / TICKS


def below(process: int) -> list[int]:
    """The processes that a process has started, and theirs."""
    threads = Path(f"/proc/{process}/task").glob("*/children")
    children = " ".join(thread.read_text(encoding="utf-8") for thread in threads)
    return [found for text in children.split() for found in (int(text), *below(int(text)))]


def ask_api(site: str, text: str) -> bytes:
    body = json.dumps({"question": text}).encode()
    return _post(f"{site}/api/v1/ask", body, "application/json")


def ask_help(site: str, text: str) -> bytes:
    body = urllib.parse.urlencode({"q": text}).encode()
    return _post(f"{site}/hjaelp", body, "application/x-www-form-urlencoded")


def _post(address: str, body: bytes, media: str) -> bytes:
    request = urllib.request.Request(address, body, {"content-type": media})
    with urllib.request.urlopen(request) as reply:
        return bytes(reply.read())


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that it takes."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def figures(spent: Sequence[float]) -> str:
    p50, p95 = np.percentile(spent, [50, 95])
    return f"{p50:.0f} ms, {p95:.0f} ms"


def ratio(together: Sequence[float], alone: Sequence[float]) -> str:
    """1 when all are as quick as one alone; 3 when they wait for each other."""
    return f"{np.median(together) / np.median(alone):.1f}"


class Spent:
    """The processor time of the server, and of this program's other children: the browser."""

    def __init__(self, server: int) -> None:
        self._server = server
        self._began = (0.0, 0.0)
        self._spent = (0.0, 0.0)

    def _now(self) -> tuple[float, float]:
        others = set(below(os.getpid())) - {self._server}
        return processor(self._server), sum(processor(process) for process in others)

    def start(self) -> None:
        """Count from now on."""
        self._began = self._now()

    def stop(self) -> None:
        """Count no more."""
        was, now = self._began, self._now()
        self._spent = (self._spent[0] + now[0] - was[0], self._spent[1] + now[1] - was[1])

    def each(self, answers: int) -> str:
        """Milliseconds of an answer: the server's, the browser's."""
        return f"{self._spent[0] / answers:.0f} ms, {self._spent[1] / answers:.0f} ms"


if __name__ == "__main__":
    main()
