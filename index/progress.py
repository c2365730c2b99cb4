"""What a build and an archive tell the person at the terminal, in Danish."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from index.catalogue import Catalogue
from index.danish import moment
from index.store.intake import Report
from index.types import Meeting


@contextmanager
def bar() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on the error stream: files, chunks, chunks a second, time left."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:>7}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        tasks: dict[str, object] = {}
        began: dict[str, float] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total, rate="")
                began[stage] = time.perf_counter()
            spent = time.perf_counter() - began[stage]
            rate = f"{done / spent:.0f}/s" if done and spent > 0.5 else ""
            progress.update(tasks[stage], completed=done, total=total, rate=rate)  # type: ignore[arg-type]

        yield tell


def summary(report: Report) -> str:
    """The closing report of `svarpunkt index`."""
    lines = [
        f"Arkivet har nu {report.meetings} møder, {report.items} punkter "
        f"og {report.chunks} uddrag.",
        f"Filer: {report.added} nye, {report.updated} ændrede, {report.unchanged} uændrede, "
        f"{report.removed} fjernede, {report.duplicates} dubletter.",
        f"Uddrag beregnet: {report.embedded}"
        + (" (intet nyt at beregne)" if not report.embedded else "")
        + f". Tid: {report.seconds:.1f} s.",
    ]
    if report.reread:
        lines.insert(2, reread_sentence(report))
    if report.unread:
        lines.append(f"Kunne ikke læses ({len(report.unread)}):")
        lines += [f"  {_told(name, reason)}" for name, reason in report.unread]
    if report.warnings:
        lines.append(f"Bemærkninger ({len(report.warnings)}):")
        lines += [f"  {warning}" for warning in report.warnings[:50]]
    return "\n".join(lines)


def reread_sentence(report: Report) -> str:
    """What was read again after an upgrade, and how much of it is understood otherwise now."""
    files = "fil er" if report.reread == 1 else "filer er"
    differ = f"{report.differ} af dem" if report.differ else "ingen af dem"
    return (
        f"{report.reread} {files} læst igen, fordi en ældre version af Svarpunkt havde læst dem; "
        f"{differ} bliver nu forstået anderledes."
    )


def _told(name: str, reason: str) -> str:
    return reason if reason.startswith(name) else f"{name}: {reason}"


def status_json(catalogue: Catalogue) -> dict[str, object]:
    """What the archive holds, for scripts."""
    meetings = [meeting for meeting, _ in catalogue.meetings()]
    days = [meeting.date for meeting in meetings if meeting.date]
    groups = Counter((m.municipality or "ukendt kommune", m.body) for m in meetings)
    about = catalogue.about()
    built = catalogue.built()
    return {
        **catalogue.counts(),
        "built": built.isoformat() if built else None,
        "model": about.get("model"),
        "precision": about.get("precision"),
        "from": min(days).isoformat() if days else None,
        "to": max(days).isoformat() if days else None,
        "bodies": [
            {"municipality": town, "body": body, "meetings": count}
            for (town, body), count in sorted(groups.items())
        ],
        "unread": [{"file": name, "reason": reason} for name, reason in catalogue.unread()],
        "pending": len(catalogue.pending()),
        "uncertain": [
            {"file": m.file, "confidence": round(m.confidence, 2)}
            for m in meetings
            if m.confidence < 0.6
        ],
    }


def status_text(catalogue: Catalogue) -> str:
    """What the archive holds, for a person."""
    found = status_json(catalogue)
    span = f" fra {found['from']} til {found['to']}" if found["from"] else ""
    lines = [
        f"{found['meetings']} møder{span}, "
        f"{found['items']} punkter, {found['decisions']} beslutninger, {found['chunks']} uddrag.",
        f"Model: {found['model']} ({found['precision'] or 'ikke beregnet endnu'}).",
    ]
    built = catalogue.built()
    lines += [f"Sidst opdateret {moment(built)}."] if built else []
    bodies = found["bodies"]
    assert isinstance(bodies, list)
    lines += [f"  {b['municipality']}, {b['body']}: {b['meetings']}" for b in bodies]
    for key, words in (("unread", "Kunne ikke læses"), ("uncertain", "Læst med lav sikkerhed")):
        rows = found[key]
        assert isinstance(rows, list)
        if rows:
            lines.append(f"{words} ({len(rows)}):")
            lines += [
                f"  {_told(row['file'], str(row.get('reason', row.get('confidence'))))}"
                for row in rows
            ]
    if found["pending"]:
        lines.append("En opbygning blev afbrudt: kør 'svarpunkt index' igen.")
    return "\n".join(lines)


def inspection(meetings: Sequence[Meeting], furniture: Sequence[str] = ()) -> str:
    """How a file was read, as a table that a secretary can check; `furniture` are the heads and
    feet of its pages that were left out."""
    lines: list[str] = []
    for meeting in meetings:
        lines.append(
            f"{meeting.municipality or 'ukendt kommune'}: {meeting.body}, "
            f"{meeting.date or 'uden dato'}, {meeting.kind}, sikkerhed {meeting.confidence:.2f}"
        )
        if meeting.participants:
            lines.append(f"  Deltagere: {', '.join(meeting.participants)}")
        if meeting.absent:
            lines.append(f"  Fraværende: {', '.join(meeting.absent)}")
        for item in meeting.items:
            state = "" if item.open else " [lukket]"
            lines.append(f"  {item.label or '-'} {item.title}{state} ({item.case_number or '-'})")
            kinds = [f"{s.kind.value} {s.end - s.start}" for s in item.sections]
            lines.append(f"      afsnit: {', '.join(kinds) or 'ingen'}")
            for decision in item.decisions:
                outcomes = ", ".join(o.value for o in decision.outcomes) or "ingen"
                own = "" if decision.own else " (tidligere)"
                lines.append(f"      {decision.body or '?'} {decision.date or ''}: {outcomes}{own}")
        lines += [f"  ! {warning}" for warning in meeting.warnings]
        lost = sum(end - start for start, end in meeting.unassigned)
        if lost:
            lines.append(f"  {lost} tegn kunne ikke placeres.")
    if furniture:
        first = " ".join(furniture[0].split())
        lines.append(f"Sidehoveder og -fødder er udeladt: {len(furniture)} linjer (»{first}« ...).")
    return "\n".join(lines)
