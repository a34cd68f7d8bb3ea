"""Telling people that something waits: once in a window, at night only what cannot wait, and never lost."""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection, connections

from lintel.casework import notices
from lintel.casework.models import Notice
from lintel.outbound import addresses, delivery, digests
from lintel.outbound.models import Attempt, Message, Told
from tests.casework.glass import broken
from tests.database.server import TestServer
from tests.outbound.conftest import Options
from tests.outbound.post import Post, Staffed

pytestmark = pytest.mark.usefixtures("database_of_its_own")

TICK = timedelta(seconds=30)
NIGHT = datetime(2024, 4, 13, 1, 0, tzinfo=UTC)
"""Two o'clock on a Saturday morning in London."""


def sent_to(letters: Sequence[bytes], address: str) -> int:
    """How many letters somebody has got."""
    return [message_from_bytes(each)["To"] for each in letters].count(address)


def tell(staff: Staffed, name: str, kind: str = "case_assigned") -> None:
    notices.tell([staff.handle(name)], kind, None, staff.now)


def outcomes(staff: Staffed, name: str) -> list[str]:
    mine = Attempt.objects.filter(message__to=staff.handle(name)).order_by("id")
    return list(mine.values_list("outcome", flat=True))


def test_everything_that_waits_is_one_letter(staff: Staffed, post: Post) -> None:
    for kind in ("case_assigned", "report_received", "guard_broken"):
        tell(staff, "sam", kind)
    assert digests.run(staff.now).sent == 1
    assert digests.run(staff.later(seconds=30)).sent == 0
    assert sent_to(post.letters, staff.address("sam")) == 1


def test_there_is_one_letter_at_most_in_a_window(staff: Staffed, post: Post) -> None:
    for _ in range(60):
        tell(staff, "sam")
        digests.run(staff.later(seconds=30))
    assert sent_to(post.letters, staff.address("sam")) == 3  # from ten to half past, both of them with it
    assert not Notice.objects.filter(
        to=staff.handle("sam"), told=None, at__lt=staff.now - timedelta(minutes=15)
    ).exists()


def test_daily_is_one_letter_a_working_day(staff: Staffed, post: Post) -> None:
    assert delivery.wish(staff.handle("sam"), "daily")
    for _ in range(7 * 8):
        tell(staff, "sam")
        digests.run(staff.later(hours=3))
    assert sent_to(post.letters, staff.address("sam")) == 6  # Monday to Friday, and the Monday after


def test_whoever_wants_only_what_is_urgent_gets_only_that(staff: Staffed, post: Post) -> None:
    assert delivery.wish(staff.handle("sam"), "urgent")
    tell(staff, "sam")
    digests.run(staff.later(seconds=30))
    assert post.letters == []
    tell(staff, "sam", "sign_in_reset")
    digests.run(staff.later(seconds=30))
    assert sent_to(post.letters, staff.address("sam")) == 1


def test_nothing_ordinary_leaves_at_night_and_all_of_it_in_the_morning(staff: Staffed, post: Post) -> None:
    staff.now = NIGHT
    tell(staff, "sam")
    while staff.now < datetime(2024, 4, 15, 6, 45, tzinfo=UTC):  # a quarter to eight on Monday
        digests.run(staff.later(minutes=15))
    assert post.letters == []
    digests.run(staff.later(minutes=15))
    assert sent_to(post.letters, staff.address("sam")) == 1


@pytest.mark.parametrize("phase", [0, 7, 13, 29])
def test_an_alert_leaves_within_a_minute_at_any_hour_and_says_nothing(staff: Staffed, post: Post, phase: int) -> None:
    book = staff.case("sam")
    staff.now = NIGHT
    broken(staff, book, "tomos")
    happened = staff.now
    told = [staff.address(name) for name in ("sam", "ines", "olu", "dee")]
    left: dict[str, datetime] = {}
    staff.later(seconds=phase)
    while staff.now <= happened + timedelta(minutes=3):
        digests.run(staff.now)
        left = {to: staff.now for to in told if sent_to(post.letters, to)} | left
        staff.later(seconds=TICK.total_seconds())
    assert left.keys() == set(told)
    assert max(left.values()) - happened <= timedelta(seconds=60)
    assert [sent_to(post.letters, each) for each in told] == [1, 1, 1, 1]
    assert sent_to(post.letters, staff.address("tomos")) == 0
    alike = {each.partition(b"\r\n\r\n")[2] for each in post.letters}
    assert len(alike) == 1


def test_a_second_alert_leaves_within_a_minute_of_itself(staff: Staffed, post: Post) -> None:
    staff.now = NIGHT
    for _ in range(3):
        tell(staff, "dee", "glass_broken")
        happened, before = staff.now, sent_to(post.letters, staff.address("dee"))
        while sent_to(post.letters, staff.address("dee")) == before:
            digests.run(staff.later(seconds=1))
        assert staff.now - happened <= timedelta(seconds=60)
    assert sent_to(post.letters, staff.address("dee")) == 3


def test_what_somebody_has_seen_meanwhile_is_not_sent(staff: Staffed, post: Post) -> None:
    tell(staff, "sam")
    digests.gather(staff.now)
    Notice.objects.filter(to=staff.handle("sam")).update(seen_at=staff.now)
    digests.run(staff.later(seconds=30))
    assert (post.letters, outcomes(staff, "sam")) == ([], ["needless"])


def test_a_case_that_was_closed_to_somebody_since_is_not_told_of(staff: Staffed, post: Post) -> None:
    book = staff.case("sam")
    notices.tell([staff.handle("jo")], "case_shared", book, staff.now)
    staff.record(book, "ines", "conflict.declared", {"staff": staff.handle("jo"), "how": "related"})
    digests.run(staff.later(seconds=30))
    assert sent_to(post.letters, staff.address("jo")) == 0
    assert not Told.objects.filter(notice__to=staff.handle("jo")).exists()


def test_whoever_has_no_address_is_told_on_the_page_alone_and_once_there_is_one(staff: Staffed, post: Post) -> None:
    addresses.set_address(staff.handle("sam"), "", staff.now)
    tell(staff, "sam")
    digests.run(staff.later(seconds=30))
    assert notices.unseen(staff.handle("sam")) == 2  # and that their address was changed
    assert staff.handle("sam") in dict(delivery.overview(actor=staff.actor("adi"), now=staff.now).unaddressed)
    addresses.set_address(staff.handle("sam"), staff.address("sam"), staff.now)
    digests.run(staff.later(seconds=30))
    assert sent_to(post.letters, staff.address("sam")) == 1


def test_a_failure_is_written_down_and_tried_again_ever_less_often(staff: Staffed, post: Post) -> None:
    post.answers = {"RCPT": "550 nobody of that name"}
    tell(staff, "sam")
    tried = []
    for seconds in [*[30] * 128, *[600] * 18]:
        before = len(outcomes(staff, "sam"))
        digests.run(staff.now)
        tried += [staff.now] * (len(outcomes(staff, "sam")) - before)
        staff.later(seconds=seconds)
    pauses = [later - earlier for earlier, later in pairwise(tried)]
    assert set(outcomes(staff, "sam")) == {"address_refused"}
    assert pauses[:7] == [TICK * 2**each for each in range(7)]
    assert max(pauses) <= timedelta(hours=1, minutes=10)
    (failing,) = delivery.of(staff.handle("sam")).failing
    assert (failing.tried, failing.why) == (len(tried), "the mail server does not take mail for this address")
    assert notices.unseen(staff.handle("sam")) == 1
    post.answers = {}
    while not post.letters:
        digests.run(staff.later(minutes=1))
    assert outcomes(staff, "sam")[-1] == "sent"
    assert delivery.of(staff.handle("sam")).failing == ()


def test_one_that_fails_keeps_nobody_else_from_being_told(staff: Staffed, post: Post) -> None:
    tell(staff, "sam")
    tell(staff, "jo")
    digests.gather(staff.now)
    addresses.set_address(staff.handle("jo"), "", staff.now)
    digests.run(staff.later(seconds=30))
    assert sent_to(post.letters, staff.address("sam")) == 1
    assert outcomes(staff, "jo") == ["no_address"]


def test_a_server_that_is_gone_is_asked_once_in_a_round_and_nothing_is_lost(
    staff: Staffed, post: Post, options: Options
) -> None:
    for name in ("sam", "jo", "ines"):
        tell(staff, name)
    options(mail_port=1)
    assert digests.run(staff.now).failed == 1
    options(mail_port=post.port)
    for _ in range(4):
        digests.run(staff.later(seconds=30))
    assert [sent_to(post.letters, staff.address(name)) for name in ("sam", "jo", "ines")] == [1, 1, 1]


def test_whoever_dies_after_sending_sends_it_again_under_the_same_id(
    staff: Staffed, post: Post, database: TestServer
) -> None:
    tell(staff, "sam")
    digests.gather(staff.now)
    mine = connection.cursor().execute("SELECT pg_backend_pid()").fetchone()

    def die() -> None:
        """Take the database away from whoever has just handed the letter over, before what came of it is written."""
        assert database.addresses is not None
        with psycopg.connect(database.addresses.app) as other:
            other.execute("SELECT pg_terminate_backend(%s)", mine)

    post.taken = die
    with pytest.raises(OperationalError):
        digests.run(staff.now)
    connection.close()
    post.taken = None
    assert outcomes(staff, "sam") == []
    digests.run(staff.later(seconds=30))
    digests.run(staff.later(seconds=30))
    ids = {message_from_bytes(each)["Message-ID"] for each in post.letters}
    assert (len(post.letters), len(ids)) == (2, 1)
    assert outcomes(staff, "sam") == ["sent"]


def test_two_machines_at_once_send_each_letter_once(staff: Staffed, post: Post) -> None:
    names = ("sam", "jo", "ines", "olu", "dee", "saf")
    for round_ in range(5):
        for name in names:
            tell(staff, name)
        now, begin = staff.later(minutes=15), threading.Barrier(4)
        failed: list[BaseException] = []

        def tick(now: datetime = now, begin: threading.Barrier = begin, failed: list[BaseException] = failed) -> None:
            begin.wait(20)
            try:
                digests.run(now)
            except BaseException as error:
                failed.append(error)
            finally:
                connections.close_all()

        machines = [threading.Thread(target=tick) for _ in range(4)]
        for each in machines:
            each.start()
        for each in machines:
            each.join(60)
        digests.run(now)  # what one left since another held it
        assert failed == []
        assert [sent_to(post.letters, staff.address(name)) for name in names] == [round_ + 1] * len(names)


def test_without_a_way_out_nothing_is_made_and_the_page_has_it(staff: Staffed) -> None:
    tell(staff, "sam")
    assert digests.run(staff.now) == digests.Came()
    assert not Message.objects.filter(to=staff.handle("sam")).exists()
    assert notices.unseen(staff.handle("sam")) == 1


def test_no_word_of_any_case_or_person_is_in_what_leaves(staff: Staffed, outbox: Path) -> None:
    book = staff.report(sealed={"account": "zanzibar-canary"}, facts={"colleague_case": False})
    staff.record(book, "ines", "officer.named", {"officer": staff.handle("sam"), "reason": "first"})
    staff.record(
        book, "sam", "person.joined", {"person": "v1", "role": "victim", "age_band": "18_64"}, {"note": "Quokka Canary"}
    )
    broken(staff, book, "tomos")
    digests.run(staff.later(seconds=30))
    said = b"".join(each.read_bytes() for each in outbox.iterdir()).lower()
    planted = [
        "canary",
        "zanzibar",
        "quokka",
        book.hex,
        str(book),
        "24-",
        "victim",
        "abuse",
        "case",
        "glass",
        "domestic",
    ]
    assert len(list(outbox.iterdir())) >= 4
    assert [word for word in planted if word.encode() in said] == []
