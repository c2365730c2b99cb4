"""The figures on our own questions may not fall below the stored ones."""

from __future__ import annotations

from pathlib import Path

from eval.command import main
from index.archive import Archive

DATA = Path(__file__).parents[2] / "eval" / "data"
QUESTIONS = str(DATA / "sample.jsonl")


def test_the_search_finds_what_it_found(sample_archive: Archive) -> None:
    folder = str(sample_archive.folder)
    gate = str(DATA / "gate_retrieval.json")
    assert main(["retrieval", QUESTIONS, "--archive", folder, "--gate", gate]) == 0


def test_the_answers_are_as_good_as_they_were(sample_archive: Archive, tmp_path: Path) -> None:
    folder, out = str(sample_archive.folder), str(tmp_path / "answers.jsonl")
    gate = str(DATA / "gate_answers.json")
    argv = ["answers", QUESTIONS, "--archive", folder, "--out", out, "--gate", gate]
    assert main(argv) == 0


def test_a_gate_that_asks_for_more_than_there_is_fails(
    sample_archive: Archive, tmp_path: Path
) -> None:
    gate = tmp_path / "gate.json"
    gate.write_text('{"least": {"mrr@10": 1.01}}', encoding="utf-8")
    few = tmp_path / "few.jsonl"
    few.write_text("".join(Path(QUESTIONS).read_text("utf-8").splitlines(True)[:5]), "utf-8")
    argv = ["retrieval", str(few), "--archive", str(sample_archive.folder), "--gate", str(gate)]
    assert main(argv) != 0
