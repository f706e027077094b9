"""EfficientNet-Lite2 as data, and its forward pass in plain numpy: the independent reference of every converted file.

Tan and Le 2019; the Lite form has ReLU6, no squeeze-excite, 'same' padding and BatchNorm with eps 1e-3.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
SIDE, STEM, HEAD, CLASSES, EPSILON = 260, 32, 1280, 1000, 1e-3
_WIDTH, _DEPTH = 1.1, 1.2
_STAGES = (
    (1, 3, 1, 1, 32, 16),
    (2, 3, 2, 6, 16, 24),
    (2, 5, 2, 6, 24, 40),
    (3, 3, 2, 6, 40, 80),
    (3, 5, 1, 6, 80, 112),
    (4, 5, 2, 6, 112, 192),
    (1, 3, 1, 6, 192, 320),
)
"""Repeats, kernel, stride, expansion, channels in, channels out, before scaling."""


@dataclass(frozen=True)
class Block:
    """One inverted residual block after scaling."""

    kernel: int
    stride: int
    expansion: int
    channels_in: int
    channels_out: int

    @property
    def has_shortcut(self) -> bool:
        """Whether the block adds its input to its output."""
        return self.stride == 1 and self.channels_in == self.channels_out


def blocks() -> Iterator[Block]:
    """The blocks of Lite2 in order: stages scaled in width and depth, the first and last stage not repeated more."""
    for number, (repeats, kernel, stride, expansion, before, after) in enumerate(_STAGES):
        first, last = _scaled(before) if number else STEM, _scaled(after)
        times = repeats if number in (0, len(_STAGES) - 1) else math.ceil(repeats * _DEPTH)
        for turn in range(times):
            yield Block(kernel, 1 if turn else stride, expansion, last if turn else first, last)


def _scaled(channels: int) -> int:
    wide = channels * _WIDTH
    rounded = max(8, int(wide + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * wide else rounded


def forward(weights: dict[str, Array], pixels: Array) -> tuple[Array, Array]:
    """Logits (1000) and pooled feature (1280) of one prepared input (260 × 260 × 3, float32)."""
    x = _relu6(_norm(weights, "_bn0", _convolve(pixels, weights["_conv_stem.weight"], 2)))
    for number, block in enumerate(blocks()):
        y = _block(weights, f"_blocks.{number}.", x, block)
        x = x + y if block.has_shortcut else y
    x = _relu6(_norm(weights, "_bn1", _pointwise(x, weights["_conv_head.weight"])))
    feature = x.mean(axis=(0, 1))
    return weights["_fc.weight"] @ feature + weights["_fc.bias"], feature


def _block(weights: dict[str, Array], prefix: str, x: Array, block: Block) -> Array:
    if block.expansion != 1:
        x = _relu6(_norm(weights, prefix + "_bn0", _pointwise(x, weights[prefix + "_expand_conv.weight"])))
    x = _depthwise(x, weights[prefix + "_depthwise_conv.weight"], block.stride)
    x = _relu6(_norm(weights, prefix + "_bn1", x))
    return _norm(weights, prefix + "_bn2", _pointwise(x, weights[prefix + "_project_conv.weight"]))


def _relu6(x: Array) -> Array:
    return np.clip(x, 0, 6)


def _norm(weights: dict[str, Array], name: str, x: Array) -> Array:
    scale = weights[name + ".weight"] / np.sqrt(weights[name + ".running_var"] + EPSILON)
    return x * scale + (weights[name + ".bias"] - weights[name + ".running_mean"] * scale)


def _pointwise(x: Array, kernel: Array) -> Array:
    return x @ kernel[:, :, 0, 0].T


def _windows(x: Array, size: int, stride: int) -> Array:
    """Every size × size neighbourhood under 'same' padding: (height, width, channels, size, size)."""
    pads = [_padding(length, size, stride) for length in x.shape[:2]]
    padded = np.pad(x, [*pads, (0, 0)])
    return np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(0, 1))[::stride, ::stride]


def _padding(length: int, size: int, stride: int) -> tuple[int, int]:
    total = max((math.ceil(length / stride) - 1) * stride + size - length, 0)
    return total // 2, total - total // 2


def _convolve(x: Array, kernel: Array, stride: int) -> Array:
    found: Array = np.einsum("hwiyx,oiyx->hwo", _windows(x, kernel.shape[2], stride), kernel, optimize=True)
    return found


def _depthwise(x: Array, kernel: Array, stride: int) -> Array:
    found: Array = np.einsum("hwcyx,cyx->hwc", _windows(x, kernel.shape[2], stride), kernel[:, 0])
    return found
