"""What people type about policies: a document, a session with its questions, a decision."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outreach.attachments.fields import MultiFileField
from outreach.attachments.models import Attachment
from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.common.once import OnceForm
from outreach.contactpoints.forms import UnitChoiceField
from outreach.ledger.queries import Similar
from outreach.ledger.states import Topic
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from policy.models import Audience, PolicyDocument, PolicySession, QuestionOutcome
from policy.permissions import RECORD
from policy.workflow import DocumentDraft, QuestionDraft, SessionDraft

MOST_QUESTIONS = 4
MOST_PEOPLE = 5000
NEWEST_DOCUMENTS = 12
LONGEST_KEY = 11
JOIN = "join-"


def date_input() -> forms.DateInput:
    """The day picker of the browser."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DocumentFilter(forms.Form):
    """What the library can be narrowed by; an unreadable value narrows nothing."""

    q = CleanCharField(label=_("标题、文号或要点里的词"), required=False, max_length=40)
    audience = forms.ChoiceField(
        label=pgettext_lazy("政策", "对象"), required=False, choices=[("", _("所有对象")), *Audience.choices]
    )

    def narrow(self, documents: QuerySet[PolicyDocument]) -> QuerySet[PolicyDocument]:
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("q"):
            documents = documents.naming(asked["q"])  # type: ignore[attr-defined]  # the model's own query set
        if asked.get("audience"):
            documents = documents.filter(audience=asked["audience"])
        return documents


class SessionFilter(forms.Form):
    """What the list of sessions can be narrowed by."""

    q = CleanCharField(label=_("主题里的词"), required=False, max_length=40)
    unit = forms.ModelChoiceField(label=_("单位"), queryset=OrgUnit.objects.none(), required=False)

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = PolicySession.objects.visible_to(rights).order_by().values("unit")
        self.fields["unit"].queryset = OrgUnit.objects.filter(pk__in=held).order_by("path")  # type: ignore[attr-defined]  # a model choice
        self.fields["unit"].empty_label = _("全部单位")  # type: ignore[attr-defined]  # a model choice

    def narrow(self, sessions: QuerySet[PolicySession]) -> QuerySet[PolicySession]:
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("q"):
            sessions = sessions.filter(theme__contains=asked["q"])
        if asked.get("unit"):
            sessions = sessions.filter(unit=asked["unit"])
        return sessions


class DocumentForm(OnceForm):
    """A policy for the library."""

    title = CleanCharField(label=_("标题"), max_length=120)
    issuer = CleanCharField(label=_("发文单位"), max_length=60)
    number = CleanCharField(label=_("文号"), max_length=60, required=False)
    issued_on = forms.DateField(label=_("发布日期"), widget=date_input(), initial=clock.today)
    summary = CleanTextField(
        label=_("一句话说清"), max_length=300, rows=2, help_text=_("职工最关心的是什么：标准、日期、找谁")
    )
    text = CleanTextField(label=_("正文"), max_length=50_000, rows=10, required=False)
    audience = forms.ChoiceField(
        label=pgettext_lazy("政策", "对象"), choices=Audience.choices, initial=Audience.EVERYBODY
    )
    is_public = forms.BooleanField(
        label=_("不登录也能看"),
        required=False,
        initial=True,
        help_text=_("只放可以公开的内容；国家秘密和内部事项不要上传"),
    )
    papers = MultiFileField(label=_("原文附件"), purpose="policy.document", required=False, max_files=1)

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["papers"].uploaded_by = rights.user  # type: ignore[attr-defined]  # a file field

    @property
    def draft(self) -> DocumentDraft:
        return DocumentDraft(**{k: value for k, value in self.cleaned_data.items() if k not in {"token", "papers"}})

    @property
    def attachment(self) -> Attachment | None:
        return next(iter(self.cleaned_data["papers"]), None)


class DocumentsField(forms.ModelMultipleChoiceField):
    """Several policies; a number that no row can have is an unknown choice and not an error of the database."""

    def clean(self, value: Any) -> Any:
        for pk in value or ():
            if len(str(pk)) > LONGEST_KEY:
                raise ValidationError(self.error_messages["invalid_pk_value"], params={"pk": str(pk)[:LONGEST_KEY]})
        return super().clean(value)


class SessionForm(OnceForm):
    """One session, as somebody remembers it on the way back."""

    theme = CleanCharField(label=_("讲了什么"), max_length=80)
    documents = DocumentsField(
        label=_("讲的是哪些文件"),
        queryset=PolicyDocument.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    held_on = forms.DateField(label=_("哪一天"), widget=date_input(), initial=clock.today)
    unit = UnitChoiceField(label=_("到了哪个单位"), queryset=OrgUnit.objects.none(), empty_label=_("请选择单位"))
    place = CleanCharField(label=_("地点"), required=False, max_length=80)
    speaker = CleanCharField(label=_("谁讲的"), max_length=40)
    attendance = forms.IntegerField(label=_("到场多少人"), min_value=1, max_value=MOST_PEOPLE)
    study_theme = CleanCharField(label=_("结合的主题教育"), required=False, max_length=80, help_text=_("没有就不填"))
    notes = CleanTextField(label=_("现场情况"), required=False, rows=4)

    def __init__(self, *args: Any, rights: Rights, document: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visible = PolicyDocument.objects.visible_to(rights)
        shown = [*visible.values_list("pk", flat=True)[:NEWEST_DOCUMENTS], *self._typed_documents(), document]
        self.fields["documents"].queryset = visible.filter(pk__in=[pk for pk in shown if pk])  # type: ignore[attr-defined]  # a model choice
        self.fields["documents"].initial = [document] if document else []
        self.fields["unit"].queryset = rights.reach(RECORD).active().order_by("path").select_related("parent")  # type: ignore[attr-defined]  # a model choice
        self.fields["unit"].initial = rights.only_grassroots_unit
        self.fields["speaker"].initial = str(rights.user)

    def _typed_documents(self) -> list[int]:
        """Those ticked on a page whose list of newest documents may have been another."""
        sent = self.data.getlist("documents") if hasattr(self.data, "getlist") else []
        return [int(pk) for pk in sent[:NEWEST_DOCUMENTS] if pk.isdecimal() and len(pk) <= LONGEST_KEY]

    def clean_held_on(self) -> Any:
        held_on, days = self.cleaned_data["held_on"], limits.length("policy.backdated")
        if held_on > clock.today():
            raise ValidationError(_("这一天还没到，讲过以后再记。"))
        if (clock.today() - held_on).days > days:
            raise ValidationError(_("只能补记 %(days)d 天以内的，请核对年份。"), params={"days": days})
        return held_on

    def draft(self, questions: tuple[QuestionDraft, ...]) -> SessionDraft:
        facts = {name: value for name, value in self.cleaned_data.items() if name != "token"}
        return SessionDraft(**{**facts, "documents": tuple(facts["documents"]), "questions": questions})


class QuestionForm(forms.Form):
    """One question from the floor; a card that stays empty is no question."""

    question = CleanCharField(label=_("问了什么"), max_length=80, help_text=_("一个问题写一条，不写姓名"))
    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=QuestionOutcome.choices,
        initial=QuestionOutcome.ANSWERED,
        widget=forms.RadioSelect,
    )
    answer = CleanTextField(label=_("现场怎么答的"), required=False, max_length=500, rows=2)
    topic = forms.ChoiceField(label=_("类别"), choices=Topic.choices, initial=Topic.OTHER)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("outcome") == QuestionOutcome.ANSWERED and typed.get("question") and not typed.get("answer"):
            self.add_error("answer", _("写下现场怎么答的；没有答上来，请选“答不了，交台账”。"))
        return typed

    @property
    def draft(self) -> QuestionDraft:
        return QuestionDraft(**self.cleaned_data)


_Questions = forms.formset_factory(
    QuestionForm, extra=MOST_QUESTIONS, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS, validate_max=True
)


class QuestionForms(_Questions):  # type: ignore[misc,valid-type]  # made by a factory
    """The cards of a session form."""

    @property
    def drafts(self) -> tuple[QuestionDraft, ...]:
        return tuple(form.draft for form in self.forms if form.has_changed())


class DecisionForm(forms.Form):
    """What becomes of a question that looks like items the ledger has."""

    decision = forms.ChoiceField(label=_("怎么办"), widget=forms.RadioSelect)
    answer = CleanTextField(
        label=_("答复"), required=False, max_length=500, rows=3, help_text=_("选“现在能答复了”时填写")
    )

    def __init__(self, *args: Any, similar: list[Similar], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = [(f"{JOIN}{one.issue.pk}", _("就是这件：%(issue)s") % {"issue": one.issue}) for one in similar]
        others = [("new", _("都不是，作为新事项交台账")), ("answer", _("现在能答复了"))]
        self.fields["decision"].choices = [*same, *others]  # type: ignore[attr-defined]  # a choice

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("decision") == "answer" and not typed.get("answer"):
            self.add_error("answer", _("请写下怎么答复的。"))
        return typed
