"""The bell, and what monitors ask."""

from django.urls import path

from outreach.reminders import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="notices_read_all"),
    path("notices/<int:pk>/", views.follow, name="notice"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
