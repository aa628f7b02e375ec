"""Addresses of the channel."""

from django.urls import path

from fieldvisits.views import conduct, findings, importing, installing, planning, reading, recording, sending

app_name = "fieldvisits"
urlpatterns = [
    path("", reading.visit_list, name="list"),
    path("new/", recording.visit_new, name="new"),
    path("import/", importing.visit_import, name="import"),
    path("new/shell/", installing.shell, name="shell"),
    path("new/kit/", sending.kit, name="kit"),
    path("new/me/", sending.whoami, name="whoami"),
    path("new/photos/", sending.photos, name="sent_photos"),
    path("new/entries/", sending.entries, name="entries"),
    path("similar/", recording.similar, name="similar"),
    path("export.xlsx", conduct.visit_export, name="export"),
    path("findings/", findings.finding_list, name="findings"),
    path("conduct/", conduct.conduct, name="conduct"),
    path("conduct/export.xlsx", conduct.conduct_export, name="conduct_export"),
    path("plan/", planning.plan, name="plan"),
    path("plan/<int:pk>/cancel/", planning.plan_cancel, name="plan_cancel"),
    path("photos/<int:pk>/", reading.visit_photo, name="photo"),
    path("<int:pk>/", reading.visit_detail, name="detail"),
]
