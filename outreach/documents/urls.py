"""The doors of formal documents."""

from django.urls import path

from outreach.documents.views import document, templates, writing

app_name = "documents"
urlpatterns = [
    path("templates/", templates.TemplateListView.as_view(), name="templates"),
    path("templates/<str:kind>/", templates.TemplateView.as_view(), name="template"),
    path("templates/<str:kind>/<int:version>/activate/", templates.ActivateView.as_view(), name="activate"),
    path("templates/<str:kind>/<int:version>/<str:what>", templates.TemplateFileView.as_view(), name="template_file"),
    path("new/<str:kind>/<int:record_id>/", writing.NewView.as_view(), name="new"),
    path("<uuid:pk>/", document.DocumentView.as_view(), name="document"),
    path("<uuid:pk>/edit/", writing.EditView.as_view(), name="edit"),
    path("<uuid:pk>/file.<slug:file_format>", document.FileView.as_view(), name="file"),
    path("<uuid:pk>/<slug:step>/", document.StepView.as_view(), name="step"),
]
