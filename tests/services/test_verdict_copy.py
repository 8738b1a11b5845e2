"""The kept copy of a check: everything that was shown, readable by people and programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from supervisor_app.errors import StorageError
from supervisor_app.services.verdict_copy import copy_name, json_copy, save_copy, text_copy
from tests.credentials.samples import NOW, TRUST, issued
from tests.services.verdicts import verify_bytes

VERDICT = verify_bytes("certificate.json", issued().credential, trust=TRUST, now=NOW)
STATION = "Bay 4 laptop, Northgate Pressings"


def test_the_text_says_when_where_what_and_why():
    text = text_copy(VERDICT, STATION)
    assert text.startswith("Valid. Genuine, unchanged and in force today.\n")
    for words in (
        "Checked: 2026-11-23 09:12:00+00:00, Bay 4 laptop, Northgate Pressings",
        "  Holder: Hanna Gál, no. 010105",
        "  Only within these limits: Up to 2.5 t, level floor, no ramps",
        "  [yes] Signed by Northgate Pressings (key known to this laptop)",
        "  [...] Whether it was withdrawn since is not known here (offline)",
        VERDICT.note,
    ):
        assert words in text


def test_what_is_not_proven_is_called_so():
    forged = verify_bytes("x", issued().credential.replace(b"Hanna", b"Lanna"), trust=TRUST, now=NOW)
    assert "What it claims, not proven" in text_copy(forged, STATION)
    assert "[NO]" in text_copy(forged, STATION)


def test_the_json_holds_the_same():
    content = json.loads(json_copy(VERDICT, STATION))
    assert (content["outcome"], content["station"], len(content["checks"])) == ("valid", STATION, len(VERDICT.checks))


def test_the_name_of_the_file_names_the_certificate_not_the_person():
    assert copy_name(VERDICT) == "check NGP-A-000231 2026-11-23 0912.txt"
    assert copy_name(verify_bytes("x", b"", trust=TRUST, now=NOW)) == "check certificate 2026-11-23 0912.txt"


def test_the_ending_decides_the_form(tmp_path):
    save_copy(tmp_path / "a.txt", VERDICT, STATION)
    save_copy(tmp_path / "a.JSON", VERDICT, STATION)
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == text_copy(VERDICT, STATION)
    assert (tmp_path / "a.JSON").read_bytes() == json_copy(VERDICT, STATION)


def test_a_disk_that_refuses_is_said():
    with pytest.raises(StorageError, match="cannot be written"):
        save_copy(Path("/no such folder/copy.txt"), VERDICT, STATION)
