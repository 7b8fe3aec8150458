"""The addresses of the pages on which readers suggest."""

from django.urls import path

from opportunities.suggesting.views import suggestions

app_name = "suggesting"
urlpatterns = [
    path("", suggestions.index, name="index"),
    path("new/", suggestions.new, name="new"),
    path("entry/<slug:slug>/", suggestions.change, name="change"),
    path("thanks/", suggestions.thanks, name="thanks"),
]
