"""Minutes of a visit: read, write, send round, object, confirm."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fieldvisits.forms.minutes import AnswerForm, DecisionFormSet, MinutesForm, ObjectionForm, begun, decisions_of
from fieldvisits.models import Decision, Minutes, Objection, Visit, VisitFinding
from fieldvisits.permissions import WRITE_MINUTES
from fieldvisits.views.reading import rights_of
from fieldvisits.workflow import minutes as verbs
from outreach.common.access import SignedIn, access
from outreach.common.transitions import RefusedStepError, StaleVersionError
from outreach.documents.models import Document
from outreach.ledger.models import Issue
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights

_VERBS = {
    "circulate": verbs.circulate_minutes,
    "take_back": verbs.take_back_minutes,
    "confirm": verbs.confirm_minutes,
}
_SAID = ("attended", "facts", "version")


@access(SignedIn())
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What was decided, as it stands; without minutes, where to begin them."""
    rights = rights_of(request)
    minutes = _minutes(pk, rights)
    if minutes is None:
        visit = _visit(pk, rights)
        if rights.covers(WRITE_MINUTES, visit.unit.path):
            return redirect("fieldvisits:minutes_edit", pk=visit.pk)
        raise Http404
    return _shown(request, minutes)


@access(SignedIn())
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the minutes from the visit, or change a draft; two people never write over each other."""
    rights = rights_of(request)
    visit, minutes = _visit(pk, rights), _minutes(pk, rights)
    _may_write(visit, minutes, rights)
    form, rows = _forms(request, visit, minutes, rights)
    if request.method == "GET":
        return _edited(request, visit, minutes, form, rows)
    if "add" in request.POST:
        form.errors.clear()
        rows.grow()
        return _edited(request, visit, minutes, form, rows, is_growing=True)
    if not all([form.is_valid(), rows.is_valid()]):
        return _edited(request, visit, minutes, form, rows)
    try:
        return _kept(visit, minutes, form, rows, rights)
    except RefusedStepError as refused:
        now = _minutes(pk, rights)
        form, rows = _forms(request, visit, now, rights, is_renewed=True)
        return _edited(request, visit, now, form, rows, status=409, other=now, refusal=refused.reason)


@access(SignedIn())
@require_POST
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Send round, take back, confirm."""
    rights = rights_of(request)
    minutes = _minutes(pk, rights)
    if minutes is None or name not in _VERBS:
        raise Http404
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else None
    try:
        done = _VERBS[name](minutes=minutes, rights=rights, version=seen)
        messages.success(request, _("“%(step)s”已办好。") % {"step": verbs.MACHINE.steps[name].label})
        return redirect(done)
    except RefusedStepError as refused:
        messages.error(request, str(refused.reason))
        return redirect(minutes)


@access(SignedIn())
@require_POST
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is not as it was decided."""
    rights = rights_of(request)
    minutes = _minutes(pk, rights)
    if minutes is None:
        raise Http404
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return _shown(request, minutes, objecting=form, status=400)
    try:
        verbs.object_to_minutes(minutes=minutes, what=form.cleaned_data["what"], rights=rights)
    except RefusedStepError as refused:
        form.add_error("what", str(refused.reason))
        return _shown(request, minutes, objecting=form, status=409)
    messages.success(request, _("意见已提给整理人。"))
    return redirect(minutes)


@access(SignedIn())
@require_POST
def answer(request: HttpRequest, pk: int, objection_pk: int) -> HttpResponse:
    """Answer one objection."""
    rights = rights_of(request)
    minutes = _minutes(pk, rights)
    if minutes is None:
        raise Http404
    asked = get_object_or_404(Objection.objects.select_related("minutes"), minutes=minutes, pk=objection_pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, minutes, answering=(asked.pk, form), status=400)
    try:
        verbs.answer_objection(objection=asked, rights=rights, **form.cleaned_data)
    except RefusedStepError as refused:
        form.add_error("answer", str(refused.reason))
        return _shown(request, minutes, answering=(asked.pk, form), status=409)
    messages.success(request, _("已答复。"))
    return redirect(minutes)


def _visit(pk: int, rights: Rights) -> Visit:
    findings = Prefetch("findings", VisitFinding.objects.select_related("issue", "target_unit"))
    visits = Visit.objects.visible_to(rights).select_related("unit", "author", "leader__user")
    visit: Visit = get_object_or_404(visits.prefetch_related(findings), pk=pk)
    return visit


def _minutes(pk: int, rights: Rights) -> Minutes | None:
    return Minutes.objects.visible_to(rights).for_page().filter(visit__pk=pk).first()


def _may_write(visit: Visit, minutes: Minutes | None, rights: Rights) -> None:
    if not rights.covers(WRITE_MINUTES, visit.unit.path):
        raise PermissionDenied(_("您的岗位不能整理这次走访的纪要。"))
    if minutes is not None and not minutes.is_draft:
        raise PermissionDenied(verbs.MACHINE.refusal(minutes, "revise", rights))


def _forms(
    request: HttpRequest, visit: Visit, minutes: Minutes | None, rights: Rights, *, is_renewed: bool = False
) -> tuple[MinutesForm, Any]:
    """The form and its rows, filled with what was sent, what stands, or what the visit says."""
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and is_renewed and minutes is not None:
        data["version"] = str(minutes.version)
    said = (
        {"attended": minutes.attended, "facts": minutes.facts, "version": minutes.version} if minutes else begun(visit)
    )
    choices = {"visit": visit, "units": list(OrgUnit.objects.active()), "items": _items(visit, rights)}
    form = MinutesForm(data, initial=said)
    rows = DecisionFormSet(data=data, prefix="decisions", initial=decisions_of(visit, minutes), form_kwargs=choices)
    return form, rows


def _items(visit: Visit, rights: Rights) -> list[Issue]:
    """What the visit led to, as far as this writer may see it."""
    led_to = Issue.objects.visible_to(rights).filter(visit_finding__visit=visit)
    decided = Issue.objects.visible_to(rights).filter(visit_decisions__minutes__visit=visit)
    return [*led_to.order_by("number"), *decided.exclude(pk__in=led_to.order_by().values("pk")).order_by("number")]


def _kept(visit: Visit, minutes: Minutes | None, form: MinutesForm, rows: Any, rights: Rights) -> HttpResponse:
    entry = form.entry(rows.entries)
    if minutes is None:
        return redirect(verbs.write_minutes(visit=visit, entry=entry, rights=rights))
    version = form.cleaned_data["version"]
    if version is None:  # begun from a page that knew of no minutes yet
        raise StaleVersionError(minutes, 0)
    return redirect(verbs.revise_minutes(minutes=minutes, entry=entry, rights=rights, version=version))


def _edited(
    request: HttpRequest,
    visit: Visit,
    minutes: Minutes | None,
    form: MinutesForm,
    rows: Any,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"visit": visit, "minutes": minutes, "form": form, "rows": rows, **more}
    return render(request, "fieldvisits/minutes_edit.html", context, status=status)


def _shown(request: HttpRequest, minutes: Minutes, *, status: int = 200, **more: Any) -> HttpResponse:
    rights = rights_of(request)
    decisions = Decision.objects.filter(minutes=minutes).select_related("unit")
    seen = Issue.objects.visible_to(rights).in_bulk([one.issue_id for one in decisions if one.issue_id])
    context = {
        "minutes": minutes,
        "visit": minutes.visit,
        "decisions": [(one, seen.get(one.issue_id) if one.issue_id else None) for one in decisions],
        "objections": minutes.objections.select_related("raised_by", "answered_by"),
        "offers": {offer.step.name: offer for offer in verbs.MACHINE.offers(minutes, rights)},
        "documents": Document.objects.visible_to(rights).of("minutes", minutes.pk).defer("sealed"),
        "objecting": ObjectionForm(),
        "answering": (0, AnswerForm(auto_id=False)),
        "sees_visit": Visit.objects.visible_to(rights).filter(pk=minutes.visit_id).exists(),
        **more,
    }
    return render(request, "fieldvisits/minutes.html", context, status=status)
