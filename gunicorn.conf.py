"""How gunicorn serves the finder: threads in one process; more processes by WEB_CONCURRENCY."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.workers.base import Worker

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
threads = 8
timeout = 30
# A long address gets our own plain answer, not the server's bare one. In production the proxy in front bounds it.
limit_request_line = 0
# No control socket in the home directory: two sites of one user would share it.
control_socket_disable = True


def post_worker_init(worker: "Worker") -> None:
    """Make the search ready before the first visitor comes, who would otherwise wait for it."""
    from opportunities.search.current import UNREACHABLE, current_snapshot

    try:
        current_snapshot()
    except UNREACHABLE:
        worker.log.exception("The database cannot be reached: the search is made ready at the first request.")
