"""Reads the weights of a legacy torch pickle without torch; refuses every class that a table of arrays needs not."""

import collections
import pickle
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001
DTYPES: dict[str, type[np.generic]] = {"FloatStorage": np.float32, "LongStorage": np.int64}


class _View:
    """One array as the pickle describes it: a window into a storage that comes later in the file."""

    def __init__(self, storage: tuple[type[np.generic], str], offset: int, size: tuple[int, ...], stride: Any, *_: Any):
        self.dtype, self.key = storage
        self.offset, self.size, self.stride = offset, size, stride

    def over(self, storages: dict[str, Array]) -> Array:
        flat = storages[self.key]
        steps = [step * flat.itemsize for step in self.stride]
        return np.lib.stride_tricks.as_strided(flat[self.offset :], self.size, steps).copy()


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _View
        if module == "torch" and name in DTYPES:
            return name
        raise pickle.UnpicklingError(f"The weights ask for {module}.{name}, which no table of arrays needs.")

    def persistent_load(self, pid: Any) -> tuple[type[np.generic], str]:
        _, kind, key, *_ = pid
        return DTYPES[kind], key


def read_state_dict(path: Path) -> dict[str, Array]:
    """Name → array. Raises pickle.UnpicklingError for anything that is not a legacy torch table of arrays."""
    with path.open("rb") as file:
        if _Reader(file).load() != MAGIC or _Reader(file).load() != PROTOCOL:
            raise pickle.UnpicklingError(f"{path.name} is not a legacy torch pickle.")
        _Reader(file).load()
        views: dict[str, _View] = _Reader(file).load()
        keys: list[str] = _Reader(file).load()
        storages = _read_storages(file, keys, {view.key: view.dtype for view in views.values()})
    return {name: view.over(storages) for name, view in views.items()}


def _read_storages(file: BinaryIO, keys: list[str], dtypes: dict[str, type[np.generic]]) -> dict[str, Array]:
    storages = {}
    for key in keys:
        count = int(np.frombuffer(file.read(8), "<i8")[0])
        dtype = np.dtype(dtypes[key])
        storages[key] = np.frombuffer(file.read(count * dtype.itemsize), dtype)
    return storages
