"""The production server with two workers, and connections to each of them."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings

from benchmarks.prepared import environment

WORKERS = 2
_PATIENCE = 600.0  # seconds until a server must have built its snapshots
_TRIES = 200  # connections, until each worker must have taken its share


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """gunicorn as in production, on a data folder; gives the port. The socket waits until the server is up."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listener:
        port, handle = listener.getsockname()[1], listener.fileno()
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "core.wsgi", "--bind", f"fd://{handle}", "--log-level", "warning"],
            cwd=settings.BASE_DIR,
            env={**environment(folder), "WEB_CONCURRENCY": str(WORKERS)},
            pass_fds=[handle],
        )
        try:
            yield port
        finally:
            server.terminate()
            server.wait(_PATIENCE)


def ask(connection: HTTPConnection, path: str) -> bytes:
    """The body of an answer. Raises RuntimeError where it is no success."""
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}.")
    return body


def worker_and_name(connection: HTTPConnection, slug: str) -> tuple[int, str]:
    """The worker at the other end, and the name that it shows of an entry."""
    answer = json.loads(ask(connection, f"/seen/{slug}/"))
    return answer["worker"], answer["name"]


@contextmanager
def connections(port: int, slug: str, each: int) -> Iterator[list[HTTPConnection]]:
    """So many open connections to each worker, in turn: a connection stays with the worker that took it.

    Raises RuntimeError where a worker takes none.
    """
    by_worker: dict[int, list[HTTPConnection]] = {}
    with ExitStack() as opened:
        for _ in range(_TRIES):
            connection = opened.enter_context(closing(HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)))
            worker, _name = worker_and_name(connection, slug)
            by_worker.setdefault(worker, []).append(connection)
            if len(by_worker) == WORKERS and all(len(some) >= each for some in by_worker.values()):
                yield [connection for turn in zip(*by_worker.values(), strict=False) for connection in turn][
                    : each * WORKERS
                ]
                return
    raise RuntimeError("A worker takes no connections.")
