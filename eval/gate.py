"""Figures and stored bounds -> what has become worse: the regression gate.

A file of bounds is JSON: {"least": {"mrr@10": 0.9}, "most": {"false sources": 0}}.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eval.gold import GoldError
from eval.run import ALL, STANDALONE, AnswersReport, RetrievalReport


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a figure must at least be, and what it must at most be, by the figure's name."""

    least: Mapping[str, float] = field(default_factory=dict)
    most: Mapping[str, float] = field(default_factory=dict)


def load_bounds(path: Path) -> Bounds:
    """The bounds in a JSON file. Raises GoldError, in Danish, when it holds none."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        least, most = stored.get("least", {}), stored.get("most", {})
        bounds = Bounds(
            {k: float(v) for k, v in least.items()}, {k: float(v) for k, v in most.items()}
        )
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise GoldError(f"{path}: grænserne kan ikke læses ({error}).") from error
    if not bounds.least and not bounds.most:
        raise GoldError(f"{path}: filen har ingen grænser (least, most).")
    return bounds


def figures_of(report: RetrievalReport | AnswersReport) -> dict[str, float]:
    """A report's figures by name: stand-alone questions for retrieval, all for answers."""
    group = STANDALONE if isinstance(report, RetrievalReport) else ALL
    named = {name: figure.mean for name, figure in report.groups.get(group, {}).items()}
    named |= {"ms p50": report.latency.p50, "ms p95": report.latency.p95}
    if isinstance(report, AnswersReport):
        named |= {name: float(count) for name, count in report.counts.items()}
        named["median words"] = report.median_words
    return named


def fallen(figures: Mapping[str, float], bounds: Bounds) -> tuple[str, ...]:
    """A Danish sentence for every bound that is not kept; a missing figure keeps none."""
    faults = []
    for name, least in bounds.least.items():
        if name not in figures or figures[name] < least - 1e-9:
            faults.append(f"{name} er {_shown(figures, name)}, skal mindst være {least:g}.")
    for name, most in bounds.most.items():
        if name not in figures or figures[name] > most + 1e-9:
            faults.append(f"{name} er {_shown(figures, name)}, må højst være {most:g}.")
    return tuple(faults)


def _shown(figures: Mapping[str, float], name: str) -> str:
    return f"{figures[name]:.4g}" if name in figures else "ikke målt"
