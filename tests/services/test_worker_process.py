"""How this program starts itself beside the window."""

from __future__ import annotations

import subprocess
from pathlib import Path

from supervisor_app.services.worker_process import program


def test_a_worker_runs_no_module_of_the_folder_one_happens_to_be_in(tmp_path: Path) -> None:
    """The window may have been started from a stick or a download folder, where anybody may lay a file."""
    (tmp_path / "json.py").write_text("raise SystemExit('a stranger ran')", encoding="utf-8")
    done = subprocess.run(program("--version"), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("supervisor-app ")
