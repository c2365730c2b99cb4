"""The text under "Beslutning" or "Sagens forløb" -> what each body did, with votes and absence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from index.danish import find_dates, is_binding, same_body
from index.decision.absence import read_absence
from index.decision.outcomes import read_outcomes
from index.decision.speakers import find_actor, find_motions, read_fallen
from index.decision.stands import acts, is_outvoted, read_stands
from index.decision.statements import (
    Statement,
    as_plain_council,
    beside_amendments,
    main_statements,
    read_statements,
)
from index.decision.votes import read_votes
from index.decision.wording import blank_wording
from index.sections import is_decision_line, parse_decision_heading, section_kind
from index.sentences import Span, blank_quotes, split_sentences
from index.types import Decision, Outcome, PointOutcome, SectionKind, Side, Vote

__all__ = [
    "is_binding",
    "parse_decision_heading",
    "read_decision",
    "split_bodies",
    "split_history",
]

_RESERVED = re.compile(
    r"\bforbehold\b|\bprotokol(?:bemærkning\w*|leres?|lere(?:t|de))\b|"
    r"\b(?:ført|føres|føre) til protokol|\b(?:tilført|tilføres) protokol|\bad protokol|"
    r"\bmindretalsudtalelse\b|\bafventer stillingtagen\b|\bindbragt for\b|"
    r"\bstandse\w*\b.{0,40}\bbeslutning",
    re.IGNORECASE,
)
_OPENING = 160
"""Characters of a sentence in which its body's date stands."""
_PROPOSED = re.compile(r"[^.:;]{2,110}? indstiller\b")
_DECISIVE = frozenset(Outcome) - {
    Outcome.DISCUSSED,
    Outcome.ORIENTATION,
    Outcome.NOTHING,
    Outcome.NONE,
}


def read_decision(
    text: str, start: int, *, body: str | None, date: date | None, own: bool = True
) -> Decision:
    """One block of one body, read to what it did.

    `text` is the block as printed and `start` its offset in the document. `outcomes` holds
    every outcome that the block prints, in order, (NONE,) when it prints none, also where
    the body only wishes something or took no stand. `sentence` is "" when there is none.
    """
    spans = split_sentences(text)
    absent, told_absence = read_absence(text, spans)
    masked = as_plain_council(blank_wording(blank_quotes(text), spans), body)
    votes, _ = read_votes(text, spans)
    rest = [span for span in spans if span not in told_absence and masked[slice(*span)].strip()]
    stands = read_stands(text, rest)
    votes = (
        *votes,
        *(vote for vote in stands.values() if vote.text not in {v.text for v in votes}),
    )
    motions = find_motions(text, masked, rest)
    against = any(vote.side is Side.AGAINST for vote in votes)
    opposed = {span for span, vote in stands.items() if vote.side is not Side.FOR}
    spoken = [span for span in rest if span not in opposed]
    units = main_statements(text, list(read_statements(masked, spoken, motions)), against)
    if is_outvoted([*stands.values()]):
        units = [unit for unit in units if unit.span not in stands]
    acted = None if any(unit.reading.strong for unit in units) else acts(text, rest, votes)
    if acted:
        votes = (acted[0], *votes)
        units = [Statement(acted[1], (), read_outcomes(f"Udvalget {acted[2]}"))]
    if not units and (fell := read_fallen(text, rest, motions)):
        units = [Statement(fell, (), read_outcomes(text[slice(*fell)]))]
    outcomes = _outcomes(text, units)
    return Decision(
        body=body,
        date=date,
        outcomes=outcomes,
        text=text,
        start=start,
        end=start + len(text),
        sentence=_sentence(text, units) if outcomes != (Outcome.NONE,) else "",
        points=tuple(_points(text, units)),
        votes=_own_votes(text, spans, votes, motions),
        reservations=tuple(text[a:b] for a, b in rest if _RESERVED.search(masked[a:b])),
        absent=absent,
        own=own,
    )


def split_history(text: str, start: int) -> tuple[Decision, ...]:
    """The decisions of earlier bodies in a block such as "Sagens forløb", in order.

    Each begins with a line that names the body and the date ("03-05-2031 Havneudvalget",
    "Beslutning fra Havneudvalget, 3. maj 2031, pkt. 4:"). Entries without a text (a route
    of meetings to come) and what stands before the first line give no decision.
    """
    entries = [one for one in _entries(text) if (one[2] or one[3]) and one[1] > one[0]]
    return tuple(
        read_decision(text[a:b], start + a, body=body, date=when, own=False)
        for a, b, body, when in entries or _told_entries(text)
    )


def _told_entries(text: str) -> Iterator[tuple[int, int, str | None, date | None]]:
    """The sentences that tell what a body did on a date ("Økonomiudvalget anbefalede den 3. maj
    2031, at ..."), where no line heads them."""
    for a, b in split_sentences(text):
        actor, dates = find_actor(text[a:b]), find_dates(text[a : min(b, a + _OPENING)])
        if actor and dates and read_outcomes(text[a:b]).strong:
            yield a, b, actor, dates[0][0]


def split_bodies(
    text: str, start: int, own_body: str | None, date: date | None
) -> tuple[Decision, ...]:
    """The decisions in a "Beslutning" block, one for each body that it tells of, as printed.

    Parts under a labelled line of another body or day, and paragraphs in which another
    body acts ("Børneudvalget anbefaler ..."), are not `own`. A lone part that names a body
    of the same rank is the meeting's own, under another name.
    """
    found: list[Decision] = []
    entries = _entries(text)
    for n, (a, b, body, when) in enumerate(entries):
        if not text[a:b].strip() or (n == 0 and len(entries) > 1 and is_proposal(text[a:b])):
            continue
        if (body and not _is_ours(body, own_body)) or (when and date and when != date):
            found.append(read_decision(text[a:b], start + a, body=body, date=when, own=False))
            continue
        found.extend(_by_subject(text, (a, b), start, own_body or body, date or when))
    if not found:
        return (read_decision(text, start, body=own_body, date=date),)
    told = any(one.own and one.outcomes != (Outcome.NONE,) for one in found)
    return tuple(one for one in found if not (told and _says_nothing(one)))


def _says_nothing(decision: Decision) -> bool:
    """Whether a part of a body's own decision decides nothing (names below a line to sign on)."""
    empty = decision.outcomes == (Outcome.NONE,) and not (decision.votes or decision.reservations)
    return decision.own and empty and not decision.absent


def is_proposal(part: str) -> bool:
    """What the administration proposed, above the bodies' decisions ("Indstilling og
    beslutning")."""
    return _PROPOSED.match(part) is not None and not find_actor(part)


def _is_ours(body: str, own_body: str | None) -> bool:
    return own_body is None or same_body(body, own_body)


def _entries(text: str) -> list[tuple[int, int, str | None, date | None]]:
    """(start, end, body, date) of the stretches under lines that name a body and a date."""
    heads: list[tuple[int, int, str | None, date | None]] = [(0, 0, None, None)]
    for line in re.finditer(r"[^\n]+", text):
        printed = line.group().strip()
        colon = re.match(r"[^:\n]{6,110}:(?=\s+\S)", line.group())
        if colon and is_decision_line(colon.group()):
            body, when, _ = parse_decision_heading(colon.group())
            heads.append((line.start(), line.start() + colon.end(), body, when))
        elif is_decision_line(printed) or _is_plain_label(printed):
            body, when, _ = parse_decision_heading(printed)
            heads.append((line.start(), line.end(), body, when))
    found = []
    for n, (_, end, body, when) in enumerate(heads):
        limit = heads[n + 1][0] if n + 1 < len(heads) else len(text)
        inside = text[end:limit]
        a = end + len(inside) - len(inside.lstrip())
        found.append((a, max(a, end + len(inside.rstrip())), body, when))
    return found


def _is_plain_label(line: str) -> bool:
    return line.rstrip(" :").casefold() == "beslutning" or (
        len(line) > 10
        and line.casefold().startswith("beslutning")
        and section_kind(line) is SectionKind.DECISION
    )


def _by_subject(
    text: str, part: Span, start: int, own_body: str | None, date: date | None
) -> Iterator[Decision]:
    """Paragraphs of one stretch, put together by the body that acts in them."""
    groups: list[tuple[str | None, int, int]] = []
    masked = blank_wording(text, split_sentences(text))
    paragraphs = [(a, b, find_actor(masked[a:b])) for a, b in _paragraphs(text, part)]
    names = _own_names([actor for _, _, actor in paragraphs if actor], own_body)
    for a, b, actor in paragraphs:
        other = actor if actor not in names else None
        if groups and (other == groups[-1][0] or not (actor or _carries(masked[a:b]))):
            groups[-1] = (groups[-1][0], groups[-1][1], b)
        else:
            groups.append((other, a, b))
    for other, a, b in groups:
        yield read_decision(
            text[a:b],
            start + a,
            body=other or own_body,
            date=None if other else date,
            own=other is None,
        )


def _own_names(actors: Sequence[str], own_body: str | None) -> frozenset[str]:
    """The actors that are the meeting's own body, also where it goes by another name."""
    ours = frozenset(actor for actor in actors if _is_ours(actor, own_body))
    others = frozenset(actors) - ours
    renamed = own_body and not ours and len(others) == 1
    if renamed and is_binding(next(iter(others))) == is_binding(own_body or ""):
        return others
    return ours


def _paragraphs(text: str, part: Span) -> Iterator[Span]:
    begin = part[0]
    for gap in re.finditer(r"\n[^\S\n]*\n\s*", text[part[0] : part[1]]):
        yield begin, part[0] + gap.start()
        begin = part[0] + gap.end()
    if begin < part[1]:
        yield begin, part[1]


def _carries(paragraph: str) -> bool:
    spans = split_sentences(paragraph)
    _, absent = read_absence(paragraph, spans)
    rest = [s for s in spans if s not in absent]
    return any(unit.reading.strong for unit in read_statements(paragraph, rest, frozenset()))


def _own_votes(
    text: str, spans: Sequence[Span], votes: Sequence[Vote], motions: frozenset[Span]
) -> tuple[Vote, ...]:
    """The votes on the matter itself; those on a minority's motion only stand in the text."""
    motion_texts = {text[a:b] for a, b in (*motions, *beside_amendments(text, spans))}
    places = {text[a:b] for a, b in spans} - motion_texts
    own = tuple(
        vote
        for vote in votes
        if vote.text in places or not any(vote.text.startswith(t) for t in motion_texts)
    )
    amending = {told for told in {vote.text for vote in own} if read_outcomes(told).amendment}
    return tuple(vote for vote in own if vote.text not in amending) or own


def _outcomes(text: str, units: Sequence[Statement]) -> tuple[Outcome, ...]:
    strong = tuple(dict.fromkeys(o for unit in units for o in unit.reading.strong))
    weak = tuple(dict.fromkeys(o for unit in units for o in unit.reading.weak))
    if strong == (Outcome.DISCUSSED,) and Outcome.POSTPONED in weak:
        strong = (*strong, Outcome.POSTPONED)
    others = [u for u in units if not (u.reading.strong or "ønske" in text[slice(*u.span)])]
    beside = tuple(dict.fromkeys(o for u in others for o in u.reading.weak))
    if strong == (Outcome.NOTHING,) and beside:
        return beside
    if Outcome.NOTHING in strong and len(strong) > 1:
        strong = tuple(o for o in strong if o is not Outcome.NOTHING)
    if Outcome.ORIENTATION in strong and Outcome.NOTED in strong:
        strong = tuple(o for o in strong if o is not Outcome.ORIENTATION)
    return strong or weak or (Outcome.NONE,)


def _sentence(text: str, units: Sequence[Statement]) -> str:
    """The first sentence with a decisive outcome, else the first with any."""
    firm = [u for u in units if u.reading.strong]
    decisive = [u for u in firm if _DECISIVE & set(u.reading.strong)]
    chosen = next(iter(decisive or firm or [u for u in units if u.reading.weak]), None)
    return text[chosen.span[0] : chosen.span[1]] if chosen else ""


def _points(text: str, units: Sequence[Statement]) -> Iterator[PointOutcome]:
    """The outcome of each numbered point, with the line as printed."""
    seen: set[tuple[str, tuple[Outcome, ...]]] = set()
    for unit in units:
        outcomes = unit.reading.strong or unit.reading.weak
        for point in unit.points if outcomes else ():
            if (point, outcomes) not in seen:
                seen.add((point, outcomes))
                yield PointOutcome(point, outcomes, text[unit.span[0] : unit.span[1]])
