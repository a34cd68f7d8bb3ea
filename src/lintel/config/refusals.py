"""Everything by which a command that works on the database may refuse: said in a line or two, never as a traceback."""

from django.db import Error as DatabaseError

from lintel.casework.certificates import ListRefused
from lintel.casework.refusals import Refused
from lintel.config.database import NotReady
from lintel.config.servertools import ToolFailed
from lintel.embedded.recovered import NotRecovered
from lintel.embedded.refusal import EmbeddedRefused
from lintel.sealing.aead import SealBroken
from lintel.sealing.keyring import KeysRefused

REFUSALS: tuple[type[Exception], ...] = (
    NotReady, EmbeddedRefused, NotRecovered, ToolFailed, KeysRefused, SealBroken, ListRefused, Refused, DatabaseError,
)  # fmt: skip


def said(refused: Exception) -> str:
    """What to tell whoever ran the command. What a database says may quote a row, so only its sort is told."""
    if isinstance(refused, DatabaseError):
        return (
            f"The database refused ({type(refused).__name__}). See that it runs, that DATABASE_URL names it, and that "
            "`lintel migrate` was run."
        )
    return str(refused)
