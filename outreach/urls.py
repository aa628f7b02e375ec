"""The doors of the portal; every room and channel keeps its own list."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from fieldvisits.views import installing
from outreach.common.access import Public, access
from outreach.common.admin import no_shortcut

urlpatterns = [
    path("accounts/", include("outreach.accounts.urls")),
    path("i18n/setlang/", access(Public())(set_language), name="set_language"),
    path("admin/r/<content_type_id>/<object_id>/", no_shortcut),
    path("admin/", admin.site.urls),
    path("audit/", include("outreach.audit.urls")),
    path("org/", include("outreach.org.urls")),
    path("contactpoints/", include("outreach.contactpoints.urls")),
    path("holds/", include("outreach.retention.urls")),
    path("uploads/", include("outreach.attachments.urls")),
    path("documents/", include("outreach.documents.urls")),
    path("ledger/", include("outreach.ledger.urls")),
    path("petitions/", include("petitions.urls")),
    path("fieldvisits/", include("fieldvisits.urls")),
    path("sw.js", installing.service_worker, name="service_worker"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("surveys/", include("surveys.urls")),
    path("policy/", include("policy.urls")),
    path("", include("outreach.reminders.urls")),
    path("", include("outreach.dashboard.urls")),
]

handler400 = "outreach.dashboard.views.errors.bad_request"
handler403 = "outreach.dashboard.views.errors.permission_denied"
handler404 = "outreach.dashboard.views.errors.page_not_found"
handler500 = "outreach.dashboard.views.errors.server_error"
