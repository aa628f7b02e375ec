"""Who brought a petition: apart from everything else, and never readable in the database."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from petitions.models.petition import Petition


class PetitionerIdentity(models.Model):
    """Name, phone and address of one petitioner, sealed (AES-256-GCM) and bound to this row.

    ``phone_index`` finds other petitions from the same phone without telling the phone (个人信息保护法).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.OneToOneField(Petition, on_delete=models.PROTECT, related_name="identity")
    key_version = models.CharField(max_length=16, editable=False)
    sealed = models.BinaryField(editable=False)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)

    class Meta:
        verbose_name = _("信访人身份")
        verbose_name_plural = _("信访人身份")

    def __str__(self) -> str:
        return str(self.pk)
