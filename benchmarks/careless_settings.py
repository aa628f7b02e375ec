"""The portal without the check of lengths: what an upload that breaks off would do."""

from benchmarks.chaos_settings import *  # noqa: F403 - settings modules extend each other by star import
from benchmarks.chaos_settings import MIDDLEWARE

MIDDLEWARE = [name for name in MIDDLEWARE if not name.endswith(".CompleteBodyMiddleware")]
