"""The printer: HTML comes in, a PDF goes out, in a process of its own that can reach nothing.

Started by ``outreach.documents.printing``, without the portal's environment, keys or connections. Once its libraries
stand it opens no address, no other program, and no file but Python's own; memory and time are bounded.
"""

import logging
import os
import resource
import sys
from typing import Any

MEMORY_BYTES = 1_500 * 1024 * 1024
CPU_SECONDS = 120
_SHUT = (
    "socket.",
    "subprocess.",
    "ctypes.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.spawn",
    "shutil.",
)
_OWN = tuple(os.path.realpath(place) + os.sep for place in (sys.prefix, sys.base_prefix))

try:
    import weasyprint
    from weasyprint.text.ffi import ffi, fontconfig
except OSError:  # Pango is not installed
    sys.exit("no pango")


class Boxes(logging.Handler):
    """Hears that a sign was drawn as an empty box, for want of a font that has it."""

    has_seen = False

    def emit(self, record: logging.LogRecord) -> None:
        self.has_seen |= ".notdef" in record.getMessage()


class Nothing(weasyprint.urls.URLFetcher):  # type: ignore[misc]  # brings no types
    """Fetches nothing, whatever the address: pictures, styles, fonts and attachments stay away."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        raise ValueError("nothing is fetched")


def refuse(event: str, args: tuple[Any, ...]) -> None:
    """Asked by Python before anything reaches out of the process (PEP 578)."""
    if event.startswith(_SHUT):
        raise PermissionError(event)
    if event == "open" and not os.path.realpath(os.fsdecode(args[0])).startswith(_OWN):
        raise PermissionError("open")


def draw(html: str) -> tuple[bytes, bool]:
    """The PDF, and whether a sign of it stayed an empty box."""
    boxes = Boxes()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(boxes)
    pdf: bytes = weasyprint.HTML(string=html, url_fetcher=Nothing()).write_pdf()
    logger.removeHandler(boxes)
    return pdf, boxes.has_seen


def has_fonts() -> bool:
    """Whether this machine has any font at all; without one Pango does not come back."""
    found = fontconfig.FcConfigGetFonts(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcSetSystem)
    return bool(found != ffi.NULL and found.nfont)


def shut() -> None:
    """From here on nothing is reached, and neither memory nor time is taken without end."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # writes no file
    sys.addaudithook(refuse)


def main() -> None:
    if not has_fonts():
        sys.exit("no font")
    shut()
    pdf, has_boxes = draw(sys.stdin.buffer.read().decode())
    if has_boxes and draw('<p lang="zh-Hans">\u4e2d\u6587</p>')[1]:  # a rare sign may be missing, Chinese may not
        sys.exit("no font")
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
