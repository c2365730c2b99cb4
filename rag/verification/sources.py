"""A passage as a language model is given it, with all that the catalogue knows of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.archive import Archive
from index.catalogue import ItemRecord
from index.decision.outcomes import read_outcomes
from index.decision.refusal import points, refuses
from index.privacy import find_cpr
from index.sentences import split_sentences
from index.types import Decision, Outcome, Section, SectionKind, Vote
from rag.composing.decide import section_at
from rag.draft import make_citation, title_section
from rag.evidence import Evidence
from rag.passages import Passage
from rag.selection.quote import quotable
from rag.types import Citation
from rag.understanding.scope import steers

MOST = 10
"""Passages that are given to a model at most."""
ROOM = 450
"""Words of passages: what a small model on two cores reads in some seconds."""
_PROPOSED = re.compile(r"\b(?:indstilling|forslag|ansøgning)\w*", re.IGNORECASE)
_LABEL = re.compile(r"\s*(?:ad\s*)?(\d{1,2}[a-z]?)[.):]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Point:
    """A numbered point of a recommendation, and what was decided on it."""

    topic: str
    decided: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered passage. `body` and `day` are of the decision it stands in, else the meeting's.

    `outcomes`, `votes` and `points` are the decision's, empty outside decisions; `refused` says
    that what was approved was itself a no; `head` is a table's head row, or the sub-heading above.
    """

    citation: Citation
    body: str
    day: date | None
    decision: str = ""
    outcomes: tuple[Outcome, ...] = ()
    refused: bool = False
    votes: tuple[Vote, ...] = ()
    points: tuple[Point, ...] = ()
    head: str = ""

    @property
    def n(self) -> int:
        """The number that the model may cite."""
        return self.citation.n

    @property
    def text(self) -> str:
        """The passage's words."""
        return self.citation.quote

    @property
    def decided(self) -> bool:
        """Whether the passage is (part of) a decision."""
        return bool(self.decision)

    @property
    def proposed(self) -> bool:
        """Whether the passage is (part of) a recommendation."""
        return self.citation.section is SectionKind.RECOMMENDATION


def offer(
    cited: Sequence[Citation], evidence: Evidence | None, archive: Archive
) -> tuple[Source, ...]:
    """What a model is given to answer from: what was cited, then the next best of those items.

    Empty when there is nothing to reword: an answer from the catalogue alone (who took part).
    """
    if evidence is None or not cited:
        return ()
    records = {r.id: r for r in archive.items([c.item_id for c in cited])}
    if not records.keys() >= {c.item_id for c in cited}:
        return ()
    sources = [source_of(c, records[c.item_id]) for c in cited]
    words = sum(len(source.text.split()) for source in sources)
    for passage in quotable(evidence.passages):
        words += len(passage.text.split())
        if len(sources) >= MOST or words > ROOM:
            break
        if passage.record.id in records and _fresh(passage, sources):
            sources.append(
                make_source(len(sources) + 1, passage.record, passage.start, passage.end)
            )
    return tuple(sources)


def source_of(citation: Citation, record: ItemRecord) -> Source:
    """A citation with what the catalogue knows of the place where it stands."""
    decision = _decision_at(record, citation.start)
    if decision is None:
        row = "\t" in citation.quote
        head = _head_of(record, citation.start) if row else _above(record, citation)
        return Source(citation, record.meeting.body, record.meeting.date, head=head)
    return Source(
        citation,
        decision.body or record.meeting.body,
        decision.date or record.meeting.date,
        decision.text,
        tuple(o for o in decision.outcomes if o is not Outcome.NONE),
        refuses(record.item, decision),
        decision.votes,
        _points(record, decision),
    )


def make_source(n: int, record: ItemRecord, start: int, end: int) -> Source:
    """A passage of an item as a source, numbered `n`."""
    title = title_section(record)
    section = title if start < title.end else section_at(record, start)
    return source_of(make_citation(n, record, section, start, end), record)


def _head_of(record: ItemRecord, start: int) -> str:
    """The first row of the table that the row at `start` stands in; "" for anything else."""
    lines = record.text[record.item.start : record.text.find("\n", start) % len(record.text)]
    rows: list[str] = []
    for line in reversed(lines.splitlines()):
        if "\t" not in line:
            if line.strip():
                break
            continue
        rows.append(line)
    return rows[-1] if len(rows) > 1 else ""


def _above(record: ItemRecord, citation: Citation) -> str:
    """What stands over a passage and belongs to it: a sub-heading, or who recommends."""
    section, start = section_at(record, citation.start), citation.start
    if citation.section is SectionKind.RECOMMENDATION:
        first = min((a for a, _ in points(section)), default=start)
        return record.text[section.start : min(first, start)].strip()
    above = [text for text, at in section.subheadings if at <= start]
    return above[-1] if above else ""


def _fresh(passage: Passage, sources: Sequence[Source]) -> bool:
    """Whether a passage is new, steers nobody and names nobody's CPR number."""
    held = any(
        s.citation.item_id == passage.record.id
        and s.citation.start < passage.end
        and passage.start < s.citation.end
        for s in sources
    )
    return not held and not steers(passage.text) and not find_cpr(passage.text)


def _decision_at(record: ItemRecord, offset: int) -> Decision | None:
    inside = [d for d in record.item.decisions if d.start <= offset < d.end and d.text.strip()]
    return inside[0] if inside else None


def _points(record: ItemRecord, decision: Decision) -> tuple[Point, ...]:
    """The decision's points, each with the words of the recommendation that it is about.

    Without numbered points its sentences are that: "Indstillingen blev ikke godkendt. Udvalget
    besluttede, at ..." holds two.
    """
    topics: dict[str, str] = {}
    for section in record.item.sections:
        if section.kind is SectionKind.RECOMMENDATION:
            topics |= _topics(record, section)
    if decision.points:
        return tuple(Point(topics.get(p.point, ""), p.text, p.outcomes) for p in decision.points)
    whole = "\n".join(topics.values())
    spans = split_sentences(decision.text)
    said = [decision.text[a:b] for a, b in spans]
    read = [(text, read_outcomes(text).strong) for text in said]
    return tuple(
        Point(whole if _PROPOSED.search(text) else "", text, found) for text, found in read if found
    )


def _topics(record: ItemRecord, section: Section) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, (start, end) in enumerate(points(section), 1):
        text = record.text[start:end]
        label = _LABEL.match(text)
        found.setdefault(label[1].casefold() if label else str(number), text)
    return found
