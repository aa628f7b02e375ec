"""Signing in and out, by Django's own ways."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from outreach.common.access import Public, access

urlpatterns = [
    path("login/", access(Public())(LoginView.as_view(redirect_authenticated_user=True)), name="login"),
    path("logout/", access(Public())(LogoutView.as_view()), name="logout"),
]
