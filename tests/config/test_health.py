"""Health: up is up whatever else is wrong; ready is ready only when nothing is; what is wrong is one word of ours."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client, RequestFactory

from lintel.config.health import HealthMiddleware, faults
from lintel.ledger import keys
from lintel.ledger.anchoring import make_anchor
from lintel.ledger.delivery import hand_over, places
from lintel.ledger.models import Anchor
from lintel.outbound import rounds
from lintel.outbound.models import Round
from lintel.sealing.keyring import new_ring
from tests.casework.cast import Cast
from tests.database.server import TestServer

Put = Callable[..., None]


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Put:
    """Set options of the installation for one test."""

    def named(**options: object) -> None:
        monkeypatch.setattr(settings, "OPTIONS", settings.OPTIONS.model_copy(update=options))

    return named


@pytest.fixture
def cast(database: TestServer, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """An installation that is ready: backed up, anchored, ticking, with a case in it."""
    made = Cast()
    put(anchors_file=tmp_path / "anchors.jsonl", data_folder=tmp_path, ready_disk_mb=1)
    last = Anchor.objects.order_by("-at").values_list("at", flat=True).first()
    made.now = max(made.now, last + timedelta(hours=1)) if last else made.now
    monkeypatch.setattr(settings, "CLOCK", lambda: made.now)
    made.case("sam")
    make_anchor(made.now)
    assert hand_over(places()) == []
    for what in ("backup", "tick"):
        rounds.note(what, made.now)
    return made


def found(cast: Cast) -> list[str]:
    return list(faults(cast.now))


def asked(path: str, method: str = "GET") -> tuple[int, str]:
    """What a process answers that has not looked before."""
    middleware = HealthMiddleware(lambda _: pytest.fail("it was passed on"))
    answer = middleware(RequestFactory().generic(method, path))
    assert isinstance(answer, HttpResponse)
    return answer.status_code, answer.content.decode()


def test_an_installation_with_nothing_wrong_is_ready(cast: Cast) -> None:
    assert found(cast) == []
    assert asked("/readyz") == (200, "ready\n")
    assert asked("/healthz") == (200, "ok\n")


def test_both_answer_strangers_under_any_name_and_with_the_headers_of_every_answer(cast: Cast) -> None:
    for path in ("/healthz", "/readyz"):
        answer = Client().get(path, HTTP_HOST="10.0.0.7:8000")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.cookies == {}
    assert asked("/healthz", "POST")[0] == asked("/readyz", "POST")[0] == 405


@pytest.fixture
def unreachable() -> Iterator[None]:
    """The database is at an address where nobody answers."""
    before = dict(connection.settings_dict)
    connections.close_all()
    connection.settings_dict.update(HOST="127.0.0.1", PORT="1")
    yield
    connections.close_all()
    connection.settings_dict.update(before)


def test_without_a_database_it_is_up_and_not_ready(cast: Cast, unreachable: None) -> None:
    assert asked("/healthz") == (200, "ok\n")
    assert asked("/readyz") == (503, "not ready: database\n")


def test_a_database_that_is_only_read_is_not_ready(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    before = found(cast)
    connection.close()
    assert before == ["database"]
    assert found(cast) == []


def test_keys_that_do_not_open_what_is_sealed_are_a_fault(cast: Cast, put: Put) -> None:
    put(keys=new_ring("another").as_toml())
    keys.ring.cache_clear()
    before = found(cast)
    keys.ring.cache_clear()
    assert before == ["keys"]


def test_a_file_of_keys_that_is_gone_is_a_fault_and_stops_nobody_who_has_read_it(
    cast: Cast, put: Put, tmp_path: Path
) -> None:
    keys.ring()
    put(keys_file=tmp_path / "gone.toml")
    assert found(cast) == ["keys"]
    keys.ring()


def test_a_disk_that_is_nearly_full_is_a_fault(cast: Cast, put: Put) -> None:
    put(ready_disk_mb=1 << 40)
    assert found(cast) == ["disk"]


@pytest.mark.parametrize(("what", "within"), [("archive", timedelta(minutes=1)), ("drill", timedelta(days=7))])
def test_an_archive_that_stands_still_or_was_not_tried_out_is_a_fault_where_there_is_to_be_one(
    cast: Cast, put: Put, tmp_path: Path, what: str, within: timedelta
) -> None:
    for each in ("archive", "drill"):
        rounds.note(each, cast.now - timedelta(days=30))
    assert found(cast) == []
    put(archive_folder=tmp_path)
    assert found(cast) == ["archive"]
    for each in ("archive", "drill"):
        rounds.note(each, cast.now)
    assert found(cast) == []
    rounds.note(what, cast.now - within)
    assert found(cast) == ["archive"]


@pytest.mark.parametrize(("what", "hours"), [("backup", 26), ("tick", 5 / 60)])
def test_what_was_not_done_for_too_long_is_a_fault(cast: Cast, what: str, hours: float) -> None:
    since = cast.now - timedelta(hours=hours)
    Round.objects.filter(what=what).update(at=since + timedelta(seconds=1))
    assert found(cast) == []
    Round.objects.filter(what=what).update(at=since)
    assert found(cast) == [what]


def test_an_anchor_that_is_late_or_nowhere_to_go_is_a_fault(cast: Cast, put: Put) -> None:
    cast.later(minutes=6)
    rounds.note("tick", cast.now)
    assert found(cast) == ["anchor"]
    make_anchor(cast.now)
    assert hand_over(places()) == []
    assert found(cast) == []
    put(anchors_file=None)
    assert found(cast) == ["anchor"]


def test_everything_that_is_wrong_is_said_at_once_and_nothing_of_it(cast: Cast, put: Put) -> None:
    put(ready_disk_mb=1 << 40, keys_file=Path("/zanzibar/keys.toml"))
    cast.later(days=3)
    status, said = asked("/readyz")
    assert (status, said) == (503, "not ready: disk keys backup anchor tick\n")


def test_what_was_found_counts_for_five_seconds(cast: Cast) -> None:
    middleware = HealthMiddleware(lambda _: pytest.fail("it was passed on"))

    def status() -> int:
        return middleware(RequestFactory().get("/readyz")).status_code

    assert status() == 200
    Round.objects.filter(what="tick").update(at=cast.now - timedelta(days=1))
    cast.later(seconds=4)
    assert status() == 200
    cast.later(seconds=1)
    assert status() == 503
    rounds.note("tick", cast.now)
    assert status() == 503
    cast.later(seconds=5)
    assert status() == 200


def test_looking_is_cheap(cast: Cast) -> None:
    found(cast)
    begun = time.monotonic()
    for _ in range(20):
        found(cast)
    assert time.monotonic() - begun < 5
