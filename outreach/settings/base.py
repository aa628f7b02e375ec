"""Everything the deployments share, and the only file that reads the environment.

Every name can also be given as ``NAME_FILE``, a path whose content is the value
(how containers hand over secrets).
"""

import os
from pathlib import Path

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.settings.signing_in import *  # noqa: F403 - settings modules extend each other by star import

# Lets admin and view classes name the model they are for: ``ModelAdmin[Issue]``.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var")

env = environ.FileAwareEnv()


def read(name: str, default: str = "") -> str:
    """The value of an environment variable, without the newline that a file ends with."""
    return str(env.str(name, default=default)).strip()


def read_list(name: str) -> list[str]:
    """A comma-separated environment variable as a list without empty parts."""
    return [part.strip() for part in read(name).split(",") if part.strip()]


# --- deployment -------------------------------------------------------------------------
SECRET_KEY = read("SECRET_KEY")
SECRET_KEY_FALLBACKS = read_list("SECRET_KEY_FALLBACKS")  # those before it, while what they sealed may still be open
DEMO = False  # whether demo data may be loaded here, and all data thrown away
DEBUG = read("DEBUG").lower() in {"1", "true", "yes", "on"}
ALLOWED_HOSTS = read_list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = read_list("TRUSTED_PROXIES")
INTERNAL_NETWORKS = read_list("INTERNAL_NETWORKS")
IDENTITY_KEYS = read_list("IDENTITY_KEYS")
IDENTITY_INDEX_KEY = read("IDENTITY_INDEX_KEY")
# The audit chain is signed with the first; those it took over from follow it. Kept apart from the database.
AUDIT_KEYS = read_list("AUDIT_KEYS")
# The petition office as the public knows it (Regulations on Petition Work, Art. 18); an empty part is not shown.
OFFICE_PARTS = ("organization", "address", "reception", "phone", "hours")
OFFICE: dict[str, str | Promise] = {part: read(f"OFFICE_{part.upper()}") for part in OFFICE_PARTS}

# Whether a system, security or audit administrator may hold a post in the business too (outreach/org/roles.py).
SEPARATE_ADMINISTRATORS = False

# How slow the digest of a tracking code is (scrypt): 2 MB and some 6 ms each. The code itself is 80 random bits, which
# no number of guesses exhausts; the digest must not become the price of handing a matter in.
TRACKING_CODE_COST = 2**11

# --- applications -----------------------------------------------------------------------
CORE_ROOMS = [
    "outreach.common",
    "outreach.calendars",
    "outreach.accounts",
    "outreach.audit",
    "outreach.door",
    "outreach.attachments",
    "outreach.org",
    "outreach.retention",
    "outreach.documents",
    "outreach.contactpoints",
    "outreach.ledger",
    "outreach.reminders",
    "outreach.dashboard",
]
CHANNELS = ["petitions", "fieldvisits", "surveys", "policy"]
INSTALLED_APPS = [
    "outreach.org.site.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    *CORE_ROOMS,
    *CHANNELS,
    "outreach.demo",
]
MIDDLEWARE = [
    "outreach.audit.middleware.TrustedProxyMiddleware",
    "outreach.audit.middleware.AddressMiddleware",
    "outreach.attachments.middleware.CompleteBodyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "outreach.door.visitors.VisitorMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "outreach.accounts.middleware.SessionLimitsMiddleware",
    "outreach.accounts.steps.StepsMiddleware",
    "outreach.accounts.middleware.NoStoreMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "outreach.org.middleware.RightsMiddleware",
    "outreach.common.access.AccessMiddleware",
    "petitions.middleware.VaultMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "outreach.urls"
WSGI_APPLICATION = "outreach.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "outreach.dashboard.shell.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- data -------------------------------------------------------------------------------
DATABASES = {"default": env.db_url_config(read("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'outreach.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Measured: without IMMEDIATE and WAL concurrent writers meet "database is locked" at once.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "cached_statements": 512,  # the portal has more than the 128 that are kept by default
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 3
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
MEDIA_ROOT = Path(read("MEDIA_ROOT") or VAR_DIR / "media")
# The memory of the audit chain outside the database; best on another disk, or one that only takes additions.
AUDIT_ANCHOR_FILE = Path(read("AUDIT_ANCHOR_FILE") or VAR_DIR / "audit-anchors.jsonl")
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
# What all strangers together may upload in an hour; beyond it forms take words only (outreach/attachments/quota.py).
PUBLIC_UPLOAD_MB_PER_HOUR = 4000
# ClamAV where there is one: unix:///run/clamav/clamd.ctl or tcp://host:3310.
CLAMD_URL = read("CLAMD_URL")

# --- background work --------------------------------------------------------------------
REDIS_URL = read("REDIS_URL")
QUEUE_DIR = VAR_DIR / "queue"
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
else:
    CELERY_BROKER_URL = "files://localhost//"  # outreach/filequeue.py
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "polling_interval": 0.25,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # kept in memory: the schedule is fixed
TICK_SECONDS = 60.0
CELERY_BEAT_SCHEDULE = {
    "tick": {
        "task": "outreach.reminders.tasks.tick",
        "schedule": TICK_SECONDS,
        "options": {"expires": 55},
    },
    "scan": {"task": "outreach.attachments.tasks.scan_waiting", "schedule": 60.0, "options": {"expires": 55}},
    "print documents": {
        "task": "outreach.documents.tasks.print_waiting",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "recheck files": {
        "task": "outreach.attachments.tasks.recheck_waiting",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "recheck templates": {
        "task": "outreach.documents.tasks.recheck_waiting",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "sweep attachments": {"task": "outreach.attachments.tasks.sweep", "schedule": 3600.0, "options": {"expires": 3000}},
    "work off registers": {"task": "petitions.tasks.work_off_registers", "schedule": 10.0, "options": {"expires": 9}},
    "sweep registers": {"task": "petitions.tasks.sweep_registers", "schedule": 3600.0, "options": {"expires": 3000}},
    "sweep drafts": {"task": "petitions.tasks.sweep_drafts", "schedule": 3600.0, "options": {"expires": 3000}},
    "drop mailboxes": {"task": "petitions.tasks.drop_mailboxes", "schedule": 3600.0, "options": {"expires": 3000}},
    "check the audit chain": {
        "task": "outreach.audit.tasks.check_chain",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "sweep sessions": {
        "task": "outreach.accounts.tasks.sweep_sessions",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
    "tell of lapsing": {
        "task": "outreach.reminders.tasks.tell_of_lapsing",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
    "sweep photos": {"task": "fieldvisits.tasks.sweep_photos", "schedule": 3600.0, "options": {"expires": 3000}},
    "sweep tallies": {"task": "outreach.door.tasks.sweep_tallies", "schedule": 3600.0, "options": {"expires": 3000}},
}
DELIVERY_LEASE_SECONDS = 300  # a mail whose dispatcher died is taken over after so long

# --- mail -------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = read("DEFAULT_FROM_EMAIL", "四下基层台账 <outreach@localhost>")
EMAIL_TIMEOUT = 10
NOTIFY_URLS = read_list("NOTIFY_URLS")
SITE_URL = read("SITE_URL", "http://127.0.0.1:8000")

# --- language and time ------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = ["outreach.common.formats"]

# --- static files -----------------------------------------------------------------------
STATIC_URL = "static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else's pages have a use for them
STATIC_ROOT: Path | None = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

# --- forms -----------------------------------------------------------------------------
CSRF_COOKIE_HTTPONLY = True  # forms carry the token; no script reads the cookie
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "outreach.dashboard.views.errors.csrf_failure"

# --- headers ----------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
# No address leaves the site. "no-referrer" would make browsers send "Origin: null" with every form,
# which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # data: is Bootstrap's select arrow
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    },
}

# --- logging ----------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "outreach.common.logs.MaskingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"outreach": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}
