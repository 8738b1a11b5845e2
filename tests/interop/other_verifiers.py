"""Verifiers nobody here wrote, as a process: two JavaScript libraries that never ask the web (see node/check.mjs)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from openbadgeslib.ob3.contexts import bundled_contexts

from supervisor_app.credentials.contexts import more_contexts
from supervisor_app.credentials.proof import Json
from tests.credentials.samples import NOW

FOLDER = Path(__file__).resolve().parent / "node"
BAZAAR, CONSORTIUM = "bazaar", "consortium"
"""@digitalbazaar/vc with its eddsa-rdfc-2022 and Bitstring Status List packages; @digitalcredentials/verifier-core."""


class Answer(NamedTuple):
    """What a verifier said about one document."""

    ok: bool
    words: str


def why_not_here() -> str:
    """Return why these verifiers cannot run here, empty where they can."""
    if not shutil.which("node"):
        return "node is not installed"
    if not (FOLDER / "node_modules" / "@digitalbazaar").is_dir():
        return "the verifiers are not installed: npm ci --prefix tests/interop/node --ignore-scripts"
    return ""


def ask(questions: Sequence[tuple[str, Json]], lists: dict[str, Json] | None = None) -> list[Answer]:
    """Let (verifier, document) pairs be checked, with the status lists at their addresses."""
    first: dict[str, Any] = {
        "contexts": {**bundled_contexts(), **more_contexts()},
        "lists": lists or {},
        "now": NOW.isoformat(),
    }
    lines = [json.dumps(first), *(json.dumps({"by": by, "document": document}) for by, document in questions)]
    run = subprocess.run(
        ["node", "check.mjs"], input="\n".join(lines), capture_output=True, text=True, cwd=FOLDER, timeout=600, check=True
    )
    return [Answer(**json.loads(line)) for line in run.stdout.splitlines()]
