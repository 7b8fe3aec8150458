"""The log of changes: every rise of the revision says what it touched, and old rows go revision by revision."""

import pytest
from django.db import transaction

from opportunities.curation.revision import raise_revision
from opportunities.models import CatalogueChange, CatalogueRevision

pytestmark = pytest.mark.django_db


def log() -> list[tuple[int, int | None, bool]]:
    rows = CatalogueChange.objects.order_by("revision", "opportunity")
    return list(rows.values_list("revision", "opportunity", "everything"))


def test_each_rise_leaves_its_rows() -> None:
    raise_revision({7, 3})
    raise_revision([7, 7])
    raise_revision(())
    raise_revision()
    assert log() == [(1, 3, False), (1, 7, False), (2, 7, False), (3, None, False), (4, None, True)]
    assert CatalogueRevision.objects.get().number == 4


def test_too_many_to_be_named_are_everything() -> None:
    raise_revision(range(1_000))
    raise_revision(range(1_001))
    assert CatalogueChange.objects.filter(revision=1).count() == 1_000
    assert log()[-1] == (2, None, True)


def test_old_revisions_are_dropped_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opportunities.curation.revision.KEPT", 5)
    for _ in range(3):
        raise_revision((1, 2))
    assert [revision for revision, _, _ in log()] == [2, 2, 3, 3]
    raise_revision(range(1, 10))
    assert {revision for revision, _, _ in log()} <= {4}, "a reader who lacks revision 3 must not take 4 for all"
    raise_revision((1,))
    assert log() == [(5, 1, False)]


def test_a_change_that_is_undone_leaves_no_trace() -> None:
    raise_revision((1,))
    with transaction.atomic():
        raise_revision((2,))
        transaction.set_rollback(True)
    raise_revision((3,))
    assert log() == [(1, 1, False), (2, 3, False)]
