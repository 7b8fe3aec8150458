"""What is stored. Unknown is null; the database guards what must hold."""

from opportunities.models.alerts import Alert, Mail, MutedEntry, SignUp, Subscriber, ToldEntry
from opportunities.models.case_study import CaseStudy
from opportunities.models.catalogue import CatalogueChange, CatalogueRevision, LoadedFacts
from opportunities.models.checks import SectionCheck
from opportunities.models.classification import Classification
from opportunities.models.criterion import Criterion, EligibilityRoute
from opportunities.models.history import Operation, RecordChange
from opportunities.models.importing import Import, ImportRow
from opportunities.models.link import Link
from opportunities.models.money import ExchangeRate
from opportunities.models.opportunity import FormerSlug, Opportunity
from opportunities.models.organisation import Organisation
from opportunities.models.rounds import Round, UsualDate
from opportunities.models.source import Source
from opportunities.models.suggestion import Suggestion, SuggestionCount
from opportunities.models.synonym import SynonymGroup
from opportunities.models.unanswered import UnansweredSearch
from opportunities.models.upkeep import Upkeep

__all__ = [
    "Alert",
    "CaseStudy",
    "CatalogueChange",
    "CatalogueRevision",
    "Classification",
    "Criterion",
    "EligibilityRoute",
    "ExchangeRate",
    "FormerSlug",
    "Import",
    "ImportRow",
    "Link",
    "LoadedFacts",
    "Mail",
    "MutedEntry",
    "Operation",
    "Opportunity",
    "Organisation",
    "RecordChange",
    "Round",
    "SectionCheck",
    "SignUp",
    "Source",
    "Subscriber",
    "Suggestion",
    "SuggestionCount",
    "SynonymGroup",
    "ToldEntry",
    "UnansweredSearch",
    "Upkeep",
    "UsualDate",
]
