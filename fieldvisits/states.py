"""The states that minutes and plans go through."""

from django.db import models
from django.utils.translation import pgettext_lazy


class MinutesState(models.TextChoices):
    """Written by one, read by all whom it binds, then fixed."""

    DRAFT = "draft", pgettext_lazy("纪要", "起草中")
    CIRCULATED = "circulated", pgettext_lazy("纪要", "征求意见")
    CONFIRMED = "confirmed", pgettext_lazy("纪要", "已确认")
