"""The floor of preparing a picture: the same three sizes, its hash and a fingerprint by bare OpenCV."""

import hashlib
import time

import cv2
import numpy as np

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


def floor_of(file: bytes) -> float:
    """Processor seconds of this process for it, on one thread."""
    cv2.setNumThreads(1)
    used = time.process_time()
    prepare(file)
    return time.process_time() - used
