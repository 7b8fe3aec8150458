"""The addresses of files. They are the same in every language."""

from django.urls import path

from opportunities.exports.views import download

app_name = "exports"
urlpatterns = [
    path("opportunities.csv", download, {"form": "csv"}, name="csv"),
    path("opportunities.xlsx", download, {"form": "xlsx"}, name="xlsx"),
    path("opportunities.json", download, {"form": "json"}, name="json"),
]
