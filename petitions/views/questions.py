"""A question of the office, answered on the query page by whoever knows the code."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outreach.attachments.quota import take_files
from outreach.common.access import ByCode, access
from petitions import slowing
from petitions.forms.track import AnswerForm
from petitions.views.track import page
from petitions.views.visitor import tracked_petition
from petitions.workflow import answer_question


@access(ByCode())
@never_cache
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """``/petitions/track/questions/<pk>/``: kept whatever has become of the question or of the case meanwhile."""
    petition = tracked_petition(request)
    if petition is None:
        return redirect("petitions:track")
    question = get_object_or_404(petition.questions.select_related("petition", "asked_by"), pk=pk)
    gate = slowing.before_a_supplement(request)
    if not gate.opens():
        return page(request, petition, answer_form=AnswerForm(request.POST, question=question), answer_gate=gate)
    form = AnswerForm(request.POST, take_files(request), question=question)
    gate.count()
    if not form.is_valid():
        return page(request, petition, answer_form=form)
    is_withdrawn = question.withdrawn_at is not None
    answer_question(question=question, text=form.cleaned_data["text"], files=form.cleaned_data["files"])
    late = _("这个问题已经收回，不用回答了；你写的我们收下了，经办的人会看到。")
    messages.success(request, late if is_withdrawn else _("回答收到了，已经告诉提问的人。谢谢。"))
    return redirect("petitions:track")
