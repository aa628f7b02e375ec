"""What was found: one card per fact."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fieldvisits.forms.held import CaptionsField, HeldPhotosField
from fieldvisits.forms.named import NamedUnitField
from fieldvisits.intake import FindingEntry, PhotoEntry
from fieldvisits.models import Outcome
from fieldvisits.models.outcome import HANDED_ON
from outreach.accounts.models import User
from outreach.attachments.fields import MultiFileField
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.ledger.queries import Similar, similar_open
from outreach.ledger.states import Horizon, Stage, SupportKind, Topic
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights

#: More facts than this are several visits, or belong into an investigation.
MOST_FINDINGS = 20
#: Of more than that, so many come back to be shortened by whoever wrote them.
_GIVEN_BACK = 5 * MOST_FINDINGS


#: Chosen in the form, or held by the device and named by checksum; before something was done, or after.
_PHOTOS = (("photos", Stage.BEFORE), ("photos_after", Stage.AFTER))
_HELD = (("held", Stage.BEFORE), ("held_after", Stage.AFTER))


def _needed() -> forms.TextInput:
    """Needed once its question is asked at all; the device asks for it before it freezes an entry."""
    return forms.TextInput(attrs={"data-needed": True})


class FindingForm(forms.Form):
    """One fact, with photos; what became of it decides which questions follow."""

    what = CleanTextField(label=_("看到、听到的是什么"), rows=3, max_length=500)
    photos = MultiFileField(label=_("照片"), purpose="visit-finding", required=False)
    held = HeldPhotosField(label=_("照片"))
    photos_after = MultiFileField(label=_("解决后的照片"), purpose="visit-solved", required=False)
    held_after = HeldPhotosField(label=_("解决后的照片"))
    captions = CaptionsField(label=_("照片的说明"))
    outcome = forms.ChoiceField(
        label=_("怎么处理"), choices=Outcome.choices, widget=forms.RadioSelect, initial=Outcome.TO_LEDGER
    )
    solution = CleanCharField(label=_("当场怎么解决的"), max_length=300, required=False, widget=_needed())
    solved_by = CleanCharField(label=_("谁解决的"), max_length=60, required=False, widget=_needed())
    target_unit = NamedUnitField(
        label=_("转给哪个单位"),
        max_length=120,
        required=False,
        widget=_needed(),
        help_text=_("写单位的名称，同名的写成“上级 › 单位”。"),
    )
    support_kind = forms.ChoiceField(
        label=_("要哪种支持"), choices=[("", _("没有提")), *SupportKind.choices], required=False
    )
    support_text = CleanCharField(
        label=_("支持什么"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"data-needed-with": "support_kind"}),
    )
    support_from = CleanCharField(
        label=_("谁答应的"), max_length=60, required=False, help_text=_("只提出、没有人答应，就空着。")
    )
    support_by = forms.DateField(
        label=_("哪天以前"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "data-needed-with": "support_from"}, format="%Y-%m-%d"),
    )
    topic = forms.ChoiceField(label=_("类别"), choices=Topic.choices, initial=Topic.OTHER)
    place = CleanCharField(label=_("具体地点"), max_length=80, required=False)
    horizon = forms.ChoiceField(label=_("时限类型"), choices=Horizon.choices, initial=Horizon.TIME_BOUND)
    is_major = forms.BooleanField(label=_("重大：要分管领导过问"), required=False)

    similar: Sequence[Similar] = ()

    def __init__(self, *args: Any, author: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, _stage in _PHOTOS:
            chooser: Any = self.fields[name]
            chooser.uploaded_by = author
        for name, _stage in _HELD:
            held: Any = self.fields[name]
            held.owner = author

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") == Outcome.SOLVED_ON_SPOT:
            for name, words in (("solution", _("请写当场怎么解决的。")), ("solved_by", _("请写谁解决的。"))):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, words)
        else:
            data["solution"] = data["solved_by"] = ""
        self._clean_unit(data)
        self._clean_support(data)
        return data

    def _clean_unit(self, data: dict[str, Any]) -> None:
        if data.get("outcome") != Outcome.TO_UNIT:
            data["target_unit"] = None
        elif not data.get("target_unit") and "target_unit" not in self.errors:
            self.add_error("target_unit", _("请写转给哪个单位。"))

    def _clean_support(self, data: dict[str, Any]) -> None:
        """Asked for, it says what; promised, also by whom and by when. Without its kind the rest says nothing."""
        if not data.get("support_kind"):
            data.update(support_kind="", support_text="", support_from="", support_by=None)
            return
        if not data.get("support_text") and "support_text" not in self.errors:
            self.add_error("support_text", _("请写清要支持什么。"))
        if data.get("support_from") and not data.get("support_by") and "support_by" not in self.errors:
            self.add_error("support_by", _("有人答应了，请写哪天以前到位。"))

    def look_for_similar(self, unit: OrgUnit | None, rights: Rights) -> None:
        """Open items that look like this fact, shown before it is handed to the ledger."""
        what = str(self["what"].value() or "")
        if unit is not None and what and self["outcome"].value() in HANDED_ON:
            self.similar = similar_open(what, unit=unit, rights=rights)

    @property
    def entry(self) -> FindingEntry:
        """The fact, after the form was found valid."""
        beside = {"captions", *(name for name, _stage in (*_PHOTOS, *_HELD))}
        data = {name: self.cleaned_data[name] for name in self.base_fields if name not in beside}
        return FindingEntry(**data, photos=tuple(self._photos()))

    def _photos(self) -> Iterator[PhotoEntry]:
        for name, stage in _PHOTOS:
            yield from (PhotoEntry(attachment, stage) for attachment in self.cleaned_data[name])
        for name, stage in _HELD:
            for one in self.cleaned_data[name]:
                caption = self.cleaned_data["captions"].get(one.sha256, "")
                yield PhotoEntry(one.attachment, stage, one.taken_at, caption)


class BaseFindingFormSet(forms.BaseFormSet[FindingForm]):
    """The cards of one visit. A card left empty says nothing; a card marked for deletion is gone."""

    def total_form_count(self) -> int:
        """How many cards there are: a number is easily said, so beyond the most only what was really sent counts."""
        said = int(super().total_form_count())
        if said <= MOST_FINDINGS:
            return said
        sent = {name.split("-")[1] for name in self.data if name.startswith(f"{self.prefix}-") and name.count("-") > 1}
        return min(said, max(len(sent), MOST_FINDINGS + 1))

    def grow(self) -> None:
        """One more empty card; everything typed is kept, and nothing is said yet about what is still to come."""
        for form in self.forms:
            for name in [name for name in form.errors if name not in dict(_PHOTOS)]:
                del form.errors[name]
        count = len(self.forms)
        if count >= MOST_FINDINGS:
            return
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[f"{self.prefix}-TOTAL_FORMS"] = str(count + 1)
        self.data = data
        self.__dict__.pop("management_form", None)
        card = self.form(
            auto_id=self.auto_id,
            prefix=self.add_prefix(count),
            empty_permitted=True,
            use_required_attribute=False,
            **self.get_form_kwargs(count),
        )
        self.add_fields(card, count)
        self.forms.append(card)

    @property
    def entries(self) -> tuple[FindingEntry, ...]:
        """The facts in their order, after the cards were found valid."""
        return tuple(form.entry for form in self.forms if form.has_changed() and not form.cleaned_data.get("DELETE"))


FindingFormSet = cast(
    "type[BaseFindingFormSet]",
    forms.formset_factory(
        FindingForm,
        formset=BaseFindingFormSet,
        extra=1,
        max_num=MOST_FINDINGS,
        absolute_max=_GIVEN_BACK,
        validate_max=True,
        can_delete=True,
    ),
)
