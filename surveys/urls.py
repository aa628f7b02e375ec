from django.urls import path, register_converter

from surveys import views
from surveys.methods import Method


class MethodConverter:
    """One of the four methods in an address; anything else is no page."""

    regex = "|".join(Method.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(MethodConverter, "survey_method")

app_name = "surveys"
urlpatterns = [
    path("", views.investigation_list, name="list"),
    path("new/", views.investigation_new, name="new"),
    path("<int:pk>/", views.investigation_detail, name="detail"),
    path("<int:pk>/records/new/<survey_method:method>/", views.record_new, name="record_new"),
    path("findings/<int:pk>/", views.finding, name="finding"),
    path("files/<int:pk>/", views.file, name="file"),
]
