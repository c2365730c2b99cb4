"""Questions about a meeting itself, answered from the catalogue: who, where, what was on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.archive import Archive
from index.catalogue import ItemRecord
from index.types import head_key, is_head
from rag.abstention.abstain import not_found
from rag.catalogue.attendance import AWAY, OF_ITEMS, PRESENT, SUBSTITUTE, attendance
from rag.catalogue.chair import asks_for_chair, chair
from rag.catalogue.held import asks_when_held, when_held
from rag.catalogue.overview import of_one, of_several
from rag.catalogue.party import party
from rag.catalogue.presence import presence
from rag.catalogue.recusal import left_early, recusals
from rag.catalogue.register import listed
from rag.catalogue.sitting import sitting, where_held
from rag.catalogue.upcoming import asks_for_next, next_meeting
from rag.composing.closed import closed_items
from rag.draft import Draft
from rag.match import matcher_of
from rag.notes import NEWEST_MEETING, OF_MEETING, OVERVIEW
from rag.types import Filters, Hit, Intent, Question
from rag.understanding.meeting import SUCCEEDS, limits_of
from rag.within import admits

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
HEADS = 400
"""Meetings that are looked at for an overview or a chair, the newest."""
DESCRIBED = re.compile(
    r"\b\w*møde(?:t|r)?\b[^?]* (?:om|hvor|da|med|der)\b"
    r"|\bmeeting\b[^?]* (?:about|on|where|when)\b",
    re.IGNORECASE,
)
"""A meeting that is told by what was on it: "mødet om den nye skole"."""
AMONG, TOLD = 5, 0.15
"""Items among which the one is looked for that tells which meeting is meant, and the share of the
question that its title meets at least."""
BARE = 4
"""Words of a question that asks who leads and names nothing else."""


def from_catalogue(question: Question, hits: Sequence[Hit], archive: Archive) -> Draft | None:
    """The draft for a question about one meeting; None when it is not one, or not clear which."""
    if asks_for_next(question):
        return next_meeting(question, archive, date.today())
    if asks_when_held(question) and (found := when_held(question, archive)):
        return found
    if question.act and (found := listed(question, _within(question, archive), archive)):
        return found
    if SUCCEEDS.search(question.text.casefold()):
        return None
    recused = None if OF_ITEMS.search(question.text) else recusals(question, hits, archive)
    if found := recused or presence(question, hits, archive):
        return found
    itself = OF_MEETING in question.notes and bool(hits) and is_head(hits[0].item_id)
    meeting_id = the_meeting(question, hits, archive)
    if itself:
        meeting_id = meeting_id or archive.card(hits[0].item_id).meeting_id
    head = archive.items([head_key(meeting_id)])[0] if meeting_id else None
    if head and (found := left_early(question, head, archive)):
        return found
    if head and itself and (found := sitting(question, head)):
        return found
    if found := _leads(question, archive) or party(question, hits, archive):
        return found
    wanted = _wanted(question, itself=itself)
    if Intent.ATTENDANCE in wanted and (told := _described(question, hits, archive)):
        return attendance(question, told, archive)
    if not wanted and not CLOSED.search(question.text):
        return None
    if OVERVIEW in question.notes and len(heads := _heads(question, archive)) > 1:
        newest = NEWEST_MEETING in question.notes
        return of_one(heads[0], archive) if newest else of_several(heads, archive)
    if head is None:
        return None
    meant = itself or bool(question.about) or not _is_about_an_item(question, hits, head, archive)
    return _of_meeting(question, head, wanted, archive, meant=meant)


def _wanted(question: Question, *, itself: bool) -> set[Intent]:
    """What is asked of a meeting; `itself` says that it is of a meeting as such."""
    wanted = set(question.intents[:2]) & {Intent.ATTENDANCE, Intent.OVERVIEW, Intent.WHERE}
    told = any(rule.search(question.text) for rule in (PRESENT, SUBSTITUTE, AWAY))
    if Intent.WHO in question.intents[:2] and told:
        wanted.add(Intent.ATTENDANCE)
    if itself and AWAY.search(question.text):
        wanted.add(Intent.ATTENDANCE)
    return wanted


def _leads(question: Question, archive: Archive) -> Draft | None:
    """Who leads a body, when that is what is asked; None when the minutes do not tell and the
    question may be about something else."""
    if not asks_for_chair(question):
        return None
    last = archive.period[1]
    if last and question.moment and question.moment[0] > last:
        return not_found(question, archive)
    if found := chair(question, _heads(question, archive)):
        return found
    alone = len(question.text.split()) <= BARE  # "Hvem er borgmester?" is about nothing else
    return not_found(question, archive) if alone else None


def _of_meeting(
    question: Question, head: ItemRecord, wanted: set[Intent], archive: Archive, *, meant: bool
) -> Draft | None:
    """The draft for what is wanted of one meeting; None unless it is `meant`, and no item of it."""
    shut = CLOSED.search(question.text) is not None
    if shut and OF_ITEMS.search(question.text) and (found := closed_items(head, archive)):
        return found
    if not meant:
        return None
    if shut:
        return closed_items(head, archive)
    if Intent.ATTENDANCE in wanted:
        return attendance(question, head, archive)
    if Intent.OVERVIEW in wanted:
        return of_one(head, archive)
    return where_held(head) if HELD.search(question.text) else None


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


def _described(question: Question, hits: Sequence[Hit], archive: Archive) -> ItemRecord | None:
    """The head of the meeting that had the item by which the question tells it."""
    if not DESCRIBED.search(question.text):
        return None
    limits, matcher = limits_of(question), matcher_of(question, archive)
    cards = [archive.card(hit.item_id) for hit in hits[:AMONG]]
    items = [card for card in cards if not is_head(card.id) and admits(limits, card)]
    best = max(items, key=lambda card: matcher.score(card.title), default=None)
    if best is None or matcher.score(best.title) < TOLD:
        return None
    return archive.items([head_key(best.meeting_id)])[0]


def _is_about_an_item(
    question: Question, hits: Sequence[Hit], head: ItemRecord, archive: Archive
) -> bool:
    """Whether the question names an item of the meeting by its subject."""
    if not hits:
        return False
    matcher = matcher_of(question, archive)
    meeting = head.meeting
    about = matcher.met(f"{meeting.municipality or ''} {meeting.body} {meeting.place or ''}")
    for hit in hits[:2]:
        card = archive.card(hit.item_id)
        if is_head(card.id):
            continue
        met = {t: s for t, s in matcher.met(card.title).items() if t not in about and s > 0.7}
        if matcher.share(met) > 0.25:
            return True
    return False
