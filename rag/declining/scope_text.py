"""How far was searched, as figures and as a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from index.archive import Archive
from index.types import is_head
from prompts import render
from rag.render import danish_date, the_body
from rag.types import Filters, Question, Scope
from rag.within import admits


def whole(archive: Archive) -> Scope:
    """All of the archive."""
    return Scope(len(archive.meetings), *archive.period)


def scope_of(question: Question, archive: Archive) -> Scope:
    """How many meetings lie within the question's filters, and from when to when."""
    limits = replace(question.filters, case_number=None, punkt=None, decisions_only=False)
    if not limits:
        return whole(archive)
    heads = [card for card in archive.snapshot.cards if is_head(card.id)]
    days = [card.date for card in heads if admits(limits, card)]
    dated = [day for day in days if day]
    return Scope(len(days), min(dated, default=None), max(dated, default=None))


def limits_in_words(filters: Filters) -> str:
    """The limits as a reader would say them: "i Byrådet fra 1. maj 2025 til 31. maj 2025"."""
    first, last = filters.date_from, filters.date_to
    parts = [
        f"i sag {filters.case_number}" if filters.case_number else "",
        f"under punkt {filters.punkt}" if filters.punkt is not None else "",
        f"i {the_body(filters.committee)}" if filters.committee else "",
        f"fra {_commune(filters.municipality)}" if filters.municipality else "",
    ]
    if first and last and (span := _span(first, last)):
        parts.append(span)
    else:
        parts.append(f"fra den {danish_date(first)}" if first else "")
        parts.append(f"til og med den {danish_date(last)}" if last else "")
    return " ".join(part for part in parts if part)


def _span(first: date, last: date) -> str:
    """A day, a whole month or a whole year in words; "" for other spans."""
    if first == last:
        return f"den {danish_date(first)}"
    ends = (last + timedelta(days=1)).day == 1
    if (first.day, first.month, last.month) == (1, 1, 12) and first.year == last.year and ends:
        return f"i {first.year}"
    if first.day == 1 and (first.month, first.year) == (last.month, last.year) and ends:
        return f"i {danish_date(first).removeprefix('1. ')}"
    return ""


def _commune(name: str) -> str:
    return name if name.endswith("Kommune") else f"{name} Kommune"


def scope_sentence(scope: Scope) -> str:
    """The scope in words."""
    if scope.meetings == 0:
        return render("scope.none")
    if scope.first is None or scope.last is None:
        return render("scope.undated", count=str(scope.meetings))
    if scope.meetings == 1:
        return render("scope.one", first=danish_date(scope.first))
    return render(
        "scope.many",
        count=str(scope.meetings),
        first=danish_date(scope.first),
        last=danish_date(scope.last),
    )
