"""The process in which pixels are opened: confined, replaced when it dies, never the worker's end."""

import io
import os
import signal
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import pyvips
from PIL import Image

from cms.media.decode import BrokenPicture, Limits, PictureRefused, PictureTooCostly, TooLarge
from cms.media.prepared import Prepared
from tests.media.pictures import LIMITS, animated, decoded, encoded, exif, halves, is_near, repeated, sample
from workers.child import ChildBroken
from workers.ingest.sandbox import PixelChild

Prepare = Callable[..., Prepared]
MOST = 512 << 10
WIDE_OPEN = Limits(max_bytes=10**9, max_pixels=10**9, max_frame_pixels=10**12)


def held_at_most(child: PixelChild) -> int:
    """The most memory that the child ever held, in KiB."""
    lines = Path(f"/proc/{child.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


@pytest.fixture
def own_child() -> Iterator[PixelChild]:
    child = PixelChild(limits=WIDE_OPEN)
    yield child
    child.close()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[bytes], Path]:
    def write_bytes(file: bytes) -> Path:
        path = tmp_path / "picture[n=-1]"
        path.write_bytes(file)
        return path

    return write_bytes


Write = Callable[[bytes], Path]


@cache
def flood() -> bytes:
    """A small file that needs 300 MB and more than a second."""
    return black(10_000).pngsave_buffer(interlace=True)


def black(side: int) -> pyvips.Image:
    return pyvips.Image.black(side, side, bands=3).copy(interpretation="srgb")


def test_a_killed_child_is_replaced_and_the_picture_still_prepared(own_child: PixelChild, write: Write) -> None:
    path = write(sample("jpeg"))
    own_child.prepare(path)
    first = own_child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert own_child.prepare(path).width == 320
    assert own_child.pid != first


def test_a_child_killed_at_work_is_replaced_too(own_child: PixelChild, write: Write) -> None:
    path = write(sample("png"))
    own_child.prepare(path)
    assert own_child.pid is not None
    os.kill(own_child.pid, signal.SIGSTOP)
    killer = threading.Timer(0.2, os.kill, (own_child.pid, signal.SIGKILL))
    killer.start()
    assert own_child.prepare(path).height == 200
    killer.join()


def test_a_child_that_hangs_is_given_up_with_a_sentence(write: Write) -> None:
    child = PixelChild(limits=LIMITS, wall_seconds=5)
    path = write(sample("png"))
    child.prepare(path)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGSTOP)
    child._wall_seconds = 0.2
    with pytest.raises(PictureTooCostly) as refusal:
        child.prepare(path)
    assert (refusal.value.code, child.pid) == ("too-much-time", None)


def test_cpu_time_is_limited_for_each_picture(write: Write) -> None:
    child = PixelChild(limits=WIDE_OPEN, cpu_seconds=0)
    with pytest.raises(PictureTooCostly, match="too long"):
        child.prepare(write(flood()))
    assert child.prepare(write(sample("gif"))).width == 320
    child.close()


def test_memory_is_limited_for_each_picture(write: Write) -> None:
    child = PixelChild(limits=WIDE_OPEN, memory=200 << 20)
    with pytest.raises(PictureTooCostly, match="memory"):
        child.prepare(write(flood()))
    assert child.prepare(write(sample("png"))).width == 320
    child.close()


def test_a_jpeg_of_100_megapixels_is_prepared_within_the_memory_limit(own_child: PixelChild, write: Write) -> None:
    flat = pyvips.Image.black(10_000, 10_000, bands=3).copy(interpretation="srgb").linear(1, [9, 99, 199]).cast("uchar")
    done = own_child.prepare(write(flat.jpegsave_buffer(Q=80)))
    assert (done.width, done.height) == (10_000, 10_000)
    assert is_near(decoded(done.renditions[1600]).getpixel((800, 800)), (9, 99, 199), 6)
    assert held_at_most(own_child) <= MOST


def bombs() -> dict[str, bytes]:
    return {
        "png": black(13_000).pngsave_buffer(),
        "interlaced png": black(13_000).pngsave_buffer(interlace=True),
        "progressive jpeg": black(13_000).jpegsave_buffer(interlace=True, subsample_mode="off"),
        "webp": black(9_000).webpsave_buffer(effort=0),
        "tiff": black(13_000).tiffsave_buffer(compression="deflate"),
        "one tile tiff": black(9000).tiffsave_buffer(compression="deflate", tile_width=16, tile_height=16),
        "gif": encoded(Image.new("P", (15_000, 15_000)), "gif"),
        "moving gif": repeated(3000, 3000, frames=60),
        "moving png": animated("png", size=(1500, 1500), frames=20),
        "avif": encoded(Image.new("RGB", (7_000, 7_000)), "avif", speed=10),
        "jxl": encoded(Image.new("RGB", (7_000, 7_000)), "jxl", effort=1),
        "text": text_bomb(),
    }


def text_bomb() -> bytes:
    """A small PNG whose compressed text unpacks to 200 MB."""
    file, body = sample("png"), b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    return file[:33] + chunk + file[33:]


def test_bombs_never_hold_more_than_512_mib_and_never_end_the_worker(own_child: PixelChild, write: Write) -> None:
    most = 0
    for name, bomb in bombs().items():
        with suppress(PictureRefused):
            own_child.prepare(write(bomb))
        if own_child.pid is not None:
            most = max(most, held_at_most(own_child))
            assert most <= MOST, name
    assert own_child.prepare(write(sample("jpeg"))).width == 320


def test_the_child_holds_the_limits_too(child: PixelChild, write: Write) -> None:
    with pytest.raises(TooLarge):
        child.prepare(write(encoded(Image.new("1", (12_000, 12_000)), "png")))


def test_a_drawing_with_script_never_reaches_a_renderer(child: PixelChild, write: Write) -> None:
    with pytest.raises(PictureRefused):
        child.prepare(write(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'))


def test_a_missing_file_is_not_called_a_broken_picture(child: PixelChild, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        child.prepare(tmp_path / "nothing")


def test_a_child_that_cannot_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(ChildBroken):
        PixelChild(limits=LIMITS).prepare(Path(__file__))


def test_no_secret_of_the_worker_reaches_the_child(
    own_child: PixelChild, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIXELS_SECRET_KEY", "a secret")
    own_child.prepare(write(sample("png")))
    assert b"a secret" not in Path(f"/proc/{own_child.pid}/environ").read_bytes()


def test_the_child_ends_with_its_parent_and_leaves_no_file(tmp_path: Path, write: Write) -> None:
    child = PixelChild(limits=LIMITS)
    child.prepare(write(animated("webp")))
    pid = child.pid
    child.close()
    assert not Path(f"/proc/{pid}").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["picture[n=-1]"]


def test_plain_pixels_for_models_are_upright_rgb_on_white(child: PixelChild, write: Write) -> None:
    turned = halves(mode="RGBA").transpose(Image.Transpose.ROTATE_90)
    turned.paste((0, 0, 0, 0), (100, 0, 200, 80))
    width, height, pixels = child.rgb(write(encoded(turned, "png", exif=exif(6))), longest=160)
    shown = np.frombuffer(pixels, np.uint8).reshape(height, width, 3)
    assert (width, height) == (160, 100)
    assert is_near([int(level) for level in shown[20, 50]], (220, 30, 30))
    assert [int(level) for level in shown[80, 140]] == [255, 255, 255]


def test_plain_pixels_of_a_broken_picture_are_refused(child: PixelChild, write: Write) -> None:
    with pytest.raises(BrokenPicture):
        child.rgb(write(sample("webp")[:200]), longest=224)


def test_both_libraries_open_only_what_is_taken_in(child: PixelChild, write: Write) -> None:
    for format in ("ppm", "tga", "jpeg2000", "ico", "pcx"):
        out = io.BytesIO()
        halves().save(out, format)
        with pytest.raises(PictureRefused):
            child.prepare(write(out.getvalue()))
