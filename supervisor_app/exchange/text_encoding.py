"""Bytes of a text file to text: UTF-8, UTF-16 with or without its mark, and the Western European code page of old programs."""

from __future__ import annotations

import codecs

from supervisor_app.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SAMPLE = 4096


def decode_text(name: str, data: bytes) -> tuple[str, str]:
    """Return the text of `data` and the encoding in words; raise InputError when it is not text in an encoding we know."""
    codec, words = _choose(data)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as problem:
        place = f"{name}, line {data[: problem.start].count(10) + 1}"
        raise InputError(place, "It is not text that can be read.", "Save it as CSV in UTF-8, or as XLSX.") from problem
    if _looks_binary(text):
        raise InputError(name, "It is not a table of text.", "Choose a CSV or XLSX file.")
    return text, words


def _choose(data: bytes) -> tuple[str, str]:
    """Return the codec and its name in words: by the mark, by where the zero bytes lie, by trying UTF-8."""
    for mark, codec, words in _MARKS:
        if data.startswith(mark):
            return codec, words
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) > len(sample) // 20 and min(even, odd) <= max(even, odd) // 10:
        return ("utf-16-le" if odd > even else "utf-16-be"), "UTF-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", "Western European (cp1252)"
    return "utf-8", "UTF-8"


def _looks_binary(text: str) -> bool:
    """Tell whether more than one sign in twenty at the start is a control character: a picture or program, no table."""
    sample = text[:_SAMPLE]
    controls = sum(1 for letter in sample if letter < " " and letter not in "\t\r\n")
    return controls * 20 > len(sample)
