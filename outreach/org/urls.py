"""Addresses of units and postings, beside the administration."""

from django.urls import path

from outreach.org import views

app_name = "org"
urlpatterns = [
    path("people/<int:pk>/leave/", views.leave, name="leave"),
    path("confirmations/", views.confirmations, name="confirmations"),
    path("confirmations/<int:pk>/", views.confirm, name="confirm"),
    path("postings/<int:pk>/end/", views.end, name="end"),
]
