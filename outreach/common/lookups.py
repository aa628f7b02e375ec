"""``among``: ``IN`` a subquery, said so that PostgreSQL can use an index for it inside an OR."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignObject
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In


class AmongMixin:
    """As an array the subquery is asked once, first; as ``IN`` inside an OR it makes every row be looked at.

    Measured on 100,000 items: counting what one of twelve subsidiaries may see took 116 ms with ``IN`` and 23 ms so.
    """

    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: str) -> str:
        if connection.vendor == "postgresql" and not self.rhs_is_direct_value():  # type: ignore[attr-defined]  # of the lookup beside it
            return f"= ANY(ARRAY{rhs})"
        return str(super().get_rhs_op(connection, rhs))  # type: ignore[misc]  # the same


class Among(AmongMixin, In[Any]):
    """For plain columns."""

    lookup_name = "among"


class RelatedAmong(AmongMixin, RelatedIn):
    """For foreign keys."""

    lookup_name = "among"


def register() -> None:
    """Called once when the room starts."""
    Field.register_lookup(Among)
    ForeignObject.register_lookup(RelatedAmong)
