"""Our own rules of the source hold, and each rule finds what it is there to find."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.source import rules
from tests.source.rules import TELLING, Offence

ROOT = Path(__file__).parents[2]
LINTEL = ROOT / "src" / "lintel"
Rule = Callable[[ast.Module], Iterator[Offence]]

SQL = {
    line.split()[0]: line
    for line in (Path(__file__).parent / "raw_sql.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
}
ALLOWED: dict[str, dict[str, str]] = {
    "raw_sql": SQL,
    "marked_safe": {},
    "signals": {"signin/apps.py": "it takes somebody else's receiver away"},
    "mail": {
        "ledger/delivery.py": "anchors, which hold hashes and no words, go to a mailbox; `outbound.mail` sends them"
    },
    "network": {"config/commands/serving.py": "it listens, and calls nobody"},
    "telling_words": {},
}
ROOMS: dict[str, tuple[str, ...]] = {"mail": ("outbound/",), "network": ("outbound/",)}
"""Rooms in which a rule does not hold."""


def python() -> dict[str, ast.Module]:
    files = [each for each in LINTEL.rglob("*.py") if "migrations" not in each.parts]
    return {str(each.relative_to(LINTEL)): ast.parse(each.read_text(encoding="utf-8")) for each in files}


def templates() -> dict[str, str]:
    return {
        str(each.relative_to(LINTEL)): each.read_text(encoding="utf-8") for each in LINTEL.rglob("jinja2/**/*.html")
    }


TREES, TEMPLATES = python(), templates()
RULES: tuple[Rule, ...] = (
    rules.raw_sql, rules.marked_safe, rules.signals, rules.mail, rules.network, rules.telling_words,
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_holds_but_where_a_reason_is_given_and_no_reason_is_left_for_what_is_gone(rule: Rule) -> None:
    rooms = ROOMS.get(rule.__name__, ())
    offending = {name for name, tree in TREES.items() if not name.startswith(rooms or "\0") and any(rule(tree))}

    assert offending == set(ALLOWED[rule.__name__])


PLANTED: list[tuple[Rule, str]] = [
    (rules.raw_sql, "Case.objects.raw(asked)"),
    (rules.raw_sql, "with connection.cursor() as c:\n    c.execute(asked, [book])"),
    (rules.raw_sql, "ASKED = f'''\n  SELECT name FROM {table}'''"),
    (rules.raw_sql, "from django.db.models.expressions import RawSQL\nfound = RawSQL(asked, ())"),
    (rules.marked_safe, "from django.utils.safestring import mark_safe"),
    (rules.marked_safe, "from django.utils import html\nshown = html.format_html('<b>{}</b>', name)"),
    (rules.marked_safe, "from markupsafe import Markup as M"),
    (rules.marked_safe, "Environment(autoescape=False)"),
    (rules.signals, "from django.db.models.signals import post_save"),
    (rules.signals, "from django.dispatch import receiver"),
    (rules.signals, "import django.core.signals"),
    (rules.mail, "import smtplib"),
    (rules.mail, "from django.core import mail"),
    (rules.mail, "from django.core.mail import send_mail as tell"),
    (rules.network, "import requests"),
    (rules.network, "import urllib.request"),
    (rules.network, "from http import client"),
    (rules.network, "from socket import create_connection"),
    (rules.telling_words, "_log.info('case of a victim closed')"),
    (rules.telling_words, "logging.getLogger('x').warning(f'{n} MARAC referrals')"),
    (rules.telling_words, "answer['Content-Disposition'] = f'attachment; filename=\"abuse-{n}.csv\"'"),
    (rules.telling_words, "path = folder / 'victims.csv'"),
    (rules.telling_words, "path = folder / f'dash-{day}.pdf'"),
    (rules.telling_words, "page(request, 'part.html', title='Perpetrator')"),
    (rules.telling_words, "send(subject='Domestic abuse')"),
]


@pytest.mark.parametrize(("rule", "planted"), PLANTED, ids=[f"{rule.__name__} {text[:30]}" for rule, text in PLANTED])
def test_the_rule_finds_what_is_planted(rule: Rule, planted: str) -> None:
    assert list(rule(ast.parse(planted)))


def test_what_only_looks_like_it_is_left_alone() -> None:
    harmless = """
from urllib.parse import quote
from lintel.outbound.mail import NotReleased
page(request, "part.html", title="Plan", wanted="the victim's words")
text = "Select a person from the list"
_log.info("%s %s", method, name)
path = folder / "figures.csv"
"""
    assert [found for rule in RULES for found in rule(ast.parse(harmless))] == []


def test_no_template_takes_text_for_html_and_none_holds_a_script() -> None:
    assert {
        name: [*found] for name, text in TEMPLATES.items() if (found := [*rules.marked_safe_in_template(text)])
    } == {}


@pytest.mark.parametrize(
    "planted",
    ["{{ name | safe }}", "{{ name|safe }}", "{% autoescape false %}", "{'html': person.name}", '{"html" : text}',
     "<script>go()</script>", "<style>b{}</style>", "<p{{ given | xmlattr }}>"],
)  # fmt: skip
def test_html_planted_in_a_template_is_found(planted: str) -> None:
    assert list(rules.marked_safe_in_template(planted))


def test_components_may_be_given_text_and_html_that_is_written_out() -> None:
    harmless = '{"text": person.name} {"html": "<b>now</b>"} <script type="module" src="/static/app.js"></script>'
    assert list(rules.marked_safe_in_template(harmless)) == []


def test_no_title_of_a_page_tells_what_lintel_is_about() -> None:
    assert {name: [*found] for name, text in TEMPLATES.items() if (found := [*rules.telling_titles(text)])} == {}


def test_a_title_that_tells_is_found() -> None:
    assert list(rules.telling_titles("{% block title %}{% if wrong %}Error: {% endif %}Victims{% endblock %}"))
    assert list(rules.telling_titles("{% block title %}{{ victim }}{% endblock %}")) == []


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address and what it is called, as patterns."""
    for each in patterns:
        here = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, here)
        else:
            yield f"{here} {each.name or ''}"


def test_no_address_tells_what_lintel_is_about() -> None:
    found = list(addresses(get_resolver().url_patterns))
    assert len(found) > 50
    assert [each for each in found if TELLING.search(each)] == []


def test_nothing_that_the_machine_shows_tells_it_either() -> None:
    files = [each for each in (ROOT / "deploy").iterdir() if each.is_file()]
    said = {each.name: f"{each.name}\n{each.read_text(encoding='utf-8')}" for each in files}

    assert files
    assert {name: found.group() for name, text in said.items() if (found := TELLING.search(text))} == {}


MUTES = [
    "import os  # noqa",
    "import os  # noqa: F401",
    "import os  # noqa: F401 - ",
    "n: int = 'a'  # type: ignore",
    "n: int = 'a'  # type: ignore[assignment]",
]


@pytest.mark.parametrize("planted", MUTES)
def test_a_mute_without_a_reason_is_found(planted: str) -> None:
    assert list(rules.unreasoned(f"{planted}\n"))


def test_every_mute_names_its_rule_and_gives_a_reason() -> None:
    reasoned = "import os  # noqa: F401, E402 - read by others\nn: int = 'a'  # type: ignore[assignment]  # the point\n"
    files = [each for folder in ("src", "tests", "bench") for each in (ROOT / folder).rglob("*.py")]
    found = {str(each.relative_to(ROOT)): [*rules.unreasoned(each.read_text(encoding="utf-8"))] for each in files}

    assert list(rules.unreasoned(reasoned)) == []
    assert {name: offences for name, offences in found.items() if offences} == {}
