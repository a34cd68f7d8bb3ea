"""Breaking the glass and reviewing it, in few words."""

from uuid import UUID

from lintel.casework.breakglass import break_glass, review
from tests.casework.cast import Cast

REASON = "She rang from the street and nobody of her officers answers."


def broken(cast: Cast, book: UUID, by: str, *, address: bool = False, stepped_up: bool = True) -> UUID:
    return break_glass(
        actor=cast.actor(by, stepped_up=stepped_up), book=book, code="she_is_in_touch", reason=REASON, now=cast.now,
        address=address,
    )  # fmt: skip


def reviewed(cast: Cast, glass: UUID, by: str) -> None:
    review(actor=cast.actor(by), glass=glass, justified=True, findings="It was needed.", now=cast.now)
