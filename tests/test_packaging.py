"""What is shipped: dependencies declared and pinned, the wheel whole, the commands of the README the same for every shell."""

from __future__ import annotations

import ast
import filecmp
import os
import re
import subprocess
import sys
import tomllib
import venv
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT: dict[str, Any] = PYPROJECT["project"]
DIRECT = [Requirement(text) for text in PROJECT["dependencies"]]
FREEZE = [Requirement(text) for text in PROJECT["optional-dependencies"]["freeze"]]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9][0-9a-z.]*)(?: ; (?P<marker>[^\\]+?))? \\")
LOCK_LINE = re.compile(
    PIN.pattern
    + r"|    --hash=sha256:[0-9a-f]{64}(?: \\)?|    # via(?: \S+)?(?: \(pyproject\.toml\))?|    #   \S+(?: \(pyproject\.toml\))?"
)
COMES_WITH = {"shiboken6": "pyside6-essentials"}
TYPING_ONLY = {"_typeshed"}


@cache
def _pins() -> dict[str, tuple[str, str, int]]:
    """What the lock pins: name -> version, marker, number of hashes."""
    pins: dict[str, tuple[str, str, int]] = {}
    name = ""
    for line in LOCK.splitlines():
        if found := PIN.fullmatch(line):
            name = found["name"]
            assert name not in pins, f"{name} is pinned twice"
            pins[name] = (found["version"], found["marker"] or "", 0)
        elif "--hash" in line:
            version, marker, hashes = pins[name]
            pins[name] = (version, marker, hashes + 1)
    return pins


def _imported() -> set[str]:
    """Every package that the program imports, also inside functions, less the standard library and itself."""
    found: set[str] = set()
    for path in (ROOT / "supervisor_app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"supervisor_app"} - TYPING_ONLY


def test_everything_that_is_imported_is_declared() -> None:
    extras = PROJECT["optional-dependencies"]
    optional = [Requirement(text) for name in ("postgres", "pades") for text in extras[name]]
    declared = {canonicalize_name(requirement.name) for requirement in (*DIRECT, *optional)}
    brought_by = packages_distributions()
    for package in _imported():
        distributions = {COMES_WITH.get(package, canonicalize_name(name)) for name in brought_by.get(package, [])}
        assert distributions & declared, f"{package} ({distributions}) is not in pyproject.toml's dependencies"


def test_everything_that_is_declared_is_used() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "supervisor_app").rglob("*.py"))
    packages: dict[str, set[str]] = {}
    for package, distributions in packages_distributions().items():
        for distribution in distributions:
            packages.setdefault(canonicalize_name(distribution), set()).add(package)
    for requirement in DIRECT:
        names = packages[canonicalize_name(requirement.name)]
        assert any(re.search(rf"\b{re.escape(name)}\b", source) for name in names), f"nothing uses {requirement.name}"


def test_the_lock_holds_pins_and_hashes_and_no_address_or_path() -> None:
    for number, line in enumerate(LOCK.splitlines(), 1):
        assert LOCK_LINE.fullmatch(line), f"requirements.lock, line {number}: {line}"


@pytest.mark.parametrize("requirement", [*DIRECT, *FREEZE], ids=lambda requirement: requirement.name)
def test_each_dependency_is_pinned_as_declared_and_hashed(requirement: Requirement) -> None:
    version, marker, hashes = _pins()[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(version)
    assert not marker
    assert hashes > 0


def test_what_the_dependencies_need_is_pinned_too() -> None:
    waiting = [(canonicalize_name(requirement.name), frozenset(requirement.extras)) for requirement in DIRECT]
    seen = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        assert _pins()[name][2] > 0, f"{name} is not pinned in requirements.lock"
        try:
            needed = [Requirement(text) for text in requires(name) or ()]
        except PackageNotFoundError:  # for another system
            continue
        for need in needed:
            if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in (extras or {""})):
                waiting.append((canonicalize_name(need.name), frozenset(need.extras)))


@pytest.mark.parametrize(("name", "system"), [("pefile", "win32"), ("macholib", "darwin"), ("secretstorage", "linux")])
def test_the_lock_serves_every_system(name: str, system: str) -> None:
    assert _pins()[name][1] == f"sys_platform == '{system}'"


def test_pyside_is_pinned_below_the_version_that_drops_references_to_true() -> None:
    assert tuple(map(int, _pins()["pyside6-essentials"][0].split(".")[:2])) < (6, 12)
    qt = [Requirement(text) for extra in PROJECT["optional-dependencies"].values() for text in extra if "PySide6" in text]
    for requirement in [*DIRECT, *qt]:
        if requirement.name.startswith("PySide6"):
            assert not requirement.specifier.contains("6.12.0")


def test_the_library_whose_inner_functions_we_call_keeps_its_minor_version() -> None:
    library = next(requirement for requirement in DIRECT if requirement.name == "openbadgeslib")
    assert library.specifier.contains("4.6.99")
    assert not library.specifier.contains("4.7.0")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment with the wheel in it; the dependencies are lent from ours."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=sys.platform != "win32")
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    inside = _output(scripts / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    ours = _output(Path(sys.executable), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    (Path(inside) / "lent.pth").write_text(ours, encoding="utf-8")  # a path only: the .pth files there are not read
    _output(
        Path(sys.executable),
        "-m",
        "pip",
        "--python",
        str(scripts / "python"),
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        str(wheel),
    )
    return scripts


def _output(*command: str | Path) -> str:
    around = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # what is installed, not the checkout
    done = subprocess.run(
        [str(part) for part in command], cwd=Path(sys.prefix), env=around, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_the_program_installed_from_the_wheel_finds_all_its_resources(installed: Path) -> None:
    root = Path(_output(installed / "python", "-c", "from supervisor_app.paths import resource_path; print(resource_path())"))
    assert root.parent.name == "supervisor_app"
    assert not root.is_relative_to(ROOT)
    files = [path for path in (ROOT / "resources").rglob("*") if path.is_file()]
    assert len(files) > 50
    for path in files:
        assert filecmp.cmp(path, root / path.relative_to(ROOT / "resources"), shallow=False), path


def test_the_program_installed_from_the_wheel_has_its_library(installed: Path) -> None:
    code = "from supervisor_app.services.catalogue import library; print(len(library()))"
    assert _output(installed / "python", "-c", code) == "12"


@pytest.mark.parametrize("command", [*PROJECT["scripts"], *PROJECT["gui-scripts"]])
def test_the_wheel_brings_both_commands(installed: Path, command: str) -> None:
    assert _output(installed / command, "--version").startswith("supervisor-app ")


def test_the_readme_says_the_same_in_powershell() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shell = [line for block in re.findall(r"```sh\n(.*?)```", readme, re.DOTALL) for line in block.splitlines()]
    power = [line for block in re.findall(r"```powershell\n(.*?)```", readme, re.DOTALL) for line in block.splitlines()]
    assert len(shell) == 2
    assert power == [
        line.replace("python3", "py").replace(" && ", "; ").replace(".venv/bin/", ".venv\\Scripts\\") for line in shell
    ]
