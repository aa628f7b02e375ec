"""The proofs of ``make chaos``; they work inside the portal."""

import benchmarks.portal  # noqa: F401 - brings Django up
