"""What a row would become once a second person agrees: kept as values of its fields until then, and said in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

#: Field → value as its column holds it; of another row the key.
Wanted = Mapping[str, Any]


def wanted_of(row: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """Those of these fields that differ from what is kept, with what they are to be."""
    kept = type(row)._default_manager.get(pk=row.pk)
    columns = {name: _field(row, name).attname for name in fields}
    return {name: getattr(row, at) for name, at in columns.items() if getattr(row, at) != getattr(kept, at)}


def apply(row: models.Model, wanted: Wanted) -> None:
    """Set the fields, without saving."""
    for name, value in wanted.items():
        setattr(row, _field(row, name).attname, value)


def in_words(row: models.Model, wanted: Wanted) -> list[str]:
    """Such as ``上级单位：总部 → 装卸一公司``, from what the row is now."""
    words = _("%(what)s：%(old)s → %(new)s")
    found = [(_field(row, name), value) for name, value in wanted.items()]
    return [
        words % {"what": one.verbose_name, "old": _said(one, getattr(row, one.attname)), "new": _said(one, value)}
        for one, value in found
    ]


def _field(row: models.Model, name: str) -> Any:
    return row._meta.get_field(name)


def _said(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if field.is_relation and value is not None:
        return str(field.related_model._default_manager.filter(pk=value).first() or "—")
    return str(value or "—")
