"""Fixtures of the audit log's own tests."""

from outreach.audit.testing import guarded, var_dir

__all__ = ["guarded", "var_dir"]
