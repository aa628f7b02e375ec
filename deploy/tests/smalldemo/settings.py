"""The embedded default with a demo of one person."""

from outreach.settings.dev import *  # noqa: F403 - settings modules extend each other by star import
from outreach.settings.dev import INSTALLED_APPS as PORTAL

INSTALLED_APPS = ["deploy.tests.smalldemo", *PORTAL]  # the first app that has a command wins
