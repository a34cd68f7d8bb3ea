"""A colleague in an address: a handle is often a name, and addresses stay in histories that others may read."""

import hashlib
import hmac

from django.conf import settings

from lintel.access import accounts


def opaque(handle: str) -> str:
    """The same short letters for a handle every time; without this installation's keys nobody finds it again."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"colleague\x1f" + handle.encode(), hashlib.sha256).hex()[:16]


class ColleagueConverter:
    """A member of staff in a path, whether or not their account lives."""

    regex = "[0-9a-f]{16}"

    def to_python(self, value: str) -> str:
        """The handle. Raises `ValueError` where it is nobody's."""
        for handle in accounts.handles():
            if hmac.compare_digest(opaque(handle), value):
                return handle
        raise ValueError("nobody")

    def to_url(self, value: str) -> str:
        """What stands for a handle."""
        return opaque(value)
