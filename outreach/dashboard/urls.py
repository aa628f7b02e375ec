"""Addresses of the pages that look across the rooms."""

from django.urls import path

from outreach.dashboard.views import coverage, display, errors, home, wallchart

urlpatterns = [
    path("", home.home, name="home"),
    path("wallchart/", wallchart.wallchart, name="wallchart"),
    path("wallchart/print/", wallchart.wallchart_print, name="wallchart_print"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("display/", display.display, name="display"),
    path("offline/", errors.offline, name="offline"),
]
