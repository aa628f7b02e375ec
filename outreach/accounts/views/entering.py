"""Coming in: the name and the password, and the page for whoever tried too often."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render

from outreach.accounts.knownbrowsers import remember
from outreach.accounts.steps import next_step, pending_of, to_step
from outreach.common.access import Public


class SignIn(LoginView):
    """Django's own, then whatever else is wanted before the portal opens."""

    policy = Public()
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pending = pending_of(request)
        if pending is not None and request.method == "GET":
            return to_step(request, pending.step)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        login(self.request, user)
        step = next_step(self.request, user)
        response = to_step(self.request, step) if step else HttpResponseRedirect(self.get_success_url())
        remember(self.request, response, user)
        return response


def locked_out(request: HttpRequest, _response: HttpResponse | None, _credentials: Any) -> HttpResponse:
    """The same page for every name that was tried too often, also for names that nobody has."""
    context = {
        "minutes": int(settings.AXES_COOLOFF_TIME.total_seconds() // 60),
        "failures": settings.AXES_FAILURE_LIMIT,
    }
    return render(request, "registration/locked.html", context, status=429)
