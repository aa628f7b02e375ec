"""The door for files that are sent ahead of their form; files are handed out by the rooms that own them."""

from django.urls import path

from outreach.attachments import views

app_name = "attachments"
urlpatterns = [path("", views.upload, name="upload")]
