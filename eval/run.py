"""Questions and a system -> a report: what it found or answered, how fast, what it missed.

A system is a function. It is told the question, its filters and its history, never the gold.
An error in one question is that question's failure; the run goes on.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.gold import Asked, GoldItem, GoldQuestion, Place, Punkt, as_punkt, same_section
from eval.judge import SourceText, Verdict, judge, read_answer
from eval.metrics import Figure, figure, ndcg, percentile, recall_at, reciprocal_rank

Found = Sequence[tuple[str, Punkt] | tuple[str, Punkt, str]]
Search = Callable[[Asked], Found]
"""Question -> (file, punkt) or (file, punkt, section), best first."""
Ask = Callable[[Asked], Mapping[str, object]]
"""Question -> answer as the JSON object of the product's contract."""
Groups = Mapping[str, Mapping[str, Figure]]
"""Group of questions -> measure -> figure."""

ALL, STANDALONE = "alle", "enkeltstående"
DEPTH = 10
_CUTS = (1, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds a question took: median, 95th percentile; n questions."""

    p50: float
    p95: float
    n: int


@dataclass(frozen=True, slots=True)
class Miss:
    """A question whose gold did not come first. `rank` is None when not among the ten."""

    id: str
    type: str
    question: str
    rank: int | None
    gold: tuple[tuple[str, Punkt], ...]
    found: tuple[tuple[str, Punkt], ...]
    error: str = ""


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    """How well and how fast items were found. `ranks` maps question id to reciprocal rank."""

    name: str
    groups: Groups
    latency: Latency
    misses: tuple[Miss, ...]
    ranks: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Failure:
    """A wrong answer, with what a reader needs to see why."""

    verdict: Verdict
    question: str
    answer: str
    cited: tuple[str, ...]
    gold: tuple[str, ...]
    reference: str


@dataclass(frozen=True, slots=True)
class AnswersReport:
    """How good and how fast answers were.

    `counts` holds numbers of answers (false sources, recommendations told as decisions,
    injections obeyed, citations, invalid quotes, missing answers); `median_words` is over
    the answered.
    """

    name: str
    groups: Groups
    counts: Mapping[str, int]
    median_words: float
    latency: Latency
    failures: tuple[Failure, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class _Searched:
    question: GoldQuestion
    found: tuple[Place, ...]
    seconds: float
    error: str = ""


def retrieval(
    questions: Iterable[GoldQuestion], search: Search, *, name: str = "søgning"
) -> RetrievalReport:
    """Search every question that has gold; one search is done first and not counted.

    Item level: the distinct (file, punkt) in the order found. Section level, when the search
    says sections: the distinct (file, punkt, section).
    """
    asked = [question for question in questions if question.answerable and question.gold]
    if asked:
        _search(asked[0], search)
    rows = [_search(question, search) for question in asked]
    measured = [(row.question, _measures(row)) for row in rows]
    return RetrievalReport(
        name=name,
        groups=grouped(measured),
        latency=latency([row.seconds for row in rows]),
        misses=tuple(_miss(row) for row in rows if _item_rank(row) != 1),
        ranks={question.id: measures["mrr@10"] for question, measures in measured},
    )


def answers(
    questions: Iterable[GoldQuestion],
    ask: Ask,
    *,
    source_text: SourceText | None = None,
    keep: Callable[[str, Mapping[str, object]], None] | None = None,
    name: str = "svar",
) -> AnswersReport:
    """Ask every question and judge the answer; one is asked first and not counted.

    `keep` is handed each question's id and answer as they come, to be written down. The
    latency is the wall clock's around `ask`.
    """
    asked = list(questions)
    if asked:
        _ask(asked[0], ask)
    given: dict[str, Mapping[str, object]] = {}
    for question in asked:
        given[question.id] = _ask(question, ask)
        if keep:
            keep(question.id, given[question.id])
    return score(asked, given, source_text=source_text, name=name)


def score(
    questions: Iterable[GoldQuestion],
    given: Mapping[str, Mapping[str, object]],
    *,
    source_text: SourceText | None = None,
    name: str = "svar",
) -> AnswersReport:
    """Judge answers that were made before, by us or by another system.

    A question without an answer counts as an error. The latency is what the answers say of
    themselves (`seconds`).
    """
    asked = list(questions)
    missing = {"status": "error", "text": "", "citations": []}
    rows = [(q, given.get(q.id, missing)) for q in asked]
    judged = [(q, answer, judge(q, answer, source_text)) for q, answer in rows]
    verdicts = tuple(verdict for _, _, verdict in judged)
    took = [read_answer(answer).seconds for _, answer in rows]
    return AnswersReport(
        name=name,
        groups=grouped([(q, _qualities(q, verdict)) for q, _, verdict in judged]),
        counts=_counts(verdicts, sum(q.id not in given for q in asked)),
        median_words=float(statistics.median([v.words for v in verdicts if v.answered] or [0])),
        latency=latency([seconds for seconds in took if seconds is not None]),
        failures=tuple(_failure(q, a, verdict) for q, a, verdict in judged if not verdict.correct),
        verdicts=verdicts,
    )


def grouped(measured: Sequence[tuple[GoldQuestion, Mapping[str, float]]]) -> Groups:
    """Figures over all questions, over those without history, and over each type.

    A measure that a question does not have leaves that question out of its mean.
    """
    groups: dict[str, list[Mapping[str, float]]] = {ALL: [], STANDALONE: []}
    for question, measures in measured:
        groups[ALL].append(measures)
        if not question.history:
            groups[STANDALONE].append(measures)
    for question, measures in sorted(measured, key=lambda row: row[0].type):
        groups.setdefault(question.type, []).append(measures)
    return {group: _figures(rows) for group, rows in groups.items() if rows}


def latency(seconds: Sequence[float]) -> Latency:
    """Seconds as milliseconds, p50 and p95."""
    millis = [1000 * value for value in seconds]
    return Latency(percentile(millis, 50), percentile(millis, 95), len(millis))


def _figures(rows: Sequence[Mapping[str, float]]) -> dict[str, Figure]:
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: figure([row[name] for row in rows if name in row]) for name in names}


def _search(question: GoldQuestion, search: Search) -> _Searched:
    error, found = "", tuple[Place, ...]()
    begun = time.perf_counter()
    try:
        rows = search(question.asked)
        seconds = time.perf_counter() - begun
        found = tuple(Place(row[0], as_punkt(row[1]), *row[2:]) for row in rows)
    except Exception as problem:
        seconds, error = time.perf_counter() - begun, f"{type(problem).__name__}: {problem}"
    return _Searched(question, found, seconds, error)


def _ask(question: GoldQuestion, ask: Ask) -> Mapping[str, object]:
    begun = time.perf_counter()
    try:
        answer = ask(question.asked)
    except Exception as problem:
        answer = {"status": "error", "text": f"{type(problem).__name__}: {problem}"}
    seconds = time.perf_counter() - begun
    return {**answer, "id": question.id, "seconds": round(seconds, 4)}


def _measures(row: _Searched) -> dict[str, float]:
    gold = row.question.items
    measures = _ranked(_items(row), gold)
    if any(place.section for place in row.found):
        sections = [_as_gold(place, row.question.gold) for place in dict.fromkeys(row.found)]
        wanted = range(len(row.question.gold))
        measures |= {f"section {n}": v for n, v in _ranked(sections, wanted).items()}
    return measures


def _ranked(found: Sequence[Hashable], gold: Sequence[Hashable]) -> dict[str, float]:
    wanted = set(gold)
    recalls = {f"recall@{k}": recall_at(found, wanted, k) for k in _CUTS}
    ranks = {"mrr@10": reciprocal_rank(found, wanted), "ndcg@10": ndcg(found, wanted)}
    return recalls | ranks


def _as_gold(place: Place, gold: Sequence[GoldItem]) -> Hashable:
    """The position of the gold that a place is, else the place itself."""
    item = (place.file, place.punkt)
    matches = (n for n, g in enumerate(gold) if g.item == item and same_section(g, place.section))
    return next(matches, place)


def _items(row: _Searched) -> tuple[tuple[str, Punkt], ...]:
    return tuple(dict.fromkeys((place.file, place.punkt) for place in row.found))


def _item_rank(row: _Searched) -> int | None:
    items = enumerate(_items(row)[:DEPTH], 1)
    return next((rank for rank, item in items if item in row.question.items), None)


def _miss(row: _Searched) -> Miss:
    asked = row.question
    found = _items(row)[:DEPTH]
    return Miss(
        asked.id, asked.type, asked.question, _item_rank(row), asked.items, found, row.error
    )


def _qualities(question: GoldQuestion, verdict: Verdict) -> dict[str, float]:
    """The measures that apply to one answer; shares of 0..1."""
    if not question.answerable:
        return {"abstained": float(verdict.abstained), "abstained rightly": float(verdict.correct)}
    measures: dict[str, float | None] = {
        "correct": float(verdict.correct),
        "answered": float(verdict.answered),
        "citation precision": verdict.precision_item if verdict.answered else None,
        "citation recall": verdict.recall_item,
        "citation coverage": verdict.coverage_item,
        "section precision": verdict.precision_section if verdict.answered else None,
        "section recall": verdict.recall_section,
    }
    if verdict.answered:
        measures["correct when answered"] = float(verdict.correct)
    if verdict.valid_quotes is not None and verdict.quotes:
        measures["valid quotes"] = verdict.valid_quotes / verdict.quotes
    return {name: value for name, value in measures.items() if value is not None}


def _counts(verdicts: Sequence[Verdict], missing: int) -> dict[str, int]:
    checked = [(v.quotes, v.valid_quotes) for v in verdicts if v.valid_quotes is not None]
    return {
        "questions": len(verdicts),
        "correct answers": sum(v.correct for v in verdicts),
        "false sources": sum(v.false_source for v in verdicts),
        "recommendation as decision": sum(v.recommendation_as_decision for v in verdicts),
        "injections obeyed": sum(v.injection_obeyed for v in verdicts),
        "citations": sum(v.quotes for v in verdicts),
        "invalid quotes": sum(quotes - valid for quotes, valid in checked),
        "errors": sum(v.status == "error" for v in verdicts),
        "missing answers": missing,
    }


def _failure(question: GoldQuestion, answer: Mapping[str, object], verdict: Verdict) -> Failure:
    given = read_answer(answer)
    return Failure(
        verdict=verdict,
        question=question.question,
        answer=given.text,
        cited=tuple(_named(*c.place[:2], c.heading or c.place.section) for c in given.citations),
        gold=tuple(_named(gold.file, gold.punkt, gold.section) for gold in question.gold),
        reference=question.reference,
    )


def _named(file: str, punkt: Punkt, section: str) -> str:
    return f"{file} punkt {punkt} {section}".rstrip()
