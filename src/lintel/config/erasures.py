"""The list of erasures of this installation, and the look at the start that nothing on it has come back."""

from django.conf import settings
from django.db import connections

from lintel.casework.certificates import ErasureList, ListRefused
from lintel.config.database import NotReady
from lintel.ledger.keys import ring


def erasures() -> ErasureList:
    """The list of erasures. Raises `NotReady` where it has no place."""
    if settings.OPTIONS.erasures_file is None:
        raise NotReady("the list of erasures has no place: name a file outside the database in LINTEL_ERASURES_FILE")
    return ErasureList(settings.OPTIONS.erasures_file, ring().signer)


def refuse_unreplayed() -> None:
    """Raises `NotReady` where the database has a key of anything that was erased, as one that was restored may.

    To be asked at every start, before anybody may look at anything.
    """
    try:
        books = [book for each in erasures().read() for book in each.erased.books]
    except ListRefused as refused:
        raise NotReady(str(refused)) from None
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_key WHERE book_id = ANY(%s)", [books])
        found = cursor.fetchone()
    if not found or found[0]:
        raise NotReady("something that was erased has come back with this database: run `lintel erase --replay`")
