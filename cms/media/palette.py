"""Up to five colours of a picture, found in OKLab with vivid colours weighing more, so that a small red dot is kept."""

import numpy as np
from numpy.typing import NDArray

from cms.media.prepared import Colour

Floats = NDArray[np.float64]

COLOURS = 5
_SEEDS = 8
_ROUNDS = 8
_ALIKE = 0.09
"""Distance in OKLab below which two colours are told as one."""
_LEAST = 0.004
_VIVID = 6.0

# Björn Ottosson, "A perceptual color space for image processing" (2020)
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def palette(pixels: NDArray[np.uint8]) -> tuple[Colour, ...]:
    """The main colours of height × width × 3 or 4 bands, largest share first; transparent pixels do not count."""
    flat = pixels.reshape(-1, pixels.shape[-1])
    if flat.shape[1] == 4:
        flat = flat[flat[:, 3] >= 128]
    if not len(flat):
        return ()
    rgb, counts = np.unique(flat[:, :3], axis=0, return_counts=True)
    lab = _oklab(rgb)
    nearest = _clusters(lab, counts)
    found = []
    for cluster in np.unique(nearest):
        own = nearest == cluster
        share = counts[own].sum() / len(flat)
        colour = np.average(rgb[own], axis=0, weights=counts[own] * _weight(lab[own]))
        chroma = float(np.hypot(*np.average(lab[own], axis=0, weights=counts[own])[1:]))
        found.append((share**0.5 * (1 + 4 * _VIVID * chroma), Colour(_hex(colour), int(share * 10_000) / 10_000)))
    kept = sorted((f for f in found if f[1].share >= _LEAST), key=lambda f: -f[0])[:COLOURS]
    return tuple(sorted((colour for _, colour in kept), key=lambda c: -c.share))


def _clusters(lab: Floats, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Weighted k-means from seeds far apart, then near clusters merged: a number for each row of `lab`."""
    weights = counts * _weight(lab)
    centres = _seeds(lab, weights)
    for _ in range(_ROUNDS):
        nearest = _distances(lab, centres).argmin(axis=1)
        for n in np.unique(nearest):
            centres[n] = np.average(lab[nearest == n], axis=0, weights=weights[nearest == n])
    nearest = _distances(lab, centres).argmin(axis=1)
    size = np.bincount(nearest, weights=weights, minlength=len(centres))
    into = np.arange(len(centres))
    order = np.argsort(-size)
    for place, n in enumerate(order):
        near = [m for m in order[:place] if into[m] == m and np.linalg.norm(centres[m] - centres[n]) < _ALIKE]
        if near:
            into[n] = near[0]
    return np.asarray(into[nearest])


def _seeds(lab: Floats, weights: Floats) -> Floats:
    """The heaviest colour, then again and again the one that is heaviest for its distance from all before."""
    chosen = [int(weights.argmax())]
    distance = _distances(lab, lab[chosen])[:, 0]
    while len(chosen) < min(_SEEDS, len(lab)):
        best = int((distance * np.sqrt(weights)).argmax())
        if distance[best] < 1e-4:
            break
        chosen.append(best)
        distance = np.minimum(distance, _distances(lab, lab[[best]])[:, 0])
    return lab[chosen].copy()


def _distances(lab: Floats, centres: Floats) -> Floats:
    """Squared distance of each row to each centre."""
    return np.asarray(((lab[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2))


def _weight(lab: Floats) -> Floats:
    return 1 + _VIVID * np.hypot(lab[:, 1], lab[:, 2])


def _oklab(rgb: NDArray[np.uint8]) -> Floats:
    level = rgb / 255.0
    linear = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T)


def _hex(colour: Floats) -> str:
    red, green, blue = (round(float(part)) for part in colour)
    return f"#{red:02x}{green:02x}{blue:02x}"
