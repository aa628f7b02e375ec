"""Photos that a device sends ahead of its entry."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Sum
from django.utils.translation import gettext_lazy as _

from fieldvisits.models.finding import VisitPhoto
from outreach.attachments.models import Attachment
from outreach.common import clock

#: An entry follows its photos within seconds; where it is refused and mended, the device still has them.
KEPT_FOR = timedelta(days=30)
#: So much may wait for its entry of one person: hundreds of entries with all the photos that one may have.
MOST_BYTES_AHEAD = 1024**3


class SentPhotoQuerySet(models.QuerySet["SentPhoto"]):
    def stale(self) -> "SentPhotoQuerySet":
        """Those whose entry came long ago, or will not come."""
        return self.filter(sent_at__lt=clock.now() - KEPT_FOR)

    def waiting_bytes(self) -> int:
        """What those take up that no visit shows yet."""
        shown = VisitPhoto.objects.filter(attachment=OuterRef("attachment"))
        total: int | None = self.filter(~Exists(shown)).aggregate(size=Sum("attachment__size"))["size"]
        return total or 0


class SentPhoto(models.Model):
    """A photo under the checksum it had on the device: taken in once, and waiting for the entry that names it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("谁的"), on_delete=models.CASCADE)
    sha256 = models.CharField(_("设备上的校验值"), max_length=64)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(_("拍摄时间"), null=True, blank=True)
    sent_at = models.DateTimeField(default=clock.now, db_index=True)

    objects = SentPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("先传的照片")
        verbose_name_plural = _("先传的照片")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "sha256"], name="photo_sent_once_per_person")]

    def __str__(self) -> str:
        return self.sha256
