"""A case's way -> what the terminal, the page and scripts are told of it."""

from __future__ import annotations

from collections.abc import Sequence

from index.danish import in_words
from index.types import Outcome
from rag.render import the_body
from rag.retrieval.case import SETTLED, Case, Step

FEW = 5
"""Single items under a shared number that are shown whole; more are a list."""


def tell(cases: Sequence[Case]) -> str:
    """The cases of one number for the terminal; what stands alone comes last."""
    if len(cases) == 1:
        return to_text(cases[0])
    ways = [case for case in cases if len(case.steps) > 1]
    alone = [case for case in cases if len(case.steps) == 1]
    told = [
        f"Nummeret {cases[0].number} står på {len(cases)} forskellige sager: deres titler og "
        "tekster hører ikke sammen."
    ]
    told += [f"[{n} af {len(cases)}] {to_text(case)}" for n, case in enumerate(ways, 1)]
    if len(alone) <= FEW:
        first = len(ways) + 1
        told += [f"[{n} af {len(cases)}] {to_text(case)}" for n, case in enumerate(alone, first)]
    else:
        rows = [f"  {_line(case.steps[0])}: {case.title}" for case in alone]
        told.append("\n".join([f"{len(alone)} punkter, der står alene:", *rows]))
    return "\n\n".join(told)


def to_text(case: Case) -> str:
    """A case for the terminal: its steps by date, then what holds."""
    lines = [f"Sag {case.number or 'uden nummer'}: {case.title}"]
    for step in case.steps:
        lines += _lines(step, case.title)
    return "\n".join([*lines, *what_holds(case)])


def what_holds(case: Case) -> list[str]:
    """The decision that holds, in plain words, and why it is that one."""
    binding = case.binding
    if binding is None:
        last = case.steps[-1]
        return [
            f"Det gælder nu: Ingen har afgjort sagen i de møder, der er i arkivet. Sidste skridt: "
            f"{the_body(last.body)}, {_day(last)}: {_done(last)}."
        ]
    body = the_body(binding.body)
    told = f"Det gælder nu: {body} har afgjort sagen {_day(binding)}: {_done(binding)}."
    told += f" »{' '.join(binding.sentence.split())}«" if binding.sentence else ""
    if {Outcome.RECOMMENDED, Outcome.POSTPONED} & {o for s in case.steps for o in s.outcomes}:
        return [told, f"  ({body} er det højeste organ, der har afgjort den; andres anbefalinger "
                "og udsættelser afgør den ikke.)"]  # fmt: skip
    return [told]


def _lines(step: Step, title: str) -> list[str]:
    lines = [f"  {_line(step)}: {_done(step)}"]
    if step.title != title:
        lines.append(f"      Da hed sagen: {step.title}")
    if step.sentence:
        lines.append(f"      »{' '.join(step.sentence.split())}«")
    lines.append(f"      {step.url or step.file}")
    return lines


def _line(step: Step) -> str:
    place = step.label or "punkt uden nummer"
    return f"{_day(step)}  {step.body}, {f'gengivet i {place}' if step.retold else place}"


def _day(step: Step) -> str:
    return in_words(step.date) if step.date else "uden dato"


def _done(step: Step) -> str:
    told = ", ".join(one.value for one in step.outcomes if one is not Outcome.NONE)
    if told and not step.decides and set(step.outcomes) & SETTLED and step.settled_by > step.level:
        told += " og sendt videre (sagen afgøres højere oppe)"
    none = "uden klar afgørelse" if step.sentence else "ingen beslutning"
    return (told or none) + ("" if step.open else " (lukket punkt)")


def to_json(case: Case) -> dict[str, object]:
    """A case for scripts; dates as ISO text."""
    binding = case.binding
    return {
        "case_number": case.number,
        "title": case.title,
        "steps": [_json(step) for step in case.steps],
        "binding": _json(binding) if binding else None,
    }


def _json(step: Step) -> dict[str, object]:
    return {
        "item": step.item,
        "body": step.body,
        "date": step.date.isoformat() if step.date else None,
        "punkt": step.label,
        "title": step.title,
        "case_number": step.case_number,
        "open": step.open,
        "outcomes": [one.value for one in step.outcomes],
        "decides": step.decides,
        "sentence": step.sentence,
        "file": step.file,
        "url": step.url,
        "retold": step.retold,
    }
