"""What stands in a file beside the entries: where it comes from, when, and under which licence."""

from dataclasses import dataclass
from datetime import UTC, datetime

from opportunities.exports.selection import Selected

TITLE = "UK–Japan Funding Finder"
LICENCE = "CC BY 4.0"
LICENCE_PAGE = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True, slots=True)
class About:
    """Of one file: the page that shows the same, the moment at which statuses hold, and what was left out."""

    page: str
    at: datetime
    language: str
    revision: int
    selected: Selected

    @property
    def retrieved_at(self) -> str:
        """The moment as ISO 8601 has it, in UTC, to the second."""
        return f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

    def file_name(self, form: str) -> str:
        """The name under which a browser keeps the file."""
        what = "shortlist" if self.selected.is_list else "opportunities"
        return f"uk-japan-funding-{what}-{self.at.astimezone(UTC):%Y-%m-%d}.{form}"
