"""Signing in and out, and what belongs to one's own account."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from outreach.accounts.views import entering, factor, own
from outreach.common.access import Public, access

urlpatterns = [
    path("login/", entering.SignIn.as_view(), name="login"),
    path("logout/", access(Public())(LogoutView.as_view()), name="logout"),
    path("password/", own.ChangePassword.as_view(), name="password_change"),
    path("factor/", factor.check, name="factor_check"),
    path("factor/new/", factor.set_up, name="factor_set_up"),
    path("sessions/", own.own_sessions, name="own_sessions"),
]
