"""What the database holds of passwords and factors opens nothing by itself."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection

from lintel.sealing.aead import SealBroken
from lintel.signin import enrolment
from lintel.signin.sealed import SealedFactors
from tests.desk.conftest import Desk
from tests.signin.keys import PASSWORD, Person


def everything() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
              AND has_table_privilege(current_user, c.oid, 'SELECT')
        """)
        tables = [name for (name,) in cursor.fetchall()]
        assert {"signin_account", "signin_session", "signin_invitation", "mfa_authenticator"} <= {*tables}
        found = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - the names are the database's own
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def test_no_password_seed_recovery_code_or_link_stands_in_the_database(desk: Desk) -> None:
    sam, jo = Person(desk, "sam"), Person(desk, "jo")
    sam.begin()
    token = jo.link().rpartition("/")[2]
    stored = everything()
    assert sam.handle in stored
    assert len(sam.codes) == 10
    planted = [PASSWORD, sam.seed, token, *sam.codes, *(code.replace(" ", "") for code in sam.codes)]
    assert [each for each in planted if each in stored] == []


def test_passwords_are_hashed_with_argon2id(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    assert sam.account.password.startswith("argon2$argon2id$")


def test_a_seed_that_was_changed_opens_no_more(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    sealed = Authenticator.objects.get(user=sam.account, type="totp").data["secret"]
    assert SealedFactors().decrypt(sealed) == sam.seed
    with pytest.raises(SealBroken):
        SealedFactors().decrypt("AAAA" + sealed[4:])


def test_a_new_account_has_no_password(desk: Desk) -> None:
    made = enrolment.account_of(desk.handle("sam"))
    assert not any(made.check_password(each) for each in ("", " ", "password", made.handle))
