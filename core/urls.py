"""The address table. Pages stand under no prefix in English and under /ja/ in Japanese."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("opportunities.exports.urls")),
    path("", include("opportunities.feeds.urls")),
    *i18n_patterns(
        path("alerts/", include("opportunities.alerts.urls")),
        path("suggest-a-change/", include("opportunities.suggesting.urls")),
        path("", include("opportunities.web.urls")),
        prefix_default_language=False,
    ),
]
