"""The addresses of alerts. What stands in mails must work for years."""

from django.urls import path

from opportunities.alerts.views import by_link, managing, signing_up

app_name = "alerts"
urlpatterns = [
    path("", signing_up.index, name="index"),
    path("link-sent/", signing_up.link_sent, name="link-sent"),
    path("new/", signing_up.new, name="new"),
    path("sent/", signing_up.sent, name="sent"),
    path("confirm/<str:token>/", by_link.confirm, name="confirm"),
    path("mute/<str:token>/", by_link.mute, name="mute"),
    path("unsubscribe/<str:token>/", by_link.unsubscribe, name="unsubscribe"),
    path("manage/<str:token>/", managing.manage, name="manage"),
    path("manage/<str:token>/language/", managing.language, name="language"),
    path("manage/<str:token>/mute/", managing.mute, name="manage-mute"),
    path("manage/<str:token>/unmute/", managing.unmute, name="manage-unmute"),
    path("manage/<str:token>/<uuid:key>/", managing.change, name="change"),
    path("manage/<str:token>/<uuid:key>/stop/", managing.stop, name="stop"),
]
