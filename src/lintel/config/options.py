"""What an installation may set, by environment variables."""

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def data_folder_of_machine() -> Path:
    """Where an embedded database lives: the system's place for root, the user's own for anybody else."""
    if os.geteuid() == 0:
        return Path("/var/lib/lintel")
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "lintel"


class Options(BaseSettings):
    """Options of an installation. Every one may come from the environment under the name in `validation_alias`."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    """The database as the app's own role. Without it Lintel runs an embedded PostgreSQL in the data folder."""
    owner_url: str | None = Field(default=None, validation_alias="DATABASE_OWNER_URL")
    """The same database as the role that owns it: to migrate, rotate keys, erase, back up. Never for serving."""
    data_folder: Path = Field(default_factory=data_folder_of_machine, validation_alias="LINTEL_DATA")
    """Where the embedded database, its keys and the list of erasures are kept."""
    keys_file: Path | None = Field(default=None, validation_alias="LINTEL_KEYS_FILE")
    """The file of keys; it stands outside the database and outside every backup."""
    keys: str | None = Field(default=None, validation_alias="LINTEL_KEYS", repr=False)
    """The keys themselves, as the text of such a file: for where secrets come by the environment."""
    erasures_file: Path | None = Field(default=None, validation_alias="LINTEL_ERASURES_FILE")
    """The list of erasures; outside the database, so that what was erased stays so after a restore."""
    anchors_file: Path | None = Field(default=None, validation_alias="LINTEL_ANCHORS_FILE")
    """Where signed anchors are added, best on a disk that neither the app nor the database can rewrite."""
    anchors_command: str | None = Field(default=None, validation_alias="LINTEL_ANCHORS_COMMAND")
    """A command that is given each anchor on its standard input."""
    anchors_mailbox: str | None = Field(default=None, validation_alias="LINTEL_ANCHORS_MAILBOX")
    """A mailbox outside that each anchor is sent to."""
    policy: str = Field(default="settle", validation_alias="LINTEL_POLICY")
    """The landlord's policy: a provider, the id of a version, or a policy file."""
    retention_file: Path | None = Field(default=None, validation_alias="LINTEL_RETENTION_FILE")
    """How long cases are kept: the landlord's own file. Without it our defaults count, which it has to confirm."""
    instruments_folder: Path | None = Field(default=None, validation_alias="LINTEL_INSTRUMENTS")
    """A folder of risk instruments that the landlord may use, beside the topics that come with Lintel."""
    hosts: tuple[str, ...] = Field(default=("localhost", "127.0.0.1"), validation_alias="LINTEL_HOSTS")
    """The names under which staff reach the pages, as a JSON list."""
