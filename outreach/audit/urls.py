"""The doors of the audit log."""

from django.urls import path

from outreach.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.LogView.as_view(), name="list"),
    path("export.xlsx", views.ExportView.as_view(), {"ending": "xlsx"}, name="export"),
    path("export.csv", views.ExportView.as_view(), {"ending": "csv"}, name="export_csv"),
    path("check/", views.CheckView.as_view(), name="check"),
    path("<int:pk>/", views.RecordView.as_view(), name="detail"),
]
