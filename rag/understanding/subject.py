"""A follow-up that names something: a side of the old subject, or a new one to ask the same of?

"Hvad med smørrebrød?" after a question about the prices of meals is a side of it; "Hvad med molen?"
is a new subject. The archive tells: a side stands in the item that the old subject leads to, a
new subject stands in the title of another.
"""

from __future__ import annotations

from dataclasses import replace

from index.archive import Archive
from index.words import words
from rag.match import Matcher, matcher_of
from rag.retrieve import retrieve
from rag.types import Question
from rag.understanding.followup import points_back, subjects

OLD = 3
"""Items that the old subject leads to: a case stands in several."""
SURE = 0.7
"""How surely every word of the subject must be met."""


def settle(question: Question, alone: Question, archive: Archive) -> Question:
    """The question about the new subject alone when it names one; else the question itself.

    `alone` is the question as it is understood without what was said before.
    """
    if not question.named:
        return alone if _begins_anew(question, alone, archive) else question
    limits = replace(question.filters, case_number=None, punkt=None)
    renamed = replace(question, search=question.named, filters=limits, followup=False)
    matcher = matcher_of(renamed, archive)
    if not matcher.weights:
        return question
    old = [_text(archive, hit.item_id) for hit in retrieve(_without(question), archive, OLD)]
    if old and _all_met(matcher, old[0]):
        return question
    if not any(_met(matcher, text) for text in old):
        return renamed
    found = retrieve(renamed, archive, 3)
    if any(_all_met(matcher, archive.card(hit.item_id).title) for hit in found):
        return renamed
    return question


def _begins_anew(question: Question, alone: Question, archive: Archive) -> bool:
    """Whether a short question names what the old item does not hold, and another's title does:
    "Hvad koster svømmehallen?" after a question about a road."""
    if not question.followup or points_back(question.text):
        return False
    named = " ".join(subjects(question.text))
    matcher = matcher_of(replace(alone, search=named), archive)
    if not matcher.weights:
        return False
    hits = retrieve(_less(question, named), archive, OLD)
    old = dict.fromkeys((*question.about, *(hit.item_id for hit in hits)))
    if any(_met(matcher, _text(archive, key)) for key in old if key in archive.card_index):
        return False
    found = retrieve(alone, archive, 3)
    return any(_met(matcher, archive.card(hit.item_id).title) for hit in found)


def _met(matcher: Matcher, text: str) -> bool:
    met = matcher.met(text)
    return any(met.get(word, 0.0) >= SURE for word in matcher.weights)


def _without(question: Question) -> Question:
    """The question as it was before the follow-up named anything."""
    return _less(question, question.named)


def _less(question: Question, words_of: str) -> Question:
    named = {word.text for word in words(words_of)}
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
