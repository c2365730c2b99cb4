"""Who was disqualified from a case: the sentences of its decisions that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.archive import Archive
from index.catalogue import ItemRecord
from index.sentences import split_sentences
from index.types import SectionKind, is_head
from prompts import render
from rag.draft import Draft, title_section
from rag.match import matcher_of
from rag.render import danish_date, the_body
from rag.retrieval.case import case_of
from rag.types import Hit, Question
from rag.understanding.meeting import LEFT, PLACES

ASKED = re.compile(
    r"\b(?:in)?habil\w*|\bforlod (?:mødet|lokalet|salen)|\buden for døren|"
    r"\bgik (?:uden for|ud under|glip af|før (?:tid|mødet)|tidligere|hjem)|"
    r"\bikke (?:var )?med(?: til at (?:behandle|beslutte)|, da)\b|"
    r"\bdeltog ikke i (?:\w+ )?(?:behandling|drøftelse|sag|punkt)|"
    r"\bmåtte (?:ikke |\w+ \w+ (?:ikke |godt )?)?"
    r"(?:være med til at (?:stemme|behandle|beslutte)|deltage i (?:behandling|sag|afstemning)\w*|"
    r"være med|deltage|stemme)\b|\bdisqualified|\bconflict of interest|\brecused?\b",
    re.IGNORECASE,
)
TOLD = re.compile(
    r"\b(?:in)?habil\w*|\bforlod (?:mødet|lokalet|salen)|\buden for døren|"
    r"\bpersonlig interesse|"
    r"\bdeltog ikke i (?:\w+ ){0,2}(?:behandling|drøftelse|sag|punkt)\w*",
    re.IGNORECASE,
)
AWAY_ASKED = re.compile(
    r"\b(?:ikke (?:til ?stede|med)|fraværende|manglede|udeblev|absent|not present)\b,? "
    r"(?:da|under|ved|mens|when|for|during)\b",
    re.IGNORECASE,
)
"""Who was away while one item was treated."""
AWAY = re.compile(
    r"\b(?:ikke til ?stede|fravær\w*|afbud|ej til ?stede)\b|" + TOLD.pattern, re.IGNORECASE
)
LATE = re.compile(
    r"\b(?:kom|ankom|mødte|dukkede|arrived?|came|was)\b[^?]{0,30}"
    r"\b(?:for sent|senere|forsinket|late)\b|\bankom\b|\bfra hvilket punkt\b|"
    r"\b(?:først|ikke) (?:med|til ?stede) fra\b|"
    r"\bhvornår (?:kom|mødte|dukkede) [^?]{2,40} (?:\w*mødet?|salen|lokalet)\b",
    re.IGNORECASE,
)
"""Asks who came after a meeting had begun."""
CAME = re.compile(
    r"\b(?:ankom|mødte (?:først )?(?:kl|op|ind|fra|til)|kom|indtrådte|trådte ind|tiltrådte mødet|"
    r"til ?stede (?:først )?fra|(?:deltog|var|deltager) (?:først )?(?:med )?fra)\b",
    re.IGNORECASE,
)
NAME = re.compile(r"^[A-ZÆØÅ][\w.-]+(?: [A-ZÆØÅ][\w.-]+)+$")
"""Somebody's whole name."""
FITS = 0.3
"""The share of the question's subject that the item's title must meet, or else ..."""
HOLDS = 0.7
"""... its text."""
ITEMS = 4


def recusals(question: Question, hits: Sequence[Hit], archive: Archive) -> Draft | None:
    """The draft for a question about disqualification; None when it is none or no item fits."""
    away = AWAY_ASKED.search(question.text)
    if not (away or ASKED.search(question.text)) or not hits:
        return None
    record = _item(question, hits, archive)
    if record is None:
        return None
    draft = Draft()
    if away:
        _quote(draft, record, AWAY)
        return draft if draft.claims else None
    for other in case_of(record, question.filters, archive) or [record]:
        _quote(draft, other)
    if not draft.claims:
        title = title_section(record)
        n = draft.cite(record, title, title.start, title.end)
        body, day = the_body(record.meeting.body), danish_date(record.meeting.date)
        draft.say(render("lead.no_recusal", body=body, date=day), n)
    return draft


def left_early(question: Question, head: ItemRecord, archive: Archive) -> Draft | None:
    """Who left one meeting before its end or came after its beginning, or when the one who is
    named did; None when that is not asked or not told."""
    asked = ((LEFT, LEFT), (LATE, CAME))
    sign = next((told for sign, told in asked if sign.search(question.text)), None)
    if sign is None:
        return None
    draft = Draft()
    top = head.meeting.head
    for a, b in split_sentences(top.text):
        if sign.search(top.text[a:b]) and _names(question, top.text[a:b]):
            draft.quote(head, top, top.start + a, top.start + b)
    for record in archive.items(archive.catalogue.meeting_items(head.meeting.id)):
        _quote(draft, record, sign, question)
    return draft if draft.claims else None


def _names(question: Question, text: str) -> bool:
    """Whether the text names somebody of those whom the question names, if it names any."""
    named = [e for e in question.entities if NAME.search(e)]
    return not named or any(word in text for entity in named for word in entity.split()[-1:])


def _item(question: Question, hits: Sequence[Hit], archive: Archive) -> ItemRecord | None:
    """The best item whose title and text hold the question's subject."""
    matcher = matcher_of(question, archive)
    said = [*ASKED.finditer(question.text), *AWAY_ASKED.finditer(question.text)]
    asked = matcher.met(" ".join(match.group() for match in said))
    subject = sum(w for word, w in matcher.weights.items() if word not in asked)
    keys = [hit.item_id for hit in hits[:ITEMS] if not is_head(hit.item_id)]
    for record in archive.items(keys):
        whole = record.text[record.item.start : record.item.end]
        for text, least in ((record.item.title, FITS), (whole, HOLDS)):
            met = matcher.met(text)
            held = sum(matcher.weights[w] * sure for w, sure in met.items() if w not in asked)
            if subject and held / subject >= least:
                return record
    return None


def _quote(
    draft: Draft,
    record: ItemRecord,
    told: re.Pattern[str] = TOLD,
    asked: Question | None = None,
) -> None:
    for section in record.item.sections:
        if section.kind not in PLACES:
            continue
        for a, b in split_sentences(section.text):
            text = section.text[a:b]
            if not told.search(text) or len(text.split()) > draft.room - 8:
                continue
            if section.kind is SectionKind.HISTORY and _held(draft, text):
                continue
            if asked and not _names(asked, text):
                continue
            where = f"{the_body(record.meeting.body)} den {danish_date(record.meeting.date)}: {{}}"
            draft.quote(record, section, section.start + a, section.start + b, where)


def _held(draft: Draft, text: str) -> bool:
    return any(" ".join(c.quote.split()) == " ".join(text.split()) for c in draft.citations)
