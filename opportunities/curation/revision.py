"""The catalogue's revision: raised in the same transaction as every change that the public can see."""

from django.db.models import F
from django.utils import timezone

from opportunities.models import CatalogueRevision


def raise_revision() -> None:
    """Tell every process that its picture of the catalogue is out of date."""
    raised = CatalogueRevision.objects.filter(pk=CatalogueRevision.ONLY).update(
        number=F("number") + 1, changed_at=timezone.now()
    )
    if not raised:
        CatalogueRevision.objects.create(number=1)
