"""Loading files into the catalogue: all or nothing, idempotent, and never over a curator's edit unless told so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from pydantic import ValidationError

from opportunities.curation.catalogue_files import (
    COLLECTIONS,
    CatalogueError,
    CatalogueFiles,
    Fault,
    digest_of,
    key_of,
    read_catalogue,
)
from opportunities.curation.documents import AnyFacts, CaseStudyFacts, OpportunityFacts, OrganisationFacts
from opportunities.curation.merging import Merge, changed_facts, merge
from opportunities.curation.reading import stored_facts
from opportunities.curation.revision import raise_revision
from opportunities.curation.storing import link_case_study, link_parent, store
from opportunities.models import CatalogueRevision, LoadedFacts

Progress = Callable[[str, int, int], None]  # collection, records done, records in all


@dataclass
class Kept:
    """A fact that a curator edited and that the files would have changed."""

    collection: str
    key: str
    fact: str


@dataclass
class LoadReport:
    """What a load did (or, in a rehearsal, would do)."""

    created: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in COLLECTIONS})
    changed: dict[str, dict[str, list[str]]] = field(default_factory=lambda: {name: {} for name in COLLECTIONS})
    unchanged: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COLLECTIONS, 0))
    kept: list[Kept] = field(default_factory=list)
    not_in_files: list[tuple[str, str]] = field(default_factory=list)

    @property
    def changes_anything(self) -> bool:
        """Whether anything the public can see was stored."""
        return any(self.created.values()) or any(self.changed.values())


def is_loaded(path: Path) -> bool:
    """Whether these very files were the last to be loaded."""
    revision = CatalogueRevision.objects.first()
    return revision is not None and revision.loaded_digest == digest_of(path)


def load_catalogue(
    path: Path, overwrite: bool = False, dry_run: bool = False, progress: Progress = lambda *_: None
) -> LoadReport:
    """Load the files at `path` in one transaction. Raises CatalogueError, having stored nothing, for any fault."""
    files = read_catalogue(path)
    with transaction.atomic():
        report = _Load(files, overwrite, progress).run()
        if report.changes_anything or not CatalogueRevision.objects.exists():
            raise_revision()
        if files.is_whole:
            CatalogueRevision.objects.update(loaded_digest=files.digest)
        if dry_run:
            transaction.set_rollback(True)
    return report


class _Load:
    """One load of checked files, inside the caller's transaction."""

    def __init__(self, files: CatalogueFiles, overwrite: bool, progress: Progress) -> None:
        self.files = files
        self.overwrite = overwrite
        self.progress = progress
        self.report = LoadReport()
        self.stored = {name: {key_of(facts): _plain(facts) for facts in stored_facts(name)} for name in COLLECTIONS}
        self.loaded: dict[tuple[str, str], LoadedFacts] = {
            (item.collection, item.key): item for item in LoadedFacts.objects.all()
        }

    def run(self) -> LoadReport:
        """Merge every record, check how they refer to one another, and store those that differ."""
        changed = {name: dict(self._merged(name)) for name in COLLECTIONS}
        faults = list(self._broken_references(changed))
        if faults:
            raise CatalogueError(faults)
        for name, records in changed.items():
            for done, facts in enumerate(records.values(), 1):
                store(facts)
                self.progress(name, done, len(records))
        self._link(changed)
        self._remember()
        return self.report

    def _merged(self, collection: str) -> Iterator[tuple[str, AnyFacts]]:
        """The records that must be stored, with the curators' edits in them."""
        report = self.report
        for key, facts in self.files.records[collection].items():
            incoming, stored = _plain(facts), self.stored[collection].get(key)
            loaded = self.loaded.get((collection, key))
            if stored is None:
                if loaded is not None and not self.overwrite:
                    report.kept.append(Kept(collection, key, "(deleted by a curator)"))
                    continue
                report.created[collection].append(key)
                yield key, facts
                continue
            self._refuse_new_identity(collection, key, stored, incoming)
            chosen = self._choose(collection, facts, stored, loaded.facts if loaded else None)
            changes = changed_facts(stored, _plain(chosen))
            if changes:
                report.changed[collection][key] = changes
                yield key, chosen
            else:
                report.unchanged[collection] += 1
        if self.files.is_whole:
            gone = [key for key in self.stored[collection] if key not in self.files.records[collection]]
            report.not_in_files += [(collection, key) for key in gone]

    def _choose(
        self, collection: str, facts: AnyFacts, stored: dict[str, Any], loaded: dict[str, Any] | None
    ) -> AnyFacts:
        if self.overwrite:
            return facts
        result: Merge = merge(loaded, stored, _plain(facts))
        self.report.kept += [Kept(collection, key_of(facts), fact) for fact in result.kept]
        try:
            return COLLECTIONS[collection].model_validate(result.facts)
        except ValidationError:
            # A curator's edit and the file's news do not fit together: the whole record stays as it is.
            self.report.kept.append(
                Kept(collection, key_of(facts), "(whole entry: the file's changes do not fit the edits)")
            )
            return COLLECTIONS[collection].model_validate(stored)

    def _refuse_new_identity(self, collection: str, key: str, stored: dict[str, Any], incoming: dict[str, Any]) -> None:
        if stored.get("uuid") != incoming.get("uuid"):
            raise CatalogueError(
                [self._fault(collection, key, "uuid", "differs from the stored one, and never changes")]
            )

    def _fault(self, collection: str, key: str, field_name: str, reason: str) -> Fault:
        file, line = self.files.places.get((collection, key), ("(stored)", 0))
        return Fault(file, line, key, field_name, reason)

    def _broken_references(self, changed: dict[str, dict[str, AnyFacts]]) -> Iterator[Fault]:
        """A fault for each key that names nothing, and for organisations that are above themselves."""
        known = {name: self.stored[name].keys() | changed[name].keys() for name in COLLECTIONS}
        for name, records in changed.items():
            for key, facts in records.items():
                for field_name, collection, target in _references(facts):
                    if target not in known[collection]:
                        yield self._fault(name, key, field_name, f"“{target}” is not in {collection}")
        parents = {key: facts["parent"] for key, facts in self.stored["organisations"].items()}
        parents |= {
            key: facts.parent for key, facts in changed["organisations"].items() if isinstance(facts, OrganisationFacts)
        }
        for key in changed["organisations"]:
            if _is_above_itself(key, parents):
                yield self._fault("organisations", key, "parent", "the organisation is above itself")

    def _link(self, changed: dict[str, dict[str, AnyFacts]]) -> None:
        """Join what could not be joined before all records were there."""
        for facts in changed["organisations"].values():
            if isinstance(facts, OrganisationFacts):
                link_parent(facts)
        for facts in changed["case_studies"].values():
            if isinstance(facts, CaseStudyFacts):
                link_case_study(facts)

    def _remember(self) -> None:
        """Keep what the files said, to tell a curator's edit from the files' news next time."""
        new, old = [], []
        for name in COLLECTIONS:
            for key, facts in self.files.records[name].items():
                item = self.loaded.get((name, key))
                if item is None:
                    new.append(LoadedFacts(collection=name, key=key, facts=_plain(facts)))
                elif item.facts != _plain(facts):
                    item.facts = _plain(facts)
                    old.append(item)
        LoadedFacts.objects.bulk_create(new)
        LoadedFacts.objects.bulk_update(old, ["facts"])


def _plain(facts: AnyFacts) -> dict[str, Any]:
    return facts.model_dump(mode="json")


def _references(facts: AnyFacts) -> Iterator[tuple[str, str, str]]:
    """Field, collection and key of all that the record refers to."""
    if isinstance(facts, OpportunityFacts):
        yield from (("funders", "organisations", key) for key in facts.funders)
        yield from (("administered_by", "organisations", key) for key in facts.administered_by)
        if facts.related_case_study:
            yield "related_case_study", "case_studies", facts.related_case_study
    elif isinstance(facts, OrganisationFacts) and facts.parent:
        yield "parent", "organisations", facts.parent
    elif isinstance(facts, CaseStudyFacts):
        yield from (("opportunities", "opportunities", key) for key in facts.opportunities)


def _is_above_itself(key: str, parents: dict[str, str | None]) -> bool:
    seen = {key}
    above = parents.get(key)
    while above is not None:
        if above in seen:
            return True
        seen.add(above)
        above = parents.get(above)
    return False
