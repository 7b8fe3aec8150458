"""A real SMTP server for tests, which keeps what it accepts."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class MailServer:
    """What was accepted, in order; addresses that are refused, with the answer; whether answers get lost."""

    accepted: list[tuple[str, bytes]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    port: int = 0
    drops_answers: bool = False

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Refuse some addresses."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Accept a mail."""
        assert isinstance(envelope.content, bytes)
        (address,) = envelope.rcpt_tos
        self.accepted.append((address, envelope.content))
        if self.drops_answers and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "250 accepted"

    def counts(self) -> Counter[str]:
        """How many mails each address got."""
        return Counter(address for address, _mail in self.accepted)

    def last(self) -> EmailMessage:
        """The mail that was accepted last."""
        mail = message_from_bytes(self.accepted[-1][1], policy=default)
        assert isinstance(mail, EmailMessage)
        return mail

    @classmethod
    @contextmanager
    def running(cls) -> Iterator["MailServer"]:
        """A server that listens on a free port of this machine."""
        server = cls()
        controller = _FreePort(server, hostname="127.0.0.1", port=0)
        controller.start()
        try:
            server.port = controller.port
            yield server
        finally:
            controller.stop()


class _FreePort(Controller):
    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


def body_of(mail: EmailMessage, kind: str = "plain") -> str:
    """The text or the HTML of a mail."""
    part = mail.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def link_in(mail: EmailMessage, part: str) -> str:
    """The path of the first link in the text that has this part in it."""
    links = [link for link in re.findall(r"https://finder\.example\.org(\S+)", body_of(mail)) if part in link]
    assert links, f"no link with {part} in:\n{body_of(mail)}"
    return str(urlsplit(links[0]).path)
