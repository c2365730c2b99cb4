"""Words are cut into the pieces that the model's own tokenizer would cut them into."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.encoding.bundled import find_wheel, tokenizer_json
from index.encoding.pieces import WordPieces
from index.encoding.q4 import Packed, Words, read_packed, read_words


@pytest.fixture(scope="module")
def packed() -> Packed:
    return read_packed(find_wheel().model_file)


@pytest.fixture(scope="module")
def words() -> Words:
    return read_words(find_wheel().model_file)


@pytest.fixture(scope="module")
def pieces(words: Words) -> WordPieces:
    return WordPieces(words)


@pytest.fixture(scope="module")
def tokenizer(packed: Packed) -> Tokenizer:
    return Tokenizer.from_str(tokenizer_json(packed))


def _cut(tokenizer: Tokenizer, text: str) -> list[int]:
    return list(tokenizer.encode(" ".join(text.split()), add_special_tokens=False).ids)


@pytest.mark.parametrize(
    "text",
    [
        "Hvad koster den nye svømmehal på Åvej, jf. § 71, stk. 4?",
        "Byrådet godkendte 2,6 mio. kr. (kassefinansieret) d. 10.-12. februar",
        "Ærøskøbing-Øster Ærø-Åbenrå  to   mellemrum\tog tabulator",
        "ﬁn “citat” ½ km² — 10\u00a0000",
        "Кириллица 漢字 😀😀😀 slut",
        "usynligt\u200bmellemrum, 👩\u200d👧 og\u0007klokke\ufeffslut",
        "",
        "   ",
    ],
)
def test_pieces_are_the_tokenizers(pieces: WordPieces, tokenizer: Tokenizer, text: str) -> None:
    assert pieces.ids(text) == _cut(tokenizer, text)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec="latin-1", exclude_categories=("Cc", "Cf", "Zs")), max_size=60))
def test_any_latin_text_is_cut_as_the_tokenizer_does(
    pieces: WordPieces, tokenizer: Tokenizer, text: str
) -> None:
    assert pieces.ids(text) == _cut(tokenizer, text)


def test_a_piece_has_the_vector_of_the_whole_model(packed: Packed, words: Words) -> None:
    table = packed.tensors["emb.word"].reshape(packed.shape.vocabulary, packed.shape.hidden)
    ids = np.array([0, 7, 1234, packed.shape.vocabulary - 1])
    assert np.array_equal(words.vectors(ids), table[ids])


def test_a_very_long_word_is_cut_in_time_that_grows_with_its_length(pieces: WordPieces) -> None:
    ids = pieces.ids("a" * 20_000)
    assert 0 < len(ids) <= 20_000
