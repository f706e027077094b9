"""Turns the weights of EfficientNet-Lite2 into the TFLite file that is served. A process of its own: loads TensorFlow.

`python -m workers.models.convert WEIGHTS OUTPUT REPORT` writes the file and, last, a report of how far the served
file, the Keras model and the numpy reference differ on one known picture.
"""

import json
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from workers.models import lite2
from workers.models.known_picture import known_picture
from workers.models.state_dict import read_state_dict

Array = np.ndarray[Any, np.dtype[Any]]
CONVERTERS = ("tensorflow", "keras", "ai-edge-litert", "numpy")


class _Weights:
    """Hands each array out once, so that a forgotten one is noticed."""

    def __init__(self, arrays: dict[str, Array]) -> None:
        self.unused = {name: array for name, array in arrays.items() if not name.endswith("num_batches_tracked")}

    def convolution(self, name: str) -> list[Array]:
        return [self.unused.pop(name + ".weight").transpose(2, 3, 1, 0)]

    def depthwise(self, name: str) -> list[Array]:
        return [self.unused.pop(name + ".weight").transpose(2, 3, 0, 1)]

    def norm(self, name: str) -> list[Array]:
        return [self.unused.pop(f"{name}.{part}") for part in ("weight", "bias", "running_mean", "running_var")]

    def dense(self, name: str) -> list[Array]:
        return [self.unused.pop(name + ".weight").T, self.unused.pop(name + ".bias")]


def build(arrays: dict[str, Array]) -> Any:
    """The Keras model with these weights: input 1 × 260 × 260 × 3, outputs logits and pooled feature."""
    layers, weights = tf.keras.layers, _Weights(arrays)

    def grown(layer: Any, values: list[Array], x: Any) -> Any:
        y = layer(x)
        layer.set_weights(values)
        return y

    def convolve(x: Any, name: str, channels: int, *, kernel: int = 1, stride: int = 1) -> Any:
        layer = layers.Conv2D(channels, kernel, strides=stride, padding="same", use_bias=False)
        return grown(layer, weights.convolution(name), x)

    def norm(x: Any, name: str, *, is_active: bool = True) -> Any:
        y = grown(layers.BatchNormalization(epsilon=lite2.EPSILON), weights.norm(name), x)
        return layers.ReLU(6.0)(y) if is_active else y

    def block(x: Any, prefix: str, shape: lite2.Block) -> Any:
        y = x
        if shape.expansion != 1:
            wide = shape.channels_in * shape.expansion
            y = norm(convolve(y, prefix + "_expand_conv", wide), prefix + "_bn0")
        depthwise = layers.DepthwiseConv2D(shape.kernel, strides=shape.stride, padding="same", use_bias=False)
        y = norm(grown(depthwise, weights.depthwise(prefix + "_depthwise_conv"), y), prefix + "_bn1")
        y = norm(convolve(y, prefix + "_project_conv", shape.channels_out), prefix + "_bn2", is_active=False)
        return layers.Add()([x, y]) if shape.has_shortcut else y

    pixels = tf.keras.Input((lite2.SIDE, lite2.SIDE, 3), batch_size=1, name="pixels")
    x = norm(convolve(pixels, "_conv_stem", lite2.STEM, kernel=3, stride=2), "_bn0")
    for number, shape in enumerate(lite2.blocks()):
        x = block(x, f"_blocks.{number}.", shape)
    feature = layers.GlobalAveragePooling2D()(norm(convolve(x, "_conv_head", lite2.HEAD), "_bn1"))
    logits = grown(layers.Dense(lite2.CLASSES), weights.dense("_fc"), feature)
    if weights.unused:
        raise ValueError(f"The weights hold arrays that the network has no place for: {', '.join(weights.unused)}")
    return tf.keras.Model(pixels, [logits, feature])


def to_tflite(model: Any) -> bytes:
    """The model as TFLite with weights in float16: half the size of float32, as fast, the same top label."""
    with tempfile.TemporaryDirectory() as folder:
        # from_concrete_functions writes a small file full of NaN for Keras 3 models, without an error
        model.export(folder, verbose=False)
        converter = tf.lite.TFLiteConverter.from_saved_model(folder)
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.target_spec.supported_types = [tf.float16]
        return bytes(converter.convert())


def compare(arrays: dict[str, Array], model: Any, served: Path) -> dict[str, float]:
    """How far the served file is from the two others on the known picture."""
    from workers.classification.classifiers.network import Network, prepared_pixels

    pixels = prepared_pixels(known_picture())
    reference_logits, reference_feature = lite2.forward(arrays, pixels)
    keras_logits = np.asarray(model(pixels[None])[0])[0]
    logits, feature = Network(served).run(pixels)
    return {
        "keras_logits_difference": float(np.abs(keras_logits - reference_logits).max()),
        "served_logits_difference": float(np.abs(logits - reference_logits).max()),
        "served_embedding_cosine": _cosine(feature, reference_feature),
        "same_top_label": float(np.argmax(logits) == np.argmax(reference_logits)),
    }


def _cosine(a: Array, b: Array) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def main(weights: Path, output: Path, report: Path) -> None:
    begun = time.monotonic()
    arrays = read_state_dict(weights)
    model = build(arrays)
    output.write_bytes(to_tflite(model))
    differences = compare(arrays, model, output)
    converters = {name: version(name) for name in CONVERTERS}
    seconds = round(time.monotonic() - begun, 1)
    report.write_text(json.dumps({"differences": differences, "converters": converters, "seconds": seconds}))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
