"""More of what a misreading leaves behind: marks around titles, labels in mid-text, decisions that
are not there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index.decision.deferring import defers
from index.types import Decision, Document, Item, Meeting, Outcome, SectionKind

FEW = 4
"""Items from which shares say something."""
_INLINE = re.compile(
    r"(?:(?<=[.!?:,;])|(?<=[a-zæøå]))\s(?:Beslutning|BESLUTNING|Indstilling|INDSTILLING)\b:?\s+(?=[A-ZÆØÅ])"
)
_COUNTED = re.compile(r"[^\w\s]?\s?(\d{1,4})(?!\d)")
_MINUTES = re.compile(r"referat|protokol|beslutninger", re.IGNORECASE)
_ONLY_ABSENCE = 60
"""Letters beside names of the absent in a decision that tells of them alone."""
_LONG = 4_000
_TIMES = 12


def of_titles(items: Sequence[Item]) -> Iterator[tuple[str, float]]:
    """Titles that all begin or end alike, and items without numbers whose titles count upwards."""
    titles = [item.title.split() for item in items if item.title]
    for words, told in ((0, "begynder med"), (-1, "ender med")):
        told_words = (title[words] for title in titles if len(title) > 1)
        word, times = _most_common(word for word in told_words if not word.endswith(":"))
        if times >= FEW and times * 5 >= len(items) * 4:
            yield f"{times} af {len(items)} overskrifter {told} »{word}«.", 0.35
    if any(item.number is not None for item in items) or len(items) < FEW - 1:
        return
    found = (_COUNTED.match(item.title) for item in items)
    numbers = [int(match[1]) for match in found if match]
    if len(numbers) * 5 >= len(items) * 4 and numbers == sorted(set(numbers)):
        yield f"{len(numbers)} overskrifter begynder med et tal, der ikke er læst som nummer.", 0.3


def _most_common(words: Iterator[str]) -> tuple[str, int]:
    counted = Counter(words).most_common(1)
    return counted[0] if counted else ("", 0)


def of_decisions(document: Document, meeting: Meeting) -> Iterator[tuple[str, float]]:
    """Minutes in which hardly anything is decided, and labels that stand inside the text."""
    public = [item for item in meeting.items if item.open]
    decided = sum(1 for item in public if any(map(_is_read, item.decisions)))
    names = (document.name, document.title, meeting.head.text[:400])
    minutes = meeting.kind == "referat" or any(map(_MINUTES.search, names))
    few = len(public) >= FEW and decided * 3 < len(public)
    if minutes and len(public) > 1 and (few or not decided):
        yield (
            f"Kun {decided} af {len(public)} punkter har en beslutning, der kan læses.",
            (0.2 if decided else 0.3),
        )
    elif minutes and decided and len(public) >= FEW:
        yield "", 0.15 * (1 - decided / len(public))
    hidden = [item for item in public if not any(map(_is_read, item.decisions)) and _holds(item)]
    if hidden and len(hidden) * 4 >= len(public):
        yield (
            f"I {len(hidden)} punkter står ordet »Beslutning« eller »Indstilling« midt i teksten.",
            0.35,
        )
    if not decided and (heading := _unknown_heading(public)):
        yield f"Overskriften »{heading}« står i de fleste punkter og kendes ikke.", 0.3


def _is_read(decision: Decision) -> bool:
    return decision.own and decision.outcomes != (Outcome.NONE,)


def _holds(item: Item) -> bool:
    return any(_INLINE.search(section.text) for section in item.sections)


def _unknown_heading(items: Sequence[Item]) -> str:
    seen = Counter(
        heading
        for item in items
        for heading in {
            one.heading for one in item.sections if one.kind is SectionKind.OTHER and one.heading
        }
    )
    heading, times = seen.most_common(1)[0] if seen else ("", 0)
    return heading if times > 1 and times * 2 >= len(items) else ""


def of_outcomes(meeting: Meeting) -> Iterator[tuple[str, float]]:
    """Decisions that are printed, and whose outcome no rule knows; those that only point to
    another decision; and one that is many times as long as the others."""
    told = [
        (item, one)
        for item in meeting.items
        for one in item.decisions
        if one.own and one.text.strip() and not _tells_only_absence(one)
    ]
    if not told:
        return
    unread = [item for item, one in told if one.outcomes == (Outcome.NONE,)]
    share = len(unread) / len(told)
    much = share > 0.25 and (len(unread) > 1 or len(told) < FEW)
    warning = f"Udfaldet af {len(unread)} af {len(told)} beslutninger kan ikke læses."
    yield (warning if much else "", min(0.35, 0.4 * share))
    pointing = [item for item, one in told if defers(one)]
    if pointing:
        names = ", ".join(f"punkt {item.punkt}" for item in pointing[:10])
        yield (
            f"Beslutningen under {names} henviser til en anden beslutning, som ikke står der.",
            min(0.1, 0.2 * len(pointing) / len(told)),
        )
    sizes = sorted(len(one.text) for _, one in told)
    longest = max(told, key=lambda pair: len(pair[1].text))[0]
    if len(told) >= FEW and sizes[-1] > max(_LONG, _TIMES * sizes[len(sizes) // 2]):
        yield f"Beslutningen under punkt {longest.punkt} er usædvanligt lang.", 0.1


def _tells_only_absence(decision: Decision) -> bool:
    names = sum(map(len, decision.absent))
    return bool(names) and len(decision.text) - names < _ONLY_ABSENCE
