"""One's own password, and where one is signed in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from outreach.accounts import secondfactor
from outreach.accounts.forms import NewPasswordForm
from outreach.accounts.knownbrowsers import remember
from outreach.accounts.models import User
from outreach.accounts.sessions import end_sessions, row_names, sessions_of
from outreach.accounts.signals import account_told
from outreach.accounts.steps import CHANGE, Step, pending_of, way_on
from outreach.common.access import SignedIn, access


class ChangePassword(PasswordChangeView):
    """Wanted after a first sign-in, open to everybody at any time; all other sessions end with it."""

    policy = Step(CHANGE)
    form_class = NewPasswordForm
    template_name = "accounts/password_change.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pending = pending_of(request)
        if pending is not None:
            request.user = pending.user
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"is_demanded": pending_of(self.request) is not None, "next": way_on(self.request, default="/")}
        return super().get_context_data(**context, **kwargs)

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:  # type: ignore[override]  # the form_class above
        with transaction.atomic():
            form.user.must_change_password = False
            user = form.save()
            update_session_auth_hash(self.request, user)
            end_sessions(user=user, by=user, keep=self.request.session.session_key)
            account_told.send(User, act="password_changed", user=user, by=user, detail={})
        messages.success(self.request, _("密码已经改好，其他地方的登录都已结束。"))
        response = redirect(way_on(self.request))
        remember(self.request, response, user)
        return response


@access(SignedIn())
@require_http_methods(["GET", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; POST ends one of them (``end``), or all others."""
    user: User = request.user  # type: ignore[assignment]  # the policy turned strangers away
    here = request.session.session_key
    if request.method == "POST":
        number = end_sessions(user=user, by=user, keep=here, only=request.POST.get("end"))
        messages.success(request, _("已结束 %(number)d 处登录。") % {"number": number})
        return redirect("own_sessions")
    context = {
        "sessions": sessions_of(user),
        "here": row_names(here),
        "codes_left": secondfactor.codes_left(user) if user.factor_since else None,
    }
    return render(request, "accounts/sessions.html", context)
