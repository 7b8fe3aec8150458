"""In what proportions the facts of invented entries are drawn. Counted in the real catalogue, November 2026.
Who can apply is in `eligibility_shares`.

Every table is drawn by itself, with three exceptions that shape a page: how often a programme runs goes with whether
it runs at all, the dates follow from how often it runs, and the unit of an amount goes with its currency. What is
None is not stated. Numbers are shares, of which only the proportions count.
"""

from benchmarks.draws import Shares, named

SEED = 20261125
FORMAT = 2  # to be raised with every change of what a seed gives

KIND = Shares(
    {"fellowship": 59, "grant": 56, "scholarship": 52, "exchange": 11, "travel-grant": 7, "network": 7, "prize": 2}
)
PROGRAMME_STATUS = Shares({"active": 145, "unknown": 40, "ended": 7, "paused": 2})
CONFIDENCE = Shares({"medium": 104, "high": 67, "low": 23})
ANNEXE_SECTION = Shares(
    {None: 115, "platforms": 49, "scholarships-fellowships": 15, "study-exchanges": 13, "case-study": 2}
)
FREQUENCY = Shares(  # of programmes that run; of the others, mostly unknown
    {"annual": 118, "twice-yearly": 16, "irregular": 14, "unknown": 12, "rolling": 8, "quarterly": 4, "one-off": 4}
)
FREQUENCY_OF_OTHERS = Shares({"unknown": 60, "annual": 25, "irregular": 10, "one-off": 5})

# --- What an entry is classed under: how many codes of each scheme, and which -------------------

HOW_MANY = {
    "direction": Shares({0: 2, 1: 119, 2: 62, 3: 11}),
    "stage": Shares({0: 2, 1: 55, 2: 61, 3: 50, 4: 16, 5: 6, 6: 4}),
    "discipline": Shares({0: 3, 1: 25, 2: 36, 3: 26, 4: 14, 5: 4}),
    "activity": Shares({0: 3, 1: 80, 2: 78, 3: 24, 4: 7, 5: 2}),
    "covers": Shares({0: 23, 1: 28, 2: 60, 3: 53, 4: 25, 5: 5}),
}
CODES = {
    "direction": Shares(
        {"uk-to-japan": 88, "japan-to-uk": 67, "joint": 46, "multilateral": 28, "in-japan": 28, "in-uk": 20}
    ),
    "stage": named(
        "early-career 93, doctoral 78, established 76, senior 62, masters 53, undergraduate 32, "
        "professional 27, institution 22, school 3"
    ),
    "discipline": named(
        "5 31, 6 30, 3 27, 2 27, 1 26, 4 8, 1.6 24, 3.1 13, 1.4 11, 1.3 10, 1.5 5, 1.2 5, 1.1 2, 1.7 0.5, "
        "2.5 4, 2.10 3, 2.11 2, 2.9 2, 2.6 2, 2.2 2, 2.3 2, 2.1 1, 2.4 1, 2.7 1, 2.8 0.5, 3.4 3, 3.2 3, 3.3 2, "
        "3.5 0.5, 4.1 1, 4.2 1, 4.3 0.5, 4.4 0.5, 4.5 0.3, 5.2 3, 5.3 2, 5.6 2, 5.4 1, 5.1 1, 5.5 1, 5.7 0.5, "
        "5.8 1, 5.9 1, 6.4 5, 6.1 4, 6.2 2, 6.3 1, 6.5 1"
    ),
    "activity": named(
        "research-visit 101, joint-research 78, degree-study 47, networking 41, event 24, fieldwork 12, "
        "exchange-study 11, internship 9, teaching 8, language-study 8, publication 4, conference-travel 3, "
        "prize 2"
    ),
    "covers": named(
        "travel 116, research-costs 80, living 59, stipend 46, tuition 31, salary 29, accommodation 23, "
        "event-costs 18, insurance 16, family 8, language-training 5, prize-money 2"
    ),
}
OPEN_TO_EVERY_FIELD = 86 / 194

# --- What one gets ------------------------------------------------------------------------------

CURRENCY = Shares({"JPY": 98, "GBP": 58, "EUR": 11, "USD": 9, None: 18})
BASIS = Shares({"total": 66, "unspecified": 30, "per-month": 36, "per-year": 30, "per-day": 8})
TYPICAL_POUNDS = {"total": 15_000, "unspecified": 10_000, "per-month": 1_600, "per-year": 20_000, "per-day": 60}
SPREAD_OF_POUNDS = 1.0  # standard deviation of the logarithm
UNITS_PER_POUND = {"GBP": 1, "JPY": 200, "EUR": 1.15, "USD": 1.3}
AMOUNT_STATED, LOWER_AMOUNT_STATED = 0.65, 0.35
MONTHS = Shares(  # shortest and longest stay
    {
        (None, None): 50,
        (None, "36"): 14,
        (None, "12"): 14,
        (None, "60"): 11,
        ("12", "12"): 9,
        ("24", "24"): 8,
        (None, "24"): 8,
        ("36", "36"): 6,
        ("36", "60"): 6,
        ("2", "6"): 6,
        ("24", "36"): 5,
        ("3", "12"): 6,
        ("6", "12"): 6,
        (None, "48"): 4,
        ("12", "24"): 4,
        ("12", "36"): 4,
        ("12", "60"): 3,
        (None, "6"): 4,
        ("0.27", "12"): 3,
        ("48", "84"): 2,
        ("0.25", "0.5"): 5,
        (None, "1"): 5,
        ("1", "3"): 6,
        ("0.5", "2"): 4,
    }
)

# --- When ---------------------------------------------------------------------------------------

ZONE = Shares(
    {
        "Asia/Tokyo": 98,
        "Europe/London": 68,
        None: 13,
        "Europe/Brussels": 7,
        "America/New_York": 5,
        "Europe/Berlin": 2,
        "Europe/Amsterdam": 1,
        "Australia/Sydney": 1,
        "America/Los_Angeles": 1,
    }
)
HOW_MANY_ROUNDS = Shares({0: 76, 1: 47, 2: 21, 3: 24, 4: 13, 5: 13})
IS_ANNOUNCED = 0.30  # that the newest round of a running programme lies ahead
YEARS_AGO = Shares({0: 60, 1: 25, 2: 10, 3: 5})  # that the newest round of another was
CLOSING_MONTH = Shares({9: 50, 10: 36, 2: 27, 3: 25, 12: 22, 5: 21, 11: 20, 1: 18, 8: 17, 7: 14, 6: 14, 4: 12})
CLOSING_DAY = Shares(  # 31: the month's last day
    {31: 35, 15: 32, 30: 12, 28: 18, 7: 15, 5: 15, 1: 12, 25: 11, 10: 10, 4: 10, **dict.fromkeys(range(11, 25), 4)}
)
CLOSING_PRECISION = Shares({"day": 80, "minute": 15, "month": 5})
CLOSING_TIME = Shares({"17:00:00": 40, "12:00:00": 20, "16:00:00": 15, "23:59:00": 15, "15:00:00": 5, "09:00:00": 5})
DAYS_OPEN = Shares({30: 25, 45: 15, 60: 35, 90: 20, 150: 5})
OPENING_STATED = 0.45
OTHER_ZONE = 0.02  # that a round has a zone of its own
USUAL_DATES_STATED, USUAL_OPENING_STATED, ONLY_MONTH_STATED = 0.75, 0.45, 0.73

# --- Who pays -----------------------------------------------------------------------------------

ORGANISATIONS = 600  # the real ones first, invented ones after
HAS_PARENT = 0.25
HOW_MANY_FUNDERS = Shares({1: 159, 2: 25, 3: 6, 4: 2, 0: 2})
HAS_ADMINISTRATOR = 0.2
ORGANISATION_KIND = named(
    "foundation 60, funding-agency 24, government 16, university 40, learned-society 20, "
    "research-institute 20, international-body 8, university-network 4, company 5"
)
COUNTRY = Shares({"JP": 77, "GB": 54, "INT": 9, "US": 6, "EU": 3, "DE": 3, "FR": 2, "NL": 1, "CA": 1})

# --- How much is written ------------------------------------------------------------------------

ZIPF_OF_WORDS, ZIPF_OF_FUNDERS = 1.0, 1.0
INVENTED_WORDS, INVENTED_SHARE = 20_000, 0.04  # names of people and places: how many, and of all that is written
HAS_JAPANESE_NAME, HAS_JAPANESE_SUMMARY = 0.35, 0.6
HAS_NOTE, HAS_URL, HAS_APPLY_URL, HAS_GUIDANCE_URL = 0.7, 0.95, 0.07, 0.5
HOW_MANY_KEYWORDS = Shares({4: 1, 5: 2, 6: 3, 7: 3, 8: 3, 9: 2, 10: 2, 12: 1})
HOW_MANY_SOURCES = Shares({1: 40, 2: 30, 3: 20, 4: 10})
AS_OF = Shares({"2026": 30, "2025": 25, "2026-04": 10, "2024": 15, "2022": 10, "undated": 5, None: 5})
PUBLISHER = Shares({"official": 70, "university": 15, "aggregator": 10, "news": 5})
