"""Mounted before ``allauth.urls``, so that what the portal does not offer ends here."""

from django.urls import path, re_path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.profile, name="profile"),
    path("invitation/<str:token>/", views.invitation_accept, name="invitation_accept"),
    path("session/", views.session_state, name="session_state"),
    path("sessions/end/", views.session_end, name="session_end"),
    # allauth's pages for what the portal does not have: addresses are changed by administrators,
    # every account has a password, nothing needs to be confirmed by a second mail.
    re_path(r"^(email|confirm-email|password/set|login/code|phone)/", views.not_offered, name="not_offered"),
]
