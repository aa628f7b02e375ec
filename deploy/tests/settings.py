"""The embedded default without the demo, so that a start in a test takes seconds."""

from outreach.settings.dev import *  # noqa: F403 - settings modules extend each other by star import

DEMO = False
