"""A whole site as `run.py serve` runs it, in a folder of its own."""

import contextlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flask import Flask

from cms import create_app
from cms.settings import CHECKOUT, Settings
from tests.services.processes import running

BUILT = CHECKOUT / "pixels-ui" / "dist" / "index.html"
MODELS = CHECKOUT / "var" / "models"
LINK = re.compile(r"^\s+(http\S+/welcome/\S+)$", re.MULTILINE)
START_SECONDS = 60


@dataclass
class Served:
    """`link` makes the first account; `app` sees the same data from this process."""

    address: str
    link: str
    folder: Path

    @property
    def models(self) -> Path:
        return self.folder / "models"

    @cached_property
    def app(self) -> Flask:
        return create_app(Settings(data_dir=self.folder, models_dir=self.models))


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """The site until the block ends; its models are those of this checkout, its progress file its own."""
    models = folder / "models"
    models.mkdir(parents=True)
    for file in MODELS.iterdir():
        if file.suffix == ".json":
            shutil.copy(file, models)
        else:
            (models / file.name).symlink_to(file)
    log = folder / "serve.log"
    log.touch()
    with (
        environment(folder, models),
        running(
            [sys.executable, "-u", str(CHECKOUT / "run.py"), "serve"],
            log=log,
            is_ready=lambda: LINK.search(log.read_text(errors="replace")) is not None,
            seconds=START_SECONDS,
        ),
    ):
        address = json.loads((folder / "serve.json").read_text())["address"]
        link = LINK.search(log.read_text(errors="replace"))
        assert link is not None
        yield Served(address, link[1], folder)


@contextlib.contextmanager
def environment(folder: Path, models: Path) -> Iterator[None]:
    """What the site is told, until the block ends: every test comes from one address and leaves event streams behind."""
    told = {
        "PIXELS_PORT": "0",
        "PIXELS_DATA_DIR": str(folder),
        "PIXELS_MODELS_DIR": str(models),
        "PIXELS_RATE_SCALE": "1000",
        "PIXELS_WEB_THREADS": "64",
    }
    before = {name: value for name, value in os.environ.items() if name.startswith("PIXELS_")}
    for name in before:
        del os.environ[name]
    os.environ.update(told)
    try:
        yield
    finally:
        for name in told:
            os.environ.pop(name, None)
        os.environ.update(before)
