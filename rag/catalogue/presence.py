"""Was somebody there? What a meeting's head and its items tell of one person who is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.archive import Archive
from index.catalogue import ItemRecord
from index.sentences import split_sentences
from index.types import Section, head_key, is_head
from prompts import render
from rag.catalogue.recusal import AWAY, CAME, NAME
from rag.draft import Draft, title_section
from rag.match import matcher_of
from rag.render import danish_date, the_body
from rag.types import Hit, Question
from rag.understanding.meeting import LEFT, PLACES, limits_of
from rag.within import admits

ASKED = re.compile(
    r"^\W*(?:og |men )?(?:var|er|deltog|deltager|mødte|sad|kom|was|were|did|har|havde)\b.{2,80}?\b"
    r"(?:til ?stede|deltaget|present|attend\w*|take part|"
    r"(?:med|være med|været med)(?: til)? (?:at (?:stemme|behandle|beslutte|vedtage|drøfte|afgøre)|"
    r"da|under|ved (?:behandling|drøftelse|afstemning)\w*)|"
    r"i (?:behandling|drøftelse|afstemning)\w*|under (?:behandling|drøftelse|afstemning)\w*|"
    r"(?:til|på|i|ved) (?:\w*mødet|punkt\w*)(?! \d))",
    re.IGNORECASE,
)
"""Asks whether somebody took part, at a meeting or when one item was treated."""
OTHERWISE = (AWAY, CAME, LEFT)
"""What is told of those who were not there from beginning to end."""
TREATED = "behandlede drøftede besluttede vedtog stemte sagen punktet"
"""Words of treating an item, which tell nothing of its subject."""
LABEL = re.compile(r"(?:^|\n|\. )[ \t]*([A-ZÆØÅ][\w ,/-]{2,40}:)")
LONGEST = 70
"""Words of a line of the head that is quoted: the list of who was there is one."""
FITS = 0.3
"""The share of the question's subject that the item's title must meet."""
ITEMS = 5


def presence(question: Question, hits: Sequence[Hit], archive: Archive) -> Draft | None:
    """The draft with what is told of the one who is named; None when that is not asked, or when
    neither the item nor its meeting's head names them."""
    names = [name for name in question.entities if NAME.search(name)]
    if len(names) != 1 or not ASKED.search(question.text):
        return None
    for record in _items(names[0], question, hits, archive):
        head = archive.items([head_key(record.meeting.id)])[0]
        draft, heading = Draft(), title_section(record)
        body, day = the_body(record.meeting.body), danish_date(record.meeting.date)
        treated = render("lead.treated", item=_label(record), body=body, date=day)
        draft.say(treated, draft.cite(record, heading, heading.start, heading.end))
        for section, a, b in _told(names[0], record):
            draft.quote(record, section, a, b)
        if len(draft.claims) == 1:  # what the item says of them is nearer than the meeting's head
            _tell(draft, names[0], head)
        if len(draft.claims) > 1:
            return draft
    return None


def at_meeting(names: Sequence[str], head: ItemRecord) -> Draft | None:
    """The draft with what the head tells of the first of these who is named there."""
    for name in names:
        draft = Draft()
        _tell(draft, name, head)
        if draft.claims:
            return draft
    return None


def _tell(draft: Draft, name: str, head: ItemRecord) -> None:
    """Quote the head's lines on somebody's absence, coming or leaving; where there is none the
    list of members, who need not all have come."""
    section, meeting = head.meeting.head, head.meeting
    body, day = the_body(meeting.body), danish_date(meeting.date)
    lead = f"{render('lead.of_meeting', body=body, date=day)} {{}}"
    told = [_with_label(a, b, section) for a, b in _lines(name, section)]
    for a, b in [line for line in told if _is_otherwise(head.text[slice(*line)])] or told[:1]:
        draft.quote(head, section, a, b, lead)


def _with_label(start: int, end: int, section: Section) -> tuple[int, int]:
    """The line from the label of its paragraph on ("Fraværende:"), which may stand lines above."""
    before = section.text[: start - section.start]
    labels = list(LABEL.finditer(before, before.rfind("\n\n") + 1))
    if not labels or len(section.text[labels[-1].start(1) : end - section.start].split()) > LONGEST:
        return start, end
    return section.start + labels[-1].start(1), end


def _items(
    name: str, question: Question, hits: Sequence[Hit], archive: Archive
) -> Iterator[ItemRecord]:
    """The found items within what the question states whose titles its subject meets."""
    matcher = matcher_of(question, archive)
    limits, asked = limits_of(question), ASKED.search(question.text)
    beside = f"{name} {asked.group() if asked else ''} {TREATED}"
    keys = [hit.item_id for hit in hits if not is_head(hit.item_id)]
    fitting = [key for key in keys if admits(limits, archive.card(key))][:ITEMS]
    for record in archive.items(fitting):
        aside = matcher.met(f"{beside} {record.meeting.body} {danish_date(record.meeting.date)}")
        weights = {
            word: weight
            for word, weight in matcher.weights.items()
            if word not in aside and not any(map(str.isdigit, word))
        }
        met = matcher.met(record.item.title)
        held = sum(weights.get(word, 0.0) * sure for word, sure in met.items())
        if weights and held / sum(weights.values()) >= FITS:
            yield record


def _label(record: ItemRecord) -> str:
    title = " ".join(record.item.title.split())
    return f"Punkt {record.item.number}, {title}" if record.item.number else title


def _told(name: str, record: ItemRecord) -> Iterator[tuple[Section, int, int]]:
    """What the item's own sections tell of somebody's absence, coming or leaving."""
    for section in record.item.sections:
        for a, b in _lines(name, section) if section.kind in PLACES else ():
            if _is_otherwise(record.text[a:b]):
                yield section, a, b


def _lines(name: str, section: Section) -> Iterator[tuple[int, int]]:
    """The sentences of the section that name somebody, once each; a line's end may cut a name."""
    spans = split_sentences(section.text)
    said = re.compile(r"\s+".join(map(re.escape, name.split())), re.IGNORECASE)
    told = -1
    for match in said.finditer(section.text):
        start = max((a for a, _ in spans if a <= match.start()), default=match.start())
        end = min((b for _, b in spans if b >= match.end()), default=match.end())
        if len(section.text[start:end].split()) > LONGEST:
            start, end = match.span()
        if start > told:
            yield section.start + start, section.start + end
            told = start


def _is_otherwise(text: str) -> bool:
    return any(sign.search(text) for sign in OTHERWISE)
