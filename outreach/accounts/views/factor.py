"""The second step of signing in, and how a phone is made known."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from outreach.accounts import secondfactor
from outreach.accounts.forms import CodeForm, ReplaceForm
from outreach.accounts.models import User
from outreach.accounts.steps import CHECK, PASSED, SET_UP, Step, pending_of, way_on
from outreach.common.access import access


@access(Step(CHECK))
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Asks for the second factor after the password."""
    pending = pending_of(request)
    if pending is None:
        return redirect(way_on(request))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if secondfactor.check(user=pending.user, code=form.cleaned_data["code"]):
            request.session.cycle_key()
            request.session[PASSED] = True
            return redirect(way_on(request))
        form.add_error("code", _refusal(pending.user))
    return render(request, "accounts/factor_check.html", {"form": form, "next": way_on(request, default="/")})


@access(Step(SET_UP))
@sensitive_post_parameters("code", "old_code")
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Shows the key of a new phone until a code proves that the phone has it; then the recovery codes, once."""
    user = _whose(request)
    form = _form_for(request, user)
    if form.is_valid():
        codes = _replace(request, user, form)
        if codes is not None:
            context = {"codes": codes, "next": way_on(request, default="/"), "person": user}
            return render(request, "accounts/factor_codes.html", context)
    device = secondfactor.offered_device(request, user)
    context = {
        "form": form,
        "picture": secondfactor.picture(device),
        "secret": secondfactor.typed_secret(device),
        "is_demanded": pending_of(request) is not None,
        "next": way_on(request, default="/"),
    }
    return render(request, "accounts/factor_set_up.html", context)


def _whose(request: HttpRequest) -> User:
    pending = pending_of(request)
    return pending.user if pending else request.user  # type: ignore[return-value]  # the policy turned strangers away


def _form_for(request: HttpRequest, user: User) -> CodeForm:
    """Whoever has a factor shows it before it is replaced: a page left open is not enough."""
    kind = ReplaceForm if user.factor_since else CodeForm
    return kind(request.POST or None, takes_paper=False)


def _replace(request: HttpRequest, user: User, form: CodeForm) -> list[str] | None:
    old = form.cleaned_data.get("old_code")
    if old is not None and not secondfactor.check(user=user, code=old):
        form.add_error("old_code", _refusal(user))
        return None
    codes = secondfactor.set_up(request=request, user=user, code=form.cleaned_data["code"])
    if codes is None:
        form.add_error("code", _("这个验证码不对。看看手机的时间准不准，等下一个验证码再试。"))
    else:
        messages.success(request, _("第二步验证已经启用。"))
    return codes


def _refusal(user: User) -> str:
    seconds = secondfactor.wait_seconds(user)
    if seconds > 1:
        return _("这个验证码不对，或者已经用过。请等 %(seconds)d 秒再试。") % {"seconds": seconds}
    return _("这个验证码不对，或者已经用过。请等手机上出现下一个再试。")
