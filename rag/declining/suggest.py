"""Questions that the archive at hand can answer: to begin with, and to go on with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from index.archive import Archive
from index.catalogue import ItemRecord
from index.store.one_case import is_procedural
from index.types import SectionKind
from rag.render import danish_date, the_body
from rag.types import Answer, Intent, Status

_MIN_WORDS, _MAX_WORDS = 2, 8
_MARK = re.compile(
    r"(?:[a-zæøå]-(?:sag|punkt)|(?:beslutnings|drøftelses|orienterings)(?:sag|punkt)|orientering|"
    r"drøftelse|beslutning|lukket(?: punkt)?|åbent?(?: punkt)?|tillægs(?:punkt|dagsorden))"
    r"\s*:\s*(?=\S)",
    re.IGNORECASE,
)
"""What an agenda writes before a title to say what kind of point it is."""
_ERRAND = re.compile(
    r"(?:(?:endelig|foreløbig|fornyet|politisk)\s+)?(?:(?:vedtagelse|godkendelse|behandling|"
    r"drøftelse|fremlæggelse|udsendelse) af|stillingtagen til|orientering om|beslutning om|"
    r"ansøgning om|anmodning om|status (?:på|for|vedrørende)|forslag (?:til|om)|indstilling om|"
    r"vedr(?:ørende|\.)|sag om)\s+(?=\S)",
    re.IGNORECASE,
)
"""What is to be done with the matter, which stands before it in a title: "Godkendelse af ..."."""
_COMMON = re.compile(
    r"\w+(?:ning|else|tion|hed|skab)(?:er)?\s+(?:af|for|om|til|på|med|vedr)\b|"
    r"\w*(?:budget|regnskab|opfølgning|forslag|plan|strategi|politik|anlæg|park|takster)\b",
    re.IGNORECASE,
)
"""How a title begins with a noun that is no name: "Indberetning af ...", "Lokalplan 61"."""
_STAGE = re.compile(r"[,:;]?\s*\(?(?:1|2|3)\.\s*(?:behandling|gang)\)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Next:
    """A question to go on with: `short` as it is offered, `question` as it is asked."""

    short: str
    question: str


def examples(archive: Archive, count: int = 4) -> list[str]:
    """Questions about decided items of the latest meetings, no two of one body if it can be."""
    found: list[str] = []
    used: set[str] = set()
    times = Counter((card.body, card.title) for card in archive.snapshot.cards)
    cards = sorted(archive.snapshot.cards, key=lambda card: str(card.date or ""), reverse=True)
    for card in cards:
        if len(found) >= count - 1 or card.body in used or not card.open:
            continue
        if times[card.body, card.title] > 1 or is_procedural(card.title):
            continue  # a point of every agenda
        if card.number and card.number > 2 and _askable(card.title) and _decided(archive, card.id):
            found.append(f"Hvad blev der besluttet om {_subject_of(archive, card.id)}?")
            used.add(card.body)
    dated = next((card for card in cards if card.date), None)
    if dated:
        found.append(f"Hvem deltog i mødet i {the_body(dated.body)} den {danish_date(dated.date)}?")
    return found


def follow_ups(answer: Answer, archive: Archive, count: int = 3) -> list[Next]:
    """What to ask next about the item that an answer rests on; nothing when it rests on none."""
    if answer.status is not Status.ANSWERED or not answer.citations:
        return []
    records = archive.items([answer.citations[0].item_id])
    if not records or answer.citations[0].section is SectionKind.HEAD:
        return []
    asked = set(answer.understood.intents) if answer.understood else set()
    fitting = (one for intent, one in _next(records[0]) if intent not in asked)
    return list(dict.fromkeys(fitting))[:count]


def subject(title: str, text: str = "") -> str:
    """What an item is about, as it stands inside a question: its title up to the first dash,
    without the mark of its kind ("B-sag:"), what is to be done ("Godkendelse af") and how far
    it has come ("2. behandling").

    The first word loses its capital when `text`, the item's own, writes it without one, and where
    it can be no name.
    """
    title = _tidy(title)
    mark = _MARK.match(title)
    about = (
        title[mark.end() if mark else 0 :]
        .replace(" – ", " - ")
        .split(" - ")[0]
        .strip()
        .rstrip(".:")
    )
    about = _STAGE.sub("", _matter(about)) or about
    first, _, rest = about.partition(" ")
    plain = first[:1].lower() + first[1:]
    if not (_COMMON.match(about) or re.search(rf"\b{re.escape(plain)}\b", text)):
        return about
    return f"{plain} {rest}".strip()


def _tidy(title: str) -> str:
    """The title without the spaces that a system left in it: "Regnskab ( 2023 )"."""
    return re.sub(r"\s+(?=[),.:;?])|(?<=\()\s+", "", " ".join(title.split()))


def _matter(about: str) -> str:
    """The matter itself, as long as two words of it are left."""
    while (errand := _ERRAND.match(about)) and len(about[errand.end() :].split()) > 1:
        about = about[errand.end() :]
        about = about[:1].upper() + about[1:]
    return about


def _next(record: ItemRecord) -> Iterator[tuple[Intent, Next]]:
    item, meeting = record.item, record.meeting
    kinds = {section.kind for section in item.sections}
    held = f"{the_body(meeting.body)} den {danish_date(meeting.date)}" if meeting.date else ""
    about = subject(item.title, record.text[item.title_end : item.end])
    about += f" ({held})" if held else ""  # else another meeting's item of the case may answer
    if SectionKind.DECISION in kinds:
        yield (
            Intent.DECISION,
            Next("Hvad blev der besluttet?", f"Hvad blev der besluttet om {about}?"),
        )
    if SectionKind.RECOMMENDATION in kinds:
        asked = f"Hvad var indstillingen om {about}?"
        yield Intent.RECOMMENDATION, Next("Hvad var indstillingen?", asked)
    if any(decision.votes for decision in item.decisions):
        yield Intent.VOTE, Next("Hvem stemte imod?", f"Hvem stemte imod {about}?")
    if SectionKind.ECONOMY in kinds:
        yield Intent.AMOUNT, Next("Hvad koster det?", f"Hvad koster {about}?")
    if SectionKind.CASE in kinds:
        yield Intent.REASON, Next("Hvad er baggrunden?", f"Hvad er baggrunden for {about}?")
    if meeting.date and meeting.participants:
        asked = f"Hvem deltog i mødet i {held}?"
        yield Intent.ATTENDANCE, Next("Hvem deltog i mødet?", asked)


def _askable(title: str) -> bool:
    return _MIN_WORDS <= len(subject(title).split()) <= _MAX_WORDS


def _subject_of(archive: Archive, key: str) -> str:
    (record,) = archive.items([key])
    return subject(record.item.title, record.text[record.item.title_end : record.item.end])


def _decided(archive: Archive, key: str) -> bool:
    records = archive.items([key])
    return bool(records) and any(d.own and d.outcomes for d in records[0].item.decisions)
