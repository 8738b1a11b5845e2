"""Who may import whom: the house's walls, read from the code's own imports (DESIGN: "The house")."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "supervisor_app"
ROOMS = ("domain", "ledger", "credentials", "storage", "documents", "exchange", "services", "ui")
FREE = {"errors", "paths", "__version__"}
MAY_IMPORT = {
    "domain": set(),
    "ledger": {"domain"},
    "credentials": {"domain"},
    "storage": {"domain", "ledger"},
    "documents": {"domain", "credentials"},
    "exchange": {"domain", "credentials"},
    "services": {"domain", "ledger", "credentials", "storage", "documents", "exchange", "settings"},
    "ui": {"domain", "services", "settings"},
}
ONLY_IN = {
    "PySide6": {"ui", "app"},
    "sqlalchemy": {"storage"},
    "reportlab": {"documents"},
    "qrcode": {"documents"},
    "pikepdf": {"documents", "credentials"},
}
STANDARD_LIBRARY_ONLY = {"domain"}


def _imports(path: Path) -> set[str]:
    """Absolute dotted names imported anywhere in a file, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _room(path: Path) -> str:
    """The first folder or the module's own name."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    room = _room(path)
    for name in _imports(path):
        top, *rest = name.split(".")
        if top in ONLY_IN:
            assert room in ONLY_IN[top], f"{name} belongs in {ONLY_IN[top]}"
        if top == "supervisor_app" and rest and room in MAY_IMPORT:
            assert rest[0] == room or rest[0] in MAY_IMPORT[room] | FREE, f"{room} may not import {name}"
        if room in STANDARD_LIBRARY_ONLY:
            assert top == "supervisor_app" or top in sys.stdlib_module_names, f"{name} is not of the standard library"


def test_nobody_imports_the_composition_root() -> None:
    for path in FILES:
        if _room(path) not in {"app", "__main__"} and not _room(path).startswith("cli"):
            assert not any(name.startswith(("supervisor_app.app", "supervisor_app.cli")) for name in _imports(path)), path


def test_the_rooms_are_those_of_the_plan() -> None:
    assert {path.name for path in PACKAGE.iterdir() if path.is_dir()} - {"__pycache__", "_resources"} == set(ROOMS)


def test_services_start_without_qt() -> None:
    modules = [f"supervisor_app.services.{path.stem}" for path in (PACKAGE / "services").glob("*.py") if path.stem != "__init__"]
    code = "import importlib,sys\nfor n in sys.argv[1:]: importlib.import_module(n)\nassert 'PySide6' not in sys.modules"
    subprocess.run([sys.executable, "-c", code, *modules], check=True)


def test_module_imports_make_no_circles() -> None:
    names = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path for path in FILES}
    graph = {
        name: {module for found in _top_level(path) for module in (found, found.rpartition(".")[0]) if module in names}
        for name, path in names.items()
    }
    seen: dict[str, int] = {}

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert seen.get(name) != 1, " -> ".join((*trail, name))
        if name in seen:
            return
        seen[name] = 1
        for target in graph[name] - {name}:
            walk(target, (*trail, name))
        seen[name] = 2

    for name in graph:
        walk(name, ())


def _top_level(path: Path) -> set[str]:
    """Dotted names imported when the module loads (not inside functions, not for typing only)."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("word", ["utils", "helpers", "manager", "controller", "common", "base", "misc"])
def test_no_module_has_a_name_that_says_nothing(word: str) -> None:
    assert not [path for path in FILES if path.stem == word]
