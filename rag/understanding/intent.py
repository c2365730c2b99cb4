"""Question -> what the asker wants to know, foremost first (rules: rag/data/intents.toml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rag.rules import entries, strings
from rag.types import Intent
from rag.wash import plain, sentences

# An intent this much lighter than the foremost is a word of the topic, not a wish.
_TOPIC = 6.0


@dataclass(frozen=True, slots=True)
class _Rule:
    intent: Intent
    weight: float
    patterns: tuple[re.Pattern[str], ...]


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            Intent(str(entry["intent"])),
            float(str(entry["weight"])),
            tuple(re.compile(pattern) for pattern in strings(entry["any"])),
        )
        for entry in entries("intents", "rule")
    )


def intents(text: str) -> tuple[Intent, ...]:
    """The question's intents by weight, then by where they stand. Never empty: FACT at least."""
    found: dict[Intent, tuple[float, int]] = {}
    for sentence in _asking(plain(text)):
        for rule in _rules():
            place = _place(rule, sentence)
            if place is not None and rule.weight > found.get(rule.intent, (0.0, 0))[0]:
                found[rule.intent] = (rule.weight, place)
    found.setdefault(Intent.FACT, (1.0, len(text)))
    ranked = sorted(found, key=lambda intent: (-found[intent][0], found[intent][1]))
    if len(ranked) > 1:
        heaviest = found[ranked[0]][0]
        ranked = [intent for intent in ranked if found[intent][0] > heaviest - _TOPIC]
    return tuple(ranked)


def _asking(text: str) -> list[str]:
    """The sentences that ask; all of them when none carries a question mark."""
    every = sentences(text) or [text]
    return [sentence for sentence in every if sentence.endswith("?")] or every


def _place(rule: _Rule, sentence: str) -> int | None:
    places = [match.start() for p in rule.patterns if (match := p.search(sentence))]
    return min(places) if places else None
