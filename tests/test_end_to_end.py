"""From the published minutes to cited answers: real input, the bundled model, nothing faked.

The minutes are read where they lie (../shared/seeds, ../shared/eval); without them this is skipped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.archive import Archive
from index.build import build
from index.store.intake import Report
from rag.ask import ask
from rag.types import Status

SHARED = Path(__file__).parents[2] / "shared"
SEEDS = SHARED / "seeds"
DEV = SHARED / "eval" / "dev.jsonl"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the published minutes are not here")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, Report]]:
    archive = Archive.open(tmp_path_factory.mktemp("seeds") / "archive", create=True)
    yield archive, build(archive, [SEEDS])
    archive.close()


@pytest.fixture(scope="module")
def seeds(built: tuple[Archive, Report]) -> Archive:
    return built[0]


def test_five_meetings_are_read_with_all_their_items(built: tuple[Archive, Report]) -> None:
    archive, report = built
    assert report.unread == []
    counts = {
        meeting.file[:3]: len(archive.catalogue.meeting_items(meeting.id))
        for meeting, _ in archive.catalogue.meetings()
    }
    assert counts == {"000": 8, "001": 18, "002": 10, "003": 9, "004": 13}


def test_a_second_build_embeds_nothing(built: tuple[Archive, Report]) -> None:
    again = build(built[0], [SEEDS])
    assert (again.unchanged, again.embedded) == (5, 0)
    assert again.seconds < 5


def test_the_question_of_the_readme_is_answered_from_the_right_punkt(seeds: Archive) -> None:
    answer = ask("Hvad blev besluttet om St. Dannesbo?", seeds)
    assert answer.status is Status.ANSWERED
    first = answer.citations[0]
    assert (first.file[:3], first.punkt, first.section.value) == ("001", 6, "beslutning")
    assert first.date is not None
    assert first.date.isoformat() == "2023-12-19"


def test_every_chunk_fits_the_model_and_stays_in_its_section(seeds: Archive) -> None:
    for chunk in seeds.catalogue.chunks():
        tokens = seeds.embedder.count_tokens(f"{chunk.context}\n{chunk.text}")
        assert tokens <= seeds.embedder.max_tokens, chunk.id


@pytest.mark.skipif(not DEV.is_file(), reason="the questions are not here")
def test_every_citation_of_every_answer_is_in_its_source(seeds: Archive) -> None:
    asked = [json.loads(line)["question"] for line in DEV.read_text("utf-8").splitlines()]
    statuses = []
    for question in asked:
        answer = ask(question, seeds)
        statuses.append(answer.status)
        assert answer.status is not Status.ERROR
        for citation in answer.citations:
            source = seeds.source_text(citation.file)
            assert source is not None
            assert source[citation.start : citation.end] == citation.quote
        if answer.status is Status.NOT_FOUND:
            assert answer.citations == ()
            assert "[1]" not in answer.text
    assert statuses.count(Status.ANSWERED) > len(asked) / 2
