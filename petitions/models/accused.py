"""Whom a petition is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.org.exclusions import Exclusion, Ground

#: What those who decide on a petition may lift again; what it accuses somebody of, only inspectors.
LIFTABLE = (Ground.RECUSED, Ground.MENTIONED)


class Accused(Exclusion):
    """A person or a unit that a petition is about, or somebody who recused; see ``Petition.objects.visible_to``."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="accused")

    class Meta:
        verbose_name = _("被反映人")
        verbose_name_plural = _("被反映人")
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "user"], name="petition_accuses_a_person_once"),
            models.UniqueConstraint(fields=["petition", "unit"], name="petition_accuses_a_unit_once"),
        ]
