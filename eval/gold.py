"""A file of questions -> frozen questions with their gold, checked against an archive.

The format of the file is described in ../shared/eval/README.md: one JSON object a line.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, NotRequired, TypedDict

from eval.normalise import normalise

Punkt = int | str
"""An item's number; 0 is the meeting's head; the text as printed where it is no number."""


class Expect(StrEnum):
    """What a right answer does."""

    ANSWER = "answer"
    ABSTAIN = "abstain"
    CORRECT_PREMISE = "correct_premise"
    SAY_CLOSED = "say_closed"
    RESIST = "resist"


class Place(NamedTuple):
    """Where something was found or is to be found; `section` is "" when it is not said."""

    file: str
    punkt: Punkt
    section: str = ""


class Asked(TypedDict):
    """All that a system is told: never the gold."""

    id: str
    question: str
    filters: NotRequired[dict[str, str]]
    history: NotRequired[list[dict[str, str]]]


class GoldError(Exception):
    """A file of questions or answers that cannot be used; the message is Danish."""


@dataclass(frozen=True, slots=True)
class GoldItem:
    """An item and section that is acceptable evidence."""

    file: str
    punkt: Punkt
    section: str = ""
    main_section: str = ""

    @property
    def item(self) -> tuple[str, Punkt]:
        """The item's identity."""
        return self.file, self.punkt


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question, what a right answer does, and where its evidence stands.

    Every entry of `must_include` is the tuple of strings that meet it.
    """

    id: str
    question: str
    type: str
    answerable: bool
    expect: Expect
    gold: tuple[GoldItem, ...] = ()
    must_include: tuple[tuple[str, ...], ...] = ()
    must_not_include: tuple[str, ...] = ()
    reference: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    history: tuple[tuple[str, str], ...] = ()
    """(role, content) of the earlier turns."""
    note: str = ""

    @property
    def items(self) -> tuple[tuple[str, Punkt], ...]:
        """The distinct gold items in the order of the file."""
        return tuple(dict.fromkeys(gold.item for gold in self.gold))

    @property
    def asked(self) -> Asked:
        """What a system is told."""
        told = Asked(id=self.id, question=self.question)
        if self.filters:
            told["filters"] = dict(self.filters)
        if self.history:
            told["history"] = [{"role": role, "content": said} for role, said in self.history]
        return told


@dataclass(frozen=True, slots=True)
class GoldCheck:
    """Questions that this archive can be asked, and what does not fit it.

    `questions` have lost the gold of files that the archive lacks; `skipped` are the ids of
    answerable questions that lost all of it; `absent` the files; `problems` Danish sentences
    on gold that names an item or a section that an archived file does not have.
    """

    questions: tuple[GoldQuestion, ...]
    skipped: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def load_questions(path: Path) -> tuple[GoldQuestion, ...]:
    """The questions of a JSONL file, in order.

    Raises GoldError, naming the line, when the file cannot be read, a line is no question,
    or two questions share an id.
    """
    questions = tuple(_question(row, path, line) for line, row in load_lines(path))
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise GoldError(f"{path.name}: to spørgsmål har samme id, {question.id}.")
        seen.add(question.id)
    if not questions:
        raise GoldError(f"{path.name}: der er ingen spørgsmål i filen.")
    return questions


def load_lines(path: Path) -> list[tuple[int, dict[str, object]]]:
    """(line number, object) of each line of a JSONL file that is not blank.

    Raises GoldError when the file cannot be read or a line is no JSON object.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: filen kan ikke læses ({error}).") from error
    return [(n, _object(line, path, n)) for n, line in enumerate(lines, 1) if line.strip()]


def check_gold(
    questions: Iterable[GoldQuestion],
    items: Mapping[str, Collection[Punkt]],
    sections: Mapping[tuple[str, Punkt], Collection[str]] | None = None,
) -> GoldCheck:
    """The questions as an archive can be asked them.

    `items` maps an archived file's name to its items' numbers (0, the head, need not be
    there); `sections` maps (file, punkt) to its headings and kinds, when they are to be
    checked too.
    """
    kept: list[GoldQuestion] = []
    skipped: list[str] = []
    absent: dict[str, None] = {}
    problems: list[str] = []
    for question in questions:
        gold = tuple(g for g in question.gold if g.file in items)
        absent.update(dict.fromkeys(g.file for g in question.gold if g.file not in items))
        if question.gold and not gold:
            skipped.append(question.id)
            continue
        problems += [text for g in gold if (text := _problem(question.id, g, items, sections))]
        kept.append(replace(question, gold=gold))
    return GoldCheck(tuple(kept), tuple(skipped), tuple(absent), tuple(problems))


def section_names(*names: str) -> frozenset[str]:
    """The names as sections are compared: folded, without accents, brackets, end colon."""
    folded = (normalise(name).replace("é", "e").strip(" ():.") for name in names)
    return frozenset(name for name in folded if name)


def same_section(gold: GoldItem, *names: str) -> bool:
    """Whether a found section's heading or kind is the gold's section or main section."""
    return not section_names(gold.section, gold.main_section).isdisjoint(section_names(*names))


def as_punkt(value: object) -> Punkt:
    """An item's number from JSON: a number where it is one, else the text as printed."""
    text = str(value).strip()
    return int(text) if text.isdecimal() else text


def _problem(
    question: str,
    gold: GoldItem,
    items: Mapping[str, Collection[Punkt]],
    sections: Mapping[tuple[str, Punkt], Collection[str]] | None,
) -> str:
    if gold.punkt != 0 and gold.punkt not in items[gold.file]:
        return f"{question}: {gold.file} har intet punkt {gold.punkt} i arkivet."
    in_text = not gold.section.startswith("(")
    if sections is None or not in_text or same_section(gold, *sections.get(gold.item, ())):
        return ""
    return f"{question}: {gold.file} punkt {gold.punkt} har intet afsnit »{gold.section}«."


def _object(line: str, path: Path, number: int) -> dict[str, object]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise GoldError(f"{path.name}, linje {number}: ikke JSON ({error.msg}).") from error
    if not isinstance(row, dict):
        raise GoldError(f"{path.name}, linje {number}: der skal stå ét JSON-objekt.")
    return row


def _question(row: Mapping[str, object], path: Path, line: int) -> GoldQuestion:
    try:
        return GoldQuestion(
            id=str(row["id"]),
            question=str(row["question"]),
            type=str(row["type"]),
            answerable=bool(row["answerable"]),
            expect=Expect(str(row["expect"])),
            gold=tuple(dict.fromkeys(_gold(entry) for entry in _rows(row.get("gold")))),
            must_include=tuple(_strings(entry) for entry in _list(row.get("must_include"))),
            must_not_include=_strings(row.get("must_not_include") or []),
            reference=str(row.get("reference") or ""),
            filters=_filters(row.get("filters")),
            history=tuple(
                (str(turn["role"]), str(turn["content"])) for turn in _rows(row.get("history"))
            ),
            note=str(row.get("note") or ""),
        )
    except (KeyError, TypeError, ValueError) as error:
        allowed = ", ".join(Expect)
        raise GoldError(
            f"{path.name}, linje {line}: spørgsmålet mangler eller har en forkert værdi "
            f"({error}). `expect` er en af: {allowed}."
        ) from error


def _gold(row: Mapping[str, object]) -> GoldItem:
    section = str(row.get("section") or "")
    return GoldItem(
        file=str(row["file"]),
        punkt=as_punkt(row["punkt"]),
        section=section,
        main_section=str(row.get("main_section") or section),
    )


def _filters(value: object) -> tuple[tuple[str, str], ...]:
    if not value:
        return ()
    if not isinstance(value, dict):
        raise TypeError("filters skal være et objekt")
    return tuple((str(name), str(limit)) for name, limit in value.items() if limit is not None)


def _list(value: object) -> Sequence[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise TypeError("en liste var ventet")
    return value


def _rows(value: object) -> list[dict[str, object]]:
    rows = []
    for row in _list(value):
        if not isinstance(row, dict):
            raise TypeError("et objekt var ventet")
        rows.append(row)
    return rows


def _strings(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(entry) for entry in _list(value))
