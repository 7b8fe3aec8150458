"""`manage.py publish_scheduled`: publish the entries whose moment has come. For cron or a systemd timer."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from opportunities.curation.workflow import due, publish_due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Publishes what is due, each entry in a transaction of its own. Running it twice at once does no harm."""

    help = "Publish the entries that are scheduled. What fails its checks by then goes back to draft, with the reason."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once. Raises CommandError where an entry could not be handled; the others are all the same."""
        at = timezone.now()
        became: list[str | None] = []
        troubled: list[str] = []
        for entry in due(at):
            try:
                became.append(publish_due(entry, at))
            except Exception:  # one entry must not keep the others waiting
                logger.exception("%s could not be published", entry.slug)
                troubled.append(entry.slug)
        self.stdout.write(f"published: {became.count('published')}, returned to draft: {became.count('returned')}")
        if troubled:
            raise CommandError(f"Not handled, see the log: {', '.join(troubled)}")
