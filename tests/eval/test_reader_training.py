"""What the reader is trained on, and that its loss asks for the right sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from eval.reader.examples import Label, Window, encode, window  # noqa: E402
from eval.reader.minutes import digest, read_marked  # noqa: E402
from eval.reader.train import OWN, batch, loss_of, sentence_scores  # noqa: E402
from index.embed import BundledEmbedder  # noqa: E402

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
MEASURING = [
    SHARED / "eval" / "greve.jsonl",
    *(
        ROOT / "eval" / "data" / f"{name}_greve.jsonl"
        for name in ("own", "everyday", "abstain", "unseen", "users")
    ),
]


def test_no_question_is_about_an_item_that_measures_svarpunkt() -> None:
    measured = {
        (gold["file"], gold["punkt"])
        for file in MEASURING
        for line in file.read_text(encoding="utf-8").splitlines()
        for gold in json.loads(line)["gold"]
    }
    assert measured
    assert not measured & {(one.file, one.number) for one in read_marked(OWN)}


def test_a_sentence_is_known_whatever_its_white_space() -> None:
    assert digest("Det koster\n 3 kr.") == digest(" Det koster 3 kr. ")
    assert digest("Det koster 3 kr.") != digest("Det koster 4 kr.")


def test_a_window_marks_the_words_that_answer() -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(BundledEmbedder().model_folder() / "tokenizer.json"))
    text = "Hallen koster 48 mio. kr."
    words = (text.index("48"), text.index(" kr."))
    made = window(
        encode("Hvad koster hallen?", tokenizer).ids,
        encode("Ny hal", tokenizer).ids,
        [
            (encode("Hallen ligger i byen.", tokenizer), Label.WRONG, None),
            (encode(text, tokenizer), Label.ANSWERS, words),
        ],
    )
    assert tokenizer.decode(made.ids[made.start : made.end + 1]) == "48 mio."
    assert {made.sentence[made.start], made.sentence[made.end]} == {1}
    assert made.labels == [Label.WRONG, Label.ANSWERS]


def _example(answers: int | None) -> list[Window]:
    """Two windows of two sentences of one token each, of which the one at `answers` is right."""
    labels = [Label.ANSWERS if n == answers else Label.WRONG for n in range(4)]
    ids, sentence = [0, 7, 8, 2], [-1, 0, 1, -1]
    return [Window(ids, sentence, labels[:2]), Window(ids, sentence, labels[2:])]


def test_the_sentences_of_all_windows_compete_with_each_other_and_with_none() -> None:
    rows = batch([_example(2)])
    scores = torch.zeros(2, 4, 2)
    even = float(loss_of(scores, rows))
    scores[1, 1] = 3.0
    right = float(loss_of(scores, rows))
    scores[0, 1] = 6.0
    assert right < even < float(loss_of(scores, rows))
    assert sentence_scores(scores, rows).tolist() == [[12.0, 0.0], [6.0, 0.0]]


def test_without_an_answer_all_sentences_should_stand_below_none() -> None:
    rows = batch([_example(None)])
    high, low = torch.zeros(2, 4, 2), torch.zeros(2, 4, 2)
    high[0, 1], low[:, 1:] = 3.0, -3.0
    assert float(loss_of(low, rows)) < float(loss_of(high, rows))
