"""Skills charts to print: the one of the design picture, a site over several sheets, one with other scales and scripts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from supervisor_app.domain.checklist import ILUO
from supervisor_app.domain.skills_chart import ChartCell, ChartColumn, ChartRow, Sign, SkillsChart

_TASKS = (
    "Press brake 80 t",
    "Press brake 250 t",
    "Laser cutter",
    "Deburr line",
    "Spot weld cell A",
    "Spot weld cell B",
    "MIG welding",
    "Robot teach",
    "Forklift",
    "Overhead crane 5 t",
    "Tool change 250 t",
    "First-off inspection",
    "CMM",
    "Powder coat",
    "Pack and label",
    "Lockout (LOTO)",
    "First aid",
    "Fire warden",
)
_INITIALS = [
    "AK",
    "MA",
    "NK",
    "WS",
    "JH",
    "YT",
    "MR",
    "LP",
    "TB",
    "PR",
    "DC",
    "EO",
    "FL",
    "GM",
    "HB",
    "IS",
    "JW",
    "KB",
    "LN",
    "MO",
    "NS",
    "OP",
    "RD",
    "SV",
]
_SCRIPTS = ("ДШ", "ΕΠ", "יכ", "م\u200cح", "लप्र", "தசெ", "สใ", "王小", "やた", "김민", "ბშ", "NT")
LEVELS = tuple((level.key, level.label["en"]) for level in ILUO)


def cell(seed: int) -> ChartCell:
    """Any cell, the same for the same number."""
    pick, rank = seed * 7919 % 23, seed * 31 % 4 + 1
    level = {"level": "ILUO"[rank - 1], "rank": rank, "count": 4, "covers": rank > 2}
    if pick < 8:
        return ChartCell(sign=Sign.NEVER)
    if pick < 16:
        return ChartCell(sign=Sign.HOLDS, end=f"{seed % 12 + 1:02}/{27 + seed % 2}", **level)
    if pick == 16:
        return ChartCell(sign=Sign.HOLDS, **level)
    if pick < 19:
        return ChartCell(sign=Sign.SOON, end=f"{seed % 28 + 1} Dec", **level)
    if pick == 19:
        return ChartCell(sign=Sign.ON_HOLD, level=level["level"], rank=rank, count=4)
    return ChartCell(sign=(Sign.EXPIRED, Sign.BEGUN, Sign.DECLARED)[pick - 20])


def chart(people: int = 24, skills: int = 18, **changes: object) -> SkillsChart:
    """A chart of so many people and skills."""
    rows = []
    for person in range(people):
        cells = tuple(cell(person * 101 + skill * 13 + 5) for skill in range(skills))
        held = [one for one in cells if one.covers]
        rows.append(
            ChartRow(
                initials=_INITIALS[person % 24],
                number=str(20366 + 3 * person),
                team=("Day A", "Day B", "Night A", "Night B")[person * 4 // people],
                cells=cells,
                covers=len(held),
                trains=sum(one.level == "O" for one in held),
            )
        )
    columns = []
    for skill in range(skills):
        now = sum(row.cells[skill].covers for row in rows)
        soon = sum(row.cells[skill].covers and row.cells[skill].sign is Sign.SOON for row in rows)
        shown = {"now": now, "later": now - soon, "shifts": (now // 2, now - now // 2), "on_chart": now}
        if skill % 7 == 3:
            shown = {"now": 1, "later": 1, "shifts": (1, 0), "on_chart": 1}
        if skill % 7 == 5:
            shown = {"now": 2, "later": 1, "shifts": (1, 1), "on_chart": 2}
        columns.append(ChartColumn(title=_TASKS[skill % 18], **shown))
    values = {
        "organisation": "Northgate Pressings Inc.",
        "place": "Plant 2, Dayton, Ohio",
        "title": "Skills matrix: Press shop, day and night shift",
        "as_of": date(2026, 11, 23),
        "cover_from": "U",
        "levels": LEVELS,
        "columns": tuple(columns),
        "rows": tuple(rows),
        "shifts": ("Days", "Nights"),
        "whole": True,
    }
    return SkillsChart(**{**values, **changes})  # type: ignore[arg-type]


CHART = chart()
SITE = chart(60, 30, title="Skills matrix: everybody")
_FEW = chart(12, 5)
HARD = replace(
    _FEW,
    title="Skills matrix: Instandhaltung und Werkzeugbau, 设备维护, صيانة",
    organisation="Internationale Gesellschaft für Umformtechnik und Presswerke Süddeutschland mbH & Co. KG",
    whole=False,
    cover_from="",
    shifts=(),
    columns=tuple(
        replace(column, title=title, shifts=())
        for column, title in zip(
            _FEW.columns,
            (
                "Confined space attendant with rescue from above and gas measurement before entering",
                "رافعة شوكية",
                "平衡重式叉车操作",
                "Электробезопасность",
                "Φ",
            ),
            strict=True,
        )
    ),
    rows=tuple(
        replace(
            row,
            initials=initials,
            team="Instandhaltung Elektrik und Mechanik, Schicht Blau",
            number="A-2026-000123-B",
            cells=(
                ChartCell(sign=Sign.HOLDS, level="3", rank=3, count=5, covers=True, end="04/27"),
                ChartCell(sign=Sign.SOON, level="Geselle", rank=1, count=3, end="30 Nov"),
                ChartCell(sign=Sign.HOLDS, level="P", rank=1, count=1, covers=True, end="04/27"),
                *row.cells[3:],
            ),
        )
        for row, initials in zip(_FEW.rows, _SCRIPTS, strict=True)
    ),
)
CHARTS = {"design": CHART, "site": SITE, "hard": HARD}
