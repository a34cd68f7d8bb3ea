"""`lintel serve`: the staff pages by gunicorn, in some processes of a few threads each."""

import argparse
import os
import signal
import socket
from datetime import date
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.template import engines
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.http import wsgi

from lintel.casework.policy import in_force
from lintel.commitments.workingdays import bank_holidays
from lintel.config.database import NotReady, refuse_at_risk
from lintel.config.erasures import refuse_unreplayed
from lintel.config.requestlog import write_to_stderr
from lintel.config.settling import settle
from lintel.config.wsgi import application

_THREADS = 4
_GRACE_SECONDS = 10


def serve(arguments: argparse.Namespace) -> int:
    """Serve until somebody stops it; what is under way is finished first. Raises `NotReady`, having served nothing."""
    refuse_unmigrated()
    refuse_unreplayed()
    refuse_at_risk()
    with _listening(arguments.host, arguments.port) as listening:
        get_resolver().url_patterns  # noqa: B018 - read once here, or each process would for its first reader
        compile_templates()
        _read_the_policy()
        settle()
        connections.close_all()  # before there are other processes, which may not share one
        write_to_stderr(requests=not getattr(arguments, "quiet", False))
        host, port = listening.getsockname()[:2]
        shown = "localhost" if host == "127.0.0.1" else f"[{host}]" if ":" in host else host
        print(f"Serving at http://{shown}:{port} until Ctrl-C.", flush=True)
        return _run(_Server(listening.detach(), arguments.workers))


def compile_templates() -> int:
    """Compile every template here, once: else each process would as it is first asked for each. How many there are."""
    environment: Any = engines["jinja2"].env  # type: ignore[attr-defined] # of Django's backend for Jinja2
    names = environment.list_templates()
    for name in names:
        environment.get_template(name)
    return len(names)


def _read_the_policy() -> None:
    """Read it here, with its calendar, once: else whoever asks each process first would wait for both."""
    for policy in in_force().all:
        bank_holidays(policy.working.nation, date.min.year)  # of whichever year: the first brings all that it needs


def _run(server: "_Server") -> int:
    """Run the server, whose exit code it returns: once, in the process that began it."""
    first = os.getpid()
    try:
        server.run()
    except SystemExit as ended:  # that is how gunicorn comes back, here and in each process that it made
        code = ended.code if isinstance(ended.code, int) else 0
        if os.getpid() != first:
            os._exit(code)
        return code
    return 0


def refuse_unmigrated() -> None:
    """Raises `NotReady` where the tables are those of another version of Lintel."""
    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("the tables are not up to date: run `lintel migrate`")


def _listening(host: str, port: int) -> socket.socket:
    """An open socket. Raises `NotReady` where the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        why = os.strerror(error.errno or 0).lower()
        raise NotReady(f"port {port} of {host} cannot be had ({why}): choose another with --port") from None


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """Gunicorn with settings from here alone: it reads no file, no argument and no environment."""

    def __init__(self, listening: int, workers: int) -> None:
        self._listening, self._workers = listening, workers
        super().__init__()

    def load_config(self) -> None:
        """Set what is not gunicorn's default. It writes no log of its own: addresses would stand in it."""
        for name, value in {
            "bind": [f"fd://{self._listening}"],
            "workers": self._workers,
            "worker_class": "gthread",
            "threads": _THREADS,
            "graceful_timeout": _GRACE_SECONDS,
            "loglevel": "error",
            "control_socket_disable": True,
            "forwarded_allow_ips": ",".join(map(str, settings.OPTIONS.proxies)),
            "forwarder_headers": "",  # no proxy says under which path we stand
            "when_ready": _end_gracefully,
            "post_worker_init": _leave_ctrl_c_to_the_first,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """The application."""
        return application


def _end_gracefully(arbiter: Arbiter) -> None:
    """Ctrl-C ends it as a service manager does: what is under way is finished."""
    arbiter.handle_int = arbiter.handle_term


def _leave_ctrl_c_to_the_first(_worker: object) -> None:
    """A terminal tells every process of Ctrl-C; the first one tells the others when to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class _Answer(wsgi.Response):  # type: ignore[misc] # gunicorn has no types
    """An answer that does not say which server it is from."""

    def default_headers(self) -> list[str]:
        return [line for line in super().default_headers() if not line.startswith("Server:")]


wsgi.Response = _Answer  # gunicorn has no setting for it
