"""Addresses of the contact points."""

from django.urls import path

from outreach.contactpoints import views

app_name = "contactpoints"
urlpatterns = [
    path("", views.point_list, name="list"),
    path("new/", views.point_create, name="new"),
    path("<int:pk>/", views.point_detail, name="detail"),
    path("<int:pk>/edit/", views.point_edit, name="edit"),
]
