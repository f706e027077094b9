"""Short readable English names and stable slugs of the tagger's 1000 classes; classes of one name count as one."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

_SHORTER = {
    "a cat having a striped coat": "tabby cat",
    "red wolf or maned wolf": "red wolf",
    "entertainment center (furniture)": "TV cabinet",
    "bell or wind chime": "wind chime",
    "spiral or coil": "spiral",
    "gas mask or respirator": "gas mask",
    "tights for gymnastics, a one-piece leotard, or a sport jersey": "leotard",
    "product packet / packaging": "packet",
    "traffic or street sign": "street sign",
    "vaulted or arched ceiling": "vaulted ceiling",
    "fruiting spike of a cereal plant": "ear of grain",
    "ford model t": "Ford Model T",
    "arabian camel": "Arabian camel",
    "african grey parrot": "African grey parrot",
    "brussels griffon": "Brussels griffon",
    "common sorrel horse": "sorrel horse",
    "bittern bird": "bittern",
    "cricket insect": "cricket",
    "music speaker": "loudspeaker",
    "rickshaw vehicle": "rickshaw",
    "marimba xylophone": "marimba",
    "loupe magnifying glass": "magnifying glass",
    "ruler measuring stick": "ruler",
    "metal nail": "nail",
    "stole scarf": "stole",
    "volleyball ball": "volleyball",
    "hair wig": "wig",
    "velvet fabric": "velvet",
    "keyboard space bar": "space bar",
    "crate box": "crate",
    "balaclava ski mask": "ski mask",
    "fishing casting reel": "fishing reel",
    "cornet trumpet": "cornet",
    "front curtain": "stage curtain",
    "stinkhorn mushroom": "stinkhorn",
    "earth star fungus": "earth star",
}


@dataclass(frozen=True)
class ClassName:
    """One thing the tagger knows: `numbers` are its classes, mostly one."""

    key: str
    name: str
    numbers: tuple[int, ...]


def short_name(name: str) -> str:
    """The name without explanations: what stands in brackets or after a slash goes."""
    return _SHORTER.get(name) or re.split(r" \(| / ", name)[0]


def slug(name: str) -> str:
    """Lower-case ASCII words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")


def read_class_names(path: Path) -> tuple[ClassName, ...]:
    """The classes in the order of their first number. The file is a JSON list of 1000 names."""
    numbers: dict[str, list[int]] = {}
    for number, name in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        numbers.setdefault(short_name(name), []).append(number)
    return tuple(ClassName(slug(name), name, tuple(found)) for name, found in numbers.items())
