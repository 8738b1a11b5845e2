"""The command line: what opens the window, what prints, what stops."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from supervisor_app import __version__, cli
from supervisor_app.paths import default_data_folder


def test_no_command_opens_the_window_on_the_usual_data(tmp_path: Path) -> None:
    assert cli.run([]) == cli.OpenWindow(default_data_folder())
    assert cli.run(["--data-dir", str(tmp_path)]) == cli.OpenWindow(tmp_path)


def test_the_version_is_printed_without_qt() -> None:
    lines = (
        "import sys",
        "from supervisor_app import cli",
        "try: cli.run(['--version'])",
        "except SystemExit: pass",
        "assert 'PySide6' not in sys.modules",
    )
    code = "\n".join(lines)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == f"supervisor-app {__version__}"


def test_an_unknown_command_is_refused_with_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.run(["fly"])
    assert stopped.value.code == 2
    assert "usage: supervisor-app" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("platform", "environment", "shown"),
    [
        ("win32", {}, True),
        ("darwin", {}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
    ],
)
def test_a_window_is_shown_where_there_is_a_display(platform: str, environment: dict[str, str], shown: bool) -> None:
    assert cli.has_display(platform, environment) is shown


def test_data_dir_may_stand_before_or_after_the_command(tmp_path: Path) -> None:
    folder = str(tmp_path)
    for words in (["--data-dir", folder, "check"], ["check", "--data-dir", folder]):
        assert cli.data_folder(cli._parser().parse_args(words)) == tmp_path
