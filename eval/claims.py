"""True and corrupted sentences -> how well rag/verification/verify.py tells them apart."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.gold import GoldError
from index.archive import Archive
from rag.verification.sources import Source, make_source
from rag.verification.verify import judge

TRUE = ("true", "free")
"""Sentences that keep to the source's words, and ones that say the same in others."""


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence over numbered passages. `kind` is "true", "free" or the sort of corruption."""

    kind: str
    sentence: str
    sources: dict[int, Source]

    @property
    def sound(self) -> bool:
        """Whether the sentence is true."""
        return self.kind in TRUE


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with what the check said: "" when it let the sentence pass."""

    case: Case
    fault: str

    @property
    def right(self) -> bool:
        """Whether the check was right."""
        return self.case.sound is not bool(self.fault)


@dataclass(frozen=True, slots=True)
class ClaimsReport:
    """Counts as (right, of all) by kind, and the cases that the check got wrong."""

    name: str
    by_kind: dict[str, tuple[int, int]]
    wrong: tuple[Judged, ...]

    @property
    def caught(self) -> tuple[int, int]:
        """Corruptions that were caught, of all."""
        rows = [row for kind, row in self.by_kind.items() if kind not in TRUE]
        return sum(a for a, _ in rows), sum(b for _, b in rows)

    @property
    def passed(self) -> tuple[int, int]:
        """True sentences that passed, of all."""
        rows = [row for kind, row in self.by_kind.items() if kind in TRUE]
        return sum(a for a, _ in rows), sum(b for _, b in rows)

    @property
    def recall(self) -> float:
        """The share of the corruptions that was caught."""
        return _share(self.caught)

    @property
    def precision(self) -> float:
        """The share of what was dropped that was corrupted."""
        caught, (passed, every) = self.caught[0], self.passed
        return _share((caught, caught + every - passed))


def load_cases(path: Path, archive: Archive) -> Iterator[Case]:
    """The cases of a file. Raises GoldError when a passage is not in the archive."""
    try:
        groups = tomllib.loads(path.read_text("utf-8"))["group"]
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise GoldError(f"{path} kan ikke læses som påstande: {error}") from error
    items = {(card.file, card.number): card.id for card in archive.snapshot.cards}
    for group in groups:
        key = items.get((group["file"], group["punkt"]))
        if key is None:
            raise GoldError(f"Arkivet har ikke punkt {group['punkt']} i {group['file']}.")
        sources = dict(_sources(archive, key, group["passages"]))
        for kind in TRUE:
            yield from (Case(kind, sentence, sources) for sentence in group.get(kind, ()))
        yield from (Case(kind, sentence, sources) for kind, sentence in group.get("false", ()))


def claims(cases: Sequence[Case] | Iterator[Case], name: str = "") -> ClaimsReport:
    """The check's verdicts, counted."""
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    wrong: list[Judged] = []
    for case in cases:
        judged = Judged(case, judge(case.sentence, case.sources).fault)
        every[case.kind] += 1
        right[case.kind] += judged.right
        if not judged.right:
            wrong.append(judged)
    kinds = sorted(every, key=lambda kind: (kind not in TRUE, kind))
    return ClaimsReport(name, {kind: (right[kind], every[kind]) for kind in kinds}, tuple(wrong))


def claims_table(report: ClaimsReport) -> str:
    """The counts as a Markdown table."""
    lines = ["| sentences | right | of |", "|---|---|---|"]
    lines += [f"| {kind} | {a} | {b} |" for kind, (a, b) in report.by_kind.items()]
    for name, (a, b) in (("all true", report.passed), ("all corrupted", report.caught)):
        lines.append(f"| {name} | {a} ({_share((a, b)):.3f}) | {b} |")
    lines.append(f"| precision of what was dropped | {report.precision:.3f} | |")
    return "\n".join(lines)


def claims_wrong(report: ClaimsReport) -> Iterator[str]:
    """The cases that the check got wrong, one line each."""
    for judged in report.wrong:
        said = f"udeladt ({judged.fault})" if judged.fault else "sluppet igennem"
        yield f"{judged.case.kind}: {said}: {judged.case.sentence}"


def _sources(archive: Archive, key: str, passages: Sequence[str]) -> Iterator[tuple[int, Source]]:
    record = archive.items([key])[0]
    text = record.text[: record.item.end]
    for n, passage in enumerate(passages, 1):
        words = r"\s+".join(re.escape(word) for word in passage.split(" "))
        found = re.compile(words).search(text, record.item.start)
        if found is None:
            raise GoldError(f"Punktet {key} har ikke »{passage[:60]}«.")
        yield n, make_source(n, record, *found.span())


def _share(pair: tuple[int, int]) -> float:
    return pair[0] / pair[1] if pair[1] else 0.0
