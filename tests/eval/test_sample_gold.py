"""The sample archive's gold questions hold what the sample's files really say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.table import Table
from lxml import html

from eval.gold import Expect, GoldItem, GoldQuestion, load_questions
from eval.normalise import holds, meets

ROOT = Path(__file__).parents[2]
MINUTES = ROOT / "sample" / "referater"
SETS = {name: ROOT / "eval" / "data" / f"{name}.jsonl" for name in ("sample", "sample_heldout")}
QUESTIONS = [q for path in SETS.values() for q in load_questions(path)]
LABELS = {
    *("Resume", "Sagsfremstilling", "Sagsbeskrivelse", "Sagsprocedure", "Sagens forløb", "Høring"),
    *("Økonomi", "Økonomiske konsekvenser", "Lovgrundlag", "Indstilling", "Beslutning", "Bilag"),
    "Sagen afgøres endelig af",
}
TYPES = {
    *("decision", "decision_status", "amount", "date", "vote", "attendance", "recommendation"),
    *("reason", "list", "table", "definition", "next_step", "legal", "comparison"),
    *("cross_meeting", "temporal", "followup", "unanswerable", "false_premise", "closed_item"),
    *("colloquial", "misspelled", "english", "case_number", "person", "injection"),
}


def _pdf(path: Path) -> Iterator[str]:
    for page in pypdfium2.PdfDocument(path):
        lines = page.get_textpage().get_text_bounded().splitlines()
        yield from (ln for ln in lines if not re.match(r"Side \d+ af|Hjortsund Kommune - ", ln))


def _docx(path: Path) -> Iterator[str]:
    for block in Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            yield from ("\t".join(cell.text for cell in row.cells) for row in block.rows)
        else:
            yield block.text


def _html(path: Path) -> Iterator[str]:
    main = html.fromstring(path.read_text(encoding="utf-8")).find(".//main")
    assert main is not None
    for node in main.iter("h1", "h2", "h3", "p", "li", "tr"):
        text = "\t".join(part.strip() for part in node.itertext())
        yield re.sub(r"^(\d+)\. ", r"Punkt \1: ", text) if node.tag == "h2" else text


def _json(path: Path) -> Iterator[str]:
    meeting = json.loads(path.read_text(encoding="utf-8"))
    yield ", ".join(person["Name"] for person in meeting["Moede"]["Moededeltagere"])
    for item in meeting["Dagsordenpunkter"]:
        yield f"Punkt {item['Number']}: {item['Caption']}"
        yield item["CaseNumber"]
        for node in html.fragments_fromstring(item["Felter"][0]["Html"]):
            if isinstance(node, str):
                yield node
            else:
                yield from (text.strip() for text in node.itertext() if text.strip())


READERS = {".pdf": _pdf, ".docx": _docx, ".html": _html, ".json": _json}


@cache
def _items(file: str) -> dict[int, list[str]]:
    """The lines of each item of a file, by number; 0 is the meeting's head."""
    path = MINUTES / file
    reader = READERS.get(path.suffix)
    lines = reader(path) if reader else iter(path.read_text(encoding="utf-8").splitlines())
    items: dict[int, list[str]] = {0: []}
    number = 0
    for line in (found.strip() for found in lines):
        if start := re.match(r"Punkt (\d+): \S", line):
            number = int(start[1])
        items.setdefault(number, []).append(line)
    return items


def _evidence(gold: GoldItem) -> str:
    """The text of the gold's main section; the title line and case number belong to all."""
    assert isinstance(gold.punkt, int)
    lines = _items(gold.file)[gold.punkt]
    if gold.main_section.startswith("("):
        return "\n".join(lines)
    start = lines.index(gold.main_section)
    ends = (n for n in range(start + 1, len(lines)) if _is_label(lines[n]))
    return "\n".join([*lines[:2], *lines[start : next(ends, len(lines))]])


def _is_label(line: str) -> bool:
    return line in LABELS or line.startswith("Beslutning fra ")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_gold_names_an_item_and_a_section_that_the_file_has(question: GoldQuestion) -> None:
    for gold in question.gold:
        text = _evidence(gold)
        named = gold.section.startswith("(") or gold.section in text.splitlines()
        assert named, f"{gold.file} punkt {gold.punkt}: {gold.section}"


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.gold], ids=lambda q: q.id)
def test_every_required_string_stands_in_the_gold_evidence(question: GoldQuestion) -> None:
    text = "\n".join(_evidence(gold) for gold in question.gold)
    missing = [entry for entry in question.must_include if not meets(text, entry)]
    assert not missing


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_the_reference_would_itself_be_judged_right(question: GoldQuestion) -> None:
    wanted = question.must_include
    assert [entry for entry in wanted if not meets(question.reference, entry)] == []
    assert not [bad for bad in question.must_not_include if holds(question.reference, bad)]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_only_what_has_no_answer_lacks_gold(question: GoldQuestion) -> None:
    assert bool(question.gold) == question.answerable == bool(question.must_include)
    if not question.answerable:
        assert question.expect in (Expect.ABSTAIN, Expect.RESIST)


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.filters], ids=lambda q: q.id)
def test_filters_leave_some_gold(question: GoldQuestion) -> None:
    limits = dict(question.filters)
    days = [gold.file[:10] for gold in question.gold]
    assert any(limits.get("date_from", "") <= day <= limits.get("date_to", "9") for day in days)


def test_the_open_set_has_every_type_and_both_sets_share_no_question() -> None:
    sample, heldout = (load_questions(path) for path in SETS.values())
    assert {q.type for q in sample} == TYPES
    assert len(sample) >= 60
    assert len(heldout) >= 30
    asked = [(q.question.casefold(), q.history) for q in (*sample, *heldout)]
    assert len(asked) == len(set(asked))


def test_the_archive_is_at_least_fifty_items_of_four_bodies() -> None:
    names = [path.name for path in MINUTES.iterdir()]
    assert sum(len(_items(name)) - 1 for name in names) >= 50
    assert len({name.split("_")[1] for name in names}) == 4
    assert {path.suffix for path in MINUTES.iterdir()} == {".txt", *READERS}
