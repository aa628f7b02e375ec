"""Two doors."""

from django.contrib import admin
from django.urls import path

from benchmarks.bare.views import new

urlpatterns = [path("admin/", admin.site.urls), path("new/", new, name="new")]
