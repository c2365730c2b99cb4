"""The items to answer from -> what of the question's words they and their sentences meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from index.archive import Archive
from index.catalogue import ItemRecord
from index.types import SectionKind
from index.words import words
from rag.evidence import Evidence
from rag.match import Matcher, terms_of
from rag.passages import Passage, union
from rag.selection.quote import quotable


@dataclass(frozen=True, slots=True)
class Window:
    """A sentence, or a row with its table's head: what its own words meet, and what they meet
    with all that stands around."""

    start: int
    told: str
    own: Mapping[str, float]
    met: Mapping[str, float]


def main_items(evidence: Evidence) -> list[ItemRecord]:
    """The items that an answer would be made from: the first, and the best passage's."""
    passages = quotable(evidence.passages)
    found = [evidence.records[0], *(passage.record for passage in passages[:1])]
    return list({record.id: record for record in found}.values())


def weights_of(evidence: Evidence, archive: Archive) -> dict[str, float]:
    """The words' weights; in English only names and words that the archive knows have any."""
    weights = evidence.matcher.weights
    if not evidence.question.english:
        return weights
    vocabulary = archive.terms.vocabulary
    names = {word.text for word in words(" ".join(evidence.question.entities))}
    return {
        word: weight
        for word, weight in weights.items()
        if word in names or any(term in vocabulary for term in terms_of(word))
    }


def met_by(record: ItemRecord, matcher: Matcher) -> Mapping[str, float]:
    """What an item meets of the question's words, with its meeting's town, body and date."""
    meeting = record.meeting
    head = f"{meeting.municipality or ''} {meeting.body} {meeting.date or ''}"
    return matcher.met(f"{head} {record.text[record.item.start : record.item.end]}")


def share(met: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The share of all the words' weight that is met, 0..1."""
    total = sum(weights.values()) or 1.0
    return sum(weights[word] * sure for word, sure in met.items() if word in weights) / total


def windows_of(evidence: Evidence, record: ItemRecord) -> Iterator[Window]:
    """Every sentence of an item with its neighbours in the section, heading and title."""
    matcher = evidence.matcher
    title = matcher.met(record.item.title)
    passages = sorted(evidence.of(record), key=lambda passage: passage.start)
    for _, group in groupby(passages, key=lambda passage: passage.section.start):
        row = list(group)
        if row[0].section.kind in (SectionKind.TITLE, SectionKind.ATTACHMENTS):
            continue
        above = union(title, matcher.met(row[0].section.heading))
        for n, passage in enumerate(row):
            beside = [p.met for p in row[max(0, n - 2) : n + 2]]
            told = _told(passage)
            own = matcher.met(told) if passage.header else passage.met
            yield Window(passage.start, told, own, union(above, own, *beside))


def _told(passage: Passage) -> str:
    if passage.header is None:
        return passage.text
    start, end = passage.header
    return f"{passage.text} {passage.record.text[start:end]}"
