"""Small pictures for the demo, drawn by the seed itself: nobody's face, nobody's workplace."""

import io
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

_SIZE = (640, 480)
_WALLS = ("#C9CFD5", "#C4CBD2", "#D3D7DB", "#CBD3CC")
_FLOOR = "#8D969F"


def draw_picture(rng: Random) -> SimpleUploadedFile:
    """A wall, a floor and something that stands there; the same generator draws the same picture."""
    image = Image.new("RGB", _SIZE, rng.choice(_WALLS))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 400, *_SIZE), fill=_FLOOR)
    rng.choice((_lockers, _socket, _rope))(pen, rng)
    content = io.BytesIO()
    image.save(content, "JPEG", quality=80)
    return SimpleUploadedFile(f"IMG_{rng.randrange(1000, 9999)}.jpg", content.getvalue(), content_type="image/jpeg")


def _lockers(pen: ImageDraw.ImageDraw, rng: Random) -> None:
    open_door = rng.randrange(6)
    for place in range(6):
        left = 60 + place * 88
        pen.rectangle((left, 70, left + 80, 400), fill="#515F6D" if place == open_door else "#6F8296")
        pen.rectangle((left + 62, 220, left + 70, 256), fill="#2F3942")


def _socket(pen: ImageDraw.ImageDraw, rng: Random) -> None:
    tilt = rng.randrange(-20, 20)
    pen.polygon(((180, 110 + tilt), (440, 90), (460, 350), (200, 370 + tilt)), fill="#F4F5F6", outline="#9AA3AB")
    for left in (260, 350):
        pen.line((left, 190, left - 6, 240), fill="#3C454E", width=16)
    pen.arc((400, 200, 620, 440), 180, 330, fill="#3C454E", width=14)


def _rope(pen: ImageDraw.ImageDraw, rng: Random) -> None:
    pen.ellipse((200, 40, 440, 280), outline="#4A545D", width=30)
    for strand in range(4):
        pen.line((300 + strand * 14, 160, 300 + strand * 14, 400), fill="#5B4A3A", width=8)
    broken = 300 + rng.randrange(4) * 14
    pen.line((broken, 300, broken + 40, 260), fill="#B88746", width=6)
