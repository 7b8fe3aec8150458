"""What is stored. Unknown is null; the database guards what must hold."""

from opportunities.models.alerts import Alert, Mail, MutedEntry, SignUp, Subscriber, ToldEntry
from opportunities.models.case_study import CaseStudy
from opportunities.models.catalogue import CatalogueChange, CatalogueRevision, LoadedFacts
from opportunities.models.classification import Classification
from opportunities.models.criterion import Criterion, EligibilityRoute
from opportunities.models.money import ExchangeRate
from opportunities.models.opportunity import Opportunity
from opportunities.models.organisation import Organisation
from opportunities.models.rounds import Round, UsualDate
from opportunities.models.source import Source
from opportunities.models.synonym import SynonymGroup

__all__ = [
    "Alert",
    "CaseStudy",
    "CatalogueChange",
    "CatalogueRevision",
    "Classification",
    "Criterion",
    "EligibilityRoute",
    "ExchangeRate",
    "LoadedFacts",
    "Mail",
    "MutedEntry",
    "Opportunity",
    "Organisation",
    "Round",
    "SignUp",
    "Source",
    "Subscriber",
    "SynonymGroup",
    "ToldEntry",
    "UsualDate",
]
