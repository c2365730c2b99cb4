"""All items that something was done to, newest first: read off the decisions in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from index.archive import Archive
from index.catalogue import ItemRecord
from index.decision.refusal import shown_outcomes
from index.lexicon import stem
from index.types import Item, Outcome, Vote
from index.words import words
from prompts import render
from rag.catalogue.overview import quote_title
from rag.declining.scope_text import limits_in_words, scope_of, scope_sentence, whole
from rag.draft import Draft
from rag.render import danish_date, the_body
from rag.types import Act, Filters, Question, Status
from rag.within import admits

CLOSING = 16
"""Words that are kept for saying how many were left out."""
LOOKED_AT = 1_000
"""Approvals, the newest, of which the recommendation is read to see whether it was a no."""


def listed(question: Question, within: Filters, archive: Archive) -> Draft | None:
    """The draft that lists the items, or says that there are none; None when the question asks for
    something else, or minutes may tell it of somebody without the name."""
    act = question.act
    if act is None:
        return None
    within = replace(
        within, date_from=act.first or within.date_from, date_to=act.last or within.date_to
    )
    records = _records(act, within, archive)
    what = _in_words(act, within)
    draft = Draft(items=tuple(record.id for record in records))
    if records:
        count = str(len(records))
        one = len(records) == 1
        draft.say(
            render("register.one", what=what)
            if one
            else render("register.many", count=count, what=what)
        )
        _tell(draft, records, act)
    elif act.people:  # a vote by party tells of its members, too
        return None
    else:
        draft.status = Status.NOT_FOUND
        scope = scope_of(replace(question, filters=within), archive)
        searched = scope_sentence(scope if scope.meetings else whole(archive))
        draft.say(render("register.none", what=what, scope=searched))
    return draft


def _in_words(act: Act, within: Filters) -> str:
    """What is listed, behind "5 punkter"."""
    about = f" med »{act.topic}« i overskriften" if act.topic else ""
    limits = limits_in_words(within)
    return f"{about}{' ' if limits else ''}{limits}{act.told}"


def _tell(draft: Draft, records: Sequence[ItemRecord], act: Act) -> None:
    for n, record in enumerate(records):
        if n and draft.room < CLOSING + len(record.item.title.split()):
            draft.say(render("register.more", count=str(len(records) - n)))
            return
        when = f"{the_body(record.meeting.body)}, {danish_date(record.meeting.date)}"
        part = act.outcomes and set(shown_outcomes(record.item)) - set(act.outcomes)
        quote_title(draft, record, f"{{}} ({when}{'; en del af sagen' if part else ''})")


def _records(act: Act, within: Filters, archive: Archive) -> list[ItemRecord]:
    """The items that it was done to, newest first."""
    cards = {
        card.id: card
        for card in archive.snapshot.cards
        if admits(within, card) and _is_about(card.title, act.topic)
    }

    def newest(keys: Iterable[str]) -> list[str]:
        order = sorted(keys, key=lambda key: (cards[key].meeting_id, key))
        return sorted(order, key=lambda key: cards[key].date or date.min, reverse=True)

    told, likely = set[str](), set[str]()
    for key, outcomes, voted in archive.catalogue.acts():
        if key not in cards:
            continue
        if set(outcomes) & set(act.outcomes) or (voted and not act.outcomes):
            told.add(key)
        elif Outcome.REFUSAL in act.outcomes and set(outcomes) == {Outcome.APPROVED}:
            likely.add(key)
    keys = newest(told.union(newest(likely)[:LOOKED_AT]))
    return [record for record in archive.items(keys) if _was_done(act, record.item)]


def _was_done(act: Act, item: Item) -> bool:
    if act.outcomes:
        return bool(set(shown_outcomes(item)) & set(act.outcomes))
    votes = [vote for decision in item.decisions if decision.own for vote in decision.votes]
    return any(act.side in (None, vote.side) and _has_voted(vote, act) for vote in votes)


def _has_voted(vote: Vote, act: Act) -> bool:
    """Whether somebody of those asked for is printed on this side; True when nobody is."""
    names = " ".join(vote.names).casefold()
    asked = {*act.parties} & {*vote.parties} or any(n.casefold() in names for n in act.people)
    return bool(asked) or not (act.parties or act.people)


def _is_about(title: str, topic: str) -> bool:
    """Whether every word of the topic begins a word of the title, inflection aside."""
    held = [word.text for word in words(title)]
    return all(any(one.startswith(stem(word.text)) for one in held) for word in words(topic))
