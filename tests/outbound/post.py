"""A mail server for tests, spoken to over a real socket, and a landlord whose staff can be written to."""

import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Self

from lintel.access import accounts
from tests.casework.cast import Cast


@dataclass
class Post:
    """A server that takes letters, or answers a command in the way it is told to. `letters` are as they came."""

    context: ssl.SSLContext | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    letters: list[bytes] = field(default_factory=list)
    talk: list[str] = field(default_factory=list)
    taken: Callable[[], None] | None = None

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(20)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(20)

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self._listening.getsockname()[1]
        return port

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            client.settimeout(20)
            with closing(_Talk(self, client)) as talk, suppress(OSError):
                talk.through()


class _Talk:
    """One client, from its greeting to its end."""

    def __init__(self, post: Post, client: socket.socket) -> None:
        self._post, self._client = post, client
        self._file = client.makefile("rb")

    def through(self) -> None:
        """Answer it line by line."""
        self._say(self._post.answers.get("HELLO", "220 post.example ready"))
        while line := self._file.readline():
            command = line.decode("ascii").strip()
            self._post.talk.append(command)
            word = command.partition(" ")[0].upper()
            if word == "QUIT":
                self._say("221 bye")
                return
            self._answer(word)

    def close(self) -> None:
        """Hang up."""
        self._file.close()
        self._client.close()

    def _answer(self, word: str) -> None:
        told = self._post.answers.get(word)
        if told:
            self._say(told)
        elif word == "EHLO":
            self._say("250-post.example", *(["250-STARTTLS"] if self._post.context else []), "250 8BITMIME")
        elif word == "STARTTLS" and self._post.context:
            self._say("220 go on")
            self._client = self._post.context.wrap_socket(self._client, server_side=True)
            self._file.close()
            self._file = self._client.makefile("rb")
        elif word == "DATA":
            self._take()
        else:
            self._say("250 yes")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self._file.readline()) != b".\r\n":
            lines.append(line)
        self._post.letters.append(b"".join(lines))
        if self._post.taken:
            self._post.taken()
        self._say(self._post.answers.get("TAKEN", "250 taken"))

    def _say(self, *lines: str) -> None:
        self._client.sendall("".join(f"{line}\r\n" for line in lines).encode("ascii"))


class Staffed(Cast):
    """The cast, each with a work address of their own."""

    def address(self, name: str) -> str:
        """Where somebody of them is written to."""
        return f"{self.handle(name)}@landlord.example"

    def leaves(self, name: str) -> None:
        """Somebody leaves, and has no account any more."""
        accounts.end_staff(self.handle(name), by=accounts.INSTALLATION, now=self.now)
