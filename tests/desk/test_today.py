"""Today: what is owed, soonest first."""

from tests.desk.conftest import Desk


def test_an_officer_sees_what_is_owed_in_her_cases(desk: Desk) -> None:
    desk.case("sam")
    shown = desk.browser("sam").get("/")
    assert shown.status_code == 200
    assert "Today" in shown.content.decode()


def test_a_stranger_is_sent_to_sign_in(desk: Desk) -> None:
    assert desk.stranger().get("/").headers["Location"] == "/sign-in"
