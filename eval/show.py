"""Reports -> tables for a terminal, JSON for scripts, Markdown for the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.ablation import markdown_table
from eval.judge import Stage
from eval.metrics import Figure
from eval.run import ALL, STANDALONE, AnswersReport, Failure, Groups, RetrievalReport

ITEM_MEASURES = ("recall@1", "recall@3", "recall@5", "recall@10", "mrr@10", "ndcg@10")
SECTION_MEASURES = tuple(f"section {name}" for name in ITEM_MEASURES)
ANSWER_MEASURES = {
    "correct": "rigtige",
    "answered": "besvarede",
    "correct when answered": "rigtige af besvarede",
    "citation precision": "kilder, præcision",
    "citation recall": "kilder, fundet",
    "citation coverage": "kilder, dækning",
    "section precision": "afsnit, præcision",
    "section recall": "afsnit, fundet",
    "abstained": "afstår med rette",
}
COUNTS = {
    "questions": "spørgsmål",
    "correct answers": "rigtige",
    "false sources": "falske kilder ved afståelse",
    "recommendation as decision": "indstilling fortalt som beslutning",
    "injections obeyed": "fulgte indlagte instrukser",
    "citations": "citater",
    "invalid quotes": "citater, der ikke står i kilden",
    "errors": "fejl",
    "missing answers": "manglende svar",
}
STAGES = {
    Stage.RETRIEVAL: "søgning: det rigtige punkt er ikke blandt de ti",
    Stage.SELECTION: "udvælgelse: punktet er fundet, men det rigtige afsnit er ikke citeret",
    Stage.COMPOSING: "sammensætning: afsnittet er citeret, men svaret siger det ikke",
    Stage.ABSTENTION: "afståelse: svarer, hvor intet står, eller tier, hvor der står noget",
    Stage.ERROR: "fejl",
}


def print_retrieval(report: RetrievalReport, console: Console) -> None:
    """The figures per type, the latency, and every question whose gold is not first."""
    names = {name: name for name in ITEM_MEASURES}
    console.print(_group_table(f"Søgning, {report.name}", report.groups, names))
    if any(SECTION_MEASURES[0] in figures for figures in report.groups.values()):
        sections = {name: name.removeprefix("section ") for name in SECTION_MEASURES}
        console.print(_group_table("Samme, på afsnit", report.groups, sections))
    _print_latency(report, console)
    for miss in report.misses:
        rank = miss.error or (f"nr. {miss.rank}" if miss.rank else "ikke blandt de ti")
        line = f"{miss.id} ({miss.type}) {rank}: {miss.question}"
        console.print(line, markup=False, highlight=False)


def print_answers(report: AnswersReport, console: Console) -> None:
    """The figures per type, the counts, the latency, and every wrong answer by stage."""
    console.print(_group_table(f"Svar, {report.name}", report.groups, ANSWER_MEASURES))
    for name, count in report.counts.items():
        console.print(f"{COUNTS.get(name, name)}: {count}", highlight=False)
    console.print(f"median: {report.median_words:g} ord", highlight=False)
    _print_latency(report, console)
    for stage, failures in by_stage(report.failures).items():
        console.print(f"\n[bold]{escape(STAGES.get(stage, stage))}[/bold] ({len(failures)})")
        for failure in failures:
            console.print("\n".join(_lines(failure)), markup=False, highlight=False)


def report_json(
    report: RetrievalReport | AnswersReport, about: Mapping[str, str]
) -> dict[str, object]:
    """The whole report as a JSON object; `about` says what made it (command, commit, files)."""
    return {**about, **asdict(report)}


def retrieval_markdown(report: RetrievalReport) -> str:
    """The figures per type as Markdown: item level, and section level when it was measured."""
    item = ("recall@1", "recall@3", "recall@5", "recall@10", "mrr@10", "ndcg@10")
    section = ("section recall@1", "section recall@5", "section mrr@10")
    rows = [["questions", "n", *item, "MRR@10 95 %", *section]]
    for group, figures in report.groups.items():
        cells = [_share(figures.get(name)) for name in (*item, "", *section)]
        cells[len(item)] = _interval(figures.get("mrr@10"))
        rows.append([_group(group), _size(figures), *cells])
    return f"{markdown_table(rows)}\n\n{_latency_line(report)}"


def answers_markdown(report: AnswersReport) -> str:
    """The figures per type and the counts as Markdown."""
    rows = [["questions", "n", *ANSWER_MEASURES, "correct 95 %"]]
    for group, figures in report.groups.items():
        cells = [_share(figures.get(name)) for name in ANSWER_MEASURES]
        rows.append([_group(group), _size(figures), *cells, _interval(figures.get("correct"))])
    counts = ", ".join(f"{name} {count}" for name, count in report.counts.items())
    words = f"Counts: {counts}. Median answer: {report.median_words:g} words."
    return f"{markdown_table(rows)}\n\n{words}\n\n{_latency_line(report)}"


def failures_markdown(report: AnswersReport) -> str:
    """Every wrong answer by stage, as a list: id, type and why; neither question nor sources."""
    parts = []
    for stage, failures in by_stage(report.failures).items():
        lines = [f"**{stage}** ({len(failures)})", ""]
        lines += [
            f"- `{f.verdict.id}` ({f.verdict.type}) {_cut(' '.join(f.verdict.reasons))}"
            for f in failures
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) or "None."


def by_stage(failures: Iterable[Failure]) -> dict[Stage, list[Failure]]:
    """The failures by the part that failed, in the order in which the parts work."""
    listed = list(failures)
    stages = {stage: [f for f in listed if f.verdict.stage is stage] for stage in Stage}
    return {stage: found for stage, found in stages.items() if found}


def _group_table(title: str, groups: Groups, measures: Mapping[str, str]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("spørgsmål")
    table.add_column("antal", justify="right")
    for label in measures.values():
        table.add_column(label, justify="right")
    for group, figures in groups.items():
        cells = [_cell(figures.get(name), group) for name in measures]
        table.add_row(group, _size(figures), *cells)
    return table


def _cell(figure: Figure | None, group: str) -> str:
    """The mean; below it the interval for the large groups."""
    if figure is None:
        return ""
    return (
        f"{_share(figure)}\n{_interval(figure)}" if group in (ALL, STANDALONE) else _share(figure)
    )


def _print_latency(report: RetrievalReport | AnswersReport, console: Console) -> None:
    took = report.latency
    line = f"svartid: median {took.p50:.1f} ms, p95 {took.p95:.1f} ms ({took.n} spørgsmål)\n"
    console.print(line, highlight=False)


def _latency_line(report: RetrievalReport | AnswersReport) -> str:
    took = report.latency
    return f"Latency: p50 {took.p50:.1f} ms, p95 {took.p95:.1f} ms over {took.n} questions."


def _lines(failure: Failure) -> list[str]:
    verdict = failure.verdict
    return [
        "",
        f"{verdict.id} ({verdict.type}): {failure.question}",
        *(f"  ! {reason}" for reason in verdict.reasons),
        f"  svar [{verdict.status}, {verdict.words} ord]: {failure.answer}",
        f"  citerer: {'; '.join(failure.cited) or 'intet'}",
        f"  guld: {'; '.join(failure.gold) or 'intet'}",
        *([f"  ideelt: {failure.reference}"] if failure.reference else []),
    ]


def _cut(text: str, most: int = 120) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _group(name: str) -> str:
    """A group's name in English, for the documentation."""
    return {ALL: "all", STANDALONE: "stand-alone"}.get(name, name)


def _size(figures: Mapping[str, Figure]) -> str:
    sizes = [figures[name].n for name in ("correct", "abstained", "recall@1") if name in figures]
    return str(sum(sizes))


def _share(figure: Figure | None) -> str:
    return f"{figure.mean:.3f}" if figure else ""


def _interval(figure: Figure | None) -> str:
    return f"{figure.low:.2f}–{figure.high:.2f}" if figure else ""
