"""Fixtures of the attachments' own tests."""

from outreach.attachments.testing import media_root

__all__ = ["media_root"]
