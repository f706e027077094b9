"""The explicit list of models that may be chosen by a setting. Each is loaded once in a process, at first use."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from cms.vision.base import GroundTeller, ModelMissing, ModerationGate, Tagger, TextReader

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


TAGGERS: Mapping[str, Callable[[Path], Tagger]] = {"efficientnet-lite2": _efficientnet_lite2}
GATES: Mapping[str, Callable[[Path], ModerationGate]] = {"open-nsfw": _open_nsfw}


TEXT_READERS: Mapping[str, Callable[[Path], TextReader]] = {"pp-ocr-v4": _pp_ocr}
GROUND_TELLERS: Mapping[str, Callable[[Path], GroundTeller]] = {"grounds": _grounds}
OFF = "off"


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
