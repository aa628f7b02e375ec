"""Addresses of the contact points."""

from django.urls import path

from outreach.contactpoints.views import briefs, candidates, periods, points, profiles

app_name = "contactpoints"
urlpatterns = [
    path("", points.point_list, name="list"),
    path("new/", points.point_create, name="new"),
    path("<int:pk>/", points.point_detail, name="detail"),
    path("<int:pk>/edit/", points.point_edit, name="edit"),
    path("<int:pk>/brief/", briefs.brief, name="brief"),
    path("<int:pk>/brief.pdf", briefs.brief_pdf, name="brief_pdf"),
    path("<int:pk>/review/", periods.review, name="review"),
    path("candidates/", candidates.candidate_list, name="candidates"),
    path("candidates/weights/", candidates.weights, name="weights"),
    path("units/<int:pk>/assess/", candidates.assess, name="assess"),
    path("units/<int:pk>/", profiles.unit_profile, name="profile"),
    path("units/<int:pk>/edit/", profiles.profile_edit, name="profile_edit"),
    path("units/<int:pk>/values/", profiles.value_new, name="value_new"),
]
