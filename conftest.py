"""Fixtures every test may use."""

from outreach.org.testing import cast

__all__ = ["cast"]
