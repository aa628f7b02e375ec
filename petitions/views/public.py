"""The public form: one thing per step, kept on the server after each, without account and without JavaScript."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from outreach.attachments.quota import take_files
from outreach.common.access import Public, access
from outreach.common.text import clean_text
from outreach.door.gates import Gate
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from petitions import drafts, keyring, slowing
from petitions.answers import answers_like
from petitions.drafts import Draft
from petitions.forms.group import RepresentativesForm
from petitions.forms.public import ContactAndMailForm, KindForm, MatterForm, ReviewForm, StepForm
from petitions.forms.whole import WholeForm
from petitions.hints import hints_for
from petitions.intake import submit
from petitions.models import PublishedAnswer
from petitions.people import read_people
from petitions.states import Kind
from petitions.tracking import PLAIN_KINDS
from petitions.views.visitor import forget_form, form_of, leave_computer, remember_form, remember_receipt

STEPS = [
    ("petitions:new", gettext_lazy("什么事")),
    ("petitions:new_matter", gettext_lazy("说清楚")),
    ("petitions:new_contact", gettext_lazy("联系方式")),
    ("petitions:new_review", gettext_lazy("核对")),
    ("petitions:receipt", gettext_lazy("查询码")),
]


def step_context(number: int) -> dict[str, Any]:
    """The steps for the bar on top, and where the way back leads."""
    bar = [
        {"label": label, "is_done": place < number, "is_now": place == number}
        for place, (_n, label) in enumerate(STEPS)
    ]
    return {"bar": bar, "number": number + 1, "back_url": reverse(STEPS[number - 1][0]) if number else ""}


@method_decorator(never_cache, name="dispatch")
class StepView(View):
    """One step: what is typed is kept first, then checked."""

    policy = Public()
    number: ClassVar[int]
    form_class: ClassVar[type[StepForm]]
    template_name: ClassVar[str]
    #: Whether what is typed after handing in is still taken, as more about the matter.
    takes_more: ClassVar[bool] = False

    def get(self, request: HttpRequest) -> HttpResponse:
        keyring.confirm()  # better said before than after somebody has written it all down
        token, draft = form_of(request)
        answers = draft.answers if draft else {}
        form = self.form_class(answers) if "check" in request.GET else self.form_class(initial=answers)
        return self.page(request, token, form, draft)

    def post(self, request: HttpRequest) -> HttpResponse:
        token, draft = form_of(request)
        if draft and draft.is_sent and not self.takes_more:
            return sent_before(request, token)
        gate = slowing.before_a_form(request, draft)
        if not gate.opens():
            return self.page(request, token, self.form_class(request.POST), draft, gate)
        form = self.form_class(request.POST, take_files(request))
        is_valid = form.is_valid()
        draft = drafts.keep_answers(token, form.typed(), form.files_so_far())
        remember_form(request, token)
        gate.count()
        if request.POST.get("go") == "back":
            return redirect(STEPS[self.number - 1][0])
        if not is_valid:
            return self.page(request, token, form, draft, gate)
        is_checking = request.POST.get("go") == "review" or (draft.is_sent and self.number == 1)
        return redirect("petitions:new_review" if is_checking else STEPS[self.number + 1][0])

    def page(
        self, request: HttpRequest, token: str, form: forms.Form, draft: Draft | None, gate: Gate | None = None
    ) -> HttpResponse:
        files = form.fields.get("files")
        if files is not None and draft is not None and request.method == "GET":
            files.widget.kept = draft.files
        is_sealed = bool(draft and draft.answers.get("kind") == Kind.ACCUSATION)
        context = {"form": form, "token": drafts.mark_of(token, draft), "is_sealed": is_sealed, "gate": gate}
        context["is_group"] = RepresentativesForm(draft.answers if draft else {}).is_group
        return render(request, self.template_name, {**context, **step_context(self.number)})


class KindView(StepView):
    number = 0
    form_class = KindForm
    template_name = "petitions/new_kind.html"
    takes_more = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """A form already handed in stays what it is: the next one starts empty."""
        _token, draft = form_of(request)
        if draft and draft.is_sent:
            forget_form(request)
        return super().get(request)


class MatterView(StepView):
    number = 1
    form_class = MatterForm
    template_name = "petitions/new_matter.html"
    takes_more = True


class ContactView(StepView):
    number = 2
    form_class = ContactAndMailForm
    template_name = "petitions/new_contact.html"


@method_decorator(never_cache, name="dispatch")
class ReviewView(View):
    """The last look, and handing in."""

    policy = Public()

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.look(request, ReviewForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        return self.look(request, ReviewForm(request.POST))

    def look(self, request: HttpRequest, form: ReviewForm) -> HttpResponse:
        token, draft = form_of(request)
        if draft and draft.is_closed:
            return sent_before(request, token)
        whole = WholeForm(draft.answers if draft else {})
        wrong = whole.first_wrong()
        if draft is None or wrong is not None:
            return redirect(f"{reverse(STEPS[wrong or 0][0])}?check")
        if form.is_valid():
            return hand_in(request, token, whole, draft)
        context = {"form": form, "token": drafts.mark_of(token, draft), "lines": review_lines(whole, draft)}
        if request.method == "GET":
            context |= {"answered": answered_before(whole), "hints": hints_for(whole.matter, whole.contact)}
        return render(request, "petitions/new_review.html", {**context, **step_context(3)})


def hand_in(request: HttpRequest, token: str, whole: WholeForm, draft: Draft) -> HttpResponse:
    """To the receipt, whether the form came for the first time, again, or again with something new."""
    received = submit(
        token=token,
        matter=whole.matter,
        contact=whole.contact,
        rights=Rights.system(),
        begun=draft,
        mailbox=whole.mailbox,
    )
    if received.is_supplement:
        messages.info(request, _("这份表单之前交过，改动的内容已作为补充材料加到同一件信访件里。"))
    remember_receipt(request, token)
    return redirect("petitions:receipt")


def answered_before(whole: WholeForm) -> list[PublishedAnswer]:
    """What others asked and everybody may read; who accuses somebody is not sent to a shelf first."""
    matter = whole.matter
    return [] if matter.kind == Kind.ACCUSATION else answers_like(f"{matter.title}\n{matter.facts}\n{matter.request}")


def sent_before(request: HttpRequest, token: str) -> HttpResponse:
    """The same receipt for the same form; who brought it is put right elsewhere, with a proof."""
    messages.info(request, _("这份表单已经交过了。姓名和联系方式要改，查进度以后在“我的数据”里更正。"))
    remember_receipt(request, token)
    return redirect("petitions:receipt")


def review_lines(whole: WholeForm, draft: Draft) -> list[dict[str, Any]]:
    """What was answered, each with the step where it can be changed."""
    matter, contact = whole.matter, whole.contact
    who = _("匿名") if contact.is_empty else f"{contact.name} · {contact.masked_phone or contact.address}"
    unit = _("说不清，请你们判断") if draft.answers.get("is_unit_unknown") else matter.unit
    files = "、".join(file.original_name for file in draft.files)
    lines = [
        (_("类别"), PLAIN_KINDS[Kind(matter.kind)], 0, ""),
        (_("标题"), matter.title, 1, "id_title"),
        (_("单位"), unit, 1, "id_unit_name"),
        (_("具体地点"), matter.place, 1, "id_place"),
        (_("经过"), matter.facts, 1, "id_facts"),
        (_("涉及的人"), matter.names, 1, "id_names"),
        (_("希望"), matter.request, 1, "id_request"),
        (_("人数"), matter.people_count, 1, "id_people_count"),
        (_("材料"), files or _("没有"), 1, "id_files"),
        (_("联系方式"), who, 2, ""),
        (_("其他代表"), "、".join(one.name for one in read_people(contact.representatives)), 2, "id_name_1"),
        (_("邮件提醒"), whole.mailbox, 2, "id_mailbox"),
        (_("署名"), whole.contact_step.naming_label, 2, ""),
    ]
    return [
        {"label": label, "said": said, "url": f"{reverse(STEPS[step][0])}#{anchor}"}
        for label, said, step, anchor in lines
        if said and (step == 1 or not draft.is_sent)
    ]


@access(Public())
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Leave nothing behind on a shared computer."""
    token, _draft = form_of(request)
    drafts.discard_draft(token)
    leave_computer(request)
    messages.info(request, _("写了一半的内容已经清空。"))
    return redirect("petitions:new")


@access(Public())
@require_GET
def units(request: HttpRequest) -> JsonResponse:
    """Units whose name or pinyin holds the text, for the picker; at most eight."""
    text = clean_text(request.GET.get("q", ""))[:60].strip()
    found = OrgUnit.objects.active().named_like(text).select_related("parent")[:8] if text else []
    return JsonResponse({"units": [{"id": one.pk, "name": one.name, "above": str(one.parent or "")} for one in found]})
