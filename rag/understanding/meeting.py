"""Tells a question about a meeting itself: who came, where and when it was, who led it.

"Hvem manglede på udvalgets møde i april?" asks of the meeting, and its head tells; "Hvem manglede,
da udvalget behandlede skolen?" asks of an item. What is left when the body, the time, names and
the words of holding and attending a meeting are taken away tells the one from the other.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from index.archive import Archive
from index.types import SectionKind, is_head
from rag.notes import NEWEST_MEETING, NOT_PUBLIC, OF_MEETING
from rag.types import Filters, Intent, Question
from rag.understanding.entities import entities
from rag.understanding.reading import Reading, own_words, taken
from rag.wash import fold
from rag.within import Mask, permitted

_HELD = re.compile(
    r"(?:af)?hold(?:t|es|te|er)|fore(?:gik|går)|fandt|finder|samle(?:t|des|s)|mødtes|mødte?|"
    r"delt(?:og|ager?|aget|agere|agerne|agende)|(?:frem|ud)?mød(?:t|te|er)|stede|tilstede|frem|"
    r"frav[æa]r\w*|afbud\w*|forfald|mangl(?:ede|er|et|ende)|udeb(?:lev|levet|liver)|væk|"
    r"mel(?:dt|dte|der)|forhindre(?:t|de)|syge?|ferie|bortrejst|sad|sidder|bordet?|medlem(?:mer|merne)?|folk|"
    r"politikere?|byrådsmedlem(?:mer|merne)?|duk(?:kede|ker|ket)|kom(?:me|met|mer)?|"
    r"stedfortræder\w*|suppleant\w*|afløs(?:te|er)|lokalet?|mødelokalet?|salen?|bygning|adresse|"
    r"sted|mødested\w*|rum|hus|brug(?:te|er)|lag(?:de|t)|klokken|kl|tidspunkt(?:et)?|tid|dag(?:en)?|"
    r"begynd(?:te|er)|gik|går|start(?:ede|er|et)|gang|slut(?:tede|ter|tet)?|hæve(?:t|de|s)|varede|vare[dt]e|"
    r"sent|tidligt|led(?:et|ede|er)|ledte|mødeleder|formand(?:en)?|næstformand(?:en)?|"
    r"attend(?:ed|ees?|ance)?|absent|present|missing|apologies|held|hold|place|took|room|chair(?:ed)?|"
    r"begin|began|start|end(?:ed)?|finish(?:ed)?|members?|part|committee|council"
)
"""Words of holding and of attending a meeting."""
_MEETING = re.compile(r"møde[tr]|\bmøde\b|\bmeeting")
_ON_AGENDA = re.compile(r"st(?:od|år)|kom(?:mer)?|oppe|taget|tog|agenda|meeting|place")
_SHUT = re.compile(
    r"offentlig\w*|luk(?:ke)?(?:t|de)\w*|fortrolig\w*|hemmelig\w*|dør(?:e|ene)|bag|se|vide|høre|del|"
    r"adgang|sag(?:er)?|punkt(?:er)?|dagsordenspunkt(?:er)?|closed|behind|doors|session|items?|public"
)
_OF_ITEMS = re.compile(r"\bhvilke[nt]?\s+(?:\w*punkt\w*|sag\w*)|\bwhich (?:items?|cases?)\b")
LEFT = re.compile(
    r"\b(?:forlod|gik fra|måtte forlade) (?:\w*mødet|salen|lokalet)|"
    r"\bgik,? (?:før|inden|tidligere|hjem)|"
    r"\b(?:gik|går) (?!(?:sag|forslag|punkt|det|den)\w*\b)[^?]{2,40} "
    r"fra (?:[^?]{1,30} )?(?:\w*møde[tr]?|salen|lokalet)\b|"
    r"\bforlod [^?]{2,40} (?:\w*møde[tr]?|salen|lokalet)\b|"
    r"\bleft (?:the meeting|early)",
    re.IGNORECASE,
)
"""Leaving a meeting before its end; asked for, and told."""
PLACES = (SectionKind.DECISION, SectionKind.ABSENCE, SectionKind.HISTORY)
"""Sections that tell who took part in what."""
FEW = 200
"""Items of the meetings that may be meant, at most, in which it is looked for who left."""
SUCCEEDS = re.compile(
    r"\b(?:afløs\w*|efterfølg\w*|overt[ao]g\w*|erstatte\w*|træde\w* ind|replace\w*|succeed\w*)\b"
    r".{1,60}\b(?:som|as|plads|post|hverv)\b"
)
"""Asks who takes over an office, which an item tells, not a meeting's head."""
_NOT_OF_ONE = frozenset((Intent.VOTE, Intent.RECOMMENDATION, Intent.REASON, Intent.CASE_NUMBER))


def asks_of_meeting(reading: Reading) -> bool:
    """Whether a meeting, told by its body or its time, is all that the question is about."""
    named = reading.bodies or (reading.times and _MEETING.search(reading.low))
    if reading.item or reading.case or not named or SUCCEEDS.search(reading.low):
        return False
    asked = reading.intents[0]
    own = own_words(reading)
    if asked is Intent.OVERVIEW:
        return all(_ON_AGENDA.fullmatch(word) for word in own)
    if own and all(_SHUT.fullmatch(word) for word in own):
        return True
    if asked in _NOT_OF_ONE or _OF_ITEMS.search(reading.low):
        return False
    found = entities(reading.text, reading.low, taken(reading))
    names = {fold(word) for name in found for word in name.split()}
    left = [word for word in own if word not in names]
    if not left:  # "Var Bo Dal med på mødet?"
        return bool(names) and asked is Intent.YES_NO and bool(_MEETING.search(reading.low))
    return all(_HELD.fullmatch(word) for word in left)


def limits_of(question: Question) -> Filters:
    """What the question states or hints at of a meeting: its body and its time."""
    f, p = question.filters, question.prefer
    return Filters(
        f.municipality or p.municipality,
        f.committee or p.committee,
        f.date_from or p.date_from,
        f.date_to or p.date_to,
    )


def told_by(question: Question, archive: Archive) -> Mask:
    """Which items tell what is asked of a meeting itself, shape (cards,): the heads of the
    meetings that may be meant, or what was closed there; none when another thing is asked."""
    columns, cards = archive.columns, archive.snapshot.cards
    told = np.zeros(len(cards), dtype=bool)
    if OF_MEETING not in question.notes:
        return told
    limits, newest = limits_of(question), NEWEST_MEETING in question.notes
    if newest and not question.filters.date_from:
        limits = replace(limits, date_from=None, date_to=None)
    meant = permitted(limits, columns)
    if meant is None:
        return told
    if LEFT.search(question.text):
        told = _of_leaving(meant, archive)
    if NOT_PUBLIC in question.notes and (meant & columns.closed).any():
        told = meant & columns.closed
    elif not told.any():
        for i in np.flatnonzero(meant & (columns.number == 0)):
            told[i] = is_head(cards[i].id)
    return told & (columns.day == columns.day[told].max(initial=0)) if newest else told


def _of_leaving(meant: Mask, archive: Archive) -> Mask:
    """Which of these items and heads tell that somebody left; none when they are many."""
    told = np.zeros(len(meant), dtype=bool)
    keys = [archive.snapshot.cards[i].id for i in np.flatnonzero(meant)]
    for record in archive.items(keys) if len(keys) <= FEW else ():
        kept = [section for section in record.item.sections if section.kind in PLACES]
        sections = [record.meeting.head] if is_head(record.id) else kept
        told[archive.card_index[record.id]] = any(LEFT.search(s.text) for s in sections)
    return told
