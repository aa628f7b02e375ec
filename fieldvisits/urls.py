"""Addresses of the channel."""

from django.urls import path

from fieldvisits.views import (
    conduct,
    feed,
    findings,
    importing,
    installing,
    minutes,
    planning,
    plans,
    reading,
    recording,
    sending,
)

app_name = "fieldvisits"
urlpatterns = [
    path("", reading.visit_list, name="list"),
    path("new/", recording.visit_new, name="new"),
    path("import/", importing.visit_import, name="import"),
    path("new/shell/", installing.shell, name="shell"),
    path("new/kit/", sending.kit, name="kit"),
    path("new/units/", sending.units, name="units"),
    path("new/me/", sending.whoami, name="whoami"),
    path("new/photos/", sending.photos, name="sent_photos"),
    path("new/entries/", sending.entries, name="entries"),
    path("promises/", recording.promises, name="promises"),
    path("similar/", recording.similar, name="similar"),
    path("export.xlsx", conduct.visit_export, name="export"),
    path("findings/", findings.finding_list, name="findings"),
    path("conduct/", conduct.conduct, name="conduct"),
    path("conduct/export.xlsx", conduct.conduct_export, name="conduct_export"),
    path("plan/", planning.plan, name="plan"),
    path("plan/month/", planning.month, name="plan_month"),
    path("plan/feed/", feed.manage, name="feed"),
    path("plan/<int:pk>/", plans.show, name="plan_detail"),
    path("plan/<int:pk>/<slug:name>/", plans.step, name="plan_step"),
    path("calendar/<str:secret>.ics", feed.ical, name="ical"),
    path("photos/<int:pk>/", reading.visit_photo, name="photo"),
    path("<int:pk>/", reading.visit_detail, name="detail"),
    path("<int:pk>/visit.docx", reading.visit_word, name="word"),
    path("<int:pk>/minutes/", minutes.show, name="minutes"),
    path("<int:pk>/minutes/edit/", minutes.edit, name="minutes_edit"),
    path("<int:pk>/minutes/objections/", minutes.objection, name="minutes_object"),
    path("<int:pk>/minutes/objections/<int:objection_pk>/", minutes.answer, name="minutes_answer"),
    path("<int:pk>/minutes/<slug:name>/", minutes.step, name="minutes_step"),
]
