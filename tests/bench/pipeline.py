"""The floor of a picture's work: three sizes, its hash and a fingerprint by bare OpenCV, and the models alone."""

import hashlib
import time
from functools import cache

import cv2
import numpy as np

from cms.settings import CHECKOUT, Settings
from cms.vision.base import ModerationGate, Tagger
from tests.site import fresh_secret
from workers.classification.registry import load_gate, load_tagger

SIZES = (1600, 400, 64)
QUALITY = {1600: 80, 400: 80, 64: 70}


def prepare(file: bytes) -> list[bytes]:
    """One half-size decode, a cascade of JPEGs and a DCT hash: what no product that does more can undercut."""
    hashlib.sha256(file).hexdigest()
    picture = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_REDUCED_COLOR_2)
    made = []
    for longest in SIZES:
        scale = min(1.0, longest / max(picture.shape[:2]))
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        made.append(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY[longest]])[1].tobytes())
    cv2.dct(cv2.resize(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (32, 32)).astype(np.float32))
    return made


def floor_of(file: bytes, *, is_read: bool = False) -> float:
    """Processor seconds of this process for it, on one thread; with the models where it `is_read`, once loaded."""
    cv2.setNumThreads(1)
    if is_read:
        models()
    used = time.process_time()
    small = prepare(file)[1]
    if is_read:
        read(small)
    return time.process_time() - used


def read(rendition: bytes) -> None:
    """What the models say of the rendition that they look at; it is kept nowhere."""
    tagger, gate = models()
    picture = cv2.cvtColor(cv2.imdecode(np.frombuffer(rendition, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    gate.score(picture)
    tagger.read(picture)


@cache
def models() -> tuple[Tagger, ModerationGate]:
    """Those of the site, loaded and run once."""
    settings, folder = Settings(secret_key=fresh_secret()), CHECKOUT / "var" / "models"
    loaded = load_tagger(settings.vision_tagger, folder), load_gate(settings.vision_gate, folder)
    blank = np.zeros((300, 400, 3), np.uint8)
    loaded[0].read(blank)
    loaded[1].score(blank)
    return loaded
