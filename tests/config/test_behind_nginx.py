"""Behind nginx as `deploy/` sets it up, nobody waits for who sends slowly."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.slow_senders import Target, answered, slow_body, slow_headers, target, under
from tests.config import nginxed
from tests.config.test_serving import Installation, address

pytestmark = pytest.mark.skipif(not (nginxed.NGINX and nginxed.OPENSSL), reason="there is no nginx here")

SENDERS = 12
"""Thrice as many as the one process has threads."""


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        return int(found.getsockname()[1])


@pytest.fixture
def served(migrated: Path) -> Iterator[Target]:
    """A fresh installation with one process, behind nginx."""
    made, folder = Installation(migrated), Path(tempfile.mkdtemp(prefix="lintel-nginx-"))
    folder.chmod(0o755)
    to = int(address(made.begin("serve", "--port", "0", "--workers", "1")).rpartition(":")[2])
    port = free_port()
    nginxed.site(folder, port=port, to=to)
    nginx = subprocess.Popen(nginxed.command(folder, "-g", "daemon off;"), stderr=subprocess.DEVNULL)
    at = target("https://localhost", f"127.0.0.1:{port}", folder / "fullchain.pem")
    until = time.monotonic() + 30
    while answered(at) is None and time.monotonic() < until:
        pass
    yield at
    nginx.terminate()
    nginx.wait(timeout=30)
    for each in made.running:
        each.terminate()
        each.communicate(timeout=60)
    shutil.rmtree(folder)


def test_everybody_is_answered_beside_slow_senders(served: Target) -> None:
    for begin in (slow_headers, slow_body):
        seen, _ = under(served, begin, SENDERS, 3.0)
        assert seen
        assert None not in seen
