"""Small ledgers with everything in them that is hard to spell the same way twice."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from lintel.access.accounts import Actor
from lintel.access.grants import Role
from lintel.access.readlog import Look, note
from lintel.events.entry import Entry
from lintel.ledger import actions, keys
from lintel.ledger.anchoring import make_anchor
from lintel.ledger.models import Anchor, Book

NOON = datetime(2024, 4, 8, 12, 0, tzinfo=UTC)

FACTS: tuple[dict[str, object], ...] = (
    {},
    {"channel": "phone", "safe_to_talk_checked": True},
    {"said": 'a "quoted" word, a back\\slash, a \\t that is two signs, a\ttab, a\nline, \x1f'},
    {"said": "Zażółć gęślą jaźń, 東京, 🏠, e\u0301"},
    {"level": None, "yes": 14, "topics": ["services", "rights"], "due_on": "2024-12-01"},
)
INSTANTS = (
    NOON,
    datetime(2024, 3, 31, 1, 0, 0, 1, tzinfo=UTC),
    datetime(1899, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2199, 2, 28, 3, 4, 5, 678_901, tzinfo=UTC),
)
ROLES: tuple[Role, ...] = ("officer", "da_lead", "manager")
EVENTS = ("note.added", "contact.made", "advice.given")


def make_ledger(dice: Random, *, books: int = 6, most: int = 7, anchors: int = 3) -> list[str]:
    """Books and read logs, with an anchor now and then and one at the end; the lines of the anchors."""
    made = [_open(dice, n) for n in range(books)]
    readers = [f"reader-{n}-{dice.randrange(10**6)}" for n in range(3)]
    for round_ in range(anchors):
        for book in made:
            add(dice, book, dice.randint(1, most))
        for reader in readers:
            read(dice, reader, made, dice.randint(1, most))
        make_anchor(NOON + timedelta(minutes=5 * round_))
    return list(Anchor.objects.order_by("n").values_list("line", flat=True))


def _open(dice: Random, n: int) -> UUID:
    kind = Book.Kind.CASE if n % 2 else Book.Kind.PERSON
    name = actions.new_name() if n % 2 else f"person:{actions.new_person()}"
    with transaction.atomic():
        return actions.open_book(kind, name, dice.choice(INSTANTS)).id


def add(dice: Random, book: UUID, entries: int) -> None:
    """Add entries to a book, one of them now and then with a file."""
    with transaction.atomic():
        written = [entry(dice) for _ in range(entries)]
        files = {}
        if dice.random() < 0.5:
            files[written[0].id] = actions.attach(book, dice.randbytes(50), dice.randbytes(40), "sam")
        actions.append(book, written, attachments=files, source=dice.choice((None, "import-1")))


def entry(dice: Random) -> Entry:
    """An entry, with or without each thing that it may be without."""
    return Entry(
        book="any",
        id=actions.new_entry_id(),
        event=dice.choice(EVENTS),
        at=dice.choice(INSTANTS),
        recorded_at=dice.choice(INSTANTS),
        by=dice.choice((None, "sam", "jo.smith:1")),
        thread=dice.choice((None, "thread-1")),
        about=dice.choice(((), ("v1",), ("v1", "c2"))),
        facts=dice.choice(FACTS),
        sealed=dice.choice(({}, {"note": "words " * dice.randint(1, 30)}, {"summary": "ünïcode"})),
    )


def read(dice: Random, reader: str, books: list[UUID], rows: int) -> None:
    """Look at things."""
    for _ in range(rows):
        roles = frozenset(dice.sample(ROLES, dice.randint(0, 2)))
        request, origin = dice.choice((("", ""), ("r-1", "2001:db8::1")))
        actor = Actor(live=True, roles=roles, handle=reader, request=request, origin=origin)
        look = Look("read", "case", "cell-1", dice.choice((None, *books)), dice.choice((None, 0, 12)))
        with transaction.atomic():
            note(actor, look, dice.choice(INSTANTS))


def public_key() -> bytes:
    """The key that our anchors can be checked with."""
    return keys.ring().signer.public_key().public_bytes_raw()
