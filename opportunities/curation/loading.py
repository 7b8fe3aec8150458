"""Loading files into the catalogue: all or nothing, idempotent, and never over a curator's edit unless told so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import DataError, IntegrityError, transaction
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
from opportunities.curation.changing import Change, changing
from opportunities.curation.checking import conflicts
from opportunities.curation.collections import place_of, records_of
from opportunities.curation.documents import AnyFacts, CaseStudyFacts, OpportunityFacts, OrganisationFacts, Record
from opportunities.curation.merging import Facts as Plain
from opportunities.curation.merging import Merge, changed_facts, merge
from opportunities.curation.reading import stored_facts
from opportunities.curation.storing import link_case_study, link_parent, link_successor, store
from opportunities.models import CatalogueRevision, LoadedFacts

Progress = Callable[[str, int, int], None]  # collection, records done, records in all


@dataclass
class Kept:
    """A fact that a curator edited, and that is otherwise in the files."""

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
        CatalogueRevision.objects.get_or_create(pk=CatalogueRevision.ONLY)
        with changing("load") as change:
            report = _Load(files, overwrite, progress, change).run()
        if files.is_whole:
            CatalogueRevision.objects.update(loaded_digest=files.digest)
        if dry_run:
            transaction.set_rollback(True)
    return report


class _Load:
    """One load of checked files, inside the caller's transaction."""

    def __init__(self, files: CatalogueFiles, overwrite: bool, progress: Progress, change: Change) -> None:
        self.files = files
        self.overwrite = overwrite
        self.progress = progress
        self.report = LoadReport()
        self.change = change
        self.held: set[tuple[str, str]] = set()  # collection and key of records that could not be merged
        self.stored = {name: {key_of(facts): _plain(facts) for facts in stored_facts(name)} for name in COLLECTIONS}
        self.loaded: dict[tuple[str, str], LoadedFacts] = {
            (item.collection, item.key): item for item in LoadedFacts.objects.all()
        }

    def run(self) -> LoadReport:
        """Merge every record, check how they refer to one another, and store those that differ."""
        faults = list(self._keep_identities())
        changed = {name: dict(self._merged(name)) for name in COLLECTIONS}
        faults += [self._fault(c.collection, c.key, c.field, c.reason) for c in conflicts(self.stored, changed)]
        if faults:
            raise CatalogueError(faults)
        self._store(changed)
        self._link(changed)
        self._remember()
        return self.report

    def _merged(self, collection: str) -> Iterator[tuple[str, AnyFacts]]:
        """The records that must be stored, with the curators' edits in them."""
        report = self.report
        for key, facts in self.files.records[collection].items():
            stored = self.stored[collection].get(key)
            loaded = self.loaded.get((collection, key))
            if stored is None:
                if loaded is not None and not self.overwrite:
                    report.kept.append(Kept(collection, key, "(deleted by a curator)"))
                    continue
                report.created[collection].append(key)
                yield key, facts
                continue
            chosen = self._choose(collection, facts, stored, loaded.facts if loaded else None)
            if chosen and (changes := changed_facts(stored, _plain(chosen))):
                report.changed[collection][key] = changes
                yield key, chosen
            else:
                report.unchanged[collection] += 1
        if self.files.is_whole:
            gone = [key for key in self.stored[collection] if key not in self.files.records[collection]]
            report.not_in_files += [(collection, key) for key in gone]

    def _choose(self, collection: str, facts: AnyFacts, stored: Plain, loaded: Plain | None) -> AnyFacts | None:
        """What to store for these facts; None where the record stays as it is."""
        if self.overwrite:
            return facts
        key = key_of(facts)
        result: Merge = merge(_in_todays_form(collection, loaded), stored, _plain(facts))
        self.report.kept += [Kept(collection, key, fact) for fact in result.kept]
        try:
            return COLLECTIONS[collection].model_validate(result.facts)
        except ValidationError:
            # A curator's edits and the file's news do not fit together. They are tried again at the next load.
            self.held.add((collection, key))
            self.report.kept.append(Kept(collection, key, "(whole entry: the file's changes do not fit the edits)"))
            return None

    def _keep_identities(self) -> Iterator[Fault]:
        """Give records whose file names no UUID the stored one; a fault for each that names another."""
        for name, records in self.files.records.items():
            for key, facts in records.items():
                stored = self.stored[name].get(key)
                if not isinstance(facts, Record) or stored is None or stored["uuid"] == facts.uuid:
                    continue
                if facts.uuid == facts.made_uuid:
                    records[key] = facts.model_copy(update={"uuid": stored["uuid"]})
                else:
                    yield self._fault(name, key, "uuid", "differs from the stored one, and never changes")

    def _fault(self, collection: str, key: str, field_name: str, reason: str) -> Fault:
        file, line = self.files.places[collection, key]
        return Fault(file, line, key, field_name, reason)

    def _store(self, changed: dict[str, dict[str, AnyFacts]]) -> None:
        for name, records in changed.items():
            self.change.about_to_change(*records_of(name, list(self.report.changed[name])))
            written, created = [], set(self.report.created[name])
            for done, (key, facts) in enumerate(records.items(), 1):
                try:
                    written.append(store(facts))
                except (IntegrityError, DataError) as error:
                    reason = f"the database refuses it: {str(error).splitlines()[0]}"
                    raise CatalogueError([self._fault(name, key, "", reason)]) from error
                self.progress(name, done, len(records))
            self.change.created(*(record for record in written if place_of(record)[1] in created))

    def _link(self, changed: dict[str, dict[str, AnyFacts]]) -> None:
        """Join what could not be joined before all records were there."""
        for facts in changed["organisations"].values():
            if isinstance(facts, OrganisationFacts):
                link_parent(facts)
        for facts in changed["opportunities"].values():
            if isinstance(facts, OpportunityFacts):
                link_successor(facts)
        for facts in changed["case_studies"].values():
            if isinstance(facts, CaseStudyFacts):
                link_case_study(facts)

    def _remember(self) -> None:
        """Keep what the files said, to tell a curator's edit from the files' news next time."""
        new, old = [], []
        for name in COLLECTIONS:
            for key, facts in self.files.records[name].items():
                item = self.loaded.get((name, key))
                if (name, key) in self.held:
                    continue
                if item is None:
                    new.append(LoadedFacts(collection=name, key=key, facts=_plain(facts)))
                elif item.facts != _plain(facts):
                    item.facts = _plain(facts)
                    old.append(item)
        LoadedFacts.objects.bulk_create(new)
        LoadedFacts.objects.bulk_update(old, ["facts"])


def _plain(facts: AnyFacts) -> Plain:
    return facts.model_dump(mode="json", by_alias=True)


def _in_todays_form(collection: str, facts: Plain | None) -> Plain | None:
    """Facts that were loaded when the form had fewer fields, with the new ones empty: nobody edited those."""
    try:
        return facts and _plain(COLLECTIONS[collection].model_validate(facts))
    except ValidationError:
        return facts
