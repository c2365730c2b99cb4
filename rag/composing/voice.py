"""A question about what another than the meeting's body said: a joint body, a council asked."""

from __future__ import annotations

import re

from index.catalogue import ItemRecord
from index.danish import body_key, same_body
from index.types import Decision
from rag.evidence import Evidence
from rag.passages import Passage
from rag.selection.quote import quotable
from rag.types import Question
from rag.understanding.bodies import find_bodies
from rag.wash import fold

ASKED = re.compile(
    r"\bhvad (?:sagde|siger|mente|mener|svarede|svarer|ønskede|ønsker|foreslog|foreslår|anbefalede|"
    r"anbefaler|udtalte|besluttede|vedtog|indstillede|skrev|synes|syntes)\s+(?P<who>.{3,80})",
    re.IGNORECASE,
)
DECIDES = re.compile(
    r"\w*(?:udvalg|byråd|kommunalbestyrelse|politiker|kommune|magistrat|flertal|man\b)",
    re.IGNORECASE,
)
"""Who a body's decision is the answer for."""
RECOMMENDS = re.compile(r"\b(?:anbefal|indstil)\w*\s+(?P<who>(?:[\w-]+,?\s?){1,5})", re.IGNORECASE)
PEOPLE = re.compile(r"(?:de )?([a-zæøå]{2,}?e)(?:rne|ne)\b")
"""A group of people who are asked, without the ending: "lærerne", "eleverne"."""
SPEAKS = re.compile(
    r"\b(?:men(?:er|te|ing\w*)|ønske\w*|vil (?:gerne|ikke|hellere)|svare\w*|"
    r"udt(?:aler|alte|rykk\w*)|peger|pegede|savner|savnede|frygte\w*|(?:u)?tilfreds\w*|bemærke\w*|indsigelse\w*|klage\w*|"
    r"protest\w*|støtte[rd]\w*|anbefale\w*|foreslå\w*|foreslog|oplever\w*|finder|fandt|ser gerne|"
    r"bekymre\w*|foretrækker|er (?:for|imod))\b",
    re.IGNORECASE,
)
"""Tells what people think, and not only that there are such people."""
ADVICE = re.compile(
    r"\b\w*(?:udvalg|råd|bestyrelse|nævn|flertal|mindretal)(?:et|en|net)?s "
    r"(?:anbefaling|indstilling)|"
    r"\bhvem (?:har )?anbefal|^\W*(?:blev|er|var) [^?]*\banbefalet\b",
    re.IGNORECASE,
)
"""Asks for a body's or its members' advice, not for the administration's."""
NAMED = re.compile(
    r"\b[A-ZÆØÅ][\w-]*(?:rådet|nævnet|foreningen|styrelsen|klubben|tilsynet|regionen|selskabet|"
    r"ministeriet|patruljen)\b"
)


def second_decision(question: Question, record: ItemRecord) -> Decision | None:
    """What another body than the meeting's decided in the item, when the question names it."""
    others = [d for d in record.item.decisions if d.body and d.text.strip()]
    names = list(dict.fromkeys(d.body for d in others if d.body))
    mentions = find_bodies(question.text, fold(question.text), names)
    asked = [name for mention in mentions for name in mention.names]
    if not asked or any(same_body(name, record.meeting.body) for name in asked):
        return None
    fitting = [d for d in others if d.body and body_key(d.body) in map(body_key, asked)]
    return fitting[-1] if fitting else None


def of_others(question: Question) -> bool:
    """Whether it asks what people said who decide nothing: "hvad siger de gamle til ..."."""
    match = ASKED.search(question.text)
    first = match["who"].split()[:3] if match else []
    return bool(first) and not any(DECIDES.match(word) for word in first)


def body_recommends(question: Question) -> bool:
    """Whether it asks what a body recommended, which is what that body decided."""
    if ADVICE.search(question.text):
        return True
    match = RECOMMENDS.search(question.text)
    return match is not None and any(DECIDES.match(word) for word in match["who"].split())


def voiced(evidence: Evidence, record: ItemRecord) -> list[Passage]:
    """The item's passages that tell what the one who is asked about said; [] when none is."""
    match = ASKED.search(evidence.question.text)
    name = NAMED.search(match["who"]) if match else None
    people = PEOPLE.match(match["who"]) if match and of_others(evidence.question) else None
    if name and not same_body(name.group(), record.meeting.body):
        said = rf"\b{re.escape(name.group())}\b"
    elif people and not name:
        said = rf"\b{re.escape(people[1])}(?:n|ne|r|re|ren|rne)?\b"
    else:
        return []
    told = re.compile(said, re.IGNORECASE)
    passages = [p for p in quotable(evidence.of(record)) if told.search(p.text)]
    return passages if name else [p for p in passages if SPEAKS.search(p.text)]
