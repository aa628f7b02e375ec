"""Where a document stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """A draft may be rewritten or thrown away; what was issued only says so, or that it no longer holds."""

    DRAFT = "draft", _("草稿")
    ISSUED = "issued", _("已签发")
    WITHDRAWN = "withdrawn", _("已撤回")
    REPLACED = "replaced", _("已由新文书代替")


class Format(models.TextChoices):
    """As which file."""

    DOCX = "docx", "Word"
    PDF = "pdf", "PDF"


class Copy(models.TextChoices):
    """Who it is for: the person addressed reads the name, the office reads it masked."""

    ADDRESSEE = "addressee", _("送达件")
    OFFICE = "office", _("留存件")
