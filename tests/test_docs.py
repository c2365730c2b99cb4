"""The docs name what there is: commands, options, settings, statuses, files."""

from __future__ import annotations

import argparse
import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import cli
from index.types import Outcome, SectionKind
from prompts import templates
from rag.types import Status

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SOURCES = [
    path
    for place in ("index", "rag", "prompts", "eval", "web")
    for path in sorted((ROOT / place).rglob("*.py"))
] + [ROOT / "app.py", ROOT / "cli.py"]
OURS = {"app", "cli", "eval", "index", "prompts", "rag", "web"}
COME_WITH = {"starlette", "pydantic", "markupsafe", "transformers", "safetensors"}
"""Parts of what is declared: of FastAPI, of Jinja, of sentence-transformers."""
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
FILE = re.compile(r"`((?:index|rag|prompts|eval|web|docs|tests|bench|sample)/[\w./-]+\.\w+)`")


def commands() -> dict[str, argparse.ArgumentParser]:
    for action in cli._parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("svarpunkt has no commands")


def options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        yield from (name for name in action.option_strings if name.startswith("--"))


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_described(name: str) -> None:
    assert f"`svarpunkt {name}" in OPERATIONS


@pytest.mark.parametrize("name", sorted(commands().keys() - {"eval", "sync", "user"}))
def test_every_option_is_described(name: str) -> None:
    missing = {o for o in options(commands()[name]) if o != "--help" and f"`{o}`" not in OPERATIONS}
    missing -= {option for option in missing if f"`{option} " in OPERATIONS}
    assert missing == set()


def test_every_setting_is_described() -> None:
    used = {
        name
        for path in SOURCES
        for name in re.findall(r"SVARPUNKT_[A-Z_]+\b", path.read_text(encoding="utf-8"))
    }
    pages = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert "SVARPUNKT_ARCHIVE" in used
    assert {name for name in used if f"`{name}`" not in pages} == set()


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_line_and_a_sentence(status: Status) -> None:
    words = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    assert f"| `{status.value}` |" in words
    assert templates()[f"status.{status.value}"]


def test_every_sentence_is_said_by_something() -> None:
    """But those of the statuses, which each has one."""
    said = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    silent = {
        name
        for name in templates()
        if f'"{name}"' not in said and f'f"{name.partition(".")[0]}.{{' not in said
    }
    assert {name for name in silent if not name.startswith("status.")} == set()


def test_every_outcome_has_a_sentence() -> None:
    missing = {o.value for o in Outcome if f"outcome.{o.value}" not in templates()}
    assert missing == set()


def test_every_kind_of_section_has_a_danish_name() -> None:
    assert all(kind.value == kind.value.lower() and kind.value.strip() for kind in SectionKind)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    local = [target for target in LINK.findall(text) if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_is_named_is_there(page: Path) -> None:
    named = FILE.findall(page.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_module_of_the_flow_is_on_the_map() -> None:
    text = (ROOT / "docs" / "modules.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `((?:index|rag)/[\w/]+\.py)` \| \S", text, re.MULTILINE)
    there = {path.relative_to(ROOT).as_posix() for path in SOURCES if path.name != "__init__.py"}
    assert set(named) == {name for name in there if name.startswith(("index/", "rag/"))}
    assert len(named) == len(set(named))


def test_the_readme_names_the_two_commands_that_the_makefile_has() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("run", "test"):
        assert f"make {target} " in readme
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_pinned_version_is_one_and_has_no_address() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert len(pins) > 100
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][\w.]*", pin)] == []


def test_every_dependency_is_pinned_and_has_a_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().splitlines()
    pinned = {line.partition("==")[0].replace("_", "-") for line in lines}
    reasons = (ROOT / "docs/decisions/dependencies.md").read_text(encoding="utf-8")
    extras = project["optional-dependencies"]
    wanted = project["dependencies"] + extras["dev"] + extras["model"] + extras["train"]
    names = {re.split(r"[<>=~! \[;]", line)[0].lower() for line in wanted}
    assert names - pinned == set()
    assert {name for name in names if name not in reasons} == set()


def test_every_package_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = project["dependencies"] + extras["mcp"] + extras["model"] + extras["train"]
    declared = {re.split(r"[<>=~! \[;]", line)[0].lower() for line in wanted}
    owners = packages_distributions()
    imported = {module for path in SOURCES for module in imports(path)} - sys.stdlib_module_names
    undeclared = {
        module
        for module in imported - OURS
        if not declared & {name.lower() for name in owners.get(module, [module])}
    }
    assert undeclared - COME_WITH == set()


def imports(path: Path) -> Iterator[str]:
    """The top names of the modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]
