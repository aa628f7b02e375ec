"""Signing in, staying signed in and being locked out (domain.md, section 8: 等保 2.0)."""

from datetime import timedelta

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "outreach.org.backends.RightsBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "outreach.accounts.passwords.KindsValidator"},
    {"NAME": "outreach.accounts.passwords.NotTheNameValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "outreach.accounts.sessions"
SESSION_COOKIE_AGE = 30 * 60  # an idle session ends after 30 minutes, see outreach/accounts/middleware.py
SESSION_LONGEST = timedelta(hours=8)  # also a busy one
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Whoever uses the public form is remembered apart from whoever signs in (outreach/door/visitors.py).
VISITOR_COOKIE_NAME = "visitorid"
# Browsers that an account knows count their own wrong passwords (outreach/accounts/knownbrowsers.py).
BROWSER_COOKIE_NAME = "knownid"
BROWSER_COOKIE_AGE = timedelta(days=180)
# In a cookie they would outlive the session, and greet the next one at a shared computer.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- second factor ----------------------------------------------------------------------
SECOND_FACTOR_REQUIRED = False  # of officers and administrators; on in settings.prod
OTP_TOTP_ISSUER = "Outreach"

# --- locking out ------------------------------------------------------------------------
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
# The name that was typed, whether such an account exists or not, with the browser where the account knows
# it. Never the address: a whole office sits behind one.
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # a name is counted over all addresses, so rotating them wins nothing
AXES_RESET_ON_SUCCESS = True
# Or whoever keeps knocking would keep the owner out for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "outreach.accounts.locking.counted_name"
AXES_CLIENT_IP_CALLABLE = "outreach.audit.address.client_address"
AXES_LOCKOUT_CALLABLE = "outreach.accounts.views.entering.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # the audit log tells who signed in
AXES_ENABLE_ADMIN = False  # unlocking is an action on accounts; nobody browses what was typed
AXES_VERBOSE = False
