"""The command, and our own system as functions, over a small archive of an invented town."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.command import main
from eval.gold import Asked, check_gold, load_questions
from eval.judge import judge
from eval.ours import our_ask, our_search, our_searches
from index.archive import Archive
from index.build import build
from index.catalogue import Catalogue

FILE = "2031-03-04_teknikudvalget.txt"
MINUTES = """REFERAT
Teknikudvalget
d. 04-03-2031

Mødested: Søborg Havn Rådhus
Mødedeltagere: Ane Vig, Bo Kær

Punkt 1: Godkendelse af dagsorden

Beslutning
Dagsordenen blev godkendt.

Punkt 2: Maling af gangbroen ved Sivhavn

31.00.00-G01-2-31

Sagsfremstilling
Gangbroen ved Sivhavn er slidt. Det koster 412.000 kr. at male den, og arbejdet tager seks uger.

Indstilling
Forvaltningen indstiller, at gangbroen males blå.

Beslutning
Udvalget godkendte, at gangbroen males grøn.

Punkt 3: Nye træer i skolegården

Sagsfremstilling
Skolen på Lærkevej ønsker tolv nye træer i gården.

Beslutning
Sagen blev udsat.
"""
QUESTIONS = [
    {
        "id": "t1",
        "question": "Hvad koster det at male gangbroen ved Sivhavn?",
        "type": "amount",
        "answerable": True,
        "expect": "answer",
        "gold": [{"file": FILE, "punkt": 2, "section": "Sagsfremstilling"}],
        "must_include": ["412.000"],
        "must_not_include": [],
    },
    {
        "id": "t2",
        "question": "Hvad blev besluttet om træer i skolegården på Lærkevej?",
        "type": "decision",
        "answerable": True,
        "expect": "answer",
        "gold": [{"file": FILE, "punkt": 3, "section": "Beslutning"}],
        "must_include": ["udsat"],
        "must_not_include": [],
        "filters": {"date_from": "2031-01-01"},
    },
]


class Letters:
    """A toy embedding: counts of letters, so that like words lie near each other."""

    name = "letters"
    dimensions = 29
    max_tokens = 512
    precision = "float32"

    def embed_query(self, text: str) -> NDArray[np.float32]:
        counts = np.full(self.dimensions, 1e-3, dtype=np.float32)
        for letter in text.lower():
            if (place := "abcdefghijklmnopqrstuvwxyzæøå".find(letter)) >= 0:
                counts[place] += 1
        unit: NDArray[np.float32] = counts / np.linalg.norm(counts)
        return unit

    def embed_passages(self, texts: Sequence[str], progress: object = None) -> NDArray[np.float32]:
        return np.stack([self.embed_query(text) for text in texts])

    def count_tokens(self, text: str) -> int:
        return len(text.split()) + 2

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in re.finditer(r"\S+", text)]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("archive")
    minutes = tmp_path_factory.mktemp("minutes") / FILE
    minutes.write_text(MINUTES, encoding="utf-8")
    opened = Archive(folder, Catalogue.in_folder(folder), Letters())
    build(opened, [minutes])
    yield opened
    opened.close()


def questions_in(folder: Path) -> Path:
    path = folder / "q.jsonl"
    path.write_text("\n".join(map(json.dumps, QUESTIONS)), encoding="utf-8")
    return path


def test_our_search_says_file_punkt_and_section(archive: Archive) -> None:
    found = our_search(archive)(Asked(id="x", question="maling af gangbroen ved Sivhavn"))
    assert found[0][:2] == (FILE, 2)
    assert {"Sagsfremstilling", "Indstilling", "Beslutning"}.intersection(
        row[2] for row in found if len(row) == 3
    )


def test_filters_reach_the_search(archive: Archive) -> None:
    search = our_search(archive)
    asked = Asked(id="x", question="gangbroen ved Sivhavn", filters={"date_from": "2032-01-01"})
    assert search(asked) == []


def test_the_ablation_removes_each_weight_in_turn(archive: Archive) -> None:
    searches = our_searches(archive)
    assert next(iter(searches)) == "svarpunkt"
    assert {"without dense", "without lexical", "without understanding"} <= set(searches)
    asked = Asked(id="x", question="gangbroen ved Sivhavn")
    assert all(search(asked) for search in searches.values())


def test_our_answers_can_be_judged(archive: Archive, tmp_path: Path) -> None:
    checked = check_gold(load_questions(questions_in(tmp_path)), {FILE: {1, 2, 3}})
    ask = our_ask(archive)
    verdicts = [judge(q, ask(q.asked), archive.source_text) for q in checked.questions]
    assert [verdict.status for verdict in verdicts] == ["answered", "answered"]
    assert all(verdict.recall_item == 1.0 for verdict in verdicts)
    assert all(verdict.valid_quotes == verdict.quotes for verdict in verdicts)


ANSWER = {
    "id": "t1",
    "status": "answered",
    "text": "Det koster 412.000 kr. [1]",
    "citations": [{"n": 1, "file": FILE, "punkt": 2, "section": "sagsfremstilling"}],
    "seconds": 0.1,
}


def score(folder: Path, *more: str) -> int:
    answers = folder / "a.jsonl"
    answers.write_text(json.dumps(ANSWER), encoding="utf-8")
    questions = str(questions_in(folder))
    nowhere = str(folder / "nowhere")
    return main(["score", str(answers), "--questions", questions, "--archive", nowhere, *more])


def test_saved_answers_are_scored_without_an_archive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "r.json"
    assert score(tmp_path, "--json", str(report)) == 0
    said = capsys.readouterr()
    assert "manglende svar: 1" in said.out
    assert "citaterne er ikke slået efter" in said.err
    made = json.loads(report.read_text(encoding="utf-8"))
    assert made["counts"]["correct answers"] == 1
    assert made["command"].startswith("svarpunkt eval score ")


def test_a_broken_bound_makes_the_command_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bounds = tmp_path / "bounds.json"
    bounds.write_text('{"least": {"correct": 0.5}}', encoding="utf-8")
    assert score(tmp_path, "--gate", str(bounds)) == 0
    bounds.write_text('{"least": {"correct": 0.9}}', encoding="utf-8")
    assert score(tmp_path, "--gate", str(bounds)) == 1
    assert "correct er 0.5, skal mindst være 0.9" in capsys.readouterr().err


def test_the_tables_are_written_into_a_page_with_markers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    marks = [
        f"<!-- {kind}-q:{end} -->" for kind in ("answers", "failures") for end in ("start", "end")
    ]
    page.write_text("\n".join(marks), encoding="utf-8")
    assert score(tmp_path, "--docs", str(page)) == 0
    text = page.read_text(encoding="utf-8")
    assert "| amount | 1 | 1.000 |" in text
    assert "`t2` (decision)" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["retrieval", "none.jsonl", "--archive", "nowhere"], "intet arkiv"),
        (["score", "none.jsonl", "--questions", "none.jsonl"], "kan ikke læses"),
    ],
)
def test_what_is_missing_is_told_in_a_sentence(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 1
    assert said in capsys.readouterr().err


def test_a_command_that_does_not_exist_is_misuse() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["guess"])
    assert stopped.value.code == 2
