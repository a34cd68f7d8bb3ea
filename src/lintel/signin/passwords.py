"""Passwords: which are good enough, and whether one is right."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError

from lintel.casework import policy
from lintel.signin.models import Account

LONGEST: Final = 256
_LEFT_OVER: Final = 8
_GONE: Final = "\0"
_PRODUCT: Final = ("lintel", "safe", "password", "domestic", "abuse", "housing", "welcome")
_WRITTEN_FOR = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "$": "s", "@": "a", "!": "i"})


class OwnWordsValidator:
    """Refuses a password that is little more than what anybody would try here: the landlord, the product, oneself.

    What counts is the letters that are left once those words are taken out. A long sentence may well hold one.
    """

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raises `ValidationError`, which never repeats the password nor the word."""
        written = password.casefold()
        read = left = written.translate(_WRITTEN_FOR)
        for word in sorted({*_landlord(), *_PRODUCT, *_own(user)}, key=len, reverse=True):
            left = left.replace(word, _GONE * len(word))
        letters = sum(letter.isalpha() for letter, still in zip(written, left, strict=True) if still != _GONE)
        if left != read and letters < _LEFT_OVER:
            raise ValidationError(self.get_help_text(), code="own_words")

    def get_help_text(self) -> str:
        """What to do instead."""
        return (
            "Do not build it from your name, your landlord’s name or words of this work. Three random words are good."
        )


@cache
def _landlord() -> frozenset[str]:
    return frozenset(_words(policy.in_force().all[0].provider))


def _own(user: Account | None) -> Iterator[str]:
    if user is not None:
        yield from _words(user.handle)
        yield from _words(user.staff.name)


def _words(text: str) -> Iterator[str]:
    """The words of a name that are long enough to be told from chance, written as the password is read."""
    for word in re.split(r"[\W_]+", text.casefold()):
        if len(word) >= 3:
            yield word.translate(_WRITTEN_FOR)


def proven(handle: str, password: str) -> Account | None:
    """Whose password this is. It takes the same time whoever is named, and whether there is such a person or not."""
    account = Account.objects.select_related("staff").filter(handle=handle, staff__ended_at=None).first()
    if account is None or len(password) > LONGEST:
        make_password(password[:LONGEST])
        return None
    return account if account.check_password(password) else None
