"""What our source may not say, found in its syntax: each rule takes a module's tree and yields what offends."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from typing import NamedTuple


class Offence(NamedTuple):
    """What offends, and in which line."""

    line: int
    what: str


SQL_CALLS = frozenset({"execute", "executemany", "raw", "RawSQL", "extra", "copy_expert"})
MARKS_SAFE = frozenset(
    {"mark_safe", "SafeString", "SafeText", "format_html", "format_html_join", "html_safe", "Markup", "markupsafe"}
)
MAIL = frozenset({"smtplib", "email", "django.core.mail"})
NETWORK = frozenset(
    {
        "aiohttp", "ftplib", "http.client", "httpx", "imaplib", "requests", "socket", "telnetlib", "urllib.request",
        "urllib3", "websockets", "xmlrpc",
    }
)  # fmt: skip
LOG_CALLS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
TELLING = re.compile(
    r"abus|domestic|violen|victim|survivor|perpetrat|dash\b|marac|refuge\b|stalk|coerc|strangl|honour|batter|\bdv\b|\bda\b",
    re.IGNORECASE,
)
"""Words that tell whoever sees them over somebody's shoulder what Lintel is about."""

_SQL = re.compile(
    r"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|CREATE|ALTER|DROP|GRANT|REVOKE|TRUNCATE|SET|LOCK)\s+\w"
)

_MUTE = re.compile(r"#\s*(noqa|type:\s*ignore)(?P<rest>[^#]*)(?P<more>#.*)?")
_REASONED = re.compile(r":\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*\s+--?\s+\w|\[[a-z-]+(,\s*[a-z-]+)*\]\s*$")


def names_of(node: ast.expr) -> str:
    """`a.b.c` of an expression that is a name, or attributes of one; the end of it alone where it begins otherwise."""
    if isinstance(node, ast.Attribute):
        before = names_of(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return node.id if isinstance(node, ast.Name) else ""


def imported(tree: ast.Module) -> Iterator[Offence]:
    """Every name that is imported, in full."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Offence(node.lineno, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (Offence(node.lineno, f"{node.module}.{each.name}") for each in node.names)


def called(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call, by the name that is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := names_of(node.func)):
            yield name, node


def _of_modules(tree: ast.Module, wanted: frozenset[str]) -> Iterator[Offence]:
    for line, name in imported(tree):
        if any(name == each or name.startswith(f"{each}.") for each in wanted):
            yield Offence(line, name)


def raw_sql(tree: ast.Module) -> Iterator[Offence]:
    """SQL that is written out, or given to a database as text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.match(node.value):
            yield Offence(node.lineno, " ".join(node.value.split())[:40])
    for name, node in called(tree):
        if name.rpartition(".")[2] in SQL_CALLS:
            yield Offence(node.lineno, name)


def marked_safe(tree: ast.Module) -> Iterator[Offence]:
    """Text that is taken for HTML as it stands."""
    for line, name in imported(tree):
        if MARKS_SAFE & {*name.split(".")}:
            yield Offence(line, name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MARKS_SAFE:
            yield Offence(node.lineno, node.attr)
        if isinstance(node, ast.keyword) and node.arg == "autoescape" and not _is_true(node.value):
            yield Offence(node.value.lineno, "autoescape")


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def marked_safe_in_template(text: str) -> Iterator[Offence]:
    """The same in a template; and HTML given to a component, unless it is written out there."""
    wrong = re.compile(
        r"\|\s*(safe|xmlattr)\b|autoescape|Markup|[\"']html[\"']\s*:(?!\s*[\"'])|<script(?![^>]*\bsrc=)|<style"
    )
    for number, line in enumerate(text.splitlines(), 1):
        yield from (Offence(number, found.group()) for found in wrong.finditer(line))


def signals(tree: ast.Module) -> Iterator[Offence]:
    """Things that happen because something else was saved."""
    for line, name in imported(tree):
        if "signals" in name.split(".") or name.startswith("django.dispatch"):
            yield Offence(line, name)


def mail(tree: ast.Module) -> Iterator[Offence]:
    """What can send a letter."""
    return _of_modules(tree, MAIL)


def network(tree: ast.Module) -> Iterator[Offence]:
    """What can reach another machine."""
    return _of_modules(tree, NETWORK)


def telling_words(tree: ast.Module) -> Iterator[Offence]:
    """Words that tell, in what is logged, in the names of files that are sent or written, and in titles of pages."""
    for name, node in called(tree):
        if name.rpartition(".")[2] in LOG_CALLS and ("log" in name.lower() or "." not in name):
            yield from _telling(ast.Tuple(node.args))
        yield from (
            found
            for each in node.keywords
            if each.arg in {"title", "filename", "subject"}
            for found in _telling(each.value)
        )
    for part in ast.walk(tree):
        if isinstance(part, ast.Constant | ast.JoinedStr) and _is_file_name(part):
            yield from _telling(part)


def _telling(node: ast.AST) -> Iterator[Offence]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and TELLING.search(each.value):
            yield Offence(each.lineno, each.value)


def _is_file_name(node: ast.Constant | ast.JoinedStr) -> bool:
    ends = node.values[-1] if isinstance(node, ast.JoinedStr) and node.values else node
    text = ends.value if isinstance(ends, ast.Constant) and isinstance(ends.value, str) else ""
    return re.search(r"^[^\s/]*\.(csv|html|ics|jsonl?|pdf|txt|dump|sealed|toml)\"?$|filename=", text) is not None


def telling_titles(text: str) -> Iterator[Offence]:
    """Words that tell, in the title of a template."""
    for found in re.finditer(r"\{% block title %\}(.*?)\{% endblock %\}", text, re.DOTALL):
        if TELLING.search(re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", found.group(1))):
            yield Offence(text.count("\n", 0, found.start()) + 1, found.group(1))


def unreasoned(source: str) -> Iterator[Offence]:
    """A mute that does not name its rule, or gives no reason on its line."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and (found := _MUTE.search(token.string)):
            of_types = found.group(1) != "noqa"
            if not _REASONED.match(found.group("rest")) or (
                of_types and not re.search(r"\w", found.group("more") or "")
            ):
                yield Offence(token.start[0], token.string)
