"""A draft is what the composers write: sentences of ours and quotes, each with its source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.catalogue import ItemRecord
from index.decision.refusal import shown_outcomes, shown_points
from index.sentences import split_sentences
from index.types import Section, SectionKind
from prompts import render
from rag.composing.speech import begins_inside, cuts_speech, whole_speech
from rag.types import Citation, Claim, Status

WORDS = 88
"""Words in an answer at most, besides its sources: past a hundred nobody reads on."""
BEYOND = 8
"""Words beyond that by which a quote may grow to the end of what somebody says."""


@dataclass(slots=True)
class Draft:
    """An answer in the making. `status` and `text` are final only when cite.py has checked."""

    status: Status = Status.ANSWERED
    claims: list[Claim] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    choices: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    """All items of a list that was read off the catalogue; empty when hits were answered from."""
    trace: list[str] = field(default_factory=list)

    @property
    def words(self) -> int:
        """How long the draft has become."""
        quotes = {c.n: len(c.quote.split()) for c in self.citations}
        return sum(
            len(claim.words.split()) + quotes.get(claim.quote or 0, 0) + len(claim.cites)
            for claim in self.claims
        )

    @property
    def room(self) -> int:
        """How many words may still come."""
        return WORDS - self.words

    def cite(self, record: ItemRecord, section: Section, start: int, end: int) -> int:
        """The [n] of a passage of the record's text; the same passage keeps its number."""
        file = record.meeting.file
        for held in self.citations:
            if (held.file, held.start, held.end) == (file, start, end):
                return held.n
        citation = make_citation(len(self.citations) + 1, record, section, start, end)
        self.citations.append(citation)
        return citation.n

    def say(self, text: str, *cites: int) -> None:
        """Add a sentence of ours."""
        self.claims.append(Claim(text, cites))

    def quote(
        self, record: ItemRecord, section: Section, start: int, end: int, lead: str = "{}"
    ) -> None:
        """Add a verbatim quote; `lead` is ours and has {} where the quote stands.

        One that cuts what somebody says in quotation marks is told whole, where there is room; the
        rest of what was said about a decision is left out where it is not told who said it.
        """
        room = self.room + BEYOND - len(record.text[start:end].split())
        a, b = whole_speech(section.text, start - section.start, end - section.start, room)
        grown = a + section.start, b + section.start
        if grown != (start, end) and not self.has(record, *grown):
            start, end = grown
        elif lead == "{}" and (self._holds(record, start, end) or self._lacks_speaker(section, a)):
            return
        n = self.cite(record, section, start, end)
        if is_cut(section, end):
            lead = lead.replace("{}", render("lead.cut", quote="{}"), 1)
        self.claims.append(Claim(lead, (n,), n))

    def _holds(self, record: ItemRecord, start: int, end: int) -> bool:
        """Whether a longer quote has this passage in it."""
        file = record.meeting.file
        quoted = {claim.quote for claim in self.claims}
        held = ((c.start, c.end) for c in self.citations if c.file == file and c.n in quoted)
        return any(a <= start and end <= b and (a, b) != (start, end) for a, b in held)

    def _lacks_speaker(self, section: Section, at: int) -> bool:
        """Whether a further quote of a decision begins inside what somebody says of it."""
        decided = section.kind is SectionKind.DECISION
        return bool(self.citations) and decided and begins_inside(section.text, at)

    def has(self, record: ItemRecord, start: int, end: int) -> bool:
        """Whether this passage is quoted already, as a whole or in part."""
        return any(
            c.file == record.meeting.file and c.start < end and start < c.end
            for c in self.citations
        )

    def tells(self, text: str) -> bool:
        """Whether these words are quoted already, if only from another item of the case."""
        return any(c.quote.split() == text.split() for c in self.citations)


def is_cut(section: Section, end: int) -> bool:
    """Whether a quote that ends here stops inside a sentence, or inside what somebody says."""
    if section.kind is SectionKind.TITLE:
        return False
    at = end - section.start
    inside = any(a < at < b for a, b in split_sentences(section.text))
    return inside or cuts_speech(section.text, at)


def make_citation(n: int, record: ItemRecord, section: Section, start: int, end: int) -> Citation:
    """The citation of a passage, with all that a reader needs to find it."""
    meeting, item = record.meeting, record.item
    pages = [number for number, at in enumerate(record.pages, 1) if at <= start]
    outcomes = tuple(o for d in item.decisions if d.own for o in d.outcomes)
    return Citation(
        n,
        meeting.file,
        meeting.municipality,
        meeting.body,
        meeting.date,
        item.punkt,
        item.title,
        item.case_number,
        section.kind,
        section.heading or _heading_of(section.kind),
        record.text[start:end],
        start,
        end,
        pages[-1] if pages else section.page,
        item.url or meeting.url,
        record.id,
        tuple(dict.fromkeys(outcomes)),
        shown_outcomes(item),
        shown_points(item),
    )


def shown(quote: str) -> str:
    """A quote as it is printed in an answer: one line, table cells apart, within »«."""
    line = re.sub(r"[ \u00a0]*\t[\t \u00a0]*", " | ", quote.strip())
    line = re.sub(r"\s*\n\s*", " ", line)
    return f"»{line.strip(' |')}«"


def title_section(record: ItemRecord) -> Section:
    """An item's title line as a section that can be cited."""
    item = record.item
    start, end = item.title_start, item.title_end
    return Section(SectionKind.TITLE, "", record.text[start:end], start, end)


def _heading_of(kind: SectionKind) -> str:
    if kind is SectionKind.TITLE:
        return "(overskrift)"
    if kind is SectionKind.HEAD:
        return "(mødehoved)"
    return ""
