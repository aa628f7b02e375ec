"""Photos that nobody took: simple drawings of quays, cranes and roofs, different for every seed."""

import random
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from outreach.attachments.models import Attachment
from outreach.attachments.pipeline import store

SIZE = (640, 480)


def draw(words: str, *, seed: int, is_after: bool) -> Attachment:
    """One picture, stored through the same pipeline as a real photo."""
    rng = random.Random(seed)
    image = Image.new("RGB", SIZE, _sky(rng, is_after=is_after))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 360, 640, 480), fill=(122, 134, 142))
    _crane(pen, rng, is_after=is_after)
    for _crate in range(rng.randint(3, 7)):
        left, top = rng.randint(0, 560), rng.randint(300, 420)
        colour = rng.choice([(156, 62, 48), (52, 92, 128), (200, 140, 50), (88, 110, 90)])
        pen.rectangle((left, top, left + 80, top + 36), fill=colour, outline=(60, 60, 60))
    if not is_after:
        _damage(pen, rng)
    file = BytesIO()
    image.save(file, "JPEG", quality=70)
    name = f"{words[:20]}-{'整改后' if is_after else '整改前'}.jpg"
    return store(SimpleUploadedFile(name, file.getvalue(), content_type="image/jpeg"))


def _sky(rng: random.Random, *, is_after: bool) -> tuple[int, int, int]:
    light = 205 if is_after else 178
    return (light - rng.randint(0, 15), light + 6, light + 16)


def _crane(pen: ImageDraw.ImageDraw, rng: random.Random, *, is_after: bool) -> None:
    left = rng.randint(120, 320)
    steel = (64, 78, 92) if is_after else (110, 92, 74)
    pen.line((left, 380, left + 40, 120), fill=steel, width=12)
    pen.line((left + 120, 380, left + 80, 120), fill=steel, width=12)
    pen.line((left - 90, 150, left + 260, 110), fill=steel, width=14)
    pen.line((left + 200, 118, left + 200, 280), fill=(40, 40, 40), width=4)


def _damage(pen: ImageDraw.ImageDraw, rng: random.Random) -> None:
    """Rust and frayed strands, gone on the picture after."""
    for _strand in range(24):
        x, y = rng.randint(200, 520), rng.randint(120, 330)
        pen.line((x, y, x + rng.randint(-22, 22), y + rng.randint(-18, 18)), fill=(146, 74, 32), width=3)
