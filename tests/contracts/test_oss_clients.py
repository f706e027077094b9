"""The OSS test server is held to clients that Pixels did not write, with both signatures."""

import json
import os
import subprocess
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.services.fixtures import OssAccount
from tests.services.oss_server import REGION
from tests.services.prepare import ALI_OSS, HERE, OSS_V2_PYTHON

KEYS = ["list/0", "list/1", "list/2"]
SEEN_BY_ALL = {"put": 200, "same": True, "type": "image/png", "part": [3, 4, 5, 6], "size": 256_000, "listed": KEYS}


@pytest.mark.parametrize("version", ["v1", "v4"])
def test_alibabacloud_oss_v2_is_at_home(oss_account: OssAccount, version: str) -> None:
    seen = report([str(OSS_V2_PYTHON), str(HERE / "oss_v2_client.py")], oss_account, version)
    own = {"by address": True, "refused": "SignatureDoesNotMatch", "there after delete": False}
    assert seen == {**SEEN_BY_ALL, **own}


@pytest.mark.parametrize("version", ["v1", "v4"])
def test_ali_oss_is_at_home(oss_account: OssAccount, version: str) -> None:
    seen = report(["node", str(HERE / "ali-oss" / "client.js")], oss_account, version)
    own = {"listedBySecond": KEYS, "refused": "SignatureDoesNotMatch", "missing": "NoSuchKey"}
    assert seen == {**SEEN_BY_ALL, **own}


def report(program: list[str], account: OssAccount, version: str) -> Any:
    """What the program saw of the server, as it tells it."""
    assert ALI_OSS.is_dir(), "run first: python -m tests.services.prepare"
    bucket, _, host = urlsplit(account.url).netloc.partition("@")
    arguments = [f"http://{host}", bucket, account.key_id, account.secret, REGION, version]
    packages = {**os.environ, "NODE_PATH": str(ALI_OSS / "node_modules")}
    command = [*program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=packages)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
