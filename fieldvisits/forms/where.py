"""Which unit was visited: chosen from a short list, or searched for by whoever serves over many."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fieldvisits.permissions import RECORD
from outreach.common.fields import CleanCharField
from outreach.contactpoints.forms import UnitChoiceField
from outreach.org.models import OrgUnit, OrgUnitQuerySet
from outreach.org.scoping import Rights

#: A longer list is a heavy page for a slow phone, and too long for a thumb.
MOST_LISTED = 100
MOST_SHOWN = 8
_LONGEST_KEY = 12


class WhereForm(forms.Form):
    """The unit by its key; or by its name, pinyin or initials, as in the form of a petition.

    Where units are searched for, one field suggests while typing, and without JavaScript the server answers
    with a short list. Both ways are always understood: an entry may come from a device with another page.
    """

    unit = UnitChoiceField(
        label=_("去了哪里"),
        queryset=OrgUnit.objects.none(),
        empty_label=_("请选择单位"),
        error_messages={
            "invalid_choice": _("这个单位不在您的范围内，或者已经停用。填好的内容都还在，请改选别的单位。")
        },
    )
    unit_name = CleanCharField(
        label=_("去了哪里"),
        max_length=130,
        required=False,
        help_text=_("可以打汉字、拼音或首字母，例如 zxy 找“装卸一公司”。"),
    )

    candidates: Sequence[OrgUnit] = ()

    def _reach(self, rights: Rights) -> None:
        """Offer the units this person writes visits for."""
        self.units: OrgUnitQuerySet = rights.reach(RECORD).active().select_related("parent")
        field: Any = self.fields["unit"]
        field.queryset = self.units
        field.required = "unit_name" not in self.data

    @cached_property
    def is_searched(self) -> bool:
        """Whether the units are too many to list; asked by pages alone, and once."""
        found = list(self.units[: MOST_LISTED + 1])
        if len(found) > MOST_LISTED:
            return True
        field: Any = self.fields["unit"]
        field.choices = [("", field.empty_label), *((unit.pk, field.label_from_instance(unit)) for unit in found)]
        return False

    @property
    def shown_unit(self) -> dict[str, Any]:
        """Key and name for the page: the unit that was understood or asked for, else what was typed."""
        field: Any = self.fields["unit"]
        unit = getattr(self, "cleaned_data", {}).get("unit")
        asked = str(self["unit"].value() or "")
        if unit is None and asked.isdecimal() and len(asked) < _LONGEST_KEY:
            unit = self.units.filter(pk=asked).first()
        if unit is None:
            return {"key": "", "name": self["unit_name"].value() or ""}
        return {"key": unit.pk, "name": field.label_from_instance(unit)}

    def search(self, text: str) -> OrgUnitQuerySet:
        """Those whose name or pinyin holds the text; words before it (``上级 › 单位``) are of the unit above."""
        *above, own = re.split(r"[\s›]+", text.strip())
        found = self.units.named_like(own)
        for part in filter(None, above):
            found = found.filter(Q(parent__name__contains=part) | Q(parent__pinyin__contains=part.lower()))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        name = (data.pop("unit_name", "") or "").strip()
        if "unit_name" in self.data and not {"unit", "unit_name"} & set(self.errors):
            data["unit"] = self._meant(name, data.get("unit"))
        return data

    def _meant(self, name: str, picked: OrgUnit | None) -> OrgUnit | None:
        """The unit that is meant; otherwise an error that says how to go on."""
        if not name:
            if picked is None:
                self.add_error("unit_name", _("还没有选单位。打几个字找一找。"))
            return picked
        found = self.search(name)
        if picked is not None and found.filter(pk=picked.pk).exists():
            return picked
        above, _mark, own = name.rpartition("›")
        exact = self.units.filter(name=own.strip(), **({"parent__name": above.strip()} if above else {}))
        matches = list(exact[:MOST_SHOWN]) or list(found[:MOST_SHOWN])
        if len(matches) == 1:
            return matches[0]
        self.candidates = matches
        self.add_error(
            "unit_name",
            _("有几个单位都对得上，在下面选一个。") if matches else _("没有找到这个单位，换个说法试试。"),
        )
        return None
