"""A question -> the same question as people type it: a typo, no æøå, CAPITALS, odd compounds.

Deterministic: the same question, seed and lexicon give the same text. A text that a
perturbation leaves as it was is no test of it and is left out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from eval.gold import GoldQuestion

Lexicon = Collection[str]
"""Lower-case words that are known to exist."""
Perturbation = Callable[[str, random.Random, Lexicon], str]

SHORTEST_PART = 4
"""Letters of the shortest part of a compound that is split or joined."""

_WORD = re.compile(r"[^\W\d_]+")
_ROWS = ("qwertyuiopå", "asdfghjklæø", "zxcvbnm")
_NEIGHBOURS = {
    key: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in _ROWS
    for place, key in enumerate(row)
}
"""A Danish keyboard's keys to the left and right of each key."""
_LATIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
_FILLERS = (
    ("Hej, kan du hjælpe mig? ", " På forhånd tak!"),
    ("Goddag. Jeg sidder og leder efter noget i referaterne. ", " Mange tak for hjælpen."),
    ("Undskyld, jeg ville bare lige høre: ", " Tak skal du have."),
    ("Jeg håber, at du kan svare mig på det her. ", " Venlig hilsen en nysgerrig borger"),
    ("Godmorgen, jeg har et par ting, jeg gerne vil vide. Først: ", ""),
    ("Min kone og jeg sad og snakkede om noget i går. ", " Ved du det?"),
    ("Det er sikkert et dumt spørgsmål, men ", " Håber du forstår mig."),
    ("Kan du ikke lige være sød at slå noget op for mig? ", " Det haster lidt."),
    ("Hey, ", " Bare et kort svar er fint."),
    ("Jeg skal bruge det til en opgave i skolen. ", " Med venlig hilsen Lise"),
)


def typo(text: str, chance: random.Random, lexicon: Lexicon = ()) -> str:
    """One slip of the finger in one word of five letters or more."""
    words = [match for match in _WORD.finditer(text) if len(match[0]) >= 5]
    if not words:
        return text
    word = chance.choice(words)
    return text[: word.start()] + _slip(word[0], chance) + text[word.end() :]


def without_danish_letters(text: str, chance: random.Random, lexicon: Lexicon = ()) -> str:
    """æ, ø, å as ae, oe, aa: a foreign keyboard."""
    return text.translate(_LATIN)


def capitals(text: str, chance: random.Random, lexicon: Lexicon = ()) -> str:
    """The whole question in capital letters."""
    return text.upper()


def compounds_split(text: str, chance: random.Random, lexicon: Lexicon = ()) -> str:
    """Every compound whose two parts are in the lexicon as two words."""
    return _WORD.sub(lambda match: _split(match[0], lexicon), text)


def compounds_joined(text: str, chance: random.Random, lexicon: Lexicon = ()) -> str:
    """The first two neighbouring words whose compound is in the lexicon as one word."""
    words = list(_WORD.finditer(text))
    for left, right in pairwise(words):
        if text[left.end() : right.start()] != " ":
            continue
        if joined := _join(left[0], right[0], lexicon):
            return text[: left.start()] + joined + text[right.end() :]
    return text


def filler(text: str, chance: random.Random, lexicon: Lexicon = ()) -> str:
    """Polite words before and after."""
    before, after = chance.choice(_FILLERS)
    return before + text + after


PERTURBATIONS: dict[str, Perturbation] = {
    "typo": typo,
    "no æøå": without_danish_letters,
    "capitals": capitals,
    "compounds split": compounds_split,
    "compounds joined": compounds_joined,
    "filler": filler,
}


def perturbed(
    questions: Iterable[GoldQuestion], name: str, lexicon: Lexicon = (), *, seed: int = 7
) -> tuple[GoldQuestion, ...]:
    """The questions that the perturbation changes, changed; ids, gold and history as before.

    Raises KeyError, listing what there is, on an unknown name.
    """
    if name not in PERTURBATIONS:
        raise KeyError(f"{name!r} is not one of {', '.join(PERTURBATIONS)}")
    change = PERTURBATIONS[name]
    changed = []
    for question in questions:
        chance = random.Random(f"{seed}/{name}/{question.id}")
        text = change(question.question, chance, lexicon)
        if text != question.question:
            changed.append(replace(question, question=text))
    return tuple(changed)


def make_lexicon(texts: Iterable[str], *, least: int = 2) -> frozenset[str]:
    """The lower-case words of the texts that stand there `least` times or more."""
    counts: dict[str, int] = {}
    for text in texts:
        for match in _WORD.finditer(text.lower()):
            counts[match[0]] = counts.get(match[0], 0) + 1
    return frozenset(word for word, count in counts.items() if count >= least)


def _slip(word: str, chance: random.Random) -> str:
    """Two letters swapped, one left out, one doubled, or a neighbouring key: never the first."""
    ways: Sequence[Callable[[str, int], str]] = (
        lambda w, i: w[:i] + w[i + 1 : i + 2] + w[i] + w[i + 2 :],
        lambda w, i: w[:i] + w[i + 1 :],
        lambda w, i: w[:i] + w[i] + w[i:],
        lambda w, i: w[:i] + chance.choice(_NEIGHBOURS.get(w[i].lower(), "e")) + w[i + 1 :],
    )
    changes = [way(word, place) for way in ways for place in range(1, len(word) - 1)]
    return chance.choice([change for change in changes if change != word])


def _split(word: str, lexicon: Lexicon) -> str:
    """The two parts, the longer the second the better; the word itself when it has none."""
    low = word.lower()
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        if low[cut:] in lexicon and _is_first_part(low[:cut], lexicon):
            return f"{word[:cut]} {word[cut:]}"
    return word


def _is_first_part(part: str, lexicon: Lexicon) -> bool:
    """Whether a compound's first part is a word, a linking -s- or -e- aside."""
    linked = part[-1] in "se" and len(part) > SHORTEST_PART and part[:-1] in lexicon
    return part in lexicon or linked


def _join(left: str, right: str, lexicon: Lexicon) -> str:
    if min(len(left), len(right)) < SHORTEST_PART or not right.islower():
        return ""
    ways = (left + link + right for link in ("", "s", "e"))
    return next((way for way in ways if way.lower() in lexicon), "")
