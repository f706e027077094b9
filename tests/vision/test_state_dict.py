"""Weights are read from torch's old pickles without torch, and nothing else is let in."""

import pickle
from pathlib import Path

import numpy as np
import pytest

from workers.models import lite2
from workers.models.state_dict import MAGIC, PROTOCOL, read_state_dict


class Intruder:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return print, ("let in",)


def test_a_pickle_with_any_other_class_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "weights.pth"
    path.write_bytes(b"".join(pickle.dumps(part, 2) for part in (MAGIC, PROTOCOL, {}, Intruder())))
    with pytest.raises(pickle.UnpicklingError, match="print, which no table of arrays needs"):
        read_state_dict(path)
    assert "let in" not in capsys.readouterr().out


def test_another_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "weights.pth"
    path.write_bytes(pickle.dumps(17, 2))
    with pytest.raises(pickle.UnpicklingError, match=r"weights\.pth is not a legacy torch pickle"):
        read_state_dict(path)


def test_the_network_has_the_published_shape() -> None:
    shapes = list(lite2.blocks())
    assert len(shapes) == 21
    assert [(shapes[n].channels_out, shapes[n].stride) for n in (0, 1, 20)] == [(16, 1), (24, 2), (352, 1)]


def test_same_padding_keeps_the_size_of_a_plain_convolution() -> None:
    kernel = np.zeros((1, 1, 3, 3), np.float32)
    kernel[0, 0, 1, 1] = 1
    picture = np.arange(25, dtype=np.float32).reshape(5, 5, 1)
    assert (lite2._convolve(picture, kernel, 1) == picture).all()
    assert lite2._convolve(picture, kernel, 2)[..., 0].tolist() == picture[::2, ::2, 0].tolist()
