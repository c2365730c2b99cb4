"""Quoted rows of a table -> a small table, so that a figure stands under its head."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prompts import render
from rag.types import Citation, Sentence

_FIGURE = re.compile(r"[-+]?\d[\d.,]*(?:\s?(?:%|pct\.|kr\.))?")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, the number of its source, and whether it is the one to read first."""

    cells: tuple[str, ...]
    n: int
    best: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length; `head` is () where none is quoted, `words` ours that lead in."""

    words: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]


def table_at(
    sentences: Sequence[Sentence], citations: Mapping[int, Citation]
) -> tuple[Table, int] | None:
    """The table that the first of the sentences begins, and how many of them it holds; None
    where a row stands alone, or where the rows are not of one length."""
    first = _rows(sentences[0], citations)
    if not first:
        return None
    words = _words(sentences[0])
    heads = words == render("lead.header", row="").strip()
    rows = [*first]
    used = 1
    for sentence in sentences[1:]:
        more = [] if _words(sentence) else _rows(sentence, citations)
        if not more or not _same_place(sentences[0], sentence, citations):
            break
        rows += more
        used += 1
    if len({len(row.cells) for row in rows}) != 1 or len(rows) == 1:
        return None
    told = heads or (len(first) > 1 and not any(map(_FIGURE.fullmatch, rows[0].cells)))
    head = rows.pop(0).cells if told else ()
    return Table("" if heads else words, head, tuple(rows)), used


def _rows(sentence: Sentence, citations: Mapping[int, Citation]) -> list[Row]:
    """The rows that a sentence quotes; [] when it quotes anything else or says more behind."""
    if not sentence.quoted or len(sentence.cites) != 1 or sentence.cites[0] not in citations:
        return []
    n = sentence.cites[0]
    lines = [line.strip(" \r\u00a0") for line in citations[n].quote.strip("\r\n ").split("\n")]
    behind = sentence.text[sentence.text.rfind("«") + 1 :].replace(f"[{n}]", "").strip(" .")
    if behind or not all("\t" in line for line in lines):
        return []
    return [
        Row(tuple(cell.strip() for cell in line.split("\t")), n, sentence.best) for line in lines
    ]


def _words(sentence: Sentence) -> str:
    return sentence.text[: sentence.text.find("»")].strip()


def _same_place(one: Sentence, other: Sentence, citations: Mapping[int, Citation]) -> bool:
    left, right = citations[one.cites[0]], citations[other.cites[0]]
    return (left.item_id, left.section) == (right.item_id, right.section)
