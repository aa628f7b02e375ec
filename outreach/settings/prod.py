"""The real thing: refuses to start without its secrets, and speaks HTTPS only."""

from django.core.exceptions import ImproperlyConfigured

from outreach.settings.base import *  # noqa: F403 - settings modules extend each other by star import
from outreach.settings.base import TRUSTED_PROXIES, read
from outreach.settings.demands import missing, weak

_said = []
if _missing := missing(read):
    _said.append(f"正式环境缺少配置 · Production needs {', '.join(_missing)} (each may also be given as NAME_FILE)")
if _weak := weak(read):
    _said.append(f"配置太弱 · Too weak: {'; '.join(_weak)}")
if _said:
    raise ImproperlyConfigured(" · ".join(_said))

DEBUG = False
SEPARATE_ADMINISTRATORS = True
SECOND_FACTOR_REQUIRED = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
# The prefix makes a browser refuse them from any other host, also from one under the same domain.
SESSION_COOKIE_NAME = "__Host-sessionid"
VISITOR_COOKIE_NAME = "__Host-visitorid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
BROWSER_COOKIE_NAME = "__Secure-knownid"  # it goes to the pages of signing in alone, which the other prefix forbids
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # monitors ask the port itself, behind the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if TRUSTED_PROXIES:  # TrustedProxyMiddleware drops the header when anybody else sends it
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "outreach.common.servedfiles.ServedFilesStorage"},
}
