"""The addresses of calendars and feeds. They are the same in every language."""

from django.urls import path

from opportunities.feeds import views

app_name = "feeds"
urlpatterns = [
    path("opportunities.ics", views.search, {"form": "ics"}, name="calendar"),
    path("opportunities.atom", views.search, {"form": "atom"}, name="atom"),
    path("opportunities/<slug:slug>.ics", views.one, {"form": "ics"}, name="opportunity-calendar"),
    path("opportunities/<slug:slug>.atom", views.one, {"form": "atom"}, name="opportunity-atom"),
]
