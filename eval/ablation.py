"""Named searches -> a table of quality beside milliseconds, written into the documentation.

Text between the markers `<!-- NAME:start -->` and `<!-- NAME:end -->` is made by a command
and replaced by it; everything around stays as somebody wrote it.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eval.gold import GoldQuestion
from eval.metrics import Figure
from eval.perturb import PERTURBATIONS, Lexicon, perturbed
from eval.plot import Point
from eval.run import STANDALONE, RetrievalReport, Search, retrieval

MEASURES = ("recall@1", "recall@3", "recall@5", "recall@10", "mrr@10", "ndcg@10")


class MarkerError(Exception):
    """A document lacks the markers between which a table belongs; the message is Danish."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What one kind of mistyping costs: the mean MRR@10 of the same questions, both ways."""

    name: str
    before: float
    after: float
    n: int

    @property
    def loss(self) -> float:
        """How much MRR@10 is lost; negative when something is won."""
        return self.before - self.after


def ablation(
    questions: Iterable[GoldQuestion], searches: Mapping[str, Search]
) -> tuple[RetrievalReport, ...]:
    """A report for every search over the same stand-alone questions, in the order given."""
    alone = [question for question in questions if not question.history]
    return tuple(retrieval(alone, search, name=name) for name, search in searches.items())


def robustness(
    questions: Iterable[GoldQuestion], search: Search, lexicon: Lexicon = (), *, seed: int = 7
) -> tuple[Loss, ...]:
    """The loss for every perturbation, over the stand-alone questions that it changes."""
    alone = [q for q in questions if q.answerable and q.gold and not q.history]
    before = retrieval(alone, search).ranks
    losses = []
    for name in PERTURBATIONS:
        changed = perturbed(alone, name, lexicon, seed=seed)
        after = retrieval(changed, search).ranks
        losses.append(
            Loss(name, _mean([before[q.id] for q in changed]), _mean(after.values()), len(changed))
        )
    return tuple(losses)


def ablation_table(reports: Sequence[RetrievalReport], peers: Iterable[str] = ()) -> str:
    """A Markdown table, one search a row; peers in italics; the intervals are of MRR@10."""
    others = set(peers)
    rows = [["search", *MEASURES, "95 %", "ms p50", "ms p95"]]
    for report in reports:
        figures = report.groups.get(STANDALONE, {})
        shown = [_number(figures.get(measure)) for measure in MEASURES]
        name = f"*{report.name}*" if report.name in others else report.name
        millis = [f"{report.latency.p50:.1f}", f"{report.latency.p95:.1f}"]
        rows.append([name, *shown, _interval(figures.get("mrr@10")), *millis])
    return markdown_table(rows)


def robustness_table(losses: Iterable[Loss]) -> str:
    """A Markdown table, one perturbation a row."""
    rows = [["perturbation", "questions", "MRR@10 as written", "MRR@10 perturbed", "loss"]]
    for loss in losses:
        figures = [loss.before, loss.after, loss.loss]
        rows.append([loss.name, str(loss.n), *(_decimal(value) for value in figures)])
    return markdown_table(rows)


def points(reports: Iterable[RetrievalReport], peers: Iterable[str] = ()) -> tuple[Point, ...]:
    """The reports as points of the plot: median milliseconds and recall@5."""
    others = set(peers)
    return tuple(
        Point(
            report.name,
            report.latency.p50,
            report.groups[STANDALONE]["recall@5"].mean,
            report.name in others,
        )
        for report in reports
        if STANDALONE in report.groups
    )


def markdown_table(rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first row is its head, all columns but the first are numbers."""
    head, *body = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *body])


def stamp(command: str, questions: str, commit: str) -> str:
    """The line over a table: what made it, of what, on which commit and day."""
    return f"`{command}` over {questions}, commit {commit}, {date.today():%Y-%m-%d}."


def current_commit(folder: Path) -> str:
    """The commit's short name, with "+" when files that it tracks were changed; else "unknown"."""
    name = _git(folder, "rev-parse", "--short", "HEAD")
    if not name:
        return "unknown"
    changed = _git(folder, "status", "--porcelain", "--untracked-files=no")
    return f"{name}+" if changed else name


def write_between(path: Path, name: str, text: str) -> None:
    """Put the text between the markers of that name in a Markdown file.

    Raises MarkerError when the file or one of its markers is missing.
    """
    start, end = f"<!-- {name}:start -->", f"<!-- {name}:end -->"
    page = path.read_text(encoding="utf-8") if path.exists() else ""
    before, found, rest = page.partition(start)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise MarkerError(f"{path} mangler mærkerne {start} og {end}, som tabellen står imellem.")
    path.write_text(f"{before}{start}\n{text.strip()}\n{end}{after}", encoding="utf-8")


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=folder, capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def _number(figure: Figure | None) -> str:
    return _decimal(figure.mean) if figure else "–"


def _interval(figure: Figure | None) -> str:
    return f"{_decimal(figure.low)}–{_decimal(figure.high)}" if figure else "–"


def _decimal(value: float) -> str:
    """Three decimals without the nought before the point, as measures are printed."""
    text = f"{value:.3f}".replace("-0.000", "0.000")
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
