"""A web server for tests that does what it is told, however badly: each path has a function that writes the bytes."""

import asyncio
import socket
import ssl
import struct
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from time import monotonic


@dataclass
class Asked:
    """One request, and when it came and when it was dealt with, in seconds of a clock that only goes on."""

    host: str
    path: str
    headers: dict[str, str]
    began: float
    ended: float = 0.0


Way = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class WebServer:
    """What to do by path ("*": everything else), and what was asked so far."""

    ways: dict[str, Way]
    asked: list[Asked] = field(default_factory=list)
    port: int = 0

    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [one.path for one in self.asked]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, ssl.SSLError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
            asked = Asked(headers["host"].partition(":")[0], head[0].split(" ")[1], headers, monotonic())
            self.asked.append(asked)
            try:
                await self.ways.get(asked.path, self.ways.get("*", not_found))(asked, writer)
                await writer.drain()
            finally:
                asked.ended = monotonic()
        with suppress(OSError, ssl.SSLError):
            writer.close()

    @classmethod
    @contextmanager
    def running(
        cls, ways: dict[str, Way], tls: ssl.SSLContext | None = None, address: str = "127.0.0.1", port: int = 0
    ) -> Iterator["WebServer"]:
        """A server that listens on a port of this machine, in a thread of its own."""
        server = cls(ways)
        loop = asyncio.new_event_loop()
        ready, over = Event(), asyncio.Event()

        async def serve() -> None:
            listening = await asyncio.start_server(server._serve, address, port, ssl=tls)
            server.port = listening.sockets[0].getsockname()[1]
            ready.set()
            await over.wait()
            listening.close()

        def work() -> None:
            loop.set_exception_handler(lambda _loop, _context: None)  # connections that end in the middle
            with asyncio.Runner(loop_factory=lambda: loop) as runner:
                runner.run(serve())

        thread = Thread(target=work, daemon=True)
        thread.start()
        assert ready.wait(5)
        try:
            yield server
        finally:
            loop.call_soon_threadsafe(over.set)
            thread.join(5)


def answer(status: int = 200, body: bytes | str = b"", **headers: str) -> Way:
    """A complete answer. Underscores in the names of headers stand for hyphens."""
    content = body.encode() if isinstance(body, str) else body
    named = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(content)), "Connection": "close"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in named.items()), "", ""]
    return raw("\r\n".join(lines).encode() + content)


def page(title: str, text: str = "", status: int = 200) -> Way:
    """A page with a title."""
    return answer(status, f"<!doctype html><title>{title}</title><h1>{title}</h1><p>{text}</p>")


def redirect(to: str, status: int = 302, **headers: str) -> Way:
    """A redirect."""
    return answer(status, b"", Location=to, **headers)


def raw(content: bytes) -> Way:
    """These bytes, and the end of the connection."""

    async def write(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(content)

    return write


def dripping(head: bytes, drop: bytes, seconds: float = 0.05) -> Way:
    """Something that begins and then comes on and on, a little at a time."""

    async def write(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while not writer.is_closing():
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(seconds)

    return write


async def silence(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Nothing, for longer than anybody waits."""
    await asyncio.sleep(5)


async def reset(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    """The connection is reset."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def in_turn(*ways: Way) -> Way:
    """The first time the first way, and so on; the last one from then on."""
    left = list(ways)

    async def write(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(asked, writer)

    return write


not_found = page("Nothing here", status=404)


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A self-signed certificate for a host and its key, made by openssl. Raises FileNotFoundError without openssl."""
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "3650", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run([*command, "-out", paths[0], "-keyout", paths[1]], check=True, capture_output=True)
    return paths


def serving_as(certified: tuple[Path, Path]) -> ssl.SSLContext:
    """The side of TLS that a server has."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certified)
    return context
