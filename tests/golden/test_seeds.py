"""The five published minutes, read to their structure: numbers, kinds, outcomes, offsets, digests.

No sentence of theirs stands here. After a change that was checked by reading, the structures are
written anew by `python tests/golden/test_seeds.py`.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from index.formats import read_meetings
from index.types import Decision, Document, Item, Meeting, Outcome, SectionKind, Side

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
HERE = Path(__file__).parent
FILES = sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else []
needs_seeds = pytest.mark.skipif(not FILES, reason="the published minutes are not here")


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:10]


def structure(meeting: Meeting) -> dict[str, object]:
    return {
        "municipality": meeting.municipality,
        "body": meeting.body,
        "date": str(meeting.date),
        "time": meeting.time,
        "kind": meeting.kind,
        "people": [len(meeting.participants), len(meeting.absent)],
        "head": [meeting.head.start, meeting.head.end],
        "items": [_item(item) for item in meeting.items],
    }


def _item(item: Item) -> dict[str, object]:
    return {
        "number": item.number,
        "title": [item.title_start, item.title_end, digest(item.title)],
        "case": item.case_number,
        "open": item.open,
        "sections": [
            [s.kind.name, digest(s.heading), s.start, s.end, [at for _, at in s.subheadings]]
            for s in item.sections
        ],
        "decisions": [
            [
                d.body,
                str(d.date),
                d.own,
                [o.name for o in d.outcomes],
                d.start,
                d.end,
                len(d.absent),
            ]
            for d in item.decisions
        ],
    }


def seed(number: str) -> tuple[Document, Meeting]:
    path = next(path for path in FILES if path.name.startswith(number))
    document, (meeting,) = read_meetings(path)
    return document, meeting


def own(item: Item) -> Decision:
    return next(decision for decision in item.decisions if decision.own)


@needs_seeds
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:3])
def test_the_structure_is_the_one_that_was_read_and_approved(path: Path) -> None:
    _, (meeting,) = read_meetings(path)
    golden = HERE / f"{path.name[:3]}.json"
    assert json.loads(json.dumps(structure(meeting))) == json.loads(golden.read_text("utf-8"))


@needs_seeds
def test_every_item_of_every_file_is_found() -> None:
    counts = {number: len(seed(number)[1].items) for number in ("000", "001", "002", "003", "004")}
    assert counts == {"000": 8, "001": 18, "002": 10, "003": 9, "004": 13}


@needs_seeds
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_items_are_numbered_from_one_without_a_gap(number: str) -> None:
    items = seed(number)[1].items
    assert [item.number for item in items] == list(range(1, len(items) + 1))


@needs_seeds
@pytest.mark.parametrize("number", ["000", "001", "003", "004"])
def test_every_item_of_the_publishing_system_has_its_case_number(number: str) -> None:
    document, meeting = seed(number)
    for item in meeting.items:
        assert item.case_number
        assert item.case_number in document.text[item.start : item.start + 400]


@needs_seeds
def test_minutes_that_are_mostly_orientation_have_two_decisions() -> None:
    decided = [item.number for item in seed("003")[1].items if item.decisions]
    assert decided == [1, 2]


@needs_seeds
def test_the_decision_stands_before_and_after_the_recommendation_in_one_file() -> None:
    items = seed("000")[1].items
    kinds = [[section.kind for section in item.sections] for item in items]
    before = [k.index(SectionKind.DECISION) < k.index(SectionKind.RECOMMENDATION) for k in kinds]
    assert before == [True] * 3 + [False] * 5


@needs_seeds
def test_a_vote_is_read_to_its_sides_and_the_outcome_is_the_last_sentence() -> None:
    decision = own(seed("001")[1].items[4])
    assert decision.outcomes == (Outcome.RECOMMENDED,)
    assert [vote.side for vote in decision.votes] == [Side.AGAINST, Side.FOR]


@needs_seeds
def test_a_second_committee_in_the_same_block_is_not_the_meeting_s_own() -> None:
    meeting = seed("001")[1]
    first, second = meeting.items[1].decisions
    assert first.own
    assert first.body == meeting.body
    assert not second.own
    assert second.body == "Børn- og Ungeudvalget"


@needs_seeds
def test_a_closed_item_has_a_title_and_a_case_number_and_nothing_else() -> None:
    item = seed("004")[1].items[2]
    assert not item.open
    assert item.case_number
    assert (item.sections, item.decisions) == ((), ())


@needs_seeds
def test_an_earlier_committee_s_labelled_decision_keeps_its_body_and_date() -> None:
    earlier, later = seed("004")[1].items[8].decisions
    assert (str(earlier.date), earlier.own) == ("2024-08-14", False)
    assert earlier.body != later.body
    assert (str(later.date), later.own) == ("2024-08-21", True)


@needs_seeds
def test_the_letter_has_sections_without_labels_and_subheadings_but_no_decisions() -> None:
    items = seed("002")[1].items
    assert {section.heading for item in items for section in item.sections} == {""}
    assert not any(item.decisions for item in items)
    assert len(items[8].sections[0].subheadings) == 3


@needs_seeds
def test_names_broken_over_lines_are_joined() -> None:
    people = seed("004")[1].participants
    assert len(people) == 7
    assert not any("\n" in name or len(name.split()) < 2 for name in people)


if __name__ == "__main__":
    for file in FILES:
        _, (read,) = read_meetings(file)
        text = json.dumps(structure(read), ensure_ascii=False, indent=1)
        (HERE / f"{file.name[:3]}.json").write_text(text + "\n", "utf-8")
