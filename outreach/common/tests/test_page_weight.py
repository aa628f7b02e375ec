"""A page's own style and script stay light, and ask no other host for anything."""

from pathlib import Path

from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
OWN = sorted([*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js")])
EVERY_PAGE = ["css/tokens.css", "css/shell.css", "css/components.css", "js/shell.js", "js/drafts.js", "js/dialog.js"]
BUDGET = 120 * 1024


def size(path: Path) -> int:
    return path.stat().st_size


def test_shared_files_and_the_two_largest_area_files_stay_within_the_budget() -> None:
    shared = sum(size(STATIC / name) for name in EVERY_PAGE)
    areas = sorted(size(path) for path in OWN if str(path.relative_to(STATIC)) not in EVERY_PAGE)
    assert shared + sum(areas[-2:]) <= BUDGET


def test_no_style_or_script_reaches_outside() -> None:
    outside = [path.name for path in OWN if "url(http" in path.read_text("utf-8") or "//cdn" in path.read_text("utf-8")]
    assert outside == []
