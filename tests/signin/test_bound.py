"""What somebody signs in with is bound to their account; what was there before that is bound once, by the migration."""

from importlib import import_module
from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection

from lintel.signin.models import Account
from tests.desk.conftest import Desk
from tests.signin.keys import PASSWORD, Person, browser

MIGRATION = import_module("lintel.signin.migrations.0004_bound_to_an_account")


def unbind(sam: Person) -> None:
    """As the rows were before there were marks."""
    Account.objects.filter(pk=sam.account.pk).update(bound=b"")
    for row in Authenticator.objects.filter(user=sam.account):
        del row.data["bound"]
        row.save(update_fields=["data"])


def test_what_bears_no_mark_lets_nobody_in_until_the_migration_has_bound_it(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    unbind(sam)
    assert browser().post("/sign-in", {"handle": sam.handle, "password": PASSWORD}).status_code == 422
    MIGRATION.bind_what_there_is(apps, SimpleNamespace(connection=connection))
    assert sam.sign_in(browser()).headers["Location"] == "/"
    client = browser()
    client.post("/sign-in", {"handle": sam.handle, "password": PASSWORD})
    assert client.post("/sign-in/factor", {"code": sam.codes[0]}).headers["Location"] == "/"


def test_a_password_that_is_hashed_anew_stays_bound(desk: Desk) -> None:
    """As when Argon2 is made to take more time: each password is hashed so when it is next given."""
    sam = Person(desk, "sam")
    sam.begin()
    before = sam.account.password
    Argon2PasswordHasher.time_cost += 1
    assert sam.sign_in(browser()).headers["Location"] == "/"
    assert sam.account.password != before
    assert sam.sign_in(browser()).headers["Location"] == "/"
