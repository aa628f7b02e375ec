"""Keeping a filter under a name, and letting it go."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from outreach.ledger.forms import SavedViewForm
from outreach.ledger.listing import list_url
from outreach.ledger.models import SavedView
from outreach.ledger.views.base import LedgerView


class SaveViewView(LedgerView):
    """``/ledger/views/``: name the filters of the list one comes from."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = SavedViewForm(rights=self.rights, initial={"query": request.GET.urlencode()})
        return render(
            request, "ledger/savedview_form.html", {"form": form, "back_url": list_url(request.GET.urlencode())}
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SavedViewForm(request.POST, rights=self.rights)
        if not form.is_valid():
            return render(request, "ledger/savedview_form.html", {"form": form, "back_url": list_url("")})
        view = form.save()
        messages.success(request, _("已保存视图“%(name)s”。") % {"name": view.name})
        return redirect(list_url(view.query))


class DeleteViewView(LedgerView):
    """``/ledger/views/<id>/delete/``."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        view = get_object_or_404(SavedView, pk=pk, user=request.user.pk)
        view.delete()
        messages.success(request, _("已删除视图“%(name)s”。") % {"name": view.name})
        return redirect(list_url(""))
