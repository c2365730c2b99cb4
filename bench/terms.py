"""How fast the search terms are: `python bench/terms.py [chunks]` (100,000 by default).

Rows are made of an invented vocabulary with Zipf's frequencies: compounds, inflections, amounts
and dates, about 95 tokens a chunk as in real minutes. Prints wall and processor time, for other
work on the machine slows the first and not the second.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate

from index.lexicon import read_list
from index.terms import Row, Terms

TOKENS = 95
ENDINGS = (*[""] * 9, "en", "er", "erne", "s")
QUESTIONS = 200


def vocabulary(size: int, chance: random.Random) -> list[str]:
    """Compounds of one to three of our listed parts, the commonest first."""
    parts = [word for line in read_list("parts.txt") for word in line.split() if len(word) > 2]
    made = dict.fromkeys(parts)
    while len(made) < size:
        made["".join(chance.choices(parts, k=chance.choice((2, 2, 3))))] = None
    return list(made)[:size]


def rows(count: int, words: list[str], chance: random.Random) -> Iterator[Row]:
    """Chunks of eight to an item and ten items to a meeting."""
    shares = list(accumulate((rank + 3) ** -1.15 for rank in range(len(words))))
    for n in range(count):
        drawn = chance.choices(words, cum_weights=shares, k=TOKENS)
        text = " ".join(word + chance.choice(ENDINGS) for word in drawn)
        title = " ".join(chance.choices(words, k=5)) if n % 8 == 0 else "Orientering"
        item = f"m{n // 80}/{n // 8 % 10}"
        body = f"{text} {chance.randrange(10**6)} kr. den {n % 28 + 1}. maj {2010 + n % 15}"
        yield Row(f"{item}/{n % 8}/0", item, "sagsfremstilling", title, body, f"Udvalg {n % 12}")


def question(words: list[str], chance: random.Random) -> str:
    """Six words as they are asked for, one of them misspelt."""
    asked = chance.choices(words[:20_000], k=5)
    wrong = list(chance.choice(words))
    wrong[len(wrong) // 2] = chance.choice("aeioust")
    return " ".join([*asked, "".join(wrong)])


def main(count: int) -> None:
    chance = random.Random(1)
    words = vocabulary(60_000, chance)
    made = list(rows(count, words, chance))
    with tempfile.TemporaryDirectory() as folder:
        terms = Terms.open(folder)
        wall, used = time.perf_counter(), time.process_time()
        for start in range(0, count, 1000):
            terms.add(made[start : start + 1000])
        terms.commit()
        wall, used = time.perf_counter() - wall, time.process_time() - used
        print(f"indexed {count / wall:,.0f} chunks/s, {used / wall:.2f} processors busy with it")
        began = time.perf_counter()
        known = len(terms.vocabulary)
        print(f"vocabulary of {known:,} terms read in {time.perf_counter() - began:.2f} s")
        for label, allowed in (("all", None), ("a tenth", {f"m{n}" for n in range(0, 9999, 10)})):
            taken = sorted(timed(terms, question(words, chance), allowed) for _ in range(QUESTIONS))
            print(
                f"search {label}: p50 {taken[QUESTIONS // 2]:.1f} ms, "
                f"p95 {taken[QUESTIONS * 95 // 100]:.1f} ms"
            )
        terms.close()


def timed(terms: Terms, asked: str, allowed: set[str] | None) -> float:
    """Milliseconds that one search takes."""
    began = time.perf_counter()
    terms.search(asked, 50, allowed=allowed)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
