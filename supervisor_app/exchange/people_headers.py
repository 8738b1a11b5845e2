"""Which column of a list holds what: headings of English and German lists and of common personnel systems."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from supervisor_app.exchange.table import TableRow

IGNORE = ""
"""A column that is not taken over."""

COLUMN_WORDS: Mapping[str, str] = {
    "employee_no": "Number",
    "given_name": "Given name",
    "middle_name": "Middle name",
    "family_name": "Family name",
    "whole_name": "Whole name",
    "given_latin": "Given name (Latin)",
    "family_latin": "Family name (Latin)",
    "whole_latin": "Whole name (Latin)",
    "job": "Job",
    "department": "Department",
    "shift": "Shift",
    "badge": "Badge",
    "hired": "First day",
    "left_on": "Last day",
    "country": "Country",
    "language": "Language",
    IGNORE: "Leave out",
}
"""Everything a column may be mapped to, with the words for it, in the order they are offered."""

_HEADINGS: Mapping[str, str] = {
    "employee_no": """employeeno employeenumber employeenum employeeid empno empid empnumber staffno staffnumber staffid
        payrollnumber payrollno personnelnumber personnelno workerno workernumber workerid clocknumber number no id identifier
        personalnummer personalnr persnr persnummer mitarbeiternummer mitarbeiternr mitarbeiterid stammnummer nummer nr
        userids sourcedid username userid login benutzername""",
    "given_name": "givenname firstname forename first given vorname rufname",
    "middle_name": "middlename middle secondname zweitername",
    "family_name": "familyname lastname surname last family nachname familienname zuname",
    "whole_name": "name fullname employeename workername displayname vollername mitarbeiter employee worker",
    "given_latin": """givennamelatin givenlatin firstnamelatin latinfirstname latingivenname
        vornamelat vornamelatein vornamelateinisch""",
    "family_latin": """familynamelatin familylatin lastnamelatin surnamelatin latinlastname
        nachnamelat nachnamelatein nachnamelateinisch""",
    "whole_latin": "namelatin latinname fullnamelatin romanizedname namelat namelateinisch transliteration",
    "job": "jobtitle job title position occupation function role tatigkeit beruf stelle funktion position berufsbezeichnung",
    "department": "department dept area team workcenter workcentre costcenter costcentre abteilung bereich kostenstelle",
    "shift": "shift crew schicht schichtgruppe",
    "badge": "badge badgeno badgenumber badgeid card cardno cardnumber rfid ausweis ausweisnummer ausweisnr kartennummer chip",
    "hired": "hiredate hired startdate dateofhire joined joiningdate entrydate firstday eintritt eintrittsdatum eingestellt",
    "left_on": "terminationdate enddate leavingdate left leftdate lefton lastday dateleft austritt austrittsdatum ausgetreten",
    "country": "country countrycode nationality land landercode staat staatsangehorigkeit",
    "language": "language lang preferredlanguage locale sprache muttersprache",
}
"""Headings by what they mean, without accents, spaces and signs; the first ones are preferred when several columns would do."""

_MEANING = {heading: column for column, headings in _HEADINGS.items() for heading in headings.split()}
_RANK = {heading: rank for headings in _HEADINGS.values() for rank, heading in enumerate(headings.split())}
_SEARCHED_ROWS = 10


def heading_key(heading: str) -> str:
    """Return a heading as it is compared: "Vorname (lat.)" is "vornamelat"."""
    folded = unicodedata.normalize("NFKD", heading.casefold())
    return "".join(letter for letter in folded if letter.isalnum())


def find_heading_row(rows: Sequence[TableRow]) -> int:
    """Return which of the first rows names the columns: the one with the most known headings, else the first one."""
    known = [sum(heading_key(cell) in _MEANING for cell in row.cells) for row in rows[:_SEARCHED_ROWS]]
    return known.index(max(known)) if known and max(known) > 1 else 0


def map_columns(headings: Sequence[str], filled: Sequence[bool]) -> tuple[str, ...]:
    """Return what each column is taken for, `IGNORE` where its heading is not known.

    `filled` tells which columns have any text below the heading: where several columns would do, an empty one is passed over, so
    a list with an empty "Employee Number" is recognised by its "Username". One column only is taken for each meaning; a whole
    name is left out beside its two parts.
    """
    keys = [heading_key(heading) for heading in headings]
    chosen: dict[str, int] = {}
    for index, key in enumerate(keys):
        meaning = _MEANING.get(key)
        if meaning and (meaning not in chosen or _order(index, keys, filled) < _order(chosen[meaning], keys, filled)):
            chosen[meaning] = index
    for whole, parts in (("whole_name", ("given_name", "family_name")), ("whole_latin", ("given_latin", "family_latin"))):
        if whole in chosen and all(part in chosen and filled[chosen[part]] >= filled[chosen[whole]] for part in parts):
            del chosen[whole]
    columns = {index: meaning for meaning, index in chosen.items()}
    return tuple(columns.get(index, IGNORE) for index in range(len(headings)))


def _order(index: int, keys: Sequence[str], filled: Sequence[bool]) -> tuple[bool, int, int]:
    """Return the preference of a column: filled ones first, then the better heading, then from left to right."""
    return not filled[index], _RANK[keys[index]], index
