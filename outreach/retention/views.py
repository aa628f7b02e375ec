"""The page of holds: what is kept past its time, by whom and why, for those who see the rows."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from outreach.common.access import Permitted
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from outreach.retention.forms import LiftForm, PlaceForm
from outreach.retention.permissions import HOLD
from outreach.retention.queries import Held, standing_holds
from outreach.retention.workflow import agree_to_lift, keep_held, lift_hold, place_hold


@method_decorator(never_cache, name="dispatch")
class HoldsView(View):
    """``/holds/``: those that stand, and placing another."""

    policy = Permitted(HOLD)

    @cached_property
    def rights(self) -> Rights:
        rights: Rights = self.request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
        return rights

    def get(self, _request: HttpRequest) -> HttpResponse:
        return self.page(PlaceForm(rights=self.rights))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PlaceForm(request.POST, rights=self.rights)
        if not form.is_valid():
            return self.page(form)
        kind, row = form.cleaned_data["number"]
        try:
            place_hold(kind=kind, row=row, reason=form.cleaned_data["reason"], rights=self.rights)
        except RefusedStepError as refused:
            form.add_error("number", str(refused.reason))
            return self.page(form, status=409)
        messages.success(request, _("已冻结，到期也不会删除。"))
        return redirect("retention:list")

    def page(self, form: PlaceForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "held": standing_holds(self.rights)}
        return render(self.request, "retention/hold_list.html", context, status=status)


class LiftView(HoldsView):
    """``/holds/<id>/``: lifting one, asking for that, or deciding on what somebody else asks."""

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]  # of one hold
        return self.lifting(self.held(pk), LiftForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]  # of one hold
        held = self.held(pk)
        form = LiftForm(request.POST)
        try:
            if held.hold.lift_asked_by_id and ("agree" in request.POST or "keep" in request.POST):
                messages.success(request, self._decide(held, is_agreed="agree" in request.POST))
            elif form.is_valid():
                lifted = lift_hold(hold=held.hold, reason=form.cleaned_data["reason"], rights=self.rights)
                messages.success(request, _("已解除冻结。") if lifted.lifted_at else _("已提请解除，等另一个人同意。"))
            else:
                return self.lifting(held, form)
        except RefusedStepError as refused:
            form.add_error(None, str(refused.reason))
            return self.lifting(held, form, status=409)
        return redirect("retention:list")

    def _decide(self, held: Held, *, is_agreed: bool) -> str:
        if is_agreed:
            agree_to_lift(hold=held.hold, rights=self.rights)
            return _("已解除冻结。")
        keep_held(hold=held.hold, rights=self.rights)
        return _("继续冻结。")

    def held(self, pk: int) -> Held:
        """The hold, if it stands and its row is in sight."""
        found = next((one for one in standing_holds(self.rights) if one.hold.pk == pk), None)
        if found is None:
            raise Http404
        return found

    def lifting(self, held: Held, form: LiftForm, status: int = 200) -> HttpResponse:
        me = self.request.user.pk
        is_asked = held.hold.lift_asked_by_id is not None
        context = {
            "held": held,
            "form": form,
            "is_mine": held.hold.placed_by_id == me,
            "is_asked": is_asked,
            "may_agree": is_asked and held.hold.lift_asked_by_id != me,
        }
        return render(self.request, "retention/hold_lift.html", context, status=status)
