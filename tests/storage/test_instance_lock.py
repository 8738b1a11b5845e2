"""One window per folder, across processes; a program that ended, however, holds nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from supervisor_app.errors import StorageError
from supervisor_app.storage.instance_lock import InstanceLock

ROOT = Path(__file__).resolve().parents[2]
HOLDER = (
    "import sys, time; from pathlib import Path; from supervisor_app.storage.instance_lock import InstanceLock; "
    "lock = InstanceLock(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
)


def test_a_second_window_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path)
    with pytest.raises(StorageError, match="another window"):
        InstanceLock(tmp_path)
    lock.release()
    InstanceLock(tmp_path).release()


def test_another_process_holds_it_until_it_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(StorageError):
            InstanceLock(tmp_path)
        process.kill()
        process.wait()
        InstanceLock(tmp_path).release()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        InstanceLock(tmp_path / "nowhere")
