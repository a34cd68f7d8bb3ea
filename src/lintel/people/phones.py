"""Telephone numbers as E.164, however they were written down. The default region is the United Kingdom."""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

from lintel.people.folding import folded

_EXTENSION = re.compile(r"(?:\bext(?:ension|n)?|(?<=[\d )])x|#)[.:]? ?\d{1,7}(?!\d)")
_RUN = re.compile(r"[+(\d][\d+(). -]*")
_OUTER_ZERO = re.compile(r"^(\(?(?:\+|00) ?\d{1,3}\)?) ?\(0\)")
_NO_DIGIT = re.compile(r"\D")
_LONGEST = 40
"""No number is longer than this, spaces and brackets included."""
_UK = 44


def e164(text: str) -> Iterator[str]:
    """Every number in a field, in its order; nothing where there is none. Extensions are dropped.

    A number without an area code is none: it is another subscriber's in every town.
    """
    plain = _EXTENSION.sub(";", "".join(map(_digit, folded(text))))
    for run in _RUN.findall(plain):
        whole = _number(run)
        for number in [whole] if whole else _numbers_in(run):
            yield phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _digit(letter: str) -> str:
    """A digit of any script as an ASCII one."""
    return str(int(letter)) if letter.isdecimal() else letter


def _numbers_in(run: str) -> Iterator[PhoneNumber]:
    """The numbers of a run that is too long for one. One ends where no more fits or where another may begin."""
    written, found = "", None
    for token in run.split(" "):
        longer = f"{written} {token}"
        more = _number(longer)
        if found and (more is None or token.startswith(("0", "+", "("))):
            yield found
            written, found = token, _number(token)
        else:
            written, found = (longer, more) if len(longer) <= _LONGEST else (token, _number(token))
    if found:
        yield found


def _number(written: str) -> PhoneNumber | None:
    """The number that a text is as a whole.

    Whether a number could be one is asked, not whether it has been handed out: the library's list of those leaves
    out the ranges kept for drama and whatever was opened after it was made, and nobody could be found by either.
    """
    written = written.strip(" .-")
    if len(written) > _LONGEST or "+" in written[2:]:
        return None
    written = _OUTER_ZERO.sub(r"\1", written)
    digits = _NO_DIGIT.sub("", written)
    if not 8 <= len(digits) <= 18:
        return None
    if not (written.startswith(("0", "+", "(")) or digits.startswith(str(_UK)) or len(digits) == 10):
        return None  # without its 0 a number has ten digits, as spreadsheets leave it
    try:
        number = phonenumbers.parse(written, "GB")
    except NumberParseException:
        return None
    return number if _could_be(number) else None


def _could_be(number: PhoneNumber) -> bool:
    if number.country_code == _UK and len(str(number.national_number)) < 9:
        return phonenumbers.is_valid_number(number)  # a handful of old short ones; else it is a date or a reference
    return phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
