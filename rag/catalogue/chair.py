"""Who leads a body: read off the heads of its meetings, where the minutes print it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.catalogue import ItemRecord
from index.danish import is_binding
from prompts import render
from rag.draft import Draft
from rag.notes import TOWNS
from rag.render import danish_date, the_body
from rag.types import Intent, Question

ASKED = re.compile(
    r"\b(?P<deputy>næst|vice)?(?P<role>formand|formænd|borgmest(?:er|re)|chair\w*|mayor)\w*\b",
    re.IGNORECASE,
)
WHO = re.compile(
    r"^\W*(?:(?:og|men|så)\s)?"
    r"(?:hvem(?: der)? (?:er|var|blev|bliver|har været|sidder|sad)|hvad (?:hedder|hed)|"
    r"who(?:'s| is| was| became| are)|hvilken \w+ er)\b",
    re.IGNORECASE,
)
"""Asks who holds an office; "hvem klagede over borgmesteren?" asks for somebody else."""
_WORD = r"[A-ZÆØÅ][\w'-]+"
_NAME = (
    r"(?!Møde|Delta|Medlem|Tilste|Frav|Afbud|Udvalg|Byråd)"
    rf"{_WORD}(?:[ \t]*\n?[ \t]*(?:[A-ZÆØÅ]\.|{_WORD}|van|von|de|af)){{1,4}}"
)
_ONE_LINE = _NAME.replace(r"\n?", "")
_PARTY = r"(?:\s?\([A-ZÆØÅ]{1,3}\))?"
COUNCIL = 3
"""The rank of a council's word (index/danish.py)."""
MEETINGS = 12
"""How many of the body's latest meetings are looked at."""


def asks_for_chair(question: Question) -> bool:
    """Whether the question is who leads a body, and nothing more."""
    who = {Intent.WHO, Intent.DEFINITION, Intent.ATTENDANCE} & set(question.intents[:2])
    short = len(question.text.split()) <= 16
    return bool(who) and short and bool(WHO.match(question.text) and ASKED.search(question.text))


def chair(question: Question, heads: Sequence[ItemRecord]) -> Draft | None:
    """The draft with the name as the newest head that prints one has it, for each municipality
    that is named; None when none does.

    `heads` are those of the meetings within the question's limits, newest first.
    """
    asked = ASKED.search(question.text)
    if asked is None:
        return None
    mayor = asked["role"].casefold() in ("borgmester", "borgmestre", "mayor")
    named = question.filters.committee or question.prefer.committee
    if not named and not mayor and len(heads) != 1:
        return None
    fitting = [h for h in heads if not mayor or named or is_binding(h.meeting.body) == COUNCIL]
    draft = Draft()
    for heads_of_one in _by_town(question, fitting):
        for head in heads_of_one[:MEETINGS]:
            if _tell(draft, head, (asked["deputy"] or "").casefold(), mayor=mayor):
                break
    return draft if draft.claims else None


def _by_town(question: Question, heads: Sequence[ItemRecord]) -> list[list[ItemRecord]]:
    """The heads of each municipality that the question names, when it names several; else all."""
    note = next((note for note in question.notes if note.startswith(TOWNS)), None)
    if note is None:
        return [list(heads)]
    towns = note.removeprefix(TOWNS).split(", ")
    return [[head for head in heads if head.meeting.municipality == town] for town in towns]


def leader(head: ItemRecord) -> Draft | None:
    """The draft with who leads the body of one meeting: a council's mayor, a committee's chair."""
    draft = Draft()
    return draft if _tell(draft, head, "", mayor=is_binding(head.meeting.body) == COUNCIL) else None


def _tell(draft: Draft, head: ItemRecord, deputy: str, *, mayor: bool) -> bool:
    """Quote who holds the role; whether the head tells it."""
    meeting = head.meeting
    council = is_binding(meeting.body) == COUNCIL
    span = _find(head, _printed(deputy, mayor=mayor, council=council))
    if span is None:
        return False
    role = f"{deputy}{'borgmester' if mayor else 'formand'}".capitalize()
    day = danish_date(meeting.date)
    wording = render("lead.chair", role=role, body=the_body(meeting.body), date=day, quote="{}")
    draft.quote(head, meeting.head, *span, wording)
    return True


def _printed(deputy: str, *, mayor: bool, council: bool = False) -> str:
    """How the role is printed: a council's chair is its mayor, by law, a committee's is not."""
    if mayor:
        chair = f"|{'næst' if deputy else ''}formand" if council else ""
        return rf"(?:{deputy}borgmester{chair})"
    return (
        rf"(?:{deputy}(?:udvalgs)?formand(?:en)?{'|næstfmd|nfmd' if deputy else '|fmd|borgmester'})"
    )


def _find(head: ItemRecord, role: str) -> tuple[int, int] | None:
    """The span of name and role in the meeting's head."""
    section = head.meeting.head
    text = head.text[section.start : section.end]
    after = rf"(?P<name>{_NAME}){_PARTY}\s?[,–-]?\s{{0,60}}\(?(?:\d\.\s?)?\b(?i:{role})\b(?!/)\)?"
    # "..., formand, Bo Dal" tells of who stands before it.
    before = rf"(?:^|[\n.,;:]\s*)(?i:{role})\b{_PARTY}\s?:?\s(?P<name>{_ONE_LINE})"
    for pattern in (after, before):
        match = re.search(pattern, text)
        if match:
            start = match.start() + len(match.group()) - len(match.group().lstrip(" \n\t.,;:"))
            return section.start + start, section.start + match.end()
    return None
