"""`manage.py check_links`: try the pages that the catalogue links to. For cron or a systemd timer, best daily."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from core.outbound import Outbound
from core.sole_run import AlreadyRunningError, sole_run
from opportunities.curation.links.checking import Report, check_links, chosen_links, user_agent
from opportunities.curation.links.pace import Pace
from opportunities.vocabulary import LINK_VERDICT

HALF_AN_HOUR = 1800.0
SHOWN = 40  # changes in the summary

Tell = Callable[[str, str | None], None]


class Command(BaseCommand):
    """Tries the links that are due, politely, and stores what came of each as it comes."""

    help = (
        "Try the pages that the catalogue links to: those that are due, within a given time. Safe to stop at any "
        "moment; a second run at the same time does nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument(
            "--only-due",
            action=BooleanOptionalAction,
            default=True,
            help="try only the links that are due, or all of them",
        )
        parser.add_argument("--limit", type=_positive(int), help="try so many at most, the most important first")
        parser.add_argument("--url", action="append", help="try this address of the catalogue only (may be repeated)")
        parser.add_argument(
            "--seconds", type=_positive(float), default=HALF_AN_HOUR, help="stop after so long (default: half an hour)"
        )

    def handle(
        self, *args: Any, only_due: bool, limit: int | None, url: list[str] | None, seconds: float, **options: Any
    ) -> None:
        """Run once, and say what came of it."""
        try:
            with sole_run("check-links"):
                urls = chosen_links(timezone.now(), url, only_due, limit)
                for unknown in sorted(set(url or ()) - set(urls)):
                    self.stderr.write(f"Nothing in the catalogue names {unknown}.")
                outbound, pace = Outbound(user_agent()), Pace(delay=settings.LINK_CHECK_DELAY)
                with self._progress(len(urls), options["verbosity"]) as tell:
                    report = check_links(urls, timezone.now, outbound, pace, seconds, tell)
        except AlreadyRunningError:
            self.stdout.write("Another run is at work: nothing was done.")
            return
        self._summarise(report)
        if not settings.SITE_URL:
            self.stderr.write("SITE_URL is not set: the sites that are asked cannot tell who asks them.")

    def _progress(self, total: int, verbosity: int) -> AbstractContextManager[Tell]:
        """A bar on a terminal, a line for each address with -v2, else nothing."""
        if verbosity > 1:
            return nullcontext(lambda url, verdict: self.stdout.write(f"{verdict or 'left for another run'}: {url}"))
        return _bar(total) if sys.stdout.isatty() and total else nullcontext(lambda _url, _verdict: None)

    def _summarise(self, report: Report) -> None:
        counts = [f"{code}: {count}" for code in LINK_VERDICT if (count := report.tried[code])]
        self.stdout.write(f"tried: {report.tried.total()}" + (f" ({', '.join(counts)})" if counts else ""))
        if report.left:
            self.stdout.write(f"left for another run: {report.left}")
        changes = [change for change in report.changes if change[1:] != ("untried", "works")]
        if changes:
            self.stdout.write("different from last time:")
        for url, before, verdict in changes[:SHOWN]:
            self.stdout.write(f"  {before} → {verdict}: {url}")
        if len(changes) > SHOWN:
            self.stdout.write(f"  … and {len(changes) - SHOWN} more")


@contextmanager
def _bar(total: int) -> Iterator[Tell]:
    with Progress(console=Console(), transient=True) as bar:
        task = bar.add_task("links", total=total)
        yield lambda _url, _verdict: bar.advance(task)


def _positive(number: type[int] | type[float]) -> Callable[[str], float]:
    """Reads a number above 0."""

    def read(text: str) -> float:
        value = number(text)
        if not 0 < value < float("inf"):
            raise ArgumentTypeError("must be above 0")
        return value

    return read
