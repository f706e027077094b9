"""Which pixels are people: MediaPipe's selfie segmentation."""

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.classification.detectors.ground.net import Net

if TYPE_CHECKING:
    from cms.vision.base import Picture

SIDE = 256
LIKELY = 0.5


class People:
    """Gives each pixel of a picture how likely somebody is there."""

    def __init__(self, path: Path) -> None:
        self._net = Net(path)

    def mask(self, picture: "Picture") -> NDArray[np.bool_]:
        """Height × width: true where somebody is."""
        height, width = picture.shape[:2]
        seen = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32) / np.float32(255)
        likely = self._net.run(seen)[1][:, :, 0]
        return np.asarray(cv2.resize(likely, (width, height)) > LIKELY)
