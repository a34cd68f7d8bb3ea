"""What an installation may set, by environment variables."""

import os
from datetime import time
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Literal

from pydantic import Field, IPvAnyNetwork, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError


def data_folder_of_machine() -> Path:
    """Where an embedded database lives: the system's place for root, the user's own for anybody else."""
    if os.geteuid() == 0:
        return Path("/var/lib/lintel")
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "lintel"


class SettingsRefused(ValueError):
    """What the environment says cannot be: every fault with the setting's name, never its value."""


class Options(BaseSettings):
    """Options of an installation. Every one may come from the environment under the name in `validation_alias`.

    Raises `SettingsRefused`.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True, use_attribute_docstrings=True)

    def __init__(self) -> None:
        try:
            super().__init__()
        except ValidationError as error:
            faults = error.errors(include_url=False, include_context=False, include_input=False)
            raise SettingsRefused("\n".join(f"{each['loc'][0]}: {each['msg']}" for each in faults)) from None
        except SettingsError as error:  # which names the field, and not the value
            field = type(self).model_fields[str(error).split('"')[1]]
            raise SettingsRefused(f"{field.validation_alias}: write a JSON list") from None

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL", repr=False)
    """The database as the app's own role. Without it Lintel runs an embedded PostgreSQL in the data folder."""
    owner_url: str | None = Field(default=None, validation_alias="DATABASE_OWNER_URL", repr=False)
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
    proxies: tuple[IPvAnyNetwork, ...] = Field(
        default=(IPv4Network("127.0.0.0/8"), IPv6Network("::1/128")), validation_alias="LINTEL_PROXIES"
    )
    """Whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed: networks, as a JSON list."""
    backups_folder: Path | None = Field(default=None, validation_alias="LINTEL_BACKUPS")
    """Where backups are kept: what the warnings look at, and what nobody but the backup's own user may read."""
    archive_folder: Path | None = Field(default=None, validation_alias="LINTEL_ARCHIVE")
    """Where `lintel archive` puts what the database writes, as it happens: best on another machine's disk."""
    site: str = Field(default="http://localhost:8000", validation_alias="LINTEL_SITE")
    """The address under which staff reach the pages: the link of an e-mail, and of a calendar, begins with it."""
    mail_from: str | None = Field(default=None, validation_alias="LINTEL_MAIL_FROM")
    """The address that e-mail to staff comes from. Without it, and a host or a folder, no e-mail is sent."""
    mail_host: str | None = Field(default=None, validation_alias="LINTEL_MAIL_HOST")
    """The mail server that takes e-mail to staff."""
    mail_port: int = Field(default=587, ge=1, le=65_535, validation_alias="LINTEL_MAIL_PORT")
    """Its port."""
    mail_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", validation_alias="LINTEL_MAIL_SECURITY"
    )
    """How the way there is encrypted: `starttls`, `tls` from the first byte, or `none` on this machine alone."""
    mail_user: str | None = Field(default=None, validation_alias="LINTEL_MAIL_USER")
    """Whom Lintel signs in to the mail server as, if that asks for it."""
    mail_password: str | None = Field(default=None, validation_alias="LINTEL_MAIL_PASSWORD", repr=False)
    """The password for it."""
    mail_folder: Path | None = Field(default=None, validation_alias="LINTEL_MAIL_FOLDER")
    """A folder that e-mail is put into in place of being sent: for a demonstration, and for trying it out."""
    mail_domains: tuple[str, ...] = Field(default=(), validation_alias="LINTEL_MAIL_DOMAINS")
    """The landlord's own mail domains, as a JSON list: staff are written to under no other. Empty: under any."""
    quiet_from: time = Field(default=time(18), validation_alias="LINTEL_QUIET_FROM")
    """When the working day ends, in London: from then on only what is urgent is sent."""
    quiet_until: time = Field(default=time(8), validation_alias="LINTEL_QUIET_UNTIL")
    """When the working day begins, in London."""
    ready_disk_mb: int = Field(default=512, ge=0, validation_alias="LINTEL_READY_DISK_MB")
    """How much of the disk has to be free for Lintel to call itself ready, in megabytes."""
