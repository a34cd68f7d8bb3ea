"""With unsafe settings of e-mail nothing is served: each is named, with what to write instead, and no secret in it."""

from datetime import time
from pathlib import Path

import pytest
from django.core.checks import run_checks

from lintel.config.database import NotReady, refuse_tampered
from tests.outbound.conftest import Options

SERVER = {"mail_host": "post.example.org", "mail_from": "lintel@example.org", "site": "https://lintel.example.org"}


def refused() -> list[str]:
    return sorted(str(each.id) for each in run_checks() if str(each.id).startswith("outbound."))


def test_a_server_reached_by_an_encrypted_line_is_no_fault(options: Options) -> None:
    assert refused() == []
    options(**SERVER, **{"mail_user": "lintel", "mail_password": "plum"})
    assert refused() == []


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"mail_security": "none"}, "LINTEL_MAIL_SECURITY"),
        ({"mail_from": None}, "LINTEL_MAIL_FROM"),
        ({"mail_from": "Lintel <lintel@example.org>"}, "LINTEL_MAIL_FROM"),
        ({"mail_from": "lintel@exämple.org"}, "LINTEL_MAIL_FROM"),
        ({"mail_folder": Path("/nowhere")}, "LINTEL_MAIL_FOLDER"),
        ({"mail_user": "lintel"}, "LINTEL_MAIL_USER"),
        ({"mail_password": "zanzibar"}, "LINTEL_MAIL_USER"),
        ({"site": "http://lintel.example.org"}, "LINTEL_SITE"),
        ({"site": "lintel.example.org"}, "LINTEL_SITE"),
        ({"site": "https://lintel.example.org/"}, "LINTEL_SITE"),
        ({"site": "https://lintel.example.org?for=her"}, "LINTEL_SITE"),
        ({"site": "https://lintel.example.org\nBcc: else@example.org"}, "LINTEL_SITE"),
        ({"quiet_until": time(18)}, "LINTEL_QUIET_UNTIL"),
    ],
)
def test_each_unsafe_setting_is_refused_by_its_name(wrong: dict[str, object], name: str, options: Options) -> None:
    options(**{**SERVER, **wrong})
    assert refused() == [f"outbound.{name}"]
    with pytest.raises(NotReady) as said:
        refuse_tampered()
    assert name in str(said.value)
    assert "zanzibar" not in str(said.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_this_very_machine_may_be_spoken_to_in_clear(host: str, options: Options) -> None:
    options(**{**SERVER, "mail_host": host, "mail_security": "none"})
    assert refused() == []
