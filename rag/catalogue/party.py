"""Which party a person sits for: as the minutes print it behind the name, "Navn Navnesen (F)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.archive import Archive
from rag.abstention.abstain import not_found
from rag.composing.decide import section_at
from rag.draft import Draft
from rag.types import Hit, Question

ASKED = re.compile(
    r"\b(?:hvilke[nt]? parti|hvad parti)\b.{0,12}\b(?:sidder|er|var|tilhører|repræsenterer|kommer|"
    r"stiller)\b|\b(?:which|what) party\b.{0,12}\b(?:is|does|do)\b",
    re.IGNORECASE,
)


def party(question: Question, hits: Sequence[Hit], archive: Archive) -> Draft | None:
    """The draft that quotes a person's name and party, or says that it is not found; None when
    that is not what is asked."""
    names = [entity for entity in question.entities if " " in entity]
    if not names or not ASKED.search(question.text):
        return None
    for record in archive.items([hit.item_id for hit in hits]):
        for name in names:
            words = r"\s+".join(map(re.escape, name.split()))
            printed = re.compile(rf"{words}\s*\([^()\n]{{1,30}}\)", re.IGNORECASE)
            match = printed.search(record.text, record.item.start, record.item.end)
            if match:
                draft = Draft()
                draft.quote(record, section_at(record, match.start()), *match.span())
                return draft
    return not_found(question, archive)
