"""`manage.py send_alerts`: tell subscribers what is new, and thank readers who could not be thanked at once. For cron
or a systemd timer."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from opportunities.alerts.journal import AnotherRunError
from opportunities.alerts.outbox import ServerUnreachableError
from opportunities.alerts.run import run
from opportunities.curation.thanking import thank_all
from opportunities.search.current import current_snapshot


class Command(BaseCommand):
    """Decides what is to be told and sends it. Running it again, or twice at once, sends nothing twice."""

    help = "Send the alerts that are due. Safe to run at any time, twice at once, and again after a crash."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once. Raises CommandError where the mail server cannot be reached; what waits goes with the next run."""
        try:
            report = run(timezone.now, current_snapshot())
        except AnotherRunError:
            self.stdout.write("Another run is at work: nothing was done.")
            return
        except ServerUnreachableError as error:
            raise CommandError(
                f"The mail server cannot be reached ({error.__cause__}). The next run goes on."
            ) from error
        sent = report.deliveries
        self.stdout.write(
            f"decided: {report.decided}, sent: {sent.sent}, to be tried again: {sent.postponed}, "
            f"given up: {sent.given_up}, handed over without an answer: {sent.unanswered + report.doubtful}, "
            f"taken up after a crash: {report.freed}, never confirmed and deleted: {report.forgotten}, "
            f"readers thanked for suggestions: {thank_all(timezone.now())}"
        )
        if not settings.SITE_URL and report.decided:
            self.stderr.write(f"SITE_URL is not set: the links in these mails lead to {settings.LOCAL_URL}.")
