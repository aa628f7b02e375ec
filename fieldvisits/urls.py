"""Addresses of the channel."""

from django.urls import path

from fieldvisits.views import planning, reading, recording

app_name = "fieldvisits"
urlpatterns = [
    path("", reading.visit_list, name="list"),
    path("new/", recording.visit_new, name="new"),
    path("similar/", recording.similar, name="similar"),
    path("plan/", planning.plan, name="plan"),
    path("plan/<int:pk>/cancel/", planning.plan_cancel, name="plan_cancel"),
    path("photos/<int:pk>/", reading.visit_photo, name="photo"),
    path("<int:pk>/", reading.visit_detail, name="detail"),
]
