"""One cell with a whole name, split into given name and family name as well as can be known."""

from __future__ import annotations

from supervisor_app.domain.names import FAMILY_FIRST, script

_PARTICLES = frozenset({"von", "vom", "zu", "zur", "van", "de", "der", "den", "del", "della", "di", "da", "dal", "dos", "das", "do", "du", "la", "le", "les", "el", "al", "af", "av", "ter", "ten", "bin", "ibn", "bint", "abu", "ben", "st", "st.", "san", "santa", "mac", "dela", "delos"})  # fmt: skip  # noqa: E501
"""Small words that belong to the family name after them."""

_TWO_SYLLABLES = frozenset({"남궁", "황보", "제갈", "선우", "독고", "사공", "서문"})
_TWO_CHARACTERS = frozenset(
    {
        "欧阳",
        "歐陽",
        "司马",
        "司馬",
        "上官",
        "诸葛",
        "諸葛",
        "司徒",
        "东方",
        "東方",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "公孫",
        "慕容",
        "令狐",
        "宇文",
    }
)


def split_name(name: str, country: str = "") -> tuple[str, str]:
    """Return (given name, family name) of a whole `name`; `country` (ISO code or "") tells Japanese from Chinese names.

    "Svoboda, Lukáš" and "Lukáš Svoboda" give the same; "Anna van der Berg" keeps its particles; Chinese, Japanese and Korean
    names put the family first, with or without a space. A single word becomes the given name: there are people with one name.
    """
    family, comma, given = name.partition(",")
    if comma and given.strip():
        return given.strip(), family.strip()
    parts = name.replace(",", " ").split()
    if script(name) in FAMILY_FIRST:
        return _split_family_first(parts, country)
    if len(parts) < 2:
        return name.strip(), ""
    start = len(parts) - 1
    while start > 1 and parts[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(parts[:start]), " ".join(parts[start:])


def _split_family_first(parts: list[str], country: str) -> tuple[str, str]:
    """Split a name that begins with the family: at the space, else after the characters family names usually have."""
    if len(parts) > 1:
        return " ".join(parts[1:]), parts[0]
    name = parts[0]
    if len(name) < 2 or script(name) in ("HIRAGANA", "KATAKANA"):
        return name, ""
    double = name[:2] in _TWO_SYLLABLES | _TWO_CHARACTERS or len(name) >= 4 or (country.upper() == "JP" and len(name) > 2)
    cut = 2 if double and len(name) > 2 else 1
    return name[cut:], name[:cut]
