"""A unit by its name: a list of thousands would not fit into every card, nor onto a device without a network."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common.text import clean_text
from outreach.org.models import OrgUnit

_SHOWN = 5


class NamedUnitField(forms.CharField):
    """Cleans to the one unit that is meant; the error names those it could be."""

    default_error_messages = {
        "unknown": _("没有找到“%(name)s”，请写单位的名称。"),
        "several": _("有几个单位像“%(name)s”：%(names)s。请写全其中一个。"),
    }

    def clean(self, value: Any) -> Any:
        name = super().clean(clean_text(str(value or ""))).strip()
        if not name:
            return None
        active = OrgUnit.objects.active().select_related("parent")
        found = list(active.filter(name=name)[: _SHOWN + 1]) or list(active.named_like(name)[: _SHOWN + 1])
        above, _mark, own = name.rpartition("›")
        if above:
            found = list(active.filter(name=own.strip(), parent__name=above.strip())[:2])
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown", params={"name": name})
        names = "、".join(f"{unit.parent} › {unit}" if unit.parent else str(unit) for unit in found[:_SHOWN])
        params = {"name": name, "names": names}
        raise forms.ValidationError(self.error_messages["several"], code="several", params=params)
