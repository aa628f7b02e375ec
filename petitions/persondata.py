"""All that the portal keeps of one person, gathered to be handed to them (个人信息保护法, Art. 45)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext as _

from outreach.common import clock
from outreach.org.scoping import Rights
from petitions.contacts import LISTS, PARTS, Contact
from petitions.models import MailWish, Petition
from petitions.queries import handed_in
from petitions.tracking import happenings_of


@dataclass(frozen=True)
class PersonData:
    """Petitions with the identity kept with each; ``sections`` for reading, ``as_json`` to take elsewhere."""

    made_at: datetime
    petitions: list[dict[str, Any]]

    @classmethod
    def of(cls, gathered: Sequence[tuple[Petition, dict[str, Any]]], contacts: Mapping[int, Contact]) -> Self:
        return cls(
            clock.now(),
            [
                {**told, "identity": asdict(contacts[petition.pk]) if petition.pk in contacts else None}
                for petition, told in gathered
            ],
        )

    def as_json(self) -> dict[str, Any]:
        return {"made_at": self.made_at.isoformat(), "petitions": self.petitions}

    def sections(self) -> list[dict[str, Any]]:
        """Each petition as label and text, then lists."""
        return [
            {
                "title": f"{one['number']} {one['title']}",
                "lines": [(label, one[name]) for name, label in _labels().items() if one[name]],
                "identity": _identity_lines(one["identity"] or {}),
                "lists": [(_("材料"), [file["name"] for file in one["files"]]), (_("补充"), _said(one, "supplements"))],
                "happened": one["happened"],
                "looks": one["looks"],
            }
            for one in self.petitions
        ]


def _labels() -> dict[str, str]:
    return {
        "kind": _("类别"),
        "arrival": _("信访形式"),
        "unit": _("发生单位"),
        "place": _("地点"),
        "facts": _("经过"),
        "request": _("诉求"),
        "people": _("人数"),
        "received_at": _("收到时间"),
        "answer": _("答复"),
        "mails_since": _("邮件提醒开通时间"),
    }


def _identity_lines(identity: Mapping[str, str]) -> list[tuple[Any, str]]:
    """Each part, also where nothing was left; lists only where several brought the matter."""
    return [
        (label, identity[part]) for part, label in PARTS.items() if identity and (part not in LISTS or identity[part])
    ]


def _said(one: dict[str, Any], name: str) -> list[str]:
    return [said["text"] for said in one[name]]


def data_of(petition: Petition, rights: Rights) -> tuple[Petition, dict[str, Any]]:
    """What is kept with one petition besides the identity, as far as this reader is told: plain words, ISO times."""
    said = handed_in(petition)
    every = [*said.files, *(file for _supplement, files in said.supplements for file in files)]
    wish = MailWish.objects.filter(petition=petition).first()
    return petition, {
        "number": petition.number,
        "title": petition.title,
        "kind": petition.get_kind_display(),
        "arrival": petition.get_arrival_display(),
        "unit": str(petition.unit),
        "place": petition.place,
        "facts": petition.facts,
        "request": petition.request,
        "people": petition.people_count,
        "is_anonymous": petition.is_anonymous,
        "may_be_seen_by_unit": petition.may_be_seen_by_unit,
        "received_at": petition.received_at.isoformat(),
        "answer": petition.answer if petition.delivered_at else "",
        "mails_since": wish.agreed_at.isoformat() if wish else "",
        "files": [_file(file) for file in every],
        "supplements": [{"at": one.added_at.isoformat(), "text": one.text} for one, _files in said.supplements],
        "happened": [
            {"at": line.at.isoformat(), "what": line.what, "text": line.text}
            for line in happenings_of(petition, rights)
            if line.at
        ],
        "looks": [
            {"at": one.decided_at.isoformat(), "parts": one.part_labels, "times": one.views}
            for one in petition.reveals.filter(is_granted=True, views__gt=0)
            if one.decided_at
        ],
    }


def _file(file: Any) -> dict[str, Any]:
    return {"name": file.attachment.original_name, "size": file.attachment.size, "sha256": file.attachment.sha256}
