"""Whether a sentence says no where its sources say no, and only there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.composing.voting import side_of
from rag.verification.sources import Source
from rag.verification.stance import APPROVALS, REFUSING, told_outcomes
from rag.verification.wording import Word, clauses, content, known, rule, share, stems_of

_NO_LIKE = re.compile(r"\b(?:før|(?:mangl|undlod|uændret|forkast|imod|senest|inden|frygt)\w*)\b")
_NOT_FINAL = re.compile(r"\b(?:ikke|ingen|intet)\b.{0,30}\b(?:endelig\w*|afgjort)\b", re.IGNORECASE)


def negation_fault(text: str, sources: Sequence[Source]) -> str:
    """The fault "benægtelse": when a "not" of the sources is gone, or one is new."""
    if _dropped(text, sources) or _added(text, sources):
        return "benægtelse"
    return ""


def _dropped(text: str, sources: Sequence[Source]) -> bool:
    told = told_outcomes(text)
    for source in sources:
        for unit in clauses(source.text):
            for word, near in _denied(unit):
                mine = [w for w in content(text) if known(word.stem, {w.stem})]
                if not mine or _is_denied(word, text, near):
                    continue
                compared = told and source.decided and not told & told_outcomes(unit)
                if (compared and told_outcomes(unit)) or side_of(unit):
                    continue  # the outcomes, the votes have been compared
                own = [c for c in clauses(text) if any(w.text in c for w in mine)]
                alike = max(share(c, stems_of([unit]), every=True) for c in [*own, text])
                if alike >= 0.4 and not _affirmed(word, unit, sources):
                    return True
    return False


def _is_denied(word: Word, text: str, near: bool) -> bool:
    """Whether the text denies the word too; in its clause is enough where the no stands behind."""
    for clause in clauses(text):
        if any(known(word.stem, {w.stem}) for w, _ in _denied(clause)):
            return True
        says = rule("negating").search(clause.casefold())
        if says and not near and known(word.stem, stems_of([clause])):
            return True
    return False


def _affirmed(word: Word, denying: str, sources: Sequence[Source]) -> bool:
    """Whether another clause of the sources says the word without denying it."""
    for source in sources:
        for unit in clauses(source.text):
            if unit != denying and known(word.stem, stems_of([unit])):
                return not any(known(word.stem, {w.stem}) for w, _ in _denied(unit))
    return False


def _added(text: str, sources: Sequence[Source]) -> bool:
    compared = bool(told_outcomes(text)) and any(s.decided for s in sources)
    for clause in clauses(text):
        if not rule("denying").search(clause.casefold()) or compared or side_of(clause):
            continue
        if _NOT_FINAL.search(clause) and not any(
            APPROVALS & set(s.outcomes) and s.decided for s in sources
        ):
            continue
        units = [unit for s in sources for unit in re.split(r"(?<=[.;])\s+", s.text)]
        near = [unit for unit in units if share(clause, stems_of([unit])) >= 0.3]
        if not any(_says_no(unit) for unit in near or units):
            return True
    return False


def _says_no(unit: str) -> bool:
    low = unit.casefold()
    return bool(rule("negating").search(low) or REFUSING.search(low) or _NO_LIKE.search(low))


def _denied(clause: str) -> list[tuple[Word, bool]]:
    """The words that a clause's negations are about, each with whether it follows the no."""
    found: list[tuple[Word, bool]] = []
    words = content(clause)
    for match in rule("negating").finditer(clause.casefold()):
        after = [w for w in words if w.start >= match.end()]
        before = [w for w in words if w.start < match.start()]
        found += [(word, True) for word in after[:1]]
        if match.group() in ("ikke", "ej", "kun", "aldrig") and before:
            gap = clause[before[-1].start : match.start()]
            if "," not in gap and " og " not in gap:
                found.append((before[-1], False))
    return found
