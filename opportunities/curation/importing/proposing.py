"""What a row would do: a new entry, some facts of one changed, nothing, or nothing because it is refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from core.text import fold
from opportunities.curation.catalogue_files import reason_of
from opportunities.curation.collections import plain, stored_versions
from opportunities.curation.documents import OpportunityFacts
from opportunities.curation.duplicates import Sought, close_to_many
from opportunities.curation.importing.columns import KEY, STATE_FACTS
from opportunities.curation.importing.refusal import Fault, shown
from opportunities.curation.importing.rows import FileRow
from opportunities.curation.merging import Facts, by_name
from opportunities.curation.outline import Outline
from opportunities.curation.quality import blocking, made_worse

COLLECTION = "opportunities"
_LONGEST_KEY, _LONGEST_NAME = 80, 300


@dataclass
class Proposal:
    """What one row would do. `facts` is the whole record; `before` and `after` are the facts that differ, by name."""

    row: FileRow
    stored: Facts | None
    facts: Facts = field(default_factory=dict)
    checked: OpportunityFacts | None = None
    before: Facts | None = None
    after: Facts | None = None
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """A code of ROW_VERDICT."""
        if self.faults:
            return "refused"
        if self.stored is None:
            return "new"
        return "changed" if self.before or self.after else "same"

    @property
    def name(self) -> str:
        """What the entry is called, as far as the row can be read."""
        return shown(str(self.facts.get("name") or ""), _LONGEST_NAME - 1)

    @property
    def key(self) -> str:
        """The key, as far as it can be shown."""
        return shown(self.row.key, _LONGEST_KEY - 1)


class Proposer:
    """Holds row after row against the catalogue and against the rows before. It changes nothing.

    `may_publish`: whether the state of entries, and what goes with it, may be changed.
    """

    def __init__(self, may_publish: bool) -> None:
        self._may_publish = may_publish
        self._outline = Outline()
        self._seen: dict[str, int] = {}
        self._brought: set[str] = set()  # keys of new entries
        self._names: dict[str, int] = {}
        self._waiting: list[Proposal] = []  # for a successor that only this file can bring

    def proposals(self, rows: list[FileRow]) -> list[Proposal]:
        """What some rows would do, in their order."""
        stored = stored_versions(COLLECTION, [row.key for row in rows if 0 < len(row.key) <= _LONGEST_KEY])
        proposals = [self._of_itself(row, stored.get(row.key)) for row in rows]
        of_use = [proposal for proposal in proposals if proposal.verdict in ("new", "changed")]
        self._check_against_all(of_use)
        self._warn_of_likeness(of_use)
        return proposals

    def unanswered(self) -> Iterator[Proposal]:
        """The rows that are refused after all, as no row brings the successor that they name; to be asked last."""
        waiting, refused = self._waiting, True
        while refused:
            refused = False
            for proposal in waiting:
                successor = proposal.checked and proposal.checked.successor
                if not proposal.faults and successor not in self._brought:
                    proposal.faults.append(proposal.row.fault(("successor",), f"“{successor}” is not in {COLLECTION}"))
                    self._brought.discard(proposal.row.key)
                    refused = True
                    yield proposal

    def _of_itself(self, row: FileRow, stored: Facts | None) -> Proposal:
        """What the row would do, as far as it can be told without the others."""
        facts, faults = row.over(stored)
        proposal = Proposal(row, stored, facts, faults=[*self._faults_of_key(row), *faults])
        if not proposal.faults and facts == stored:
            return proposal
        if stored is not None and (facts["uuid"] or stored["uuid"]) != stored["uuid"]:
            proposal.faults.append(row.fault(("uuid",), "differs from the stored one, and never changes"))
        facts["uuid"] = stored["uuid"] if stored else facts.get("uuid")
        self._settle_state(proposal)
        _check(proposal)
        if not proposal.faults:
            self._check_quality(proposal)
        return proposal

    def _faults_of_key(self, row: FileRow) -> Iterator[Fault]:
        if not row.key:
            yield row.fault((KEY,), "is needed: small letters, digits and hyphens, such as sakura-travel-awards")
        elif row.key in self._seen:
            yield row.fault((KEY,), f"“{shown(row.key)}” stands in row {self._seen[row.key]} already")
        else:
            self._seen[row.key] = row.number

    def _settle_state(self, proposal: Proposal) -> None:
        """Keep who may not publish from it; a new entry is a draft unless somebody who may says otherwise."""
        facts, stored = proposal.facts, proposal.stored or {}
        if not self._may_publish:
            untouched = {"state": "draft", **{name: stored[name] for name in STATE_FACTS if name in stored}}
            ignored = [n for n in STATE_FACTS if facts.get(n) and facts[n] != untouched.get(n)]
            for name in STATE_FACTS:
                facts.pop(name, None)
            facts.update(untouched)
            if ignored:
                proposal.warnings.append(f"Not changed, as you may not publish: {', '.join(ignored)}.")
        elif not facts.get("state"):
            facts["state"] = stored.get("state", "draft")

    def _check_quality(self, proposal: Proposal) -> None:
        """Keep a public entry from becoming, and a new one from being, what the desk would not let be published."""
        facts, stored = proposal.facts, proposal.stored or {}
        if facts["state"] == "published" and stored.get("state") != "published":
            remarks = blocking(facts)
        else:
            remarks = made_worse(stored, facts)
        for remark in remarks:
            path = remark.fact.partition("[")[0].split(".")
            proposal.faults.append(proposal.row.fault(tuple(path), f"a published entry cannot be so. {remark.words}"))

    def _warn_of_likeness(self, proposals: list[Proposal]) -> None:
        """Name the entries, stored or in rows before, that may be the same as new or renamed ones."""
        asked = [(proposal, sought) for proposal in proposals if (sought := _sought(proposal)) is not None]
        for (proposal, sought), found in zip(asked, close_to_many([one for _p, one in asked]), strict=True):
            proposal.warnings += map(str, found)
            name = fold(sought.name)
            if (number := self._names.setdefault(name, proposal.row.number)) != proposal.row.number:
                proposal.warnings.append(f"Row {number} brings an entry of the same name.")

    def _check_against_all(self, proposals: list[Proposal]) -> None:
        """Find what does not go with the rest of the catalogue, the accepted rows before among it."""
        of_key = {proposal.row.key: proposal for proposal in proposals}
        changed = {proposal.row.key: proposal.checked for proposal in proposals if proposal.checked}
        for conflict in self._outline.conflicts({COLLECTION: changed}):
            if conflict.field != "successor":
                proposal = of_key[conflict.key]
                proposal.faults.append(proposal.row.fault((conflict.field,), conflict.reason))
        known: dict[str, Any] = self._outline.stored[COLLECTION]
        for proposal in proposals:
            if not proposal.faults and (checked := proposal.checked):
                if proposal.stored is None:
                    self._brought.add(checked.key)
                if checked.successor and (checked.successor not in known or checked.successor in self._brought):
                    self._waiting.append(proposal)
                known[checked.key] = {"uuid": checked.uuid, "former_keys": checked.former_keys}


def _sought(proposal: Proposal) -> Sought | None:
    """What others may be like: of a new entry, or of one whose name or page changes."""
    facts, stored = proposal.facts, proposal.stored
    if proposal.faults or (stored and _identity(stored) == _identity(facts)):
        return None
    url = facts["application"]["official_url"]
    return Sought(facts["name"], facts["name_ja"], (url,) if url else (), facts[KEY])


def _identity(facts: Facts) -> Facts:
    return {"name": facts["name"], "name_ja": facts["name_ja"], "url": facts["application"]["official_url"]}


def difference(before: Facts, after: Facts) -> tuple[Facts, Facts]:
    """The facts in which two versions of a record differ, by name: what they were, and what they would be."""
    old, new = by_name(before), by_name(after)
    same = {name for name in old.keys() & new.keys() if old[name] == new[name]}
    return (
        {name: value for name, value in old.items() if name not in same},
        {name: value for name, value in new.items() if name not in same},
    )


def _check(proposal: Proposal) -> None:
    """Check the record by itself, and work out what differs."""
    try:
        proposal.checked = OpportunityFacts.model_validate(proposal.facts)
    except ValidationError as error:
        told = {fault.place for fault in proposal.faults}
        proposal.faults += [fault for fault in _in_words(proposal.row, error) if fault.place not in told]
        return
    proposal.facts = plain(proposal.checked)
    if proposal.stored is None:
        proposal.after = by_name(proposal.facts)
    else:
        proposal.before, proposal.after = difference(proposal.stored, proposal.facts)


def _in_words(row: FileRow, error: ValidationError) -> Iterator[Fault]:
    for detail in error.errors(include_url=False, include_context=False):
        is_empty = detail["type"] != "missing" and detail["input"] is None
        yield row.fault(detail["loc"], "is needed and cannot be empty" if is_empty else reason_of(detail))
