"""A follow-up that names something: a side of the old subject, or a new one to ask the same of?

"Hvad med smørrebrød?" after a question about the prices of meals is a side of it; "Hvad med molen?"
is a new subject. The archive tells: a side stands in the item that the old subject leads to, a
new subject stands in the title of another.
"""

from __future__ import annotations

from dataclasses import replace

from index.archive import Archive
from index.words import words
from rag.match import Matcher
from rag.retrieve import retrieve
from rag.types import Question

SURE = 0.7
"""How surely every word of the subject must be met."""


def settle(question: Question, archive: Archive) -> Question:
    """The question about the new subject alone when it names one; else the question itself."""
    if not question.named:
        return question
    limits = replace(question.filters, case_number=None, punkt=None)
    alone = replace(question, search=question.named, filters=limits, followup=False)
    matcher = Matcher(alone, archive.terms.vocabulary, len(archive.snapshot.chunk_ids))
    if not matcher.weights:
        return question
    old = retrieve(_without(question), archive, 1)
    if old and _all_met(matcher, _text(archive, old[0].item_id)):
        return question
    found = retrieve(alone, archive, 3)
    if any(_all_met(matcher, archive.card(hit.item_id).title) for hit in found):
        return alone
    return question


def _without(question: Question) -> Question:
    """The question as it was before the follow-up named anything."""
    named = {word.text for word in words(question.named)}
    kept = [part for part in question.search.split() if _plain(part) not in named]
    return replace(question, search=" ".join(kept) or question.search)


def _plain(part: str) -> str:
    found = list(words(part))
    return found[0].text if found else part


def _text(archive: Archive, item_id: str) -> str:
    record = archive.items([item_id])[0]
    return f"{record.item.title} {record.text[record.item.start : record.item.end]}"


def _all_met(matcher: Matcher, text: str) -> bool:
    met = matcher.met(text)
    return all(met.get(word, 0.0) >= SURE for word in matcher.weights)
