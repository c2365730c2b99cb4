"""How fast the pages answer: `python -m bench.pages ARCHIVE [--questions FILE]`.

Starts `svarpunkt serve` over the archive, asks as people do, and prints the table of docs/web.md:
the citizens' page drawn in Chromium, answers over HTTP one by one and five at once, and the chat
from click to shown with five windows at once. Needs playwright and Chromium. Browser and server
share the machine, and whatever else it does slows both, so the load is printed beside.
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
from playwright.sync_api import Page, sync_playwright

from eval.ablation import current_commit, markdown_table

ROOT = Path(__file__).parent.parent
CHROMIUM = "/usr/bin/chromium"
AT_ONCE = 5
CLICK = """() => {
  const shown = () => document.querySelectorAll("#sp-chat .sp-svar").length;
  const before = shown(), began = performance.now();
  window.took = null;
  new MutationObserver((_, eye) => {
    if (shown() > before) { window.took = performance.now() - began; eye.disconnect(); }
  }).observe(document.body, { childList: true, subtree: true });
  document.getElementById("sp-send").click();
}"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--questions", type=Path, default=ROOT / "eval" / "data" / "sample.jsonl")
    parser.add_argument("--rounds", type=int, default=8, help="rounds of five at once")
    options = parser.parse_args()
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    asked = itertools.cycle([str(json.loads(line)["question"]) for line in lines])
    with served(options.archive) as site:
        rows = [*over_http(site, asked, options.rounds), *in_browser(site, asked, options.rounds)]
    print(f"Commit {current_commit(ROOT)}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}.")
    print(markdown_table([("what", "p50, p95"), *rows]))


@contextmanager
def served(archive: Path) -> Iterator[str]:
    """The address of a server over the archive, once it can answer."""
    command = [sys.executable, "-m", "cli", "serve", "--archive", str(archive), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            found = re.search(r"http://\S+", process.stdout.readline())
            if found is None:
                raise SystemExit("the server did not start")
            ask_api(found[0], "Hvad blev besluttet?")
            yield found[0]
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


def in_browser(site: str, asked: Iterator[str], rounds: int) -> list[tuple[str, str]]:
    """First paint of the citizens' page; the chat from click to shown, alone and five at once."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        help_page = browser.new_page()
        paints = [first_paint(help_page, f"{site}/hjaelp") for _ in range(2 * rounds)]
        windows = [browser.new_page() for _ in range(AT_ONCE)]
        for window in windows:
            window.goto(site)
            window.wait_for_selector(".sp-velkomst a.sp-sporg")
        alone = [took for _ in range(rounds) for took in clicked(windows[:1], asked)]
        together = [took for _ in range(rounds) for took in clicked(windows, asked)]
        browser.close()
    return [
        ("/hjaelp: first paint", figures(paints)),
        ("chat: click to shown", figures(alone)),
        (f"chat: click to shown, {AT_ONCE} at once", figures(together)),
    ]


def first_paint(page: Page, address: str) -> float:
    """Milliseconds from the call of a page to its first text."""
    page.goto(address)
    page.wait_for_function(f"{PAINT} !== null")
    return float(page.evaluate(PAINT))


def clicked(windows: Sequence[Page], asked: Iterator[str]) -> list[float]:
    """Milliseconds from click to shown in each of these windows, clicked one after the other."""
    for window in windows:
        window.locator("#sp-felt textarea").fill(next(asked))
    for window in windows:
        window.evaluate(CLICK)
    for window in windows:
        window.wait_for_function("window.took !== null")
    return [float(window.evaluate("window.took")) for window in windows]


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


if __name__ == "__main__":
    main()
