"""The database made ready: the embedded one started where no other is named, migrated, and its promises looked at."""

import os
from contextlib import suppress
from pathlib import Path

import django
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from lintel.config import keyfile
from lintel.config.options import Options
from lintel.config.privileges import grant
from lintel.embedded.cluster import Cluster
from lintel.embedded.settings import settings_at_risk
from lintel.sealing.keyring import from_file, from_text, new_ring


class NotReady(RuntimeError):
    """Lintel cannot open: everything that is in the way, with the remedy."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


def prepare(first_key: str) -> None:
    """Name the database, the keys and the files of this installation in the environment, and set Django up.

    Without `DATABASE_URL` the embedded server is started, and what it lacks is made beside it: keys (the first
    called `first_key`), the list of erasures, the file of anchors. Raises `NotReady`, or the embedded server's or
    the keys' own refusal.
    """
    options = Options()
    if options.database_url is None:
        _embedded(options, first_key)
    elif not (options.keys or options.keys_file):
        raise NotReady("there are no keys: make some with `lintel keys new FILE` and name it in LINTEL_KEYS_FILE")
    options = Options()
    if options.keys:
        from_text(options.keys)
    elif options.keys_file:
        from_file(options.keys_file)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.config.settings")
    django.setup()


def _embedded(options: Options, first_key: str) -> None:
    folder = options.data_folder
    folder.mkdir(parents=True, exist_ok=True)
    if not (options.keys_file or options.keys):
        _ensure_keys(folder / "keys.toml", folder / "postgresql", first_key)
    addresses = Cluster(folder / "postgresql").start()
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = addresses.app, addresses.owner
    beside = {
        "LINTEL_KEYS_FILE": (options.keys_file or options.keys, folder / "keys.toml"),
        "LINTEL_ERASURES_FILE": (options.erasures_file, folder / "erasures.jsonl"),
        "LINTEL_ANCHORS_FILE": (options.anchors_file, folder / "anchors.jsonl"),
    }
    for name, (given, path) in beside.items():
        if not given:
            os.environ[name] = str(path)


def _ensure_keys(path: Path, database: Path, first_key: str) -> None:
    """Make keys before there is anything to seal. A database whose keys are gone is never given new ones."""
    there_before = database.exists()
    if path.exists():
        return
    if there_before:
        raise NotReady(f"there is a database, but its keys are gone: put {path.name} back from the copy kept apart")
    with suppress(keyfile.AlreadyThere):  # another process was faster
        keyfile.make(path, new_ring(first_key))


def migrate() -> None:
    """Bring the tables up to date as the owner, and give the app's role what it may do and nothing else."""
    if settings.OPTIONS.owner_url is None:
        raise NotReady("migrating takes the role that owns the database: name it in DATABASE_OWNER_URL")
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    app = conninfo_to_dict(settings.OPTIONS.database_url or "").get("user")
    grant(str(app))


def refuse_tampered() -> None:
    """Raises `NotReady` where a setting is not as it has to be. To silence a check does not silence it here."""
    faults = [str(each) for each in run_checks() if each.is_serious()]
    if faults:
        raise NotReady(*faults)


def refuse_at_risk() -> None:
    """Raises `NotReady` where what is written could be lost, or the app's role could change what was written."""
    with connections["default"].cursor() as cursor:
        faults = settings_at_risk(connections["default"].connection)
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        superuser = cursor.fetchone()
        if superuser and superuser[0]:
            faults = [*faults, "the app connects as a superuser: give it a role of its own in DATABASE_URL"]
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user LIMIT 1"
        )
        if cursor.fetchone():
            faults = [
                *faults,
                "the app's role owns tables: let another role own them, and name it in DATABASE_OWNER_URL",
            ]
    if faults:
        raise NotReady(*faults)
