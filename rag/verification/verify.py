"""A language model's text -> the sentences of it that its sources bear out. Fails closed.

Code, not the model, says what is shown. Every sentence has at least one [n] that was issued, and
each part of it is held against the passages that it cites: figures, names, bodies, outcomes,
votes, negations, and enough of its words. What each fault is called: docs/language-model.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from index.privacy import find_cpr
from index.sentences import split_sentences
from rag.understanding.scope import steers
from rag.verification.align import swap_fault
from rag.verification.ballots import vote_fault
from rag.verification.copied import copied_fault
from rag.verification.denial import negation_fault
from rag.verification.present import coverage_fault, figure_fault, name_fault, opposite_fault
from rag.verification.sources import Source
from rag.verification.stance import (
    body_fault,
    modality_fault,
    outcome_fault,
    proposal_fault,
)
from rag.verification.wording import rule

Rule: TypeAlias = Callable[[str, Sequence[Source]], str]

RULES: tuple[Rule, ...] = (
    figure_fault,
    name_fault,
    body_fault,
    vote_fault,
    outcome_fault,
    proposal_fault,
    negation_fault,
    opposite_fault,
    modality_fault,
    coverage_fault,
    swap_fault,
    copied_fault,
)
LONGEST = 400
"""Characters of a sentence: more is a run-on that nobody can check."""
_MARK = re.compile(r"\[\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*\]")
_MARKS = re.compile(rf"(?:{_MARK.pattern}\s*)+")
_LIST = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_LOOSE = re.compile(r"([.!?])((?:\s*\[\s*\d[\d,; ]*\])+)")
_MARKUP = re.compile(r"[*_`#>|]+|</?[a-zA-Z][^<>]{0,80}>")
_LINK = re.compile(r"https?://|www\.|\b[\w.-]+@[\w.-]+\b")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A sentence without its marks, what it cites, and what is wrong with it ("" for nothing)."""

    text: str
    cites: tuple[int, ...]
    fault: str = ""


def verify(text: str, sources: Sequence[Source]) -> tuple[Verdict, ...]:
    """The verdict on each sentence of a model's text, in order."""
    issued = {source.n: source for source in sources}
    return tuple(judge(sentence, issued) for sentence in cited_sentences(text))


def cited_sentences(text: str) -> list[str]:
    """A model's text as plain sentences, each with its marks inside; markup and bullets gone."""
    found: list[str] = []
    for line in text.splitlines():
        plain = _MARKUP.sub(" ", _LIST.sub("", line))
        # "... godkendt. [1]" is "... godkendt [1]."
        plain = _LOOSE.sub(r"\2\1", " ".join(plain.split()))
        found += [plain[a:b] for a, b in split_sentences(plain)]
    return [sentence for sentence in found if re.search(r"\w", sentence)]


def judge(sentence: str, issued: Mapping[int, Source]) -> Verdict:
    """The verdict on one sentence; each part of it is held against the marks that follow it."""
    cites = tuple(dict.fromkeys(_numbers(sentence)))
    plain = _tidy(sentence)
    if not cites:
        return Verdict(plain, (), "ingen kilde")
    if not set(cites) <= issued.keys():
        return Verdict(plain, cites, "ukendt kilde")
    if len(plain) > LONGEST:
        return Verdict(plain, cites, "for lang")
    fault = _unfit(plain, sentence, [issued[n] for n in cites])
    for part, numbers in [] if fault else segments(sentence):
        fault = fault or _fault(part, [issued[n] for n in numbers])
    return Verdict(plain, cites, fault)


def segments(sentence: str) -> list[tuple[str, tuple[int, ...]]]:
    """The sentence in parts, each with the marks that follow it: "A [1], men B [2]." is two."""
    found: list[tuple[str, tuple[int, ...]]] = []
    at = 0
    for marks in _MARKS.finditer(sentence):
        part = sentence[at : marks.start()].strip(" ,.;:")
        numbers = tuple(dict.fromkeys(_numbers(marks.group())))
        if re.search(r"\w", part):
            found.append((part, numbers))
        elif found:
            found[-1] = (found[-1][0], (*found[-1][1], *numbers))
        at = marks.end()
    rest = sentence[at:].strip(" ,.;:")
    if re.search(r"\w", rest) and found:
        text, numbers = found[-1]
        found[-1] = (f"{text} {rest}", numbers)
    return found


def _fault(part: str, sources: Sequence[Source]) -> str:
    text = re.sub(r"^(?:men|og|mens)\s+", "", rule("quoting").sub("", part), flags=re.I)
    return next((fault for one in RULES if (fault := one(text, sources))), "")


def _unfit(plain: str, sentence: str, sources: Sequence[Source]) -> str:
    """What no sentence may have: a CPR number, an instruction, a link, a quote that is none."""
    if find_cpr(plain):
        return "cpr"
    if steers(plain) or any(steers(source.text) for source in sources):
        return "instruks"
    held = " ".join(" ".join(source.text.split()) for source in sources).casefold()
    if any(found.casefold() not in held for found in _LINK.findall(plain)):
        return "link"
    quoted = re.findall(r"[»\"“”„]([^»«\"“”„]{4,})[«\"“”]", sentence)
    if any(" ".join(q.split()).casefold().strip(" .,") not in held for q in quoted):
        return "citat"
    return ""


def _numbers(text: str) -> list[int]:
    return [int(n) for match in _MARK.finditer(text) for n in re.findall(r"\d+", match[1])]


def _tidy(sentence: str) -> str:
    """The sentence without marks and quotation marks: its words are ours and no quotation."""
    bare = rule("quoting").sub("", _MARKS.sub(" ", sentence))
    bare = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(bare.split()))
    return bare if bare.endswith((".", "!", "?")) else f"{bare.rstrip(' ,;:')}."
