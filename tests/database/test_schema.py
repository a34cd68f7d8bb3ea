"""What the database itself holds to."""

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from lintel.config.database import refuse_at_risk
from lintel.config.privileges import PRIVILEGES
from tests.database.server import TestServer

REFUSALS = (psycopg.errors.RestrictViolation, psycopg.errors.InsufficientPrivilege)

MADE_BY_OTHERS = (
    "django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions",
    "account_emailaddress", "account_emailconfirmation", "mfa_authenticator",
)  # fmt: skip
"""Tables that the migrations of Django and allauth make, who say in their own documentation what is in them."""

pytestmark = pytest.mark.usefixtures("database")


def test_every_table_and_column_says_what_it_is() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, a.attname FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum >= 0 AND NOT a.attisdropped
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relname = ANY(%s)
              AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid, 'pg_class') IS NULL)
        """,
            [[*MADE_BY_OTHERS]],
        )
        assert cursor.fetchall() == []


def test_the_app_may_do_what_is_listed_and_nothing_else() -> None:
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT c.relname, p.privilege FROM pg_class c,
                 unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER']) p(privilege)
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
              AND has_table_privilege(current_user, c.oid, p.privilege)
        """)
        live: dict[str, set[str]] = {}
        for table, privilege in cursor.fetchall():
            live.setdefault(table, set()).add(privilege)
    listed = {table: {each for each in given if "(" not in each} for table, given in PRIVILEGES.items()}
    assert live == listed


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_book", "ledger_anchor", "access_read", "ledger_arrival"])
@pytest.mark.parametrize("what", ["UPDATE {} SET {} = NULL", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_not_even_the_owner_changes_what_is_only_added_to(database: TestServer, table: str, what: str) -> None:
    assert database.addresses is not None
    column = {"ledger_anchor": "line", "access_read": "hash", "ledger_entry": "hash"}.get(table, "id")
    for url in (database.addresses.owner, database.addresses.app):
        with psycopg.connect(url) as other, pytest.raises(REFUSALS):
            other.execute(what.format(table, column))


def test_the_models_are_what_the_migrations_make() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_nothing_is_at_risk() -> None:
    refuse_at_risk()
