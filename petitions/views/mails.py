"""E-mail notices of one matter: asked for by whoever knows the code, ended by them or by a link in each mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outreach.common.access import ByCode, Public, access
from outreach.common.transitions import RefusedStepError
from petitions import slowing
from petitions.forms.track import MailForm
from petitions.mailing import Act, waits_for_word, wish_behind
from petitions.models import MailWish
from petitions.views.track import page
from petitions.views.visitor import tracked_petition
from petitions.workflow.mailing import agree_to_mails, confirm_mails, end_mails


@access(ByCode())
@never_cache
@require_POST
def want(request: HttpRequest) -> HttpResponse:
    """``/petitions/track/mails/``: an address is taken as often as words are, so that nobody floods a stranger's."""
    petition = tracked_petition(request)
    if petition is None:
        return redirect("petitions:track")
    form, gate = MailForm(request.POST, is_sealed=petition.is_sealed), slowing.before_a_supplement(request)
    if not form.is_valid() or not gate.opens():
        return page(request, petition, mail_form=form, gate=gate)
    gate.count()
    try:
        agree_to_mails(petition=petition, **form.wish)
    except RefusedStepError as refused:
        form.add_error(None, str(refused.reason))
        return page(request, petition, mail_form=form)
    messages.success(request, _("还差一步：确认邮件马上发到这个邮箱，点开里面的链接才开通。"))
    return redirect("petitions:track")


@access(ByCode())
@never_cache
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """``/petitions/track/mails/end/``."""
    petition = tracked_petition(request)
    if petition is not None:
        end_mails(petition=petition)
        messages.success(request, _("邮件提醒停用了，邮箱已经删除。"))
    return redirect("petitions:track")


@access(Public())
@never_cache
def by_link(request: HttpRequest, act: Act, key: str) -> HttpResponse:
    """``/petitions/mails/confirm/<key>/`` and ``…/end/<key>/``: a look changes nothing, for mail servers look too.

    The pages tell nothing of the case: whoever reads the mailbox need not be who brought it.
    """
    wish = wish_behind(act, key)
    is_good = wish is not None and (act == Act.END or wish.confirmed_at is not None or waits_for_word(wish))
    is_done = False
    if wish is not None and request.method == "POST":
        is_done = is_good = confirm_mails(wish=wish) if act == Act.CONFIRM else end_by_link(wish)
    shown = {"act": act, "is_good": is_good, "is_done": is_done}
    return render(request, "petitions/mail_link.html", shown, status=200 if is_good else 404)


def end_by_link(wish: MailWish) -> bool:
    """Always possible."""
    end_mails(petition=wish.petition)
    return True
