"""S6: no picture, however large it says it is, takes a worker more memory than there is for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from outreach.attachments.tests import making

MOST_MEGABYTES = 200
#: Draws one file anew as an upload is, in a process that does nothing else; says what came of it and how much more
#: memory it took at most.
WORKER = """
import re, sys
from pathlib import Path
from outreach.attachments.images import redraw
from outreach.attachments.refusals import RefusedUpload

def megabytes(line):
    return int(re.findall(line + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[0]) / 1024

before = megabytes("VmRSS")
with open(sys.argv[1], "rb") as file:
    try:
        redraw(file, sys.argv[2])
        said = "drawn"
    except RefusedUpload:
        said = "refused"
print(said, megabytes("VmHWM") - before)
"""
#: White pixels: few bytes to send, three or four for each when they are unpacked.
PICTURES = {
    "largest png taken in": ("PNG", 16_500_000, {}, "drawn"),
    "largest webp taken in": ("WEBP", 9_500_000, {}, "drawn"),
    "largest photo taken in": ("JPEG", 49_000_000, {}, "drawn"),
    "png of 85 megapixels": ("PNG", 85_000_000, {}, "refused"),
    "photo of 85 megapixels": ("JPEG", 85_000_000, {}, "refused"),
    "progressive photo of 45 megapixels": ("JPEG", 45_000_000, {"progressive": True}, "refused"),
}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the memory of a process from /proc")
@pytest.mark.long
@pytest.mark.parametrize(("image_format", "pixels", "options", "outcome"), PICTURES.values(), ids=PICTURES.keys())
def test_a_picture_takes_little_memory(
    tmp_path: Path, image_format: str, pixels: int, options: dict[str, bool], outcome: str
) -> None:
    picture = tmp_path / "picture"
    picture.write_bytes(making.painted(image_format, pixels, **options))
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "outreach.settings.test"}
    command = [sys.executable, "-c", WORKER, str(picture), image_format]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)  # noqa: S603 - ours
    said, grown = done.stdout.split()
    assert float(grown) < MOST_MEGABYTES
    assert said == outcome
