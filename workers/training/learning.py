"""Learns with TensorFlow, in a process of its own: a softmax head over vectors, or a Keras model's last layers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from workers.training import SetRefused
from workers.training.scoring import Numbers

SCALE = 8.0
"""Unit vectors are stretched by this."""

BATCH = 32
HEAD_RATE, TUNING_RATE = 1e-2, 1e-4
TUNED_LAYERS = 20
"""The last layers of a base that learn too, in the second half of the epochs; not those that normalise batches."""

SEED = 7


@dataclass
class Set:
    """What to learn from: vectors or pixels on the disk, which rows of them, the class of each, what each counts."""

    rows: NDArray[Any]
    numbers: Numbers
    truth: Numbers
    weights: NDArray[np.float32]


def begin() -> None:
    """The same numbers on each run."""
    tf.keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()


def head(dimensions: int, classes: int) -> Any:
    """Unit vectors in, probabilities out."""
    layers = tf.keras.layers
    penalty = tf.keras.regularizers.L2(1e-4)
    scaled = layers.Rescaling(SCALE)
    model = tf.keras.Sequential(
        [layers.Input((dimensions,)), scaled, layers.Dense(classes, "softmax", kernel_regularizer=penalty)]
    )
    return compiled(model, HEAD_RATE)


def compiled(model: Any, rate: float) -> Any:
    model.compile(tf.keras.optimizers.Adam(rate), "sparse_categorical_crossentropy")
    return model


def load(path: Path) -> Any:
    """A Keras model from a file. Raises SetRefused for what is none."""
    try:
        return tf.keras.models.load_model(path, compile=False)
    except (OSError, ValueError, TypeError) as error:
        raise SetRefused(
            f"{path.name} is no Keras model that can be loaded: {str(error).splitlines()[0][:200]}"
        ) from error


def load_checkpoint(path: Path) -> Any:
    """A model as far as it was learnt, with what its optimiser remembers."""
    return tf.keras.models.load_model(path)


def side_of(base: Any) -> int:
    """How many pixels high and wide a model wants pictures. Raises SetRefused where it takes no pictures."""
    shape = tuple(base.input_shape) if isinstance(base.input_shape, tuple) else ()
    if len(shape) != 4 or shape[3] != 3 or shape[1] is None or shape[1] != shape[2]:
        raise SetRefused(f"The base model must take square RGB pictures of one size; it takes {shape}.")
    return int(shape[1])


def on_base(base: Any, classes: int) -> Any:
    """The base up to its last feature map, pooled, with a new head. It takes RGB from 0 to 255.

    A base that scales pixels itself is given them as they are, any other from -1 to 1, as MobileNet and Inception want.
    """
    layers = tf.keras.layers
    maps = [layer for layer in base.layers if len(getattr(layer.output, "shape", ())) == 4]
    if not maps:
        raise SetRefused("The base model has no feature map to learn from.")
    scales = any(isinstance(layer, layers.Rescaling | layers.Normalization) for layer in base.layers)
    features = tf.keras.Model(base.input, maps[-1].output, name="base")
    features.trainable = False
    pixels = layers.Input((*base.input_shape[1:3], 3), name="pixels")
    x = pixels if scales else layers.Rescaling(1 / 127.5, offset=-1)(pixels)
    x = layers.GlobalAveragePooling2D()(features(x, training=False))
    return compiled(tf.keras.Model(pixels, layers.Dense(classes, "softmax", name="head")(x)), HEAD_RATE)


def is_tuned(model: Any) -> bool:
    """Whether it stands on a base."""
    return any(layer.name == "base" for layer in model.layers)


def open_last_layers(model: Any) -> None:
    """From now on the last layers of the base learn too, slowly."""
    base = model.get_layer("base")
    base.trainable = True
    for layer in base.layers[:-TUNED_LAYERS]:
        layer.trainable = False
    for layer in base.layers:
        if isinstance(layer, tf.keras.layers.BatchNormalization):
            layer.trainable = False
    compiled(model, TUNING_RATE)


def batches(count: int, epoch: int) -> Iterator[NDArray[np.int64]]:
    """The rows of each step of an epoch, in an order of its own."""
    order = np.random.default_rng([SEED, epoch]).permutation(count)
    for start in range(0, count, BATCH):
        yield np.sort(order[start : start + BATCH])


def learn_some(model: Any, some: Set, progress: dict[str, int], *, epochs: int, is_over: Callable[[], bool]) -> bool:
    """Go on learning where `progress` says (`epoch`, `step`); False when time is over before the last epoch is."""
    while progress["epoch"] < epochs:
        for step, some_of in enumerate(batches(len(some.truth), progress["epoch"])):
            if step < progress["step"]:
                continue
            seen = np.asarray(some.rows[some.numbers[some_of]], np.float32)
            model.train_on_batch(seen, some.truth[some_of], sample_weight=some.weights[some_of])
            progress["step"] = step + 1
            if is_over():
                return False
        progress["epoch"], progress["step"] = progress["epoch"] + 1, 0
        if progress["epoch"] == progress["tuned_from"] and is_tuned(model):
            open_last_layers(model)
    return True


def said_of(model: Any, rows: NDArray[Any], numbers: Numbers) -> Numbers:
    """The likeliest class of each of these rows."""
    some = [numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH)]
    said = [np.argmax(model.predict_on_batch(np.asarray(rows[one], np.float32)), axis=1) for one in some]
    return np.concatenate(said).astype(np.int64)


def weights_of(model: Any) -> list[NDArray[np.float32]]:
    return [np.asarray(one, np.float32) for one in model.get_weights()]
