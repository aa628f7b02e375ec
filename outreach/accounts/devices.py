"""What a browser says of itself, in a few words that its owner recognises."""

from django.utils.translation import gettext_lazy as _

# The first that fits: most browsers also name those they descend from.
_BROWSERS = (
    ("MicroMessenger", _("微信")),
    ("DingTalk", _("钉钉")),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("360", "360"),
    ("QQBrowser", "QQ"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_LONGEST = 40


def described(agent: str) -> str:
    """Such as ``Chrome · Windows``; the beginning of an agent that fits nothing."""
    known = [next((name for mark, name in table if mark in agent), "") for table in (_BROWSERS, _SYSTEMS)]
    return " · ".join(str(name) for name in known if name) or agent[:_LONGEST]
