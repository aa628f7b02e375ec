"""Addresses of holds."""

from django.urls import path

from outreach.retention import views

app_name = "retention"
urlpatterns = [
    path("", views.HoldsView.as_view(), name="list"),
    path("<int:pk>/", views.LiftView.as_view(), name="lift"),
]
