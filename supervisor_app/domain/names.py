"""Names in any script: what may be stored, how they are searched, sorted, shortened to initials and split from one cell."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_TEXT = 200
"""Characters a name, number, job, department or badge may have."""

_OPENERS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
_OVERRIDES = "\u202d\u202e"
_CLOSERS = "\u202c\u2069"
FAMILY_FIRST = frozenset({"CJK", "HANGUL", "HIRAGANA", "KATAKANA"})
"""Scripts in which the family name comes first."""

_TWO_CASES = {"LATIN", "GREEK", "CYRILLIC", "ARMENIAN"}
_KEPT_MARKS = {0, 8, 9, 84, 91, 103, 107, 118, 122, 129, 130, 132}
"""Combining classes that spell rather than decorate (0 is no mark): kana voicing, viramas, vowels and tones of South-East Asian
scripts."""
_FIRST_MARK = "\u0300"
"""Below it nothing combines."""

_NO_DECOMPOSITION = {
    "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŧ": "t", "ə": "e", "ŋ": "n",
    "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ʒ": "z", "ґ": "г", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ү": "у", "ұ": "у",
    "һ": "х", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ٱ": "ا", "ם": "מ", "ן": "נ", "ץ": "צ", "ף": "פ", "ך": "כ",
}  # fmt: skip
_DROPPED = "'\u2019\u2018\u02bc\u02bb\u02b9\u02ba`\u00b4\u0640\u00ad\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff" + (
    _OVERRIDES + _CLOSERS + "".join(_OPENERS)
)
"""Apostrophes, the Arabic stretch sign, joiners and direction signs: people neither type nor hear them."""

_ASCII_WORDS = re.compile("[a-z0-9]+")
_FOLDING = str.maketrans({**_NO_DECOMPOSITION, **dict.fromkeys(_DROPPED, "")})


def text_problem(text: str, longest: int = MAX_TEXT) -> str:
    """Return why `text` may not be stored, as the end of a sentence ("holds a control character (U+0007)"), or ""."""
    if len(text) > longest:
        return f"is longer than {longest} characters"
    for letter in text:
        if reason := _letter_problem(letter):
            return f"{reason} (U+{ord(letter):04X})"
    return _direction_problem(text)


def _letter_problem(letter: str) -> str:
    """Say what is wrong with one character: control, half a surrogate pair, line separator, or no character at all."""
    category = unicodedata.category(letter)
    if category in ("Cc", "Zl", "Zp"):
        return "holds a control character"
    if category == "Cs" or ord(letter) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF:
        return "holds something that is not a character"
    return "holds a sign that turns the reading direction around" if letter in _OVERRIDES else ""


def _direction_problem(text: str) -> str:
    """Direction signs must close what they open, so that they cannot reach into the sentence around the name."""
    waiting: list[str] = []
    for letter in text:
        if letter in _OPENERS:
            waiting.append(_OPENERS[letter])
        elif letter in _CLOSERS and (not waiting or waiting.pop() != letter):
            return f"holds a direction sign that nothing opens (U+{ord(letter):04X})"
    return "holds a direction sign that is never closed" if waiting else ""


@lru_cache(maxsize=4096)
def harmless(text: str) -> str:
    """Return a text of somebody else's program as it may be shown: without what may not be stored, and not too long.

    What this program stored comes back as it is.
    """
    if not text_problem(text):
        return text
    kept = "".join([letter for letter in text[:MAX_TEXT] if not _letter_problem(letter)])
    return "".join([letter for letter in kept if letter not in (*_OPENERS, *_CLOSERS)]) if _direction_problem(kept) else kept


def isolated(text: str) -> str:
    """Wrap `text` so that its reading direction stays inside it when it stands in a sentence of another direction."""
    return f"\u2068{text}\u2069" if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text) else text


def is_blank(text: str) -> bool:
    """Tell whether nothing in `text` can be seen: white space, joiners and the like only."""
    return not any(unicodedata.category(letter)[0] in "LNPSM" or unicodedata.category(letter) == "Co" for letter in text)


def fold(text: str) -> str:
    """Return `text` as it is searched: no case, no accents or points, look-alike letters of one language made equal."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")  # all that the folding knows in ASCII
    return _folded(text)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """Fold a text beyond ASCII; remembered, as the same names come again and again in a rebuild."""
    spelled = unicodedata.normalize("NFKD", text.casefold().translate(_FOLDING))
    bare = "".join([x for x in spelled if x < _FIRST_MARK or unicodedata.combining(x) in _KEPT_MARKS])
    return bare.casefold().translate(_FOLDING)


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of `text`, cut at everything that is no letter, digit, mark or private character."""
    folded = fold(text)
    if folded.isascii():
        return tuple(_ASCII_WORDS.findall(folded))
    return tuple("".join(letter if _spells(letter) else " " for letter in folded).split())


def _spells(letter: str) -> bool:
    """Tell whether a folded character belongs to a word; symbols do (an emoji may be all of a name), punctuation does not."""
    if letter.isascii():
        return letter.isalnum()
    return unicodedata.category(letter)[0] in "LNMS" or unicodedata.category(letter) in ("Co", "Cn")


def number_key(text: str) -> str:
    """Return an employee number or badge as it is compared: folded, without spaces and dashes. Leading zeros stay."""
    return "".join(words(text)) or text.strip()


def sort_key(given: str, family: str, given_latin: str = "", family_latin: str = "") -> str:
    """Return the key of a list of mixed scripts: family name first, in Latin letters where they were recorded."""
    last, first = fold(family_latin or family), fold(given_latin or given)
    return " ".join(f"{last} {first}".split()) or "\uffff"


def full_name(given: str, family: str, country: str = "") -> str:
    """Return a name as it is written: given name first, but 김민준, 王小明 and, with a space in Japan, 宮崎 陽菜."""
    if not (given and family and script(given) in FAMILY_FIRST and script(family) in FAMILY_FIRST):
        return f"{given} {family}".strip()
    japanese = country.upper() == "JP" or any(script(letter) in ("HIRAGANA", "KATAKANA") for letter in given + family)
    return f"{family} {given}" if japanese else f"{family}{given}"


def initials_of(name: str, latin_name: str = "") -> str:
    """Return the initials of the first and the last word of a name; of the Latin one where the own do not stand together."""
    letters, latin_letters = _ends(name), _ends(latin_name)
    both = letters if any(letters) and (_stand_together(letters) or not any(latin_letters)) else latin_letters
    between = "\u200c" if all(both) and unicodedata.bidirectional(both[0][0]) == "AL" else ""
    return between.join(part for part in both if part)


def _ends(name: str) -> tuple[str, str]:
    """Return the first letters of the first and the last word that have one; "" for the last where there is one word only."""
    parts = [letter for word in name.split() if (letter := _first_letter(word))]
    return parts[0] if parts else "", parts[-1] if len(parts) > 1 else ""


def _first_letter(name: str) -> str:
    """Return the first letter with its marks, upper case where the script knows it; "" where there is none."""
    start = next((i for i, x in enumerate(name) if unicodedata.category(x)[0] == "L" and not "\u0e40" <= x <= "\u0e44"), -1)
    if start < 0:
        return ""
    end = start + 1
    while end < len(name) and unicodedata.category(name[end])[0] == "M" and unicodedata.combining(name[end]) != 9:
        end += 1
    letter = unicodedata.normalize("NFC", name[start:end])
    return letter.upper()[:1] + letter[1:] if script(letter) in _TWO_CASES else letter


def _stand_together(pair: tuple[str, str]) -> bool:
    """Tell whether two initials may stand side by side: one is empty, one script, or both of scripts with two cases."""
    scripts = {script(letter) for letter in pair if letter}
    return len(scripts) < 2 or scripts <= _TWO_CASES


def script(text: str) -> str:
    """Return the script of the first letter of `text` by its Unicode name: LATIN, CYRILLIC, CJK, HANGUL ...; "" if none."""
    letter = next((x for x in text if x.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""
