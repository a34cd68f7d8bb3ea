"""E-mail addresses, so that two ways of writing to one letter box come out the same."""

import re
from collections.abc import Iterator

from lintel.people.folding import one_form

_BETWEEN = re.compile(r"[\s,;<>()\[\]{}\"|/]+")
_AT = re.compile(r" ?@ ?")
_GOOGLE = ("gmail.com", "googlemail.com")
_LONGEST = 254
"""No address is longer (RFC 5321); the encoding of a long domain takes time by the square."""


def letter_boxes(text: str) -> Iterator[str]:
    """The letter box behind every address in a field, in small letters: without tags (`sam+shop@`), and for Gmail
    without dots, which it does not read. A domain in another script comes as the network knows it (`xn--`).
    """
    for word in _BETWEEN.split(_AT.sub("@", one_form(text))):
        box = _letter_box(word.removeprefix("mailto:").strip("'.:,"))
        if box:
            yield box


def _letter_box(address: str) -> str:
    local, _, domain = address.partition("@")
    if len(address) > _LONGEST or not local or "@" in domain:
        return ""
    name = local.partition("+")[0] or local
    network = _network_name(domain)
    if network in _GOOGLE:
        name, network = name.replace(".", ""), _GOOGLE[0]
    return f"{name}@{network}" if name and network else ""


def _network_name(domain: str) -> str:
    """The domain in ASCII; empty where it is none."""
    try:
        name = domain.encode("idna").decode().lower()
    except UnicodeError:
        return ""
    return name if "." in name.strip(".") else ""
