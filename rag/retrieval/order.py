"""What was found, in the order in which it is wanted: the last word of a case first, and what
tells of a meeting itself before its items."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import token_set_ratio

from index.archive import Archive
from index.danish import in_words, is_binding
from index.store.snapshot import Card
from rag.match import matcher_of
from rag.notes import LAST_WORD
from rag.retrieval.case import case_items
from rag.retrieval.series import newest_of_series, of_the_year
from rag.types import Intent, Question
from rag.understanding.meeting import limits_of
from rag.within import permitted

Order = NDArray[np.intp]
"""Items, best first."""
Totals = NDArray[np.float32]
"""One score for every item, shape (cards,)."""
LIKE = 80
"""How alike two titles of one case are, 0..100: cases change their titles on the way."""
NEAR = 0.7
"""How far below the first found item of a case another item of it may score."""
AHEAD = 0.3
"""How far the item of the meeting that is meant goes ahead of its case's other items."""
MEANT = 0.5
"""How far below the first an item of the meeting that is named may score."""
NEWER = 0.3
"""What the newest meeting is worth beside the oldest where a thing goes on."""
APART = 0.5
"""How much more a title must meet to come before another item of the same meeting."""
OF_ANOTHER_YEAR = 0.7
"""What is left of an item's score whose title names another year than the one that is asked for,
where there is one of that year."""
SIBLINGS = 12
"""Among how many of the best the items of one case are brought together."""
NO_LESS = 0.05
"""How much less of the question a title may meet that takes another's place."""
ACTS = {
    Intent.DECISION,
    Intent.STATUS,
    Intent.YES_NO,
    Intent.VOTE,
    Intent.NEXT_STEP,
    Intent.AMOUNT,
}
AGAIN = re.compile(
    r"\b(?:igen|på ny|anden gang|endnu en gang|sidste gang|senest|fornyet|again)\b", re.IGNORECASE
)
"""What says that a case came back."""


def as_wanted(
    question: Question, order: Order, total: Totals, titles: Mapping[int, float], archive: Archive
) -> Order:
    """The order as the question wants it: a case's newest or last word, or the step of the time
    that is named, in front. `total` may be raised for what is moved."""
    cards = archive.snapshot.cards
    if returns(question):
        order = newest_first(order, total, archive, question.prefer.committee)
    elif acts(question):
        order = latest_first(order, total, titles, cards)
    if goes_on(question) and len(order):
        order = newer_first(order, total, cards)
        order = _in_front(order, newest_of_series(order, cards), total)
    if len(order) and not question.moment:
        first, meant = int(order[0]), of_the_year(question, order, total, cards)
        order = _in_front(order, meant, total)
        total[first] *= 1.0 if meant == first else OF_ANOTHER_YEAR
    if question.moment and len(order):
        order = of_the_time(order, total, cards, question.moment)
        order = of_the_meeting(question, order, total, archive)
    return order


def _in_front(order: Order, meant: int, total: Totals) -> Order:
    """The order with this item in front; its `total` is raised to the first's."""
    if meant == int(order[0]):
        return order
    total[meant] = max(float(total[meant]), float(total[int(order[0])]))
    return np.array([meant, *(i for i in order if i != meant)], dtype=np.intp)


def acts(question: Question) -> bool:
    """Whether the question is about what was done with a case, and names no body or time."""
    hints = (question.filters, question.prefer)
    told = any(hint.committee or hint.date_from or hint.date_to for hint in hints)
    return not told and bool(ACTS & set(question.intents[:2]))


def goes_on(question: Question) -> bool:
    """Whether the question asks how a thing stands or what comes next, and names no time."""
    hints = (question.filters, question.prefer)
    told = any(hint.date_from or hint.date_to or hint.punkt for hint in hints)
    return not told and question.intent in (Intent.STATUS, Intent.NEXT_STEP)


def newer_first(order: Order, total: Totals, cards: Sequence[Card]) -> Order:
    """The order with what is newer before what is about as good: the newest item tells how a
    thing stands."""
    days = [day for card in cards if (day := _day(card))]
    first, span = min(days, default=0), max(days, default=0) - min(days, default=0)
    if not span:
        return order
    age = np.array([max(_day(cards[i]) - first, 0) / span for i in order], dtype=np.float32)
    return order[np.argsort(-(total[order] + NEWER * age), kind="stable")]


def returns(question: Question) -> bool:
    """Whether the question is for the latest of a case, or for when it came back."""
    if question.intent is Intent.STATUS and LAST_WORD in question.notes:
        return True
    hints = (question.filters, question.prefer)
    told = any(hint.committee or hint.date_from or hint.date_to or hint.punkt for hint in hints)
    return not told and AGAIN.search(question.text) is not None


def latest_first(
    order: Order, total: Totals, titles: Mapping[int, float], cards: Sequence[Card]
) -> Order:
    """The order with a case's items moved so that the highest and latest body stands first.

    A case that passes committee and council is found in several copies that score alike; the
    last word is the council's. Items that score far below the first of the case stay put, and so
    does one whose title meets less of the question (`titles`): "det første forsøg" is an earlier
    step of its case.
    """

    def joined(one: int, other: int) -> bool:
        fits = titles.get(other, 0.0) >= titles.get(one, 0.0) - NO_LESS
        return fits and one_case(cards[one], cards[other])

    def rank(i: int) -> tuple[int, int]:
        return -is_binding(cards[i].body), -_day(cards[i])

    return _together(order, total, joined, rank)


def newest_first(order: Order, total: Totals, archive: Archive, body: str | None) -> Order:
    """The order with a case's items moved so that the newest stands first, whatever its title;
    those of the `body` that is hinted at before the others."""
    cards = archive.snapshot.cards

    def joined(one: int, other: int) -> bool:
        return cards[other].id in case_items(archive, cards[one].id)

    def rank(i: int) -> tuple[bool, int, int]:
        return cards[i].body != body, -_day(cards[i]), -is_binding(cards[i].body)

    return _together(order, total, joined, rank)


def _together(
    order: Order,
    total: Totals,
    joined: Callable[[int, int], bool],
    rank: Callable[[int], tuple[int, ...]],
) -> Order:
    """The order with the items of one case side by side, where its first stands."""
    left, found = [int(i) for i in order], []
    while left:
        first = left[0]
        case = [
            i
            for i in left[:SIBLINGS]
            if i == first or (total[first] - total[i] < NEAR and joined(first, i))
        ]
        found += sorted(case, key=lambda i: (*rank(i), i))
        left = [i for i in left if i not in case]
    return np.array(found, dtype=np.intp)


def of_the_time(
    order: NDArray[np.intp], total: Totals, cards: tuple[Card, ...], moment: tuple[date, date]
) -> NDArray[np.intp]:
    """The order with the item of the first case that was treated at that time in front: "da
    sagen i maj blev sendt tilbage" is about that meeting's item, alike as the others are."""
    first = int(order[0])
    case = [
        int(i)
        for i in order[:SIBLINGS]
        if i == first or (total[first] - total[i] < NEAR and one_case(cards[first], cards[int(i)]))
    ]
    then = [i for i in case if (day := cards[i].date) and moment[0] <= day <= moment[1]]
    if not then or first in then:
        return order
    total[then[0]] = total[first] + AHEAD
    return np.array([then[0], *(i for i in order if i != then[0])], dtype=np.intp)


def of_the_meeting(question: Question, order: Order, total: Totals, archive: Archive) -> Order:
    """The order with the best item of the body's meeting at the time that the question states in
    front, when it is nearly as good as the first; `total` is raised.

    In one meeting a word tells its items apart that stands in every meeting ("huskeliste"): what
    titles meet is weighed by how few of that meeting's titles meet it.
    """
    first_day, last_day = question.moment or (None, None)
    hint = replace(limits_of(question), date_from=first_day, date_to=last_day)
    inside = permitted(hint, archive.columns) if hint.committee else None
    of_itself = archive.snapshot.cards[int(order[0])].number == 0
    if inside is None or of_itself or question.filters.punkt is not None:
        return order
    then = [int(i) for i in np.flatnonzero(inside) if np.isfinite(total[i])]
    if not then:
        return order
    told = _told_apart(question, then, archive)
    best = max(then, key=lambda i: (total[i] + told.get(i, 0.0), -i))
    first = int(order[0])
    clearly = told.get(best, 0.0) - told.get(first, 0.0) >= APART
    if best == first or (first in then and not clearly):
        return order
    if total[first] - total[best] - told.get(best, 0.0) > MEANT:
        return order
    total[best] = total[first] + AHEAD
    return np.array([best, *(i for i in order if i != best)], dtype=np.intp)


def _told_apart(question: Question, items: Sequence[int], archive: Archive) -> dict[int, float]:
    """For each of a few items what its title meets of the question, weighed among them."""
    cards = archive.snapshot.cards
    matcher = matcher_of(question, archive)
    heads = {
        f"{cards[i].municipality or ''} {cards[i].body} {in_words(day)}"
        for i in items
        if (day := cards[i].date)
    }
    of_all = matcher.met(" ".join(heads))
    met = {i: matcher.met(cards[i].title) for i in items if cards[i].number != 0}
    words = {w for found in met.values() for w in found if w not in of_all}
    rare = {w: math.log((len(items) + 1) / (sum(w in f for f in met.values()) + 1)) for w in words}
    most = sum(rare.values()) or 1.0
    return {
        i: sum(rare[w] * sure for w, sure in found.items() if w in rare) / most
        for i, found in met.items()
    }


def one_case(one: Card, other: Card) -> bool:
    """Whether two items are one case: alike in title, and no two case numbers."""
    if one.municipality != other.municipality or one.number == 0 or other.number == 0:
        return False
    if one.case_number and other.case_number and one.case_number != other.case_number:
        return False
    return token_set_ratio(one.title.casefold(), other.title.casefold()) >= LIKE


def _day(card: Card) -> int:
    return card.date.toordinal() if card.date else 0


def lift_best(told: NDArray[np.bool_], total: Totals, above: float) -> None:
    """Move the best of these items `above` all others, if it is not there already."""
    best = int(np.flatnonzero(told)[np.argmax(total[told])])
    if np.isfinite(total[best]):
        total[best] = max(float(total[best]), float(total[~told].max(initial=0.0)) + above)
