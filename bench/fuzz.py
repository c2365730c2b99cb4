"""Feeds mutated minutes to the reading: `PYTHONPATH=ATHERIS_FOLDER python -m bench.fuzz [seconds]`.

Needs atheris, which is no dependency: `pip install --target ATHERIS_FOLDER atheris`. It begins
with the documents under tests/index/formats/printed. Anything but a refusal in Danish ends the
run, and so does a text that takes ten seconds.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["index"]):
    from index.formats import read_meetings_in
    from index.types import UnreadableError

CORPUS = Path(__file__).parents[1] / "tests" / "index" / "formats" / "printed"
SECONDS = 600


def one_input(data: bytes) -> None:
    """Reads the bytes as a text file; every section must be a slice of the document."""
    try:
        document, meetings = read_meetings_in(data, "moede.txt", "moede.txt")
    except UnreadableError:
        return
    for meeting in meetings:
        for item in meeting.items:
            for section in item.sections:
                assert document.text[section.start : section.end] == section.text
            for decision in item.decisions:
                assert document.text[decision.start : decision.end] == decision.text


def main() -> None:
    seconds = sys.argv[1] if len(sys.argv) > 1 else str(SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        for path in CORPUS.iterdir():
            (Path(folder) / path.name).write_bytes(path.read_bytes())
        options = ["-timeout=10", "-max_len=6000", f"-max_total_time={seconds}"]
        atheris.Setup(["fuzz", *options, folder], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
