"""Ways for mail to leave: by SMTP, or, in development, into files that one can open.

Both tell a mail of class HandedOver the last moment before it may be accepted, so that it can be noted by then: a mail
is complete for an SMTP server with the line that holds a single full stop, and cannot be taken back after it.
"""

import smtplib
import socket
from collections.abc import Callable, Sequence
from email.message import Message
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as DjangoSmtpBackend

_LAST_LINE = b".\r\n"


class HandedOver(EmailMultiAlternatives):
    """A mail that calls `hand_over` right before it may be accepted. If that raises, the mail is not sent."""

    hand_over: Callable[[], None]


class NoAnswerError(Exception):
    """A mail was handed over whole, and the server never said whether it took it."""


class _Smtp(smtplib.SMTP):
    """SMTP whose DATA goes in two steps, with a call between everything and the last line."""

    before_last_line: Callable[[], None] | None = None

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send a mail. Raises NoAnswerError where there is no answer to its last line."""
        assert self.sock is not None  # by the commands before
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the last line waits for nothing
        self.putcmd("data")
        code, answer = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, answer)
        lines = b"".join(b"." + line if line.startswith(b".") else line for line in msg.splitlines(keepends=True))
        self.send(lines if lines.endswith(b"\r\n") else lines + b"\r\n")
        try:
            if self.before_last_line is not None:
                self.before_last_line()
        except BaseException:
            self.close()  # without its last line the server drops what it has of the mail
            raise
        try:
            self.sock.sendall(_LAST_LINE)
            return self.getreply()
        except OSError as error:  # smtplib's own errors are among them
            self.close()
            raise NoAnswerError from error


class _SmtpOverTls(_Smtp, smtplib.SMTP_SSL):
    pass


class SmtpBackend(DjangoSmtpBackend):
    """Django's way by SMTP, which besides notes that a mail is handed over."""

    calls_hand_over = True

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """What speaks SMTP."""
        return _SmtpOverTls if self.use_ssl else _Smtp

    def _send(self, email_message: EmailMessage) -> bool:
        connection = self.connection
        assert isinstance(connection, _Smtp)  # by connection_class
        connection.before_last_line = getattr(email_message, "hand_over", None)
        return bool(super()._send(email_message))  # type: ignore[misc]


class FileBackend(BaseEmailBackend):
    """Writes each mail into MAIL_DIR: as .eml for mail programs, as .txt and .html to be looked at. Never an address
    in a name."""

    calls_hand_over = True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails; gives how many."""
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for email in email_messages:
            mail = email.message()
            if isinstance(email, HandedOver):
                email.hand_over()
            _write(mail, folder)
        return len(email_messages)


def _write(mail: Message, folder: Path) -> None:
    _name, identity = parseaddr(str(mail["Message-ID"]))
    draft = folder / f".{identity.partition('@')[0]}"
    draft.write_bytes(mail.as_bytes())
    number = len(list(folder.glob("*.eml"))) + 1
    stem = folder / f"{number:04d}-{identity.partition('@')[0]}"
    for part in mail.walk():
        ending = {"text/plain": ".txt", "text/html": ".html"}.get(part.get_content_type())
        content = part.get_payload(decode=True)
        if ending and isinstance(content, bytes):
            stem.with_suffix(ending).write_bytes(content)
    draft.rename(stem.with_suffix(".eml"))
