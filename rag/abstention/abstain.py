"""When the minutes do not hold the answer: a few plain reasons, then a weighed chance.

The weights and the threshold are data (`rag/data/abstain.toml`), made by `eval/calibrate.py`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from index.archive import Archive
from index.lexicon import stem
from index.synonyms import written_for
from prompts import render
from rag.abstention.awaited import awaits
from rag.abstention.signals import Signals, signals_of
from rag.abstention.strange import (
    YEAR,
    absent_years,
    lacked_names,
    strange_names,
    strange_numbers,
    unknown_thing,
)
from rag.composing.closed import closed
from rag.composing.decide import main_decision
from rag.composing.voice import of_others, voiced
from rag.declining.scope_text import limits_in_words, scope_of, scope_sentence, whole
from rag.draft import Draft
from rag.evidence import TITLED, Evidence, is_closed
from rag.notes import ELSEWHERE, OUTSIDE
from rag.rules import read
from rag.selection.cells import cells
from rag.selection.extremes import extreme
from rag.types import Question, Status
from rag.understanding.date_forms import FULL

DOUBTFUL = 0.4
"""The chance below which an answer says that it is only the nearest that the minutes tell: of our
own questions half of those had none, or were answered from another item (docs/abstention.md)."""
THIN = 0.35
"""The share of the question that an item meets below which an answer says so, too, where no value
is asked for: of 27 such questions by several hands 10 were answered rightly."""
FAR = 0.95
"""When no item that was found scores this, all are about something else. Of 428 answerable
questions only such as name a case by its number scored less; most score more than 2."""


TIME = re.compile(rf"\b(?:19|20)\d\d\b|\b{FULL}\b")
"""Years and months as a question writes them."""
LOOKED = 8
"""Passages that are looked at for a time."""
IN_PART = 0.4
"""A subject that the item meets by no more than a part of a compound lacks so much."""
TOLD = 0.5
"""The share of the question that a passage with its time must meet."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`refusal` says why there is no answer, None when there may be one; `doubtful` that what is
    answered may well be no more than the nearest that the minutes tell."""

    refusal: Draft | None = None
    doubtful: bool = False


def judge(evidence: Evidence, archive: Archive) -> Verdict:
    """Whether the evidence holds an answer.

    A reason is named only when it is certain: a municipality, a time, a name or a year that is
    not there. A closed item, and one asked for by its case number, are always told of.
    """
    question = evidence.question
    for note in question.notes:
        if note.startswith(ELSEWHERE):
            name = note.removeprefix(ELSEWHERE)
            return Verdict(_refuse("not_found.municipality", question, archive, entity=name))
    if not evidence.records:
        return Verdict(not_found(question, archive))
    if is_closed(evidence.records[0]) or question.filters.case_number:
        return Verdict()
    if plain := _plain_reason(evidence, archive):
        return Verdict(plain)
    if extreme(evidence) or cells(evidence, evidence.records[0]):
        return Verdict()
    found = max(of_parts(evidence, archive), key=chance)
    likely = chance(found)
    unsaid = found.about >= IN_PART and _says_nothing(evidence)
    if likely >= threshold() and not unsaid and not awaits(evidence):
        thin = not found.value and not found.english and found.item < THIN
        return Verdict(doubtful=likely < DOUBTFUL or thin)
    shut = next((record for record in evidence.records if is_closed(record)), None)
    return Verdict(closed(shut) if shut else not_found(question, archive))


def _says_nothing(evidence: Evidence) -> bool:
    """Whether it is asked what somebody said, and the item neither tells that nor a decision."""
    record = evidence.records[0]
    asked = of_others(evidence.question) and not voiced(evidence, record)
    return asked and main_decision(record) is None


def of_parts(evidence: Evidence, archive: Archive) -> list[Signals]:
    """The signals of each part of the question; of the whole when it has but one."""
    parts = [part for part, _ in evidence.parts] or [evidence.question]
    return [signals_of(part, evidence, archive) for part in parts]


def certain(evidence: Evidence, archive: Archive) -> bool:
    """Whether there is a reason to abstain that needs no weighing."""
    return _plain_reason(evidence, archive) is not None


def _plain_reason(evidence: Evidence, archive: Archive) -> Draft | None:
    question = evidence.question
    outside = any(note.startswith(OUTSIDE) for note in question.notes)
    if outside and not (_in_title(evidence) or _told_later(evidence)):
        return _refuse("not_found.outside", question, archive)
    names = strange_names(question, archive) or strange_numbers(evidence)
    if not names and (thing := unknown_thing(question, archive)):
        names = [thing]
    if names:
        return _refuse("not_found.unknown", question, archive, entity=names[0])
    if lacked_names(evidence) or _far(evidence) or _lacks_the_word(evidence, archive):
        return not_found(question, archive)
    years = absent_years(evidence)
    if years and set(years) == set(YEAR.findall(question.text)):
        return _refuse("not_found.year", question, archive, year=" og ".join(years))
    return None


def _in_title(evidence: Evidence) -> bool:
    """Whether the time that no meeting lies in is in the title of an item about the question's
    subject: what is adopted in 2023 may be the standard of 2024."""
    years = YEAR.findall(evidence.question.text)
    return any(
        year in record.item.title and evidence.matcher.score(record.item.title) >= TITLED
        for record in evidence.records
        for year in years
    )


def _told_later(evidence: Evidence) -> bool:
    """Whether a passage about the question's subject tells of the time that no meeting lies in:
    "i 2030 lå der 40 både i havnen" may stand in the minutes of 2032."""
    times = [match.group() for match in TIME.finditer(evidence.question.text.casefold())]
    return bool(times) and any(
        all(time in passage.text.casefold() for time in times)
        and evidence.matcher.share(passage.met) >= TOLD
        for passage in evidence.passages[:LOOKED]
    )


def _far(evidence: Evidence) -> bool:
    """Whether even the best item that was found has next to nothing to do with the question."""
    asked = evidence.question.filters
    best = max((hit.score for hit in evidence.hits), default=0.0)
    return asked.punkt is None and not asked.case_number and best < FAR


def _lacks_the_word(evidence: Evidence, archive: Archive) -> bool:
    """Whether the question has one word, a well-known one that the minutes hold neither as it is
    nor as they would write it: hunde are no misspelt hænder."""
    vocabulary = archive.terms.vocabulary
    asked = list(evidence.matcher.weights)
    if len(asked) != 1 or stem(asked[0]) in vocabulary:
        return False
    written = (stem(one.word) for one in written_for(asked, vocabulary))
    return stem(asked[0]) in vocabulary.spoken and not any(term in vocabulary for term in written)


def chance(found: Signals) -> float:
    """How likely it is that the minutes hold the answer, 0..1, among questions like our own."""
    weights = _weights()
    total = weights["bias"] + sum(
        weight * float(getattr(found, name)) for name, weight in weights.items() if name != "bias"
    )
    return 1.0 / (1.0 + math.exp(-total))


def threshold() -> float:
    """The chance below which there is no answer."""
    return float(str(read("abstain")["threshold"]))


def _weights() -> Mapping[str, float]:
    table = read("abstain")["weights"]
    if not isinstance(table, dict):
        raise TypeError("abstain.toml: weights is not a table")
    return {str(name): float(value) for name, value in table.items()}


def not_found(question: Question, archive: Archive) -> Draft:
    """The draft that says that the minutes do not hold it, and how far was searched."""
    if scope_of(question, archive).meetings == 0:
        draft = Draft(status=Status.NOT_FOUND)
        within = limits_in_words(question.filters) or "her"
        draft.say(render("not_found.empty", limits=within, scope=scope_sentence(whole(archive))))
        return draft
    within = limits_in_words(question.filters)
    if within:
        return _refuse("not_found.filtered", question, archive, limits=within)
    return _refuse("not_found.plain", question, archive)


def _refuse(name: str, question: Question, archive: Archive, **values: str) -> Draft:
    draft = Draft(status=Status.NOT_FOUND)
    draft.say(render(name, scope=scope_sentence(scope_of(question, archive)), **values))
    return draft
