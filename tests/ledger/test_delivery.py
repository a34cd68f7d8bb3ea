"""Anchors handed over: every one to every place, in order, at least once, and nothing else said to anybody."""

import os
import stat
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import psycopg
import pytest
from django.conf import settings
from django.core import mail
from django.test import override_settings

from lintel.config.commands import anchoring as command
from lintel.embedded.roles import Addresses
from lintel.ledger import delivery
from lintel.ledger.anchoring import make_anchor
from lintel.ledger.anchorlines import whole_lines
from lintel.ledger.delivery import Failure, NotHandedOver, Place, hand_over
from lintel.ledger.models import Anchor, AnchorSent
from lintel.ledger.verification import verify
from tests.database.server import point_django_at
from tests.ledger.ledgers import NOON, make_ledger, public_key

LINE = '{"n":1,"signature":"…"}'


@pytest.fixture(scope="module")
def begun(own_database: Addresses) -> Addresses:
    make_ledger(Random(11), books=2, most=2, anchors=2)
    return own_database


@pytest.fixture
def fresh(begun: Addresses) -> None:
    """Nothing has been handed over yet."""
    with psycopg.connect(begun.root, autocommit=True) as root:
        root.execute("SET session_replication_role = replica")
        root.execute("DELETE FROM ledger_anchor_sent")


@pytest.fixture
def name_places() -> Iterator[Callable[..., None]]:
    usual = settings.OPTIONS

    def name(**places: object) -> None:
        settings.OPTIONS = usual.model_copy(update=places)

    yield name
    settings.OPTIONS = usual


def known() -> list[str]:
    return list(Anchor.objects.order_by("n").values_list("line", flat=True))


class Shelf:
    """A place that keeps what it takes, and takes nothing from the n-th on until it is mended."""

    def __init__(self, fails_at: int = 0) -> None:
        self.kept: list[str] = []
        self.fails_at = fails_at

    def take(self, line: str) -> None:
        if self.fails_at and len(self.kept) + 1 >= self.fails_at:
            raise NotHandedOver("it is full")
        self.kept.append(line)


@pytest.mark.usefixtures("fresh")
def test_every_place_is_handed_every_anchor_once_and_in_order() -> None:
    one, other = Shelf(), Shelf()
    assert hand_over([Place("one", one.take)]) == []
    make_anchor(NOON)
    assert hand_over([Place("one", one.take), Place("other", other.take)]) == []
    assert hand_over([Place("one", one.take), Place("other", other.take)]) == []
    assert (one.kept, other.kept) == (known(), known())


@pytest.mark.usefixtures("fresh")
def test_a_place_that_fails_is_reported_and_tried_again_and_the_others_go_on() -> None:
    failing, other = Shelf(fails_at=2), Shelf()
    places = [Place("failing", failing.take), Place("other", other.take)]
    assert hand_over(places) == [Failure("failing", 2, "it is full")]
    assert (failing.kept, other.kept) == (known()[:1], known())
    assert str(hand_over(places)[0]) == "failing: anchor 2 was not taken: it is full"
    failing.fails_at = 0
    assert hand_over(places) == []
    assert (failing.kept, other.kept) == (known(), known())


@pytest.mark.usefixtures("fresh")
def test_what_was_cut_short_before_it_was_noted_is_handed_over_again(tmp_path: Path, begun: Addresses) -> None:
    file = tmp_path / "anchors.jsonl"

    def killed_after(line: str) -> None:
        delivery.add_to_file(file, line)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        hand_over([Place("file", killed_after)])
    assert not AnchorSent.objects.exists()
    with file.open("a") as torn:
        torn.write(known()[0][:50])
    assert hand_over([Place("file", lambda line: delivery.add_to_file(file, line))]) == []
    lines = file.read_text().splitlines()
    assert lines == [known()[0], known()[0][:50], *known()]
    assert list(whole_lines(lines)) == known()
    with psycopg.connect(begun.app) as connection:
        assert verify(connection, lines, public_key()).whole


def test_the_file_is_for_its_owner_alone_and_only_added_to(tmp_path: Path) -> None:
    file = tmp_path / "anchors.jsonl"
    for line in (LINE, LINE, "two"):
        delivery.add_to_file(file, line)
    assert file.read_text(encoding="utf-8") == f"{LINE}\n{LINE}\ntwo\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(NotHandedOver, match=r"LINTEL_ANCHORS_FILE cannot be written \(No such file or directory\)"):
        delivery.add_to_file(tmp_path / "nowhere" / "anchors.jsonl", LINE)


def script(folder: Path, text: str) -> str:
    path = folder / "take it.py"
    path.write_text(text)
    return f"{sys.executable} '{path}'"


def test_a_command_is_given_the_line_and_no_shell_reads_it(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    text = f"import os, sys; open({str(kept)!r}, 'a').write(sys.stdin.read() + repr(sys.argv[1:]))"
    delivery.give_to_command(script(tmp_path, text) + " '$HOME' ; touch " + str(tmp_path / "touched"), LINE)
    assert kept.read_text() == f"{LINE}\n{['$HOME', ';', 'touch', str(tmp_path / 'touched')]}"
    assert not (tmp_path / "touched").exists()


def test_a_command_is_told_neither_our_keys_nor_the_databases_password(tmp_path: Path) -> None:
    assert "LINTEL_KEYS" in os.environ
    text = "import os; assert not [each for each in os.environ if each.startswith(('LINTEL_', 'DATABASE_'))]"
    delivery.give_to_command(script(tmp_path, text), LINE)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("/nowhere/at/all", "cannot be run: name a program that is there"),
        ("'never closed", "cannot be run"),
        (" ", "cannot be run"),
        ("/", "cannot be run"),
        (f"{sys.executable} -c 'raise SystemExit(3)'", "ended with 3"),
        (f"{sys.executable} -c 'import os; os.kill(os.getpid(), 9)'", "ended with -9"),
        (f"{sys.executable} -c 'import time; time.sleep(60)'", "did not end within 0.3 seconds"),
    ],
)
def test_a_command_that_does_not_take_it_is_a_failure(said: str, why: str) -> None:
    with pytest.raises(NotHandedOver, match=f"LINTEL_ANCHORS_COMMAND {why}"):
        delivery.give_to_command(said, LINE, seconds=0.3)


@pytest.mark.usefixtures("begun")
@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_a_mail_has_a_subject_that_says_nothing_and_the_line_word_for_word() -> None:
    mail.outbox = []
    line = max(known(), key=len) * 20
    delivery.send_to_mailbox("anchors@landlord.example", line)
    (sent,) = mail.outbox
    assert (sent.subject, sent.to, sent.body) == ("Lintel anchor", ["anchors@landlord.example"], line)
    assert sent.message().get_payload(decode=True).decode() == line  # type: ignore[union-attr]  # bytes, when decoded


@override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=1, EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend")
def test_a_mail_that_is_not_taken_is_a_failure() -> None:
    with pytest.raises(NotHandedOver, match=r"the mail was not taken \(ConnectionRefusedError\)"):
        delivery.send_to_mailbox("anchors@landlord.example", LINE)


@pytest.mark.usefixtures("fresh")
def test_the_last_anchor_has_an_age_in_every_place_that_is_named(
    name_places: Callable[..., None], tmp_path: Path
) -> None:
    assert delivery.overdue(NOON) == [
        "no place is named that anchors go to: set LINTEL_ANCHORS_FILE, _COMMAND or _MAILBOX"
    ]
    name_places(anchors_file=tmp_path / "anchors", anchors_command="/nowhere/at/all")
    assert delivery.ages(NOON) == {"file": None, "command": None}
    made = make_anchor(NOON)
    assert [failure.place for failure in hand_over(delivery.places())] == ["command"]
    later = made.at + timedelta(minutes=5)
    assert delivery.ages(later) == {"file": timedelta(minutes=5), "command": None}
    assert delivery.overdue(later) == ["anchors: command has none yet"]
    assert delivery.overdue(later + timedelta(seconds=1))[0] == "anchors: the last that file has is late"


@pytest.mark.usefixtures("fresh")
def test_the_commands_make_hand_over_and_verify(
    name_places: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str], begun: Addresses
) -> None:
    file = tmp_path / "anchors"
    once, own = Namespace(every=None), Namespace(anchors=None, key=None)
    assert command.anchor(once) == 1
    assert "no place is named" in capsys.readouterr().err
    name_places(anchors_file=file, anchors_command="/nowhere/at/all", database_url=begun.app)
    assert command.verify(own) == 1
    assert "anchors: there is none outside" in capsys.readouterr().out
    assert command.anchor(once) == 1
    told = capsys.readouterr()
    assert "command: anchor 1 was not taken" in told.err
    assert "file: its last anchor is 0 seconds old" in told.out
    assert "command: has no anchor yet" in told.out
    name_places(anchors_file=file, database_url=begun.app)
    assert command.anchor(once) == 0
    assert command.verify(own) == 0
    assert command.verify(Namespace(anchors=file, key=public_key().hex())) == 0
    assert command.verify(Namespace(anchors=file, key="00" * 32)) == 1
    name_places(database_url=begun.app)
    assert command.verify(own) == 0
    assert "by their chains alone" in capsys.readouterr().out


def test_a_database_that_does_not_answer_is_a_failure_and_the_next_round_is_tried(
    name_places: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str], begun: Addresses
) -> None:
    nowhere = "postgresql://lintel_app:none@127.0.0.1:1/none"
    point_django_at(nowhere, nowhere)
    name_places(anchors_file=tmp_path / "anchors")
    assert command.anchor(Namespace(every=None)) == 1
    assert capsys.readouterr().err == "lintel anchor: the database does not answer (OperationalError)\n"
    point_django_at(begun.app, begun.owner)
    assert command.anchor(Namespace(every=None)) == 0


def test_an_anchor_that_may_not_be_signed_keeps_those_before_it_from_nobody(
    name_places: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str], begun: Addresses
) -> None:
    name_places(anchors_file=tmp_path / "anchors")
    last = make_anchor(NOON)
    with psycopg.connect(begun.root, autocommit=True) as root:
        root.execute("SET session_replication_role = replica")
        root.execute("UPDATE ledger_entry SET seq = seq + 100")
        assert command.anchor(Namespace(every=None)) == 1
        root.execute("UPDATE ledger_entry SET seq = seq - 100")
    assert "No anchor is made until that is explained" in capsys.readouterr().err
    assert (tmp_path / "anchors").read_text().splitlines()[-1] == last.line
