"""Questions about a meeting itself, answered from the catalogue: who, where, what was on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.archive import Archive
from index.catalogue import ItemRecord
from index.sentences import split_sentences
from index.types import Section, SectionKind, head_key, is_head
from prompts import render
from rag.abstain import not_found
from rag.chair import asks_for_chair, chair
from rag.draft import Draft, title_section
from rag.evidence import is_closed
from rag.match import matcher_of
from rag.meeting import SUCCEEDS, limits_of
from rag.notes import NEWEST_MEETING, OF_MEETING, OVERVIEW
from rag.overview import of_one, of_several
from rag.party import party
from rag.presence import presence
from rag.recusal import left_early, recusals
from rag.register import listed
from rag.render import danish_date, the_body
from rag.sitting import sitting, where_held
from rag.types import Filters, Hit, Intent, Question, Status
from rag.upcoming import asks_for_next, next_meeting
from rag.within import admits

AWAY = re.compile(
    r"\b(?:frav[æa]r\w*|afbud|forhindret|ikke (?:med|til stede|deltog|mødte)|deltog ikke|"
    r"deltager ikke|mødte ikke|udeblev|manglede|forfald|"
    r"(?:var|er|blev) (?:syg|væk|på ferie|bortrejst)|"
    r"meldt?(?:e|er)? sig syg\w*|sygemeldt\w*|dukkede ikke op|kunne ikke komme|"
    r"absent|missing|apolog\w+)\b",
    re.IGNORECASE,
)
PRESENT = re.compile(
    r"\b(?:sad (?:med|der)|sidder (?:med|i)|deltog|deltager|var med|til stede|mødte op|attended)\b",
    re.I,
)
SUBSTITUTE = re.compile(
    r"\b(?:stedfortræder\w*|suppleant\w*|i stedet(?: for)?|i \w+ sted|afløs(?:te|er)|substitut\w*|"
    r"instead of)\b",
    re.IGNORECASE,
)
CLOSED = re.compile(
    r"\blukke(?:t|de) (?:for offentlig\w*|punkt\w*|sag(?:er|en|erne)?\b|dør\w*|møde\w*|del\b|"
    r"dagsorden\w*)|"
    r"\b(?:punkt\w*|sag|sager|sagerne|noget|hvad (?:var|blev|er)) [^?]{0,25}\blukke(?:t|de)\b|"
    r"\bhemmelig\w*|\boffentligheden\b|"
    r"\bclosed (?:items?|points?|session|meeting|doors?|part)\b|"
    r"\b(?:items?|points?) [^?]{0,25}\bclosed\b",
    re.IGNORECASE,
)
"""Asks for what was not public; "blev biblioteket lukket?" does not."""
HELD = re.compile(r"\b(?:hold\w*|holdt|mødested|møde\w* sted|foregik|fandt sted)\b", re.IGNORECASE)
THE_MEETING = re.compile(r"\b(?:(?:på|i|til|ved|at|in) )?(?:mødet|the meeting)\b", re.IGNORECASE)
"""The meeting of which the answer before told."""
WHICH = re.compile(r"\bhvilke[nt]?\s+(?:punkt\w*|sag\w*)\b", re.IGNORECASE)
HEADS = 400
"""Meetings that are looked at for an overview or a chair, the newest."""
BARE = 4
"""Words of a question that asks who leads and names nothing else."""
LONGEST = 300
"""Letters of a sentence of a meeting's head that tells of substitutes."""
COMMON = 0.5
"""An absence that is printed under this share of a meeting's items is the meeting's."""


def from_catalogue(question: Question, hits: Sequence[Hit], archive: Archive) -> Draft | None:
    """The draft for a question about one meeting; None when it is not one, or not clear which."""
    if asks_for_next(question):
        return next_meeting(question, archive, date.today())
    if question.act and (found := listed(question, _within(question, archive), archive)):
        return found
    wanted = set(question.intents[:2]) & {Intent.ATTENDANCE, Intent.OVERVIEW, Intent.WHERE}
    if SUCCEEDS.search(question.text.casefold()):
        return None
    told = any(rule.search(question.text) for rule in (PRESENT, SUBSTITUTE, AWAY))
    if Intent.WHO in question.intents[:2] and told:
        wanted.add(Intent.ATTENDANCE)
    recused = None if WHICH.search(question.text) else recusals(question, hits, archive)
    if recused is not None:
        return recused
    if found := presence(question, hits, archive):
        return found
    meeting_id = the_meeting(question, hits, archive)
    itself = OF_MEETING in question.notes and bool(hits) and is_head(hits[0].item_id)
    if itself:
        meeting_id = meeting_id or archive.card(hits[0].item_id).meeting_id
        wanted |= {Intent.ATTENDANCE} if AWAY.search(question.text) else set()
    if meeting_id and (left := left_early(question, _head(meeting_id, archive), archive)):
        return left
    if itself and meeting_id and (found := sitting(question, _head(meeting_id, archive))):
        return found
    if asks_for_chair(question):
        last = archive.period[1]
        if last and question.moment and question.moment[0] > last:
            return not_found(question, archive)
        if found := chair(question, _heads(question, archive)):
            return found
        if len(question.text.split()) <= BARE:  # "Hvem er borgmester?" is about nothing else
            return not_found(question, archive)
    if found := party(question, hits, archive):
        return found
    if not wanted and not CLOSED.search(question.text):
        return None
    if OVERVIEW in question.notes and len(heads := _heads(question, archive)) > 1:
        return (
            of_one(heads[0], archive)
            if NEWEST_MEETING in question.notes
            else of_several(heads, archive)
        )
    if meeting_id is None:
        return None
    head = _head(meeting_id, archive)
    shut = CLOSED.search(question.text) is not None
    if shut and WHICH.search(question.text) and (found := _closed_items(head, archive)):
        return found
    if not itself and not question.about and _is_about_an_item(question, hits, archive, meeting_id):
        return None
    if shut:
        return _closed_items(head, archive)
    if Intent.ATTENDANCE in wanted:
        return _attendance(question, head, archive)
    if Intent.OVERVIEW in wanted:
        return of_one(head, archive)
    return where_held(head) if HELD.search(question.text) else None


def _head(meeting_id: str, archive: Archive) -> ItemRecord:
    return archive.items([head_key(meeting_id)])[0]


def _heads(question: Question, archive: Archive) -> list[ItemRecord]:
    """The heads of the meetings within what the question states or hints at, newest first."""
    limits = limits_of(question)
    cards = [c for c in archive.snapshot.cards if is_head(c.id) and admits(limits, c)]
    cards.sort(key=lambda card: card.date or date.min, reverse=True)
    return archive.items([card.id for card in cards[:HEADS]])


def _within(question: Question, archive: Archive) -> Filters:
    """What the question states or hints at; of the newest meeting, that meeting's day."""
    limits = limits_of(question)
    if NEWEST_MEETING not in question.notes or not (heads := _heads(question, archive)):
        return limits
    newest = heads[0].meeting
    return replace(limits, committee=newest.body, date_from=newest.date, date_to=newest.date)


def the_meeting(question: Question, hits: Sequence[Hit], archive: Archive) -> str | None:
    """The one meeting that the question's body and dates leave; None when there are several."""
    talked = archive.card_index.get(question.about[0]) if question.about else None
    if talked is not None and THE_MEETING.search(question.text):
        return archive.snapshot.cards[talked].meeting_id
    limits = limits_of(question)
    if not limits:
        return None
    heads = [c for c in archive.snapshot.cards if is_head(c.id) and admits(limits, c)]
    if len(heads) == 1:
        return heads[0].meeting_id
    found = {card.meeting_id for card in heads}
    top = [archive.card(hit.item_id) for hit in hits[:3]]
    of_head = [card.meeting_id for card in top if is_head(card.id)]
    inside = [key for key in of_head if key in found]
    return inside[0] if inside and len(found) <= 4 else None


def _is_about_an_item(
    question: Question, hits: Sequence[Hit], archive: Archive, meeting_id: str
) -> bool:
    """Whether the question names an item of the meeting by its subject."""
    if not hits:
        return False
    matcher = matcher_of(question, archive)
    meeting = archive.meetings[meeting_id]
    about = matcher.met(f"{meeting.municipality or ''} {meeting.body} {meeting.place or ''}")
    for hit in hits[:2]:
        card = archive.card(hit.item_id)
        if is_head(card.id):
            continue
        met = {t: s for t, s in matcher.met(card.title).items() if t not in about and s > 0.7}
        if matcher.share(met) > 0.25:
            return True
    return False


def _attendance(question: Question, head: ItemRecord, archive: Archive) -> Draft | None:
    meeting = head.meeting
    draft = Draft()
    body, day = the_body(meeting.body), danish_date(meeting.date)
    if SUBSTITUTE.search(question.text) and (found := _substitutes(head)):
        return found
    lines = _absences(head, archive)
    person = _person(question, lines, meeting.participants)
    if person and (WHICH.search(question.text) or AWAY.search(question.text)):
        return _absent_from(person, lines)
    if AWAY.search(question.text):
        names = meeting.absent or _common_names(lines, head, archive)
        span = _span_of(head.text, meeting.head, names) if meeting.absent else None
        if span:
            section = meeting.head
            draft.quote(
                head, section, *span, render("lead.absent", body=body, date=day, names="{}")
            )
            return draft
        if names:
            cites = [draft.cite(r, s, a, b) for n, r, s, a, b in lines if set(n) & set(names)][:3]
            draft.say(render("lead.absent", body=body, date=day, names=", ".join(names)), *cites)
            return draft
        return None
    span = _span_of(head.text, meeting.head, meeting.participants)
    if not span:
        return None
    draft.quote(
        head, meeting.head, *span, render("lead.participants", body=body, date=day, names="{}")
    )
    return draft


def _substitutes(head: ItemRecord) -> Draft | None:
    """Who met in somebody's place, as the meeting's head tells it."""
    draft, section = Draft(), head.meeting.head
    for a, b in split_sentences(section.text):
        if SUBSTITUTE.search(section.text[a:b]) and b - a <= LONGEST:
            draft.quote(head, section, section.start + a, section.start + b)
    return draft if draft.claims else None


Line = tuple[tuple[str, ...], ItemRecord, Section, int, int]


def _absences(head: ItemRecord, archive: Archive) -> list[Line]:
    """(names, item, section, start, end) of every line that tells who was not there."""
    found: list[Line] = []
    for record in archive.items(archive.catalogue.meeting_items(head.meeting.id)):
        names = {name for d in record.item.decisions if d.own for name in d.absent}
        for section in record.item.sections:
            if section.kind not in (SectionKind.DECISION, SectionKind.ABSENCE):
                continue
            for a, b in split_sentences(section.text):
                told = tuple(name for name in names if name in section.text[a:b])
                if told and AWAY.search(section.text[a:b]):
                    found.append((told, record, section, section.start + a, section.start + b))
    return found


def _common_names(lines: list[Line], head: ItemRecord, archive: Archive) -> tuple[str, ...]:
    items = max(len(archive.catalogue.meeting_items(head.meeting.id)), 1)
    counts = Counter(name for line in lines for name in line[0])
    common = [name for name, count in counts.most_common() if count >= COMMON * items]
    return tuple(common or counts)


def _person(question: Question, lines: list[Line], participants: Sequence[str]) -> str | None:
    known = [*participants, *(name for line in lines for name in line[0])]
    text = question.text.casefold()
    return next((name for name in known if name.casefold() in text), None)


def _absent_from(person: str, lines: list[Line]) -> Draft | None:
    draft = Draft()
    for names, record, section, start, end in lines:
        if person not in names or draft.room < 14:
            continue
        title = " ".join(record.item.title.split())
        label = f"punkt {record.item.number}" if record.item.number else "et punkt"
        draft.quote(record, section, start, end, f"{label[0].upper()}{label[1:]}, {title}: {{}}")
        heading = title_section(record)
        draft.cite(record, heading, heading.start, heading.end)
    return draft if draft.claims else None


def _closed_items(head: ItemRecord, archive: Archive) -> Draft | None:
    records = archive.items(archive.catalogue.meeting_items(head.meeting.id))
    shut = [record for record in records if not record.item.open]
    if not shut:
        return None
    draft = Draft(status=Status.CLOSED if all(map(is_closed, shut)) else Status.ANSWERED)
    body, day = the_body(head.meeting.body), danish_date(head.meeting.date)
    if len(shut) == 1:
        draft.say(render("closed.one", body=body, date=day))
    else:
        draft.say(render("closed.several", body=body, date=day, count=str(len(shut))))
    for record in shut:
        if draft.room < 10:
            break
        section = title_section(record)
        draft.quote(record, section, section.start, section.end)
    return draft


def _span_of(text: str, section: Section, names: Sequence[str]) -> tuple[int, int] | None:
    """The stretch of the section from the first to the last of these names."""
    found: list[tuple[int, int]] = []
    for name in names:
        pattern = r"\s+".join(re.escape(part) for part in name.split())
        match = re.compile(pattern).search(text, section.start, section.end)
        if match:
            found.append(match.span())
    if not found:
        return None
    return min(a for a, _ in found), max(b for _, b in found)
