"""Evidence -> the one to three passages that answer a question of fact, quoted in order."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from index.privacy import find_cpr
from index.types import Outcome, SectionKind
from prompts import render
from rag.draft import Draft
from rag.evidence import Evidence
from rag.passages import UNQUOTED, Passage, place_of, union
from rag.selection.cells import called_among, without_others
from rag.selection.grid import names_columns
from rag.selection.leaning import grounded, holds
from rag.selection.values import holds as holds_value
from rag.selection.widen import say_left, shorten, widen
from rag.types import Intent
from rag.understanding.asked import kinds, tells
from rag.understanding.scope import steers

ROOM = 63
"""Words that are quoted for a question of fact."""
NAMED = {
    SectionKind.RECOMMENDATION: "lead.from_recommendation",
    SectionKind.HISTORY: "lead.from_history",
}
"""Sections whose words are named for what they are wherever they are quoted."""
FATES = {
    Outcome.APPROVED: "lead.from_approved",
    Outcome.REJECTED: "lead.from_rejected",
    Outcome.POSTPONED: "lead.from_postponed",
}
"""A recommendation whose fate is one of these is quoted with it."""
BEHIND = 12
"""Words over the room that may be quoted of the sentences that the chosen ones point back to."""
POOL = 14
"""How many of the best passages are looked at."""
GAIN = 0.35
"""What a word of the question that is met for the first time counts for."""
ENOUGH = 0.15
"""The share of the question that a passage must newly meet to be added to a decision."""
VALUED = 0.25
"""A passage with the value that is asked for must score this share of the best."""
MOST = 4
"""Passages in an answer to a question of fact."""
FEWEST = 4
"""Words of a passage that is put beside another, when it holds no figure."""
FALL = 0.5
"""A further passage must score this share of the best."""
BEHIND_BEST, BEHIND_VALUE = 0.7, 0.5
"""How far behind the best a further passage may score, and where a value is asked for. Of 1,100
further passages those behind this told something new in 1 of 50."""
POINTING = re.compile(
    r"^(?:det|de|den|dette|disse|der|her|han|hun|heraf|derudover|desuden|dermed|dog|men)\b", re.I
)
ASIDE = re.compile(
    r"\b(?:fravalg|forkast|alternativ|undersøgte (?:løsning|mulighed)|"
    r"(?:andre|øvrige) (?:mulighed|løsning|model|placering|scenari))\w*",
    re.IGNORECASE,
)
"""A sub-heading over what was weighed and not chosen."""
WANTS_ASIDE = re.compile(
    r"\b(?:alternativ|fravalg|forkast|andre|anden|andet|mulighed|løsning|model|scenari|option)\w*",
    re.IGNORECASE,
)


def quote_facts(
    draft: Draft,
    evidence: Evidence,
    passages: Sequence[Passage],
    room: int = ROOM,
    *,
    point: bool = False,
) -> None:
    """Quote the passages that answer, best first chosen, in the order of the source.

    With `point` the one that answers most is marked as such and comes first, together with what
    leans on it.
    """
    if not passages:
        return
    chosen = choose(evidence, passages, room)
    best = _foremost(chosen, evidence) if point else None
    order = list(dict.fromkeys(p.record.id for p in passages))
    chosen.sort(key=lambda p: (order.index(p.record.id), p.start))
    for passage in _led_by(best, chosen):
        if draft.has(passage.record, passage.start, passage.end) or draft.tells(passage.text):
            continue
        if passage.header and not draft.has(passage.record, *passage.header) and _heads(passage):
            start, end = passage.header
            draft.quote(
                passage.record, passage.section, start, end, render("lead.header", row="{}")
            )
        told = len(draft.claims)
        quote_whole(draft, passage)
        if passage is best and len(draft.claims) > told:
            draft.claims[-1] = replace(draft.claims[-1], best=True)
        say_left(draft, passage)


def _led_by(best: Passage | None, chosen: Sequence[Passage]) -> list[Passage]:
    """The passages with the best one first, and those that only point to another behind it."""
    groups: list[list[Passage]] = []
    for passage in chosen:
        points = POINTING.match(passage.text.lstrip()) or (passage.header and passage is not best)
        if groups and points:
            groups[-1].append(passage)
        else:
            groups.append([passage])
    groups.sort(key=lambda group: best not in group)
    return [passage for group in groups for passage in group]


def _foremost(chosen: Sequence[Passage], evidence: Evidence) -> Passage | None:
    """The first chosen that holds the value asked for, else the first."""
    if row := called_among(evidence, chosen):
        return row
    asks = kinds(evidence.question)
    telling = (p for p in chosen if asks and _tells(p, asks))
    return next(telling, chosen[0] if chosen else None)


def quote_whole(draft: Draft, passage: Passage) -> None:
    """Quote a passage as it is, named for what it is."""
    draft.quote(passage.record, passage.section, passage.start, passage.end, _wording(passage))


def _wording(passage: Passage) -> str:
    """The words around a quote: what it is when it is no plain fact, and whether it is cut."""
    kind, heading = passage.section.kind, aside(passage)
    wording = "{}"
    if heading:
        wording = render("lead.under", heading=heading, quote=wording)
    elif kind in NAMED:
        name = NAMED[kind]
        if kind is SectionKind.RECOMMENDATION:
            name = FATES.get(_fate(passage) or Outcome.NONE, name)
        wording = render(name, quote=wording)
    return wording


def _fate(passage: Passage) -> Outcome | None:
    """What became of the whole recommendation that the passage stands in, as far as its own item
    tells; None when that is not one thing."""
    decisions = passage.record.item.decisions
    own = [d for d in decisions if d.own and set(d.outcomes) - {Outcome.NONE}]
    if len(own) != 1 or own[0].points or len(own[0].outcomes) != 1:
        return None
    return own[0].outcomes[0]


def aside(passage: Passage) -> str:
    """The sub-heading over the passage when it says that this was not chosen; else ""."""
    above = [heading for heading, at in passage.section.subheadings if at <= passage.start]
    heading = above[-1] if above else ""
    return " ".join(heading.split()) if ASIDE.search(heading) else ""


def choose(evidence: Evidence, passages: Sequence[Passage], room: int) -> list[Passage]:
    """The best passages within `room` words, repeats left out; lists are kept whole.

    After the first, a passage is worth more for words of the question that are not met yet.
    """
    chosen: list[Passage] = []
    limit = room
    left = [p for p in passages[:POOL] if not steers(p.text) and not find_cpr(p.text)]
    heads = {(p.record.id, p.header) for p in passages if p.header}
    left = [p for p in left if not _is_head(p, heads)] or left
    if not WANTS_ASIDE.search(evidence.question.text):
        left = [p for p in left if not aside(p)] or left
    left = without_others(evidence, left)
    floor = _floor(evidence, left)
    listing = Intent.LIST in evidence.question.intents[:2]
    met: dict[str, float] = {}
    first = _of_each_part(evidence, left)
    while left and len(chosen) < MOST and room >= 7:
        if first:
            passage = first.pop(0)
        else:
            passage = max(left, key=lambda p: p.score + GAIN * _gain(evidence, met, p))
        left.remove(passage)
        if (chosen and passage.score < floor) or repeats(passage, chosen):
            continue
        if chosen and _says_nothing(passage.text):
            continue
        if not listing and _another_row(passage, chosen):
            continue
        widened = widen(passage, listing, room)
        size = len(widened.text.split())
        if chosen and (size > room or widened.text.rstrip().endswith(":")):
            continue
        if size > limit + 15:
            widened = shorten(widened, limit)
            size = limit
        held = [c for c in chosen if _within(c, widened)]
        room += sum(len(c.text.split()) for c in held)
        chosen = [*(c for c in chosen if c not in held), widened]
        met = union(met, passage.met)
        room -= size + (8 if passage.header else 0)
    chosen = _telling(_with_value(chosen, evidence, passages, room), evidence)
    return _grounded(chosen, evidence, limit)


def _floor(evidence: Evidence, left: Sequence[Passage]) -> float:
    """The least score of a further passage: behind it stands what is near and tells nothing."""
    if not left:
        return 0.0
    best = left[0].score
    if evidence.parts or Intent.LIST in evidence.question.intents[:2]:
        return FALL * best
    valued = kinds(evidence.question) and Intent.COUNT not in evidence.question.intents[:2]
    return max(FALL * best, best - (BEHIND_VALUE if valued else BEHIND_BEST))


def _telling(chosen: list[Passage], evidence: Evidence) -> list[Passage]:
    """Without the passages that hold no number, where an amount is asked for and one holds it."""
    asks = kinds(evidence.question)
    if asks != [Intent.AMOUNT] or evidence.parts or not any(_tells(p, asks) for p in chosen):
        return chosen
    return [passage for passage in chosen if holds_value(Intent.COUNT, passage.text)]


def _grounded(chosen: list[Passage], evidence: Evidence, room: int) -> list[Passage]:
    """The passages, each with the sentence that it points back to as far as there is room."""
    left = room + BEHIND - sum(len(passage.text.split()) for passage in chosen)
    found: list[Passage] = []
    for passage in chosen:
        grown = grounded(evidence.question, passage, chosen)
        alone = not any(holds(c, grown, grown.start) for c in chosen if c is not passage)
        more = alone * (len(grown.text.split()) - len(passage.text.split()))
        if more <= left:
            left -= more
            passage = grown
        found.append(passage)
    return [p for p in found if not any(_within(p, other) for other in found)]


def _within(passage: Passage, other: Passage) -> bool:
    """Whether a passage is but a part of the other."""
    if passage.record.id != other.record.id or len(passage.text) >= len(other.text):
        return False
    return other.start <= passage.start and passage.end <= other.end


def _is_head(passage: Passage, heads: Collection[tuple[str, tuple[int, int] | None]]) -> bool:
    """Whether the passage is the head of a table: it stands beside the rows that are quoted."""
    if (passage.record.id, (passage.start, passage.end)) not in heads:
        return False
    return names_columns(passage.text.split("\t"))


def _heads(row: Passage) -> bool:
    """Whether what stands first in the row's table is a head."""
    return row.header is not None and names_columns(row.record.text[slice(*row.header)].split("\t"))


def _of_each_part(evidence: Evidence, left: Sequence[Passage]) -> list[Passage]:
    """The passages that fit each part of a twofold question best, as far as they may be quoted."""
    places = {place_of(passage): passage for passage in left}
    found: dict[tuple[str, int, int], Passage] = {}
    for _, passages in evidence.parts:
        best = next((places[place_of(p)] for p in passages if place_of(p) in places), None)
        if best:
            found[place_of(best)] = best
    return list(found.values())


def _with_value(
    chosen: list[Passage], evidence: Evidence, passages: Sequence[Passage], room: int
) -> list[Passage]:
    """The passages with the best one that holds the value asked for, when none of them does; of a
    question that asks two things, for each of them."""
    records = {passage.record.id for passage in passages}
    for part, own in evidence.parts or ((evidence.question, passages),):
        asks = kinds(part)
        if not chosen or not asks or any(_tells(p, asks) for p in chosen):
            continue
        near = [p for p in own if p.record.id in records]
        floor = VALUED * near[0].score if near else 0.0
        holding = (p for p in quotable(near) if p.score >= floor and _tells(p, asks))
        sound = (p for p in holding if not aside(p) and not steers(p.text) and not find_cpr(p.text))
        best = next(sound, None)
        if best is None:
            continue
        size = len(best.text.split())
        if size > room and len(chosen) > (2 if evidence.parts else 1):
            room += len(chosen[-1].text.split())
            chosen = chosen[:-1] if size <= room else chosen
        if size <= room:
            chosen = [*chosen, best]
            room -= size
    return chosen


def _tells(passage: Passage, asks: Sequence[Intent]) -> bool:
    return any(tells(kind, passage.text) for kind in asks)


def unmet(draft: Draft, evidence: Evidence, passages: Sequence[Passage]) -> Passage | None:
    """The passage that tells most of what the question asks and the draft does not tell yet."""
    told = " ".join(f"{c.title} {c.committee} {c.quote}" for c in draft.citations)
    met = evidence.matcher.met(told)
    fresh = [
        p for p in passages[:POOL] if not draft.has(p.record, p.start, p.end) and not steers(p.text)
    ]
    best = max(fresh, key=lambda p: p.score + GAIN * _gain(evidence, met, p), default=None)
    if best is None or _gain(evidence, met, best) < ENOUGH:
        return None
    return best


def _says_nothing(text: str) -> bool:
    """Whether a passage is a bare name ("Social- og Handicapudvalget."): nothing beside others."""
    return len(text.split()) < FEWEST and not re.search(r"\d|\t", text)


def _another_row(passage: Passage, chosen: Sequence[Passage]) -> bool:
    """Whether a row of its table is chosen that names what is asked for, and this one does not."""
    return passage.header is not None and any(
        held.header == passage.header
        and held.record.id == passage.record.id
        and held.met.keys() > passage.met.keys()
        for held in chosen
    )


def _gain(evidence: Evidence, met: Mapping[str, float], passage: Passage) -> float:
    """How much of the question's weight the passage meets beyond what is met."""
    matcher = evidence.matcher
    return matcher.share(union(dict(met), passage.met)) - matcher.share(met)


def repeats(passage: Passage, chosen: Sequence[Passage]) -> bool:
    """Whether the passage says what a chosen one says (resumes repeat the case)."""
    mine = set(re.findall(r"\w+", passage.text.casefold()))
    for held in chosen:
        if held.record.id == passage.record.id and held.start <= passage.start < held.end:
            return True
        theirs = set(re.findall(r"\w+", held.text.casefold()))
        if mine and len(mine & theirs) / len(mine) > 0.75:
            return True
    return False


def quotable(passages: Sequence[Passage]) -> list[Passage]:
    """Passages that may stand alone as an answer: no titles, no lists of attachments."""
    return [p for p in passages if p.section.kind not in UNQUOTED]
