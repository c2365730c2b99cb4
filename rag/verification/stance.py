"""What a sentence says was decided, proposed, denied and voted, held against its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from index.danish import body_key, find_bodies
from index.decision.outcomes import read_outcomes
from index.types import Outcome, SectionKind
from rag.rules import table
from rag.verification.figures import Kind, agrees, figures
from rag.verification.sources import Point, Source
from rag.verification.wording import clauses, content, known, marks_of, names, rule, share, stems_of

APPROVALS = frozenset({Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGE, Outcome.ELECTED})
ALIKE = (
    APPROVALS,
    frozenset({Outcome.NOTED, Outcome.ORIENTATION}),
)
REFUSING = re.compile(r"\b(?:afslag|afsl[åo]|afvis|nej|ikke|forbud)\w*", re.IGNORECASE)
_PERSON = re.compile(
    r"[A-ZÆØÅ][\w-]+(?:\s[A-ZÆØÅ][\w-]+)+(?:\s\([A-ZÆØÅ]\))?\s(?:kan|kunne|vil|ville|\w+ede|\w+er)\b"
)
_SEVERAL = re.compile(r";\s+|,\s+(?:men|mens|og)\s+|\s+mens\s+", re.IGNORECASE)
"""Where a sentence may begin to tell of another decision; an "at" tells of the same."""
_GENERIC = re.compile(r"\b(?:udvalget|byrådet|kommunalbestyrelsen)\b", re.IGNORECASE)
_AGENT = re.compile(r"\b(?:til|fra|i|hos|for|med|ved|og)\s+$", re.IGNORECASE)


def outcome_fault(text: str, sources: Sequence[Source]) -> str:
    """The fault "udfald": when another decision is told; "organ": when another body's."""
    deciding = [s for s in sources if s.decided]
    for clause, statement in _statements(text):
        told = told_outcomes(clause)
        if not told or _literal(clause, told, sources):
            continue
        if all(s.proposed for s in sources) and rule("proposing").search(text.casefold()):
            continue  # "it was proposed that it be approved"
        if _of_a_person(clause):
            return "udfald"
        subject = _subject(clause)
        own = [s for s in deciding if subject is None or _is_body(subject, s.body)]
        if deciding and not own:
            return "organ"
        several = len(told) > 1
        allowed = {o for s in own for o in (s.outcomes if several else _allowed(statement, s))}
        if not all(_fits(outcome, allowed, clause) for outcome in told):
            return "udfald"
    return ""


def _of_a_person(clause: str) -> bool:
    """Whether a clause tells what somebody, and not a body, did."""
    first = names(clause)[:1]
    told = bool(first) and first[0][1] == 0 and _PERSON.match(clause) is not None
    return told and _subject(clause) is None


def _statements(text: str) -> list[tuple[str, str]]:
    """Each part that tells an outcome, and the same with what is said of it behind."""
    found: list[tuple[str, str]] = []
    for clause in _SEVERAL.split(text):
        if told_outcomes(clause) or not found:
            found.append((clause, clause))
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]}, {clause}")
    return found


def told_outcomes(clause: str) -> frozenset[Outcome]:
    """The firm outcomes that a clause tells of, also in everyday words."""
    low = clause.casefold()
    told = set(read_outcomes(clause).strong)
    told |= {Outcome(name) for name, sign in _told().items() if sign.search(low)}
    if told & APPROVALS and not rule("approving").search(low):
        told -= APPROVALS
    if rule("yes").search(low):
        told.add(Outcome.APPROVED)
    if rule("no").search(low):
        told = (told - APPROVALS) | {Outcome.REJECTED}
    if Outcome.DISCUSSED in told and "behandl" in low:
        told.discard(Outcome.DISCUSSED)
    if Outcome.REJECTED in told:
        told -= APPROVALS
    return frozenset(told)


@cache
def _told() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(sign) for name, sign in table("verify", "told").items()}


def _fits(outcome: Outcome, allowed: set[Outcome], clause: str) -> bool:
    if outcome is Outcome.APPROVED_WITH_CHANGE:
        return outcome in allowed
    if outcome is Outcome.APPROVED and re.search(r"\b(?:støt|bakke)", clause, re.IGNORECASE):
        return bool((APPROVALS | {Outcome.RECOMMENDED}) & allowed)
    return any(outcome in group and group & allowed for group in ALIKE) or outcome in allowed


def _allowed(clause: str, source: Source) -> frozenset[Outcome]:
    """What the source's decision came to, on the point that the clause is about."""
    if source.refused:
        agreed = {Outcome.APPROVED} if REFUSING.search(clause) else set()
        return frozenset({Outcome.REJECTED, *agreed})
    if len(set(source.outcomes)) > 1 and source.points:
        scores = [_about(clause, point) for point in source.points]
        best = max(scores)
        chosen = [p for p, score in zip(source.points, scores, strict=True) if score == best]
        return frozenset(o for point in chosen for o in point.outcomes)
    return frozenset(source.outcomes)


def _about(clause: str, point: Point) -> float:
    """How much of the clause's words and figures the point has, its own words twice."""
    marks = marks_of(_nameless(clause))
    own, whole = marks_of(point.decided), marks_of(f"{point.topic}\n{point.decided}")
    met = sum(known(mark, whole) + known(mark, own) for mark in marks)
    return met / len(marks) if marks else 0.0


def _nameless(clause: str) -> str:
    """The clause without bodies and the verbs of deciding: they tell no matter apart."""
    for name, _, _ in find_bodies(clause):
        clause = clause.replace(name, "")
    bare = _GENERIC.sub("", clause)
    return " ".join(word for word in bare.split() if not rule("approving").search(word.casefold()))


def _literal(clause: str, told: frozenset[Outcome], sources: Sequence[Source]) -> bool:
    """Whether a source tells the same of the same matter and of nobody else."""
    subject = _subject(clause)
    people = [run for run, _ in names(clause) if " " in run]
    for source in sources:
        if source.proposed:
            continue
        for unit in (*clauses(source.text), source.text):
            named = any(person in unit for person in people)
            other = subject is not None and not _is_body(subject, source.body)
            other = other and body_key(subject or "") in body_key(unit)
            if source.decided and not (named or other):
                continue
            stems = stems_of([unit])
            if told <= told_outcomes(unit) and share(clause, stems, every=True) >= 0.4:
                return True
    return False


def _subject(clause: str) -> str | None:
    """The body that a clause says acted; None when it names none."""
    low = clause.casefold()
    for name, start, _ in [*find_bodies(clause), *_generic(clause)]:
        if not _AGENT.search(low[:start]):
            return name
    return None


def _generic(clause: str) -> list[tuple[str, int, int]]:
    return [(m.group(), *m.span()) for m in _GENERIC.finditer(clause)]


def _is_body(name: str, body: str) -> bool:
    """Whether a name means the body; "udvalget" means any committee, but not the council."""
    ours, theirs = body_key(name), body_key(body)
    return ours == theirs or (ours == "udvalg" and theirs.endswith("udvalg"))


def body_fault(text: str, sources: Sequence[Source]) -> str:
    """The fault "organ": when a body is named that neither the passages nor their meetings know."""
    said = body_key(" ".join(part for s in sources for part in (s.text, s.citation.heading)))
    meeting = {
        body_key(s.body) for s in sources if s.citation.section is not SectionKind.COMPETENCE
    }
    for name, _, _ in find_bodies(text):
        key = body_key(name)
        if key not in meeting and key not in said and not _is_generic(name, meeting):
            return "organ"
    generic = any(m.group().casefold() == "udvalget" for m in _GENERIC.finditer(text))
    if generic and not any(key.endswith("udvalg") for key in meeting) and "udvalg" not in said:
        return "organ"
    return ""


def _is_generic(name: str, meeting: set[str]) -> bool:
    return body_key(name) == "udvalg" and any(key.endswith("udvalg") for key in meeting)


def proposal_fault(text: str, sources: Sequence[Source]) -> str:
    """The fault "indstilling": when what was only proposed is told as decided or as a fact."""
    proposed = [s for s in sources if s.proposed]
    if not proposed or rule("proposing").search(text.casefold()):
        return ""
    told = told_outcomes(text)
    deciding = [s for s in sources if s.decided]
    if not any(_settles(text, s) for s in deciding):
        return "indstilling"
    changed = told != {Outcome.REJECTED} and _overruled(text, proposed, deciding)
    return "indstilling" if changed else ""


def _settles(text: str, source: Source) -> bool:
    """Whether the source's decision makes what was proposed on this point so, or not so."""
    binding = APPROVALS | {Outcome.REJECTED, Outcome.POSTPONED, Outcome.NOTED, Outcome.SENT_BACK}
    return bool(_allowed(text, source) & binding) and bool(
        told_outcomes(text) or APPROVALS & _allowed(text, source)
    )


def _overruled(text: str, proposed: Sequence[Source], deciding: Sequence[Source]) -> bool:
    """Whether a figure is the proposal's where the decision has another of its kind."""
    offered = [f for s in proposed for f in figures(s.text)]
    settled = [f for s in deciding for f in figures(s.text) if f.kind is not Kind.NUMBER]
    for said in figures(text):
        if any(agrees(said, f) for f in settled) or not any(agrees(said, f) for f in offered):
            continue
        if any(f.kind is said.kind for f in settled):
            return True
    return False


def modality_fault(text: str, sources: Sequence[Source]) -> str:
    """The fault "forbehold": when what is only expected is told as if it had happened."""
    low = text.casefold()
    if rule("expecting").search(low) or rule("proposing").search(low) or told_outcomes(text):
        return ""
    if not rule("happened").search(low):
        return ""
    unit = best_unit(text, [s for s in sources if not s.decided])
    if unit and rule("expecting").search(unit.casefold()):
        verbs = rule("happened").findall(unit.casefold())
        return "" if verbs else "forbehold"
    return ""


def best_unit(text: str, sources: Sequence[Source]) -> str:
    """The clause of the sources that shares most words with the text; "" when none shares any."""
    words = content(text)
    best, most = "", 0.0
    for source in sources:
        for unit in clauses(source.text):
            stems = stems_of([unit])
            score = sum(known(word.stem, stems) for word in words)
            if score > most:
                best, most = unit, score
    return best
