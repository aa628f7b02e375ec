"""The public form."""

from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines

from benchmarks.bare.models import Matter

MatterForm = modelform_factory(Matter, fields=["title", "description", "place", "unit"])
_PAGE = "<form method=post>{% csrf_token %}{{ form.as_p }}<button>Send</button></form>"


def new(request: HttpRequest) -> HttpResponse:
    """One page, one row."""
    form = MatterForm(request.POST or None)
    if form.is_valid():
        form.save()
        return redirect("new")
    return HttpResponse(engines["django"].from_string(_PAGE).render({"form": form}, request))
