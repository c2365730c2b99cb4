"""How an answer came about, stage by stage, for `svarpunkt ask --explain`."""

from __future__ import annotations

from collections.abc import Sequence

from index.archive import Archive
from rag.cite import Checked
from rag.types import Filters, Hit, Question


def explain(
    question: Question, hits: Sequence[Hit], checked: Checked, archive: Archive
) -> tuple[str, ...]:
    """One line a finding: the question as understood, the hits by arm, the check's verdicts."""
    lines = [
        f"Forstået som: {', '.join(intent.value for intent in question.intents)}"
        + (" (engelsk)" if question.english else "")
        + (" (opfølgning)" if question.followup else ""),
        f"Søgt efter: {question.search}",
    ]
    for name, filters in (("Grænser", question.filters), ("Foretrukket", question.prefer)):
        if filters:
            lines.append(f"{name}: {_told(filters)}")
    lines += [f"Bemærket: {note}" for note in question.notes]
    for place, hit in enumerate(hits, 1):
        card = archive.card(hit.item_id)
        arms = ", ".join(f"{arm} {score:.3g}" for arm, score in hit.arms.items()) or "på listen"
        lines.append(
            f"Fundet {place}: {hit.score:.2f} ({arms}) {card.body} {card.date} punkt "
            f"{card.number if card.number is not None else card.label}: {card.title} "
            f"[{hit.item_id}]"
        )
    lines += [f"Kontrol: {verdict}" for verdict in checked.dropped]
    lines.append(f"Kontrol: {len(checked.citations)} citater slået op i kilden og fundet")
    lines.append(_where_to_look(hits, checked))
    return tuple(lines)


def _told(filters: Filters) -> str:
    told = ((name, getattr(filters, name)) for name in filters.__slots__)
    return ", ".join(f"{name} {value}" for name, value in told if value)


def _where_to_look(hits: Sequence[Hit], checked: Checked) -> str:
    if not any(hit.arms for hit in hits):
        return "Er svaret forkert, så se på hvordan spørgsmålet er forstået."
    if not checked.citations:
        return "Er svaret forkert, så se på hvornår der siges fra (docs/abstention.md)."
    return (
        "Er svaret forkert: mangler det rette punkt øverst, er det søgningen; "
        "står det øverst, er det valget af sætninger."
    )
