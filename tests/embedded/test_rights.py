"""Who may do what, what the log holds, and that a weakened setting is found."""

from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import errors, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lintel.embedded import processes
from lintel.embedded.binaries import tool
from lintel.embedded.cluster import Cluster
from lintel.embedded.folder import Layout
from lintel.embedded.roles import Addresses, addresses
from lintel.embedded.settings import settings_at_risk
from lintel.embedded.systemuser import server_user

CANARY = "Ottoline-Quince-07700-900123"


@pytest.fixture
def running(cluster: Cluster) -> Addresses:
    return cluster.start()


@pytest.mark.parametrize("role", ["lintel_root", "lintel_owner", "lintel_app"])
@pytest.mark.parametrize("password", ["", "wrong"])
def test_a_missing_or_wrong_password_is_refused(running: Addresses, role: str, password: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(make_conninfo(running.app, user=role, password=password))


def test_the_passwords_are_kept_as_scram(running: Addresses) -> None:
    with psycopg.connect(running.root) as connection:
        query = "SELECT rolname, left(rolpassword, 14) FROM pg_authid WHERE rolcanlogin"
        kept = set(connection.execute(query).fetchall())
    assert kept == {(role, "SCRAM-SHA-256$") for role in ("lintel_root", "lintel_owner", "lintel_app")}


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE taken (value int)",
        "CREATE TEMPORARY TABLE taken (value int)",
        "CREATE SCHEMA taken",
        "CREATE DATABASE taken",
        "CREATE ROLE taken",
        "CREATE FUNCTION taken() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER SYSTEM SET fsync = off",
        "SET ROLE lintel_owner",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
        "SELECT pg_read_file('PG_VERSION')",
    ],
)
def test_the_app_may_not(running: Addresses, statement: str) -> None:
    with psycopg.connect(running.app, autocommit=True) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_the_app_may_not_read_what_the_owner_made_until_it_is_granted(running: Addresses) -> None:
    with psycopg.connect(running.owner) as owner:
        owner.execute("CREATE TABLE of_the_owner (value int)")
    with psycopg.connect(running.app, autocommit=True) as app, pytest.raises(errors.InsufficientPrivilege):
        app.execute("SELECT * FROM of_the_owner")
    with psycopg.connect(running.owner) as owner:
        owner.execute("GRANT SELECT ON of_the_owner TO lintel_app")
    with psycopg.connect(running.app) as app:
        assert app.execute("SELECT * FROM of_the_owner").fetchall() == []


def test_the_owner_may_make_databases_and_is_no_superuser(running: Addresses) -> None:
    with psycopg.connect(running.owner, autocommit=True) as owner:
        owner.execute("CREATE DATABASE another")
        owner.execute("DROP DATABASE another")
        with pytest.raises(errors.InsufficientPrivilege):
            owner.execute("ALTER SYSTEM SET fsync = off")


def test_the_server_listens_to_no_network(running: Addresses) -> None:
    with psycopg.connect(running.app) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert Path(connection.info.host).stat().st_mode & 0o777 == 0o700


def test_no_data_reaches_the_log(running: Addresses, folder: Path) -> None:
    with psycopg.connect(running.owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE named (name text UNIQUE)")
        connection.execute("INSERT INTO named VALUES (%s)", [CANARY])
        with pytest.raises(errors.UniqueViolation):
            connection.execute("INSERT INTO named VALUES (%s)", [CANARY])
        with pytest.raises(errors.InvalidTextRepresentation):
            connection.execute("SELECT %s::text::int", [CANARY])
        with pytest.raises(errors.SyntaxError):
            connection.execute(f"SELEKT '{CANARY}'".encode())
        connection.execute(f"DO $$ BEGIN RAISE WARNING '{CANARY}'; END $$".encode())
    log = Layout(folder).log.read_text()
    assert "ready to accept connections" in log
    assert CANARY not in log


def test_nothing_is_at_risk_in_a_cluster_as_it_is_made(running: Addresses) -> None:
    for address in (running.app, running.owner, running.root):
        with psycopg.connect(address) as connection:
            assert settings_at_risk(connection) == []


@pytest.mark.parametrize("name", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_setting_that_is_turned_off_is_found(cluster: Cluster, running: Addresses, name: str) -> None:
    with psycopg.connect(running.root, autocommit=True) as root, psycopg.connect(running.app, autocommit=True) as app:
        root.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
        root.execute("SELECT pg_reload_conf()")
        while app.execute("SELECT current_setting(%s)", [name]).fetchone() == ("on",):
            pass  # the server hears of it in its own time
        (risk,) = settings_at_risk(app)
        root.execute("ALTER SYSTEM RESET ALL")
    assert risk.startswith(f"{name} is off: ")
    cluster.stop()
    with psycopg.connect(cluster.start().app) as connection:
        assert settings_at_risk(connection) == []


@pytest.mark.parametrize(("value", "at_risk"), [("local", 1), ("remote_write", 1), ("on", 0), ("remote_apply", 0)])
def test_a_role_that_need_not_wait_for_its_saving_is_found(running: Addresses, value: str, at_risk: int) -> None:
    with psycopg.connect(running.app) as connection:
        connection.execute(sql.SQL("SET synchronous_commit = {}").format(value))
        assert len(settings_at_risk(connection)) == at_risk


def test_checksums_that_are_turned_off_are_found(cluster: Cluster, running: Addresses, folder: Path) -> None:
    data, user = Layout(folder).data, server_user(Layout(folder).data)
    cluster.stop()
    assert processes.run([str(tool("pg_checksums")), "--disable", str(data)], user, 60).returncode == 0
    with psycopg.connect(cluster.start().app) as connection:
        (risk,) = settings_at_risk(connection)
    assert risk.startswith("data_checksums is off: ")
    cluster.stop()
    assert processes.run([str(tool("pg_checksums")), "--enable", str(data)], user, 60).returncode == 0
    with psycopg.connect(cluster.start().app) as connection:
        assert settings_at_risk(connection) == []


@settings(max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0,"), min_size=1, max_size=40))
def test_an_address_is_read_back_whatever_the_folder_is_called(name: str) -> None:
    where = Path("/") / name.replace("/", "-")
    made = addresses(dict.fromkeys(("lintel_root", "lintel_owner", "lintel_app"), "pass-word_1"), where)
    parts = conninfo_to_dict(made.app)
    assert (parts["host"], parts["dbname"], parts["user"]) == (str(where), "lintel", "lintel_app")
    assert (urlsplit(made.owner).username, urlsplit(made.root).username) == ("lintel_owner", "lintel_root")


def test_addresses_do_not_show_their_passwords(running: Addresses) -> None:
    secret = urlsplit(running.app).password
    assert secret
    assert secret not in repr(running)
