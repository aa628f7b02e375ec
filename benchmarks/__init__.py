"""How fast the portal is, and what it survives: ``make bench`` and ``make chaos`` (docs/performance.md)."""
