"""In what proportions conditions of invented entries are drawn. Counted in the real catalogue, November 2026.

Chances are of one entry, or of one route; what is None or empty is not stated. See `distribution`.
"""

from benchmarks.draws import Shares, named

HAS_ROUTES, HAS_ALTERNATIVES = 88 / 194, 62 / 194
HOW_MANY_ROUTES = Shares({2: 67, 3: 16, 4: 3, 5: 1, 1: 1})
HOW_MANY_ALTERNATIVES = Shares({2: 79, 3: 5, 4: 1})
HOW_MANY_TERMS = Shares({1: 57, 0: 49, 2: 44, 3: 25, 4: 13, 5: 4, 6: 2})
STATED = {  # of the conditions that hold for all of an entry's routes
    "nationality": 0.38,
    "residence": 0.29,
    "stay": 0.04,
    "institution": 0.23,
    "occupation": 0.03,
    "career-stage": 0.05,
    "degree": 0.39,
    "first-degree": 0.01,
    "field": 0.13,
    "years-since-phd": 0.09,
    "age": 0.13,
    "language": 0.15,
    "work-experience": 0.02,
    "earlier-award": 0.11,
    "host": 0.36,
    "applicant": 0.79,
    "other": 0.35,
}
STATED_IN_ROUTE = {
    "nationality": 0.08,
    "residence": 0.39,
    "stay": 0.01,
    "institution": 0.40,
    "occupation": 0.02,
    "career-stage": 0.02,
    "degree": 0.13,
    "field": 0.02,
    "years-since-phd": 0.05,
    "age": 0.06,
    "language": 0.02,
    "earlier-award": 0.06,
    "host": 0.35,
    "applicant": 0.36,
    "other": 0.16,
}
ALTERNATIVE = named(
    "other 41, institution 34, degree 31, nationality 30, career-stage 16, age 13, years-since-phd 12, stay 7, "
    "residence 7, host 7, occupation 6, earlier-award 2, field 2, first-degree 1, work-experience 1"
)
SAYS_MORE = {  # of some conditions a part stays prose
    "nationality": 0.05,
    "institution": 0.35,
    "career-stage": 0.25,
    "degree": 0.21,
    "field": 0.2,
    "years-since-phd": 0.1,
    "age": 0.1,
    "earlier-award": 0.3,
    "host": 0.1,
}
NATIONALITY = Shares(  # rule and places
    {
        ("only", ("JP",)): 34,
        ("any", ()): 23,
        ("except", ("JP",)): 21,
        ("only", ("GB",)): 12,
        ("only", ("diplomatic-relations-with-japan",)): 9,
        ("except", ("GB",)): 6,
        ("only", ("EU", "GB", "CH")): 3,
    }
)
PERMANENT_RESIDENTS = Shares({None: 94, True: 20, False: 4})
DUAL_NATIONALS = Shares({None: 107, "refused": 8, "accepted": 3})
RESIDENCE = Shares(
    {
        ("only", ("JP",)): 50,
        ("except", ("JP",)): 24,
        ("only", ("GB",)): 28,
        ("any", ()): 20,
        ("except", ("GB",)): 8,
        ("only", ("GB", "IE")): 4,
    }
)
STAY = Shares(  # country, at least and at most so many months, within the last years
    {
        ("JP", None, 0, None): 2,
        ("GB", None, 12, 3): 2,
        ("JP", None, 71, 10): 2,
        ("JP", 1, None, None): 2,
        ("JP", None, 36, None): 2,
        ("JP", None, 12, 3): 2,
        ("GB", None, 0, 1): 1,
    }
)
INSTITUTION = Shares(  # kinds, rule, countries, how one belongs there
    {
        ((), "only", ("JP",), ()): 27,
        ((), "only", ("GB",), ()): 25,
        (("university",), "only", ("JP",), ("student",)): 14,
        (("university", "research-institute"), "only", ("JP",), ()): 16,
        (("university", "research-institute"), "only", ("GB",), ("employed",)): 12,
        (("university",), "only", ("GB",), ("student",)): 12,
        (("university",), None, (), ("student",)): 8,
        (("university",), "except", ("JP",), ("student",)): 8,
        ((), "except", ("JP",), ("employed",)): 8,
        (("company",), "only", ("GB",), ()): 4,
        (("museum", "public-body", "non-profit"), None, (), ()): 4,
    }
)
PARTNER_ONLY = 0.06
OCCUPATION = Shares({("except", ("student",)): 7, ("only", ("employed",)): 4, ("except", ("employed",)): 3})
ONLY_STAGES = Shares({("senior",): 5, ("established", "senior"): 6, ("early-career",): 5, ("doctoral",): 3})
ONLY_FIELDS = Shares({("5", "6"): 11, ("1", "2"): 5, ("1", "2", "3"): 4, ("6.4",): 2, ("1.2", "1.6", "3.1"): 2})
DEGREE = Shares(
    {
        ("doctorate",): 47,
        ("enrolled-doctorate",): 27,
        ("bachelors",): 20,
        ("enrolled-masters", "enrolled-doctorate"): 9,
        ("none",): 8,
        ("enrolled-bachelors",): 7,
        ("enrolled-bachelors", "enrolled-masters", "enrolled-doctorate"): 7,
        ("masters",): 3,
    }
)
HELD_BY = Shares({None: 109, "start": 21, "application": 3})
OR_EQUIVALENT = 11 / 133
YEARS_SINCE_PHD = Shares({(None, 10): 7, (None, 6): 6, (None, 5): 8, (None, 8): 4, (None, 3): 4, (6, None): 3})
AGE = Shares({(None, 35): 9, (None, 44): 7, (None, 39): 7, (None, 30): 6, (18, 30): 6, (18, None): 3})
COUNTED = Shares(  # the day at which years and ages count: which, on what day, of which year
    {
        (None, None, None): 40,
        ("deadline", None, None): 6,
        ("start", None, None): 6,
        ("date", "04-01", "after-deadline"): 12,
        ("date", "09-01", "year-after-deadline"): 8,
        ("date", "04-01", "deadline-year"): 6,
        ("date", "04-01", "fiscal-year"): 3,
        ("date", "2027-01-01", None): 4,
    }
)
BREAKS = Shares({None: 79, "do-not-count": 10})
LESS_THAN = 5 / 89
LANGUAGE = Shares({("en",): 17, ("ja",): 12, ("en", "ja"): 6})
LANGUAGE_LEVEL = Shares({None: 16, "working": 7, "basic": 3, "none": 5, "native": 2, "fluent": 2})
WORK_YEARS = Shares({(2, None): 2, (None, 6): 1, (5, None): 1})
EARLIER_AWARD = Shares({(False, None): 13, (True, None): 11, (False, 3): 5, (False, 5): 4, (False, 1): 2})
HOST = Shares(  # needed or not, what, where
    {
        (True, "partner", "JP"): 26,
        (True, "host", "JP"): 22,
        (True, "partner", None): 20,
        (True, "partner", "GB"): 18,
        (True, "host", None): 18,
        (True, "host", "GB"): 10,
        (True, "place", "JP"): 9,
        (True, "employer", None): 2,
        (False, "host", None): 10,
    }
)
APPLICANT = Shares(
    {("individual",): 148, ("nominated",): 26, ("institution",): 24, ("host",): 19, ("individual", "host"): 4}
)
