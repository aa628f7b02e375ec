"""The end of a point's period: what changed, the leader's words, and the next period."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from outreach.common.access import SignedIn, access
from outreach.common.transitions import RefusedStepError
from outreach.contactpoints import workflow
from outreach.contactpoints.forms import AnswerForm, ReviewForm
from outreach.contactpoints.models import ContactPoint, PointReview
from outreach.contactpoints.periods import result_of, review_begins_on
from outreach.contactpoints.views.points import rights_of
from outreach.org.scoping import Rights


@access(SignedIn())
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Before it is written the office's form, afterwards the review, with the leader's form until they have spoken."""
    rights = rights_of(request)
    point = get_object_or_404(ContactPoint.objects.visible_to(rights).for_list(), pk=pk)
    written = PointReview.objects.filter(point=point).select_related("written_by", "point__unit").first()
    if written is None and not point.is_editable_by(rights):
        raise PermissionDenied(_("期满评估由台账办写，写好后这里看得到。"))
    form = _form(request, point, written, rights)
    refused: RefusedStepError | None = None
    if form is not None and form.is_valid():
        try:
            _take(form, point, rights)
            messages.success(request, _("已保存。"))
            return redirect("contactpoints:review", point.pk)
        except RefusedStepError as why:
            refused = why
    context = {
        "point": point,
        "result": result_of(written, rights) if written else None,
        "form": form,
        "refused": refused,
        "begins_on": review_begins_on(point),
        "may_renew": written is not None and point.is_editable_by(rights) and written.is_renewable,
    }
    status = 409 if refused else 400 if form is not None and form.is_bound else 200
    return render(request, "contactpoints/review.html", context, status=status)


def _form(request: HttpRequest, point: ContactPoint, written: PointReview | None, rights: Rights) -> Any:
    """What this person may fill in now, or None."""
    sent = request.POST or None
    if written is None:
        return ReviewForm(sent, before={one.criterion: (one.score, one.reason) for one in point.scores.all()})
    is_leader = rights.user is not None and rights.user.pk == point.leader.user_id
    return AnswerForm(sent) if is_leader and written.leader_said_on is None else None


def _take(form: ReviewForm | AnswerForm, point: ContactPoint, rights: Rights) -> None:
    if isinstance(form, ReviewForm):
        workflow.review_period(point=point, findings=form.findings, rights=rights)
    else:
        workflow.answer_review(point=point, words=form.cleaned_data["words"], rights=rights)
