"""What people do to pictures before they show up again: ten changes, drawn anew with the numbers of a generator."""

import io
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

Change = Callable[[Image.Image, Random], Image.Image]


def poor(picture: Image.Image, _random: Random) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=10)
    return Image.open(out).convert("RGB")


def small(picture: Image.Image, _random: Random) -> Image.Image:
    return picture.resize((max(1, picture.width // 4), max(1, picture.height // 4)), Image.Resampling.LANCZOS)


def cropped(picture: Image.Image, random: Random, share: float = 0.8) -> Image.Image:
    width, height = round(picture.width * share), round(picture.height * share)
    left, top = random.randint(0, picture.width - width), random.randint(0, picture.height - height)
    return picture.crop((left, top, left + width, top + height))


def mirrored(picture: Image.Image, _random: Random) -> Image.Image:
    return ImageOps.mirror(picture)


def turned(picture: Image.Image, random: Random) -> Image.Image:
    return picture.rotate(random.choice([90, 270]), expand=True)


def grey(picture: Image.Image, _random: Random) -> Image.Image:
    return picture.convert("L").convert("RGB")


def written_on(picture: Image.Image, random: Random) -> Image.Image:
    made, side = picture.copy(), min(picture.size)
    font = ImageFont.load_default(size=side * random.uniform(0.1, 0.2))
    place = (picture.width * random.uniform(0.02, 0.15), picture.height * random.uniform(0.1, 0.7))
    colours = random.choice([("white", "black"), ("black", "white"), ("red", "white")])
    text = random.choice(["SAMPLE TEXT", "one day only", "© somebody 2024", "LOOK AT THIS"])
    ImageDraw.Draw(made).text(place, text, colours[0], font, stroke_width=2, stroke_fill=colours[1])
    return made


def framed(picture: Image.Image, random: Random) -> Image.Image:
    wide = round(min(picture.size) * random.uniform(0.04, 0.12))
    return ImageOps.expand(picture, wide, random.choice(["white", "black", "#c8a060", "#303848", "#e8e4d8"]))


def blurred(picture: Image.Image, random: Random) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(max(picture.size) * random.uniform(0.004, 0.008)))


def on_a_phone(picture: Image.Image, random: Random) -> Image.Image:
    """Filling the width of a tall screen, between a line of status and an application's bars."""
    width, height = 540, random.choice([1110, 1170])
    ground, ink = random.choice(
        [("black", "white"), ("white", "black"), ("#101418", "#d0d0d0"), ("#f4f4f6", "#202020")]
    )
    screen = Image.new("RGB", (width, height), ground)
    tall = min(round(picture.height * width / picture.width), round(height * 0.8))
    shown = picture.resize((round(picture.width * tall / picture.height), tall), Image.Resampling.LANCZOS)
    screen.paste(shown, ((width - shown.width) // 2, round((height - tall) * random.uniform(0.3, 0.6))))
    pen, font = ImageDraw.Draw(screen), ImageFont.load_default(size=20)
    pen.text((24, 10), f"{random.randint(0, 23)}:{random.randint(10, 59)}", ink, font)
    pen.rectangle((width - 70, 14, width - 30, 30), outline=ink)
    for number in range(4):
        left = 50 + number * 125
        pen.ellipse((left, height - 60, left + 28, height - 32), outline=ink, width=3)
    return screen


CHANGES: dict[str, Change] = {
    "jpeg10": poor,
    "small25": small,
    "crop80": cropped,
    "hflip": mirrored,
    "rot90": turned,
    "gray": grey,
    "text": written_on,
    "border": framed,
    "blur": blurred,
    "phone": on_a_phone,
}


def encoded(picture: Image.Image, quality: int = 90) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()
