"""One picture that is drawn the same on every machine, to compare what models make of it."""

import numpy as np
from numpy.typing import NDArray


def known_picture() -> NDArray[np.uint8]:
    """An orange ball with a stalk above a dark ground, 320 × 320, RGB."""
    rows, columns = np.mgrid[0:320, 0:320]
    picture = np.stack([90 + rows // 4, 130 + columns // 8, 200 - rows // 3], axis=2).astype(np.uint8)
    picture[rows > 240] = (60, 45, 30)
    distance = np.hypot(rows - 165, columns - 160)
    is_fruit = distance < 95
    shade = np.clip(1.15 - distance / 190, 0.4, 1.0)[..., None]
    picture[is_fruit] = (np.array([235, 125, 25]) * shade)[is_fruit].astype(np.uint8)
    picture[(abs(columns - 160) < 5) & (rows > 50) & (rows < 85)] = (60, 90, 30)
    return picture
