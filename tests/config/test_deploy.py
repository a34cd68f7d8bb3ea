"""What docs/operate.md and deploy/ say can be done: the commands are there, nginx and systemd take the files."""

import argparse
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lintel.cli.commands import command_line
from lintel.config.options import Options
from tests.config import nginxed
from tests.config.nginxed import DEPLOY

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
SYSTEMD = shutil.which("systemd-analyze") or ""


def commands(text: str) -> Iterator[list[str]]:
    """Each `lintel …` that stands in a console block, or in code within a line, as words."""
    of_blocks = re.findall(r"^[#$] (?:script/)?lintel (.+)$", text, re.MULTILINE)
    of_lines = re.findall(r"`lintel ([^`\n]+)`", text)
    for said in (*of_blocks, *of_lines):
        yield shlex.split(said.replace("…", "").replace("| ", "# "), comments=True)


def not_there(words: list[str], parser: argparse.ArgumentParser) -> list[str]:
    """The words of a command that are no command and no option of what stands before them."""
    found: list[str] = []
    for word in words:
        choices = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
        if word.startswith("--"):
            found += [] if word in parser._option_string_actions else [word]
        elif choices:
            if word not in choices[0].choices:
                return [*found, word]
            parser = choices[0].choices[word]
    return found


def test_every_command_that_the_page_names_is_there_with_those_options() -> None:
    found = list(commands(PAGE))
    assert len(found) > 20
    assert {" ".join(words): wrong for words in found if (wrong := not_there(words, command_line()))} == {}


@pytest.mark.parametrize(
    ("planted", "wrong"),
    [
        ("# lintel bakup\n", ["bakup"]),
        ("say `lintel keys turn NAME` then", ["turn"]),
        ("# lintel settings --chek\n", ["--chek"]),
        ("$ script/lintel staff add ada --nam Ada\n", ["--nam"]),
    ],
)
def test_a_command_that_is_not_there_is_found(planted: str, wrong: list[str]) -> None:
    assert [not_there(words, command_line()) for words in commands(planted)] == [wrong]


def test_every_file_that_the_page_copies_is_there() -> None:
    named = set(re.findall(r"deploy/([\w@.-]*\w)", PAGE))
    assert {name for name in named if not (DEPLOY / name).is_file()} == set()
    assert {each.name for each in DEPLOY.iterdir()} - named == set()


def test_every_setting_that_is_named_is_there() -> None:
    settings = {str(field.validation_alias) for field in Options.model_fields.values()}
    said = PAGE + "".join(each.read_text(encoding="utf-8") for each in DEPLOY.iterdir())
    assert set(re.findall(r"\b(LINTEL_[A-Z_]*[A-Z]|DATABASE_\w*URL)\b", said)) - settings == set()


@pytest.mark.parametrize(
    "script", [each.name for each in DEPLOY.iterdir() if each.read_bytes().startswith(b"#!/bin/sh")]
)
def test_a_script_is_one_that_the_shell_can_read(script: str) -> None:
    looked = subprocess.run(["/bin/sh", "-n", DEPLOY / script], capture_output=True, text=True, check=False)
    assert (looked.returncode, looked.stderr) == (0, "")
    assert (DEPLOY / script).stat().st_mode & 0o111


def options(unit: Path) -> list[tuple[str, str]]:
    """The settings of a unit, as many times as they are given."""
    lines = unit.read_text(encoding="utf-8").splitlines()
    return [(name, value) for name, _, value in (line.partition("=") for line in lines if re.match(r"\w+=", line))]


FENCED = {
    ("NoNewPrivileges", "yes"), ("CapabilityBoundingSet", ""), ("ProtectSystem", "strict"), ("PrivateTmp", "yes"),
    ("ProtectHome", "yes"), ("MemoryDenyWriteExecute", "yes"), ("RestrictNamespaces", "yes"), ("User", "lintel"),
    ("LoadCredential", "keys.toml:/etc/lintel/keys.toml"), ("Environment", "LINTEL_KEYS_FILE=%d/keys.toml"),
    ("UMask", "0077"),
}  # fmt: skip


@pytest.mark.parametrize("unit", [each for each in UNITS if each.suffix == ".service"], ids=lambda unit: str(unit.name))
def test_every_unit_is_fenced_in_and_runs_a_command_that_is_there(unit: Path) -> None:
    found = options(unit)
    (command,) = (value for name, value in found if name == "ExecStart")
    words = command.removeprefix("/opt/lintel/.venv/bin/python /opt/lintel/.venv/bin/lintel ").split()

    assert FENCED - set(found) == set()
    assert [not_there(words, command_line())] == [[]] or words == ["%i"]


def test_what_serves_has_neither_the_owners_password_nor_the_backups() -> None:
    found = options(DEPLOY / "lintel.service")
    assert [value for name, value in found if name == "EnvironmentFile"] == ["/etc/lintel/lintel.env"]
    assert ("InaccessiblePaths", "-/var/backups/lintel -/var/backups/lintel-archive") in found
    assert "OWNER" not in (DEPLOY / "lintel.env").read_text(encoding="utf-8")


@pytest.mark.skipif(not SYSTEMD, reason="there is no systemd here to read units")
def test_systemd_reads_every_unit_without_a_word(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/lintel/.venv/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    for unit in UNITS:
        name = unit.name.replace("@.", "@backup.")
        (tmp_path / name).write_text((tmp_path / unit.name).read_text(encoding="utf-8"), encoding="utf-8")
        looked = subprocess.run(
            [SYSTEMD, "verify", "--man=no", tmp_path / name], capture_output=True, text=True, check=False
        )
        said = [line for line in looked.stderr.splitlines() if str(tmp_path) in line or name in line]
        assert (looked.returncode, said) == (0, []), looked.stderr


@pytest.mark.skipif(not (nginxed.NGINX and nginxed.OPENSSL), reason="there is no nginx here to read the site")
def test_nginx_takes_the_site(tmp_path: Path) -> None:
    nginxed.site(tmp_path, port=8443, to=8000)
    looked = subprocess.run(nginxed.command(tmp_path, "-t", "-q"), capture_output=True, text=True, check=False)
    assert looked.returncode == 0, looked.stderr
    assert "[warn]" not in looked.stderr.replace('the "user" directive', "")


def test_nginx_hands_on_whole_requests_and_says_itself_who_asked() -> None:
    proxy = (DEPLOY / "nginx-lintel-proxy.conf").read_text(encoding="utf-8")
    site = (DEPLOY / "nginx-lintel.conf").read_text(encoding="utf-8")
    log = re.search(r"log_format lintel '([^']*)'", site)

    assert "proxy_request_buffering on;" in proxy
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in proxy
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in proxy
    assert site.count("proxy_pass") == 0
    assert log is not None
    assert not re.search(r"\$(request\b|request_uri|uri|args|remote|http_|host|cookie)", log[1])
    assert re.findall(r"ssl_protocols (.*);", site) == ["TLSv1.2 TLSv1.3"]
