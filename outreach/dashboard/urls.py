"""Addresses of the pages that look across the rooms."""

from django.urls import path

from outreach.dashboard.views import display, errors

urlpatterns = [
    path("display/", display.display, name="display"),
    path("offline/", errors.offline, name="offline"),
]
