"""Changing the master key, killed at any moment, leaves every key readable; the next run goes on with it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from lintel.config import keyfile
from lintel.embedded.roles import Addresses
from lintel.ledger import keys
from lintel.ledger.models import Book, BookKey
from lintel.ledger.rows import key_place
from lintel.sealing.aead import new_key
from tests.ledger.ledgers import NOON

ROOT = Path(__file__).parents[2]
KILLS = 50 if os.environ.get("LINTEL_PROOF") == "full" else 10
BOOKS = 5_000 if os.environ.get("LINTEL_PROOF") == "full" else 700


def test_no_kill_makes_a_key_unreadable(own_database: Addresses, tmp_path: Path) -> None:
    books = Book.objects.bulk_create(Book(kind="case", name=f"killed-{n}", opened_at=NOON) for n in range(BOOKS))
    wrapped = [(book.id, *keys.ring().wrap(new_key(), key_place(book.id))) for book in books]
    BookKey.objects.bulk_create(BookKey(book_id=book, master=master, wrapped=key) for book, master, key in wrapped)
    file = tmp_path / "keys.toml"
    keyfile.make(file, keys.ring())
    ended = subprocess.run(
        [sys.executable, "-m", "tests.ledger.killing", str(KILLS), "1"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith("LINTEL_KEYS")}
        | {"DATABASE_URL": own_database.app, "DATABASE_OWNER_URL": own_database.owner, "LINTEL_KEYS_FILE": str(file)},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert (found["unreadable"], found["cut"]) == (0, True)
    assert found["killed"] > KILLS / 3
    assert found["between"]["half-done"] == 500
    assert sum(found["between"].values()) == BOOKS
    assert found["after"] == {"half-done": BOOKS}
    assert found["current"] == "half-done"
