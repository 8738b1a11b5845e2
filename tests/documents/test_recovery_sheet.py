"""The recovery sheet, read back by another program: every group of the code, whole, on one page of either paper."""

from __future__ import annotations

from datetime import UTC, datetime

import pypdfium2
import pytest

from supervisor_app.documents.page import Paper
from supervisor_app.documents.recovery_sheet import RecoveryPage, render_recovery_sheet
from supervisor_app.ledger.recovery import new_recovery_code
from tests.sites import seeded


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("name", ["Hannah Weber", "Łucja Øst", "יוסף חזן"])
def test_the_code_is_read_back_from_one_page(paper: Paper, name: str) -> None:
    code = new_recovery_code(seeded(3))
    sheet = RecoveryPage(
        organisation="Northgate Pressings", place="Dayton", admin=name, code=code, made=datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
    )
    data = render_recovery_sheet(sheet, paper=paper)
    assert data == render_recovery_sheet(sheet, paper=paper)
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded()
    words = text.split()
    assert [word for word in words if word in code.split("-")] == code.split("-")
    assert "Recovery sheet" in text
    document.close()
