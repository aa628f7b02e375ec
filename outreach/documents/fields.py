"""The places of a template that a value goes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Field:
    """A place in a template, written ``{{ name }}``.

    ``is_identity`` tells who a petitioner is: nobody types or sees it before it is issued. ``is_long`` may have
    several paragraphs. ``columns`` make it a table: ``{{ name.column }}`` in one row, which repeats.
    """

    name: str
    label: str | Promise
    example: str | Sequence[Mapping[str, str]]
    is_required: bool = True
    is_identity: bool = False
    is_long: bool = False
    columns: Mapping[str, str | Promise] = field(default_factory=dict)

    @property
    def places(self) -> list[str]:
        """How it is written in a template."""
        return [f"{self.name}.{column}" for column in self.columns] or [self.name]


#: What the portal fills in by itself when a document is issued; every template may use them.
OWN_FIELDS = (
    Field("number", _("发文字号"), "东港信受〔2026〕12号"),
    Field("unit", _("发文单位"), "东江港务集团", is_required=False),
    Field("issued_on", _("成文日期"), "2026年11月27日", is_required=False),
)
