"""What an address may write into a form before a person sees it."""

from typing import ClassVar, Self

from django.http import QueryDict

from outreach.common.text import clean_text

_LONGEST = 80


class Prefillable:
    """A form that links may fill in beforehand, in the fields it names in ``asked`` and in no others.

    Whatever else an address holds stays out: a link must not put words or a version into a form that
    somebody then signs with a click.
    """

    asked: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def asked_by(cls: type[Self], query: QueryDict) -> dict[str, str]:
        """Initial values for the form from the query of an address."""
        return {name: clean_text(str(query[name]))[:_LONGEST] for name in cls.asked if name in query}
