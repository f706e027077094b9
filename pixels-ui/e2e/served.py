"""A whole site as `run.py serve` runs it, in a folder of its own."""

import contextlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
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
READS_LITTLE = {"PIXELS_VISION_TEXT": "off", "PIXELS_VISION_GROUND": "off"}
"""Writing and grounds take longer than all else that is read in a picture."""


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

    def digits(self, captcha_id: str) -> str:
        """What stands in a captcha of this site."""
        digits: str | None = self.app.extensions["gate"].captchas.digits(captcha_id)
        assert digits is not None
        return digits


@contextlib.contextmanager
def serving(folder: Path, **settings: object) -> Iterator[Served]:
    """The site until the block ends, with further settings; its models are the checkout's, their progress its own."""
    models = folder / "models"
    models.mkdir(parents=True)
    for file in MODELS.iterdir():
        if file.suffix == ".json":
            shutil.copy(file, models)
        else:
            (models / file.name).symlink_to(file)
    log = folder / "serve.log"
    log.touch()
    command = [*told(folder, models, settings), sys.executable, "-u", str(CHECKOUT / "run.py"), "serve"]
    with running(command, log=log, is_ready=lambda: link_in(log) is not None, seconds=START_SECONDS):
        address = json.loads((folder / "serve.json").read_text())["address"]
        yield Served(address, link_in(log) or "", folder)


def link_in(log: Path) -> str | None:
    found = LINK.search(log.read_text(errors="replace"))
    return found and found[1]


def told(folder: Path, models: Path, more: Mapping[str, object]) -> list[str]:
    """The settings of the site: all tests come from one address, and each leaves an event stream behind for a while."""
    settings = {
        "PIXELS_PORT": "0",
        "PIXELS_DATA_DIR": folder,
        "PIXELS_MODELS_DIR": models,
        "PIXELS_RATE_SCALE": 1000,
        "PIXELS_WEB_THREADS": 64,
        **more,
    }
    others = [f"--unset={name}" for name in os.environ if name.startswith("PIXELS_")]
    return ["env", *others, *(f"{name}={value}" for name, value in settings.items())]
