"""The addresses of the public pages. An address is a promise."""

from django.urls import path

from opportunities.web.views import opportunities, organisations, pages

app_name = "web"
urlpatterns = [
    path("", pages.home, name="home"),
    path("opportunities/", opportunities.search, name="opportunities"),
    path("opportunities/suggest", opportunities.suggest, name="suggest"),
    path("opportunities/<slug:slug>/", opportunities.detail, name="opportunity"),
    path("organisations/", organisations.index, name="organisations"),
    path("organisations/<slug:slug>/", organisations.detail, name="organisation"),
    path("case-studies/", pages.case_studies, name="case-studies"),
    path("case-studies/<slug:slug>/", pages.case_study, name="case-study"),
    path("coverage/", pages.coverage, name="coverage"),
]
