"""The drawing in docs/architecture.md is true: who imports whom, and what stays in one place."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = {"index", "rag", "prompts", "eval", "web", "app", "cli"}
MAY_IMPORT = {
    "index": {"index"},
    "prompts": {"prompts"},
    "rag": {"rag", "index", "prompts"},
    "eval": {"eval", "rag", "index", "prompts"},
    "web": {"web", "rag", "index", "prompts"},
    "app.py": {"web", "rag", "index", "prompts"},
    "cli.py": OURS,
}
ONLY_IN = {
    "chromadb": ("index/vectors.py", "eval/peers.py"),
    "llama_index": ("index/vectors.py", "rag/llama.py", "rag/model.py", "eval/peers.py"),
    "sentence_transformers": ("index/encoding/sentence_models.py", "index/encoding/encoder.py"),
    "torch": ("index/encoding/encoder.py", "index/encoding/bundled.py", "eval/reader/"),
    "onnxruntime": ("index/encoding/eight_bits.py",),
    "tantivy": ("index/terms.py",),
    "sqlalchemy": (
        "index/catalogue.py",
        "index/store/case_table.py",
        "index/store/derived.py",
        "index/parsing/folder_town.py",
        "index/store/loading.py",
        "index/store/reread.py",
        "index/store/writing.py",
        "index/store/rows.py",
        "index/store/tables.py",
        "index/faults.py",
    ),
    "gradio": ("web/", "app.py"),
    "fastapi": ("web/", "app.py"),
    "uvicorn": ("web/", "app.py"),
    "argon2": ("web/users.py",),
    "mcp": ("web/assistant.py",),
    "pypdfium2": ("index/files/pdf.py",),
    "openai": ("rag/model.py",),
    "ollama": ("rag/model.py",),
    "anthropic": ("rag/model.py",),
    "litellm": ("rag/model.py",),
}
ON_THE_NET = ("rag/model.py", "index/portals/", "index/fetch.py")
MAY_BE_HEAVY = {"rag/llama.py"}
"""Imported by nothing of ours: only by whoever already uses llama-index."""
HEAVY = {"torch", "sentence_transformers", "chromadb", "llama_index", "gradio", "transformers"}


def sources(place: str) -> list[Path]:
    path = ROOT / place
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def imports(path: Path, *, top_only: bool = False) -> frozenset[str]:
    """The modules that a file names in its imports; those under TYPE_CHECKING are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    body = [node for node in tree.body if not is_type_checking(node)]
    nodes = body if top_only else [inner for node in body for inner in ast.walk(node)]
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return frozenset(found)


def is_type_checking(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
    )


def modules_named(path: Path) -> set[str]:
    """Every module that a file's imports mean, those for types too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = {module for module in inner if file_of(module)}
            found.update(modules if modules == inner else {*modules, node.module})
    return found


def file_of(module: str) -> str | None:
    """The source file of a module of ours; a package is its __init__.py."""
    path = Path(*module.split("."))
    files = (path.with_suffix(".py"), path / "__init__.py")
    return next((file.as_posix() for file in files if (ROOT / file).is_file()), None)


@pytest.mark.parametrize(("place", "allowed"), MAY_IMPORT.items())
def test_imports_go_one_way(place: str, allowed: set[str]) -> None:
    files = sources(place)
    assert files
    wrong = [
        f"{name_of(path)} imports {module}"
        for path in files
        for module in imports(path)
        if module.split(".")[0] in OURS - allowed
    ]
    assert wrong == []


@pytest.mark.parametrize(("package", "places"), ONLY_IN.items())
def test_a_dependency_stays_where_it_belongs(package: str, places: tuple[str, ...]) -> None:
    users = {
        name_of(path)
        for place in MAY_IMPORT
        for path in sources(place)
        if package in (module.split(".")[0] for module in imports(path))
    }
    assert {user for user in users if not user.startswith(places)} == set()


def test_no_file_needs_itself_not_even_for_its_types() -> None:
    """A circle means that something stands in the wrong file; TYPE_CHECKING only hides it."""
    needed = {
        name_of(path): {name for module in modules_named(path) if (name := file_of(module))}
        for place in MAY_IMPORT
        for path in sources(place)
    }
    while free := [name for name, others in needed.items() if not others & needed.keys()]:
        for name in free:
            del needed[name]
    assert needed == {}


def test_only_named_files_speak_http() -> None:
    users = {
        name_of(path)
        for place in MAY_IMPORT
        for path in sources(place)
        if {"httpx", "requests", "urllib.request", "aiohttp"} & imports(path)
    }
    assert {user for user in users if not user.startswith(ON_THE_NET)} == set()


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    """A cold question must not wait for what it does not use (index/, rag/ and cli.py)."""
    early = {
        f"{name_of(path)} imports {module}"
        for place in ("index", "rag", "prompts", "cli.py")
        for path in sources(place)
        if name_of(path) not in MAY_BE_HEAVY
        for module in imports(path, top_only=True)
        if module.split(".")[0] in HEAVY
    }
    assert early == set()


def test_the_process_wide_settings_of_llama_index_are_never_touched() -> None:
    for place in MAY_IMPORT:
        for path in sources(place):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("llama"):
                    assert "Settings" not in {alias.name for alias in node.names}, name_of(path)


def test_no_file_is_named_for_having_no_purpose() -> None:
    names = {path.stem for place in MAY_IMPORT for path in sources(place)}
    assert names & {"utils", "util", "helpers", "helper", "common", "misc", "base"} == set()


def test_every_source_file_says_what_it_is() -> None:
    silent = [
        name_of(path)
        for place in MAY_IMPORT
        for path in sources(place)
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_the_rule_finds_an_import_inside_a_function(tmp_path: Path) -> None:
    """The test above all tests: an import that hides is seen, one for types alone is not."""
    file = tmp_path / "sly.py"
    file.write_text(
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    import torch\n"
        "def f() -> None:\n    from web.chat import chat_page\n"
    )
    assert imports(file) == {"typing", "web.chat"}
    assert imports(file, top_only=True) == {"typing"}
