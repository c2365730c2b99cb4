"""What is known of Danish words: stems, stop words, the parts of compounds, near spellings.

The lists lie in `index/data/`; the rest comes from the archive's own vocabulary, so that a
municipality's roads and schools are known where no word list knows them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

MIN_PART = 3
MIN_COMPOUND = 7
LINKS = ("", "s", "e")
GAP = "*"
"""In a phrase of `index/data/synonyms.txt`: other words may stand here."""


def read_list(name: str) -> list[str]:
    """The lines of `index/data/<name>` without comments and blank lines."""
    text = resources.files("index").joinpath("data", name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def stop_words() -> frozenset[str]:
    """The folded words that say nothing about a subject (`index/data/stopwords.txt`)."""
    return frozenset(w for line in read_list("stopwords.txt") for w in line.split())


@cache
def affixes() -> frozenset[str]:
    """What stands in words but is no word to search for (`index/data/affixes.txt`)."""
    return frozenset(w for line in read_list("affixes.txt") for w in line.split())


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Folded short form -> the Danish words it may stand for."""
    return {short: tuple(long.split()) for short, long in read_pairs("abbreviations.txt")}


class Said(NamedTuple):
    """What people say, in base forms, with GAP for words in between; and what minutes write."""

    words: tuple[str, ...]
    written: tuple[str, ...]


@cache
def synonyms() -> dict[str, tuple[Said, ...]]:
    """The stem of a first word -> all that people say with it, the longest first."""
    found: dict[str, list[Said]] = {}
    for phrases, written in read_pairs("synonyms.txt"):
        for phrase in phrases.split(","):
            said = Said(tuple(phrase.split()), tuple(written.split()))
            found.setdefault(stem(said.words[0]), []).append(said)
    return {first: tuple(sorted(said, key=_length, reverse=True)) for first, said in found.items()}


def _length(said: Said) -> tuple[int, bool]:
    return len(said.words) - said.words.count(GAP), GAP not in said.words


def read_pairs(name: str) -> list[tuple[str, str]]:
    """The lines of a list as what stands before and after the `=`."""
    halves = (line.partition("=") for line in read_list(name))
    return [(left.strip(), right.strip()) for left, _, right in halves]


@cache
def _stemmer() -> snowballstemmer.danish_stemmer.DanishStemmer:
    return snowballstemmer.stemmer("danish")


_PREFIX = re.compile(
    "(?:af|an|be|for|frem|hen|ind|med|mod|ned|om|op|over|på|sam|til|ud|under|ved)?(.*)"
)
_VOWEL = re.compile("[aeiouyæøå]")
_LAST = re.compile("(?:.[bcdfghjklmnpqrtv]s|tr)$")
_ENDING = re.compile("(?:ernes|erne|enes|ene|ers|ens|ets|er|en|et|es|e|s)$")


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The folded word without its inflection: Snowball's Danish rules, held back.

    Snowball takes `lig` for an ending wherever it stands (`bolig` -> `bol`, `ældreboliger` ->
    `ældrebo`) and leaves stumps (`indsende` and `indsigt` -> `inds`). Where that happens only
    the inflection is cut. It also takes the s of `plads` for a genitive
    but leaves that of `pladser`, and parts `center` from `centre`: one last letter goes in both.
    """
    once = _cut(word)
    return (once if once == word else _cut(once)) or word


def _cut(word: str) -> str:
    """One round of it; two make `virksomhed` and `virksomheder` one."""
    cut = str(_stemmer().stemWord(word))
    lost = word[len(cut) :]
    root = _PREFIX.fullmatch(cut)
    stump = root is not None and root[1] and not _VOWEL.search(root[1])
    short = len(cut) < 4 and lost.startswith(("ig", "lig"))
    if stump or short or (lost.startswith("lig") and cut[-1:] in "aeiouyæøåp"):
        cut = _ENDING.sub("", word)
    return cut[:-1] if _LAST.search(cut) else cut


# What sounds alike and is confused in writing, in the order it is levelled.
_SOUNDS = (
    *(("ae", "e"), ("æ", "e"), ("oe", "o"), ("ø", "o"), ("å", "o"), ("ph", "f"), ("nd", "n")),
    *(("ld", "l"), ("dt", "t"), ("gt", "t"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("z", "s")),
    *(("c", "k"), ("q", "k"), ("w", "v"), ("hv", "v"), ("hj", "j")),
)
_TWICE = re.compile(r"(.)\1")


def sound(word: str) -> str:
    """A key that folded words share when they sound alike: `kobenhavn`, `københavn`."""
    word = word.removeprefix("p") if word.startswith("ps") else word
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return _TWICE.sub(r"\1", word)


def _begins(word: str) -> str:
    """The letter a word begins with, as it sounds: few misspell it. E, æ, ø, o and å are one."""
    return sound(word[:2])[:1].replace("e", "o")


class Near(NamedTuple):
    """A word of the archive that may be what was meant; `edits` counts what differs."""

    word: str
    edits: float
    chunks: int


class Vocabulary:
    """The archive's terms and how many chunks hold each; a plain picklable value."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = dict(counts)
        self._alike: dict[tuple[int, str], list[str]] = {}
        self._sounds: dict[str, list[str]] = {}
        self.parts = known_parts(self.counts)
        self.spoken = dict.fromkeys(_said(), 3) | self.parts

    def __contains__(self, term: str) -> bool:
        return term in self.counts

    def __len__(self) -> int:
        return len(self.counts)

    def chunks(self, term: str) -> int:
        """How many chunks hold the term, 0 when none does."""
        return self.counts.get(term, 0)

    def near(self, word: str, limit: int = 3) -> list[Near]:
        """The archive's terms that may be meant by a stem it lacks, nearest and commonest first.

        One edit for stems of four to six letters, two from seven, none for shorter ones, behind
        a first letter that sounds the same; a word that sounds the same counts as half an edit.
        [] for anything but letters.
        """
        most = 0 if len(word) < 4 or not word.isalpha() else 1 if len(word) < 7 else 2
        if not most:
            return []
        self._sort()
        found: dict[str, float] = {}
        for length in range(len(word) - most, len(word) + most + 1):
            terms = self._alike.get((length, _begins(word)), [])
            hits = process.extract(
                word, terms, scorer=OSA.distance, score_cutoff=most, limit=10 * limit
            )
            found.update({term: float(edits) for term, edits, _ in hits if term != word})
        found.update({t: 0.5 for t in self._sounds.get(sound(word), ()) if t != word})
        near = [Near(term, edits, self.counts[term]) for term, edits in found.items()]
        return sorted(near, key=lambda n: (n.edits, -n.chunks, n.word))[:limit]

    def _sort(self) -> None:
        """Lay the terms out by length and first letter, and by sound, the first time."""
        if self._alike:
            return
        alike: dict[tuple[int, str], list[str]] = {}
        sounds: dict[str, list[str]] = {}
        for term in filter(str.isalpha, self.counts):
            alike.setdefault((len(term), _begins(term)), []).append(term)
            sounds.setdefault(sound(term), []).append(term)
        # Only whole, and `_alike` last: another thread may be asking.
        self._sounds, self._alike = sounds, alike


@cache
def _said() -> frozenset[str]:
    """The stems of single words that people say for others, as parts of compounds."""
    alone = (f for f, phrases in synonyms().items() if any(len(p.words) == 1 for p in phrases))
    return frozenset(first for first in alone if len(first) >= MIN_PART)


def stem_counts(counts: Mapping[str, int]) -> Counter[str]:
    """Counts of folded words -> counts of their stems."""
    found: Counter[str] = Counter()
    for word, count in counts.items():
        if word.isalpha():
            found[stem(word)] += count
    return found


@cache
def _listed_parts() -> frozenset[str]:
    """The stems of `index/data/parts.txt`, which a new archive starts from."""
    listed = (stem(word) for line in read_list("parts.txt") for word in line.split())
    return frozenset(s for s in listed if len(s) >= MIN_PART and s not in affixes())


def known_parts(counts: Mapping[str, int], least: int = 3) -> dict[str, int]:
    """The stems that compounds may be made of: common words of three letters or more."""
    found = dict.fromkeys(_listed_parts(), least)
    return found | {
        term: chunks
        for term, chunks in counts.items()
        if chunks >= least
        and len(term) >= MIN_PART
        and term.isalpha()
        and term not in affixes()
        and term not in stop_words()
    }


def split(stemmed: str, known: Mapping[str, int]) -> list[str]:
    """The stems a compound's stem is made of, [] when it is no compound of known words.

    `known` says how common a stem is on its own. The fewest parts win, then the commonest; a
    part that is itself a compound is given whole and in parts.
    """
    found = _split(stemmed, known, 3) if len(stemmed) >= MIN_COMPOUND - 1 else []
    if not found:
        return []
    whole = [p for p in found if len(p) >= MIN_COMPOUND]
    return found + [q for p in whole for q in _split(p, known, 2) if q not in found]


def _split(word: str, known: Mapping[str, int], depth: int) -> list[str]:
    """The word as first part and known last part; as several only when that fails."""
    tails = [at for at in range(MIN_PART, len(word) - MIN_PART + 1) if word[at:] in known]
    best: tuple[float, list[str]] = (0.0, [])
    for at in tails:
        head = _head(word[:at], known)
        if head:
            score = min(known[word[at:]], known[head]) * min(at, len(word) - at)
            best = max(best, (score, [head, word[at:]]))
    if best[1] or depth < 2:
        return best[1]
    for at in tails:
        first = _split(stem(word[:at]), known, depth - 1) if at >= MIN_COMPOUND - 1 else []
        if first:
            return [*first, word[at:]]
    return []


def _head(text: str, known: Mapping[str, int]) -> str:
    """The stem of a compound's first part, its linking letter taken off; "" when unknown."""
    for link in LINKS:
        if not text.endswith(link):
            continue
        bare = text[: len(text) - len(link)] if link else text
        candidate = bare if bare in known else stem(bare)
        if len(bare) >= MIN_PART and candidate in known and len(candidate) >= MIN_PART - 1:
            return candidate
    return ""


def joined(first: str, second: str) -> Iterable[str]:
    """How two words are written as one: `plads` after `hjemløse`, with each linking letter."""
    for link in LINKS:
        yield first + link + second
