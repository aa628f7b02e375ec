"""E-mail notices of one matter: asked for, and ended, by whoever knows the code."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outreach.common.access import ByCode, access
from outreach.common.transitions import RefusedStepError
from petitions import slowing
from petitions.forms.track import MailForm
from petitions.views.track import page
from petitions.views.visitor import tracked_petition
from petitions.workflow.mailing import agree_to_mails, end_mails


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
    messages.success(request, _("邮件提醒开通了，第一封马上发出。没有收到的，请看看邮箱地址写对没有。"))
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
