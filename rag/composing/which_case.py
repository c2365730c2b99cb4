"""What a case number stands for, or the number of the case that was described."""

from __future__ import annotations

from datetime import date

from index.archive import Archive
from index.catalogue import ItemRecord
from index.types import SectionKind
from prompts import render
from rag.draft import Draft, title_section
from rag.evidence import Evidence
from rag.passages import Passage
from rag.retrieval.case import case_of
from rag.selection.quote import quotable, quote_facts
from rag.understanding.asked import kinds


def tell_case(draft: Draft, record: ItemRecord, evidence: Evidence, archive: Archive) -> None:
    """What a case number stands for, or the number of the case that was described."""
    items = [record]
    if evidence.question.filters.case_number:
        found = archive.items([hit.item_id for hit in evidence.hits])
        found.sort(key=lambda r: (r.meeting.date or date.min, r.item.start))
        items = [r for r in found if r.item.case_number == record.item.case_number]
    number = record.item.case_number
    if number is None:
        return
    seen: list[str] = []
    for item in items:
        title = " ".join(item.item.title.split())
        if title in seen or draft.room < 12:
            continue
        seen.append(title)
        section = title_section(item)
        wording = render("lead.case", number=number, quote="{}") if len(seen) == 1 else "{}"
        draft.quote(item, section, section.start, section.end, wording)
    way = case_of(record, evidence.question.filters, archive)
    bodies = list(dict.fromkeys(r.meeting.body for r in way))
    if len(bodies) > 1:
        cites = [_cite_title(draft, r) for r in way[:4]]
        draft.say(
            render("lead.case_bodies", bodies=", ".join(bodies)),
            *dict.fromkeys(filter(None, cites)),
        )
    if len(seen) == 1:
        summary = [
            p for p in quotable(evidence.of(record)) if p.section.kind is SectionKind.SUMMARY
        ]
        asked = _asked_besides(evidence)
        quote_facts(draft, evidence, asked or summary[:2] or quotable(evidence.of(record))[:2])


def _asked_besides(evidence: Evidence) -> list[Passage]:
    """The best passage for what is asked beside what the case is about."""
    for part, passages in evidence.parts:
        if kinds(part):
            return quotable(passages)[:1]
    return []


def _cite_title(draft: Draft, record: ItemRecord) -> int:
    section = title_section(record)
    return draft.cite(record, section, section.start, section.end)
