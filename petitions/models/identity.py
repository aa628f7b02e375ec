"""Who brought a petition: apart from everything else, and never readable in the database."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from petitions.models.petition import Petition


class PetitionerIdentity(models.Model):
    """Name, identity number, phone and address of one petitioner, sealed (AES-256-GCM) and bound to this row.

    The blind indexes find other petitions of the same phone or identity number without telling either
    (个人信息保护法); ``index_key`` is the fingerprint of the key that made them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.OneToOneField(Petition, on_delete=models.PROTECT, related_name="identity")
    key_version = models.CharField(max_length=16, editable=False)
    sealed = models.BinaryField(editable=False)
    index_key = models.CharField(max_length=16, blank=True, editable=False)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    id_number_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)

    class Meta:
        verbose_name = _("信访人身份")
        verbose_name_plural = _("信访人身份")

    def __str__(self) -> str:
        return str(self.pk)


class JointIndex(models.Model):
    """By which phone or identity number a representative or co-signer of a petition is found, without telling it.

    Kept apart from the petitioner's own, of which there is one; made anew whenever the identity is sealed.
    """

    identity = models.ForeignKey(PetitionerIdentity, on_delete=models.CASCADE, related_name="joint")
    digest = models.CharField(max_length=64, db_index=True, editable=False)

    class Meta:
        verbose_name = _("联名人索引")
        verbose_name_plural = _("联名人索引")
        constraints = [models.UniqueConstraint(fields=["identity", "digest"], name="joint_digest_once")]

    def __str__(self) -> str:
        return str(self.pk)


class VaultKey(models.Model):
    """A key that sealed or indexed something here, known by its fingerprint: so that the right one can be asked for.

    The key itself is never in the database.
    """

    class Use(models.TextChoices):
        """What a key is for."""

        SEALING = "sealing", _("加密身份")
        INDEX = "index", _("盲索引")

    use = models.CharField(max_length=8, choices=Use.choices)
    version = models.CharField(max_length=16)
    fingerprint = models.CharField(max_length=16)
    first_used_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("身份密钥")
        verbose_name_plural = _("身份密钥")
        ordering = ["use", "first_used_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["use", "version"], name="one_vault_key_per_version")]

    def __str__(self) -> str:
        return f"{self.use} {self.version}"
