"""The addresses of the public pages. An address is a promise."""

from django.urls import path

from opportunities.web.views import deadlines, eligibility, opportunities, organisations, pages, preview, shortlist

app_name = "web"
urlpatterns = [
    path("", pages.home, name="home"),
    path("opportunities/", opportunities.search, name="opportunities"),
    path("opportunities/suggest", opportunities.suggest, name="suggest"),
    path("opportunities/<slug:slug>/", opportunities.detail, name="opportunity"),
    path("opportunities/<slug:slug>/preview/", preview.preview, name="preview"),
    path("opportunities/<slug:slug>/preview/page/", preview.page, name="preview-page"),
    path("deadlines/", deadlines.deadlines, name="deadlines"),
    path("eligibility/", eligibility.eligibility, name="eligibility"),
    path("shortlist/", shortlist.shortlist, name="shortlist"),
    path("compare/", shortlist.compare, name="compare"),
    path("organisations/", organisations.index, name="organisations"),
    path("organisations/<slug:slug>/", organisations.detail, name="organisation"),
    path("case-studies/", pages.case_studies, name="case-studies"),
    path("case-studies/<slug:slug>/", pages.case_study, name="case-study"),
    path("coverage/", pages.coverage, name="coverage"),
]
