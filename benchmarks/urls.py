"""The addresses of the finder, and those that measuring needs besides."""

from django.urls import path

from benchmarks.canned import canned, seen
from core.urls import urlpatterns as urlpatterns_of_the_finder

urlpatterns = [
    *urlpatterns_of_the_finder,
    path("canned/<path:path>", canned),
    path("seen/<slug:slug>/", seen),
]
