"""The examples for operators name settings, commands and files that there are."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from cms.commands import COMMANDS
from cms.settings import CHECKOUT, Settings

CONFIG = CHECKOUT / "config"
UNITS = sorted((CONFIG / "systemd").iterdir())
EXAMPLES = [*UNITS, CONFIG / "nginx" / "pixels.conf", *sorted((CONFIG / "docker").iterdir())]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name)
def test_an_example_sets_only_what_can_be_set(file: Path) -> None:
    named = set(re.findall(r"\bPIXELS_([A-Z_]+)", file.read_text()))
    assert {name.lower() for name in named} <= Settings.model_fields.keys()


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name)
def test_an_example_runs_commands_that_there_are(file: Path) -> None:
    commands = re.findall(r"run\.py ([a-z-]+)", file.read_text()) + re.findall(
        r"^    command: \[([a-z-]+)\]", file.read_text(), re.M
    )
    assert set(commands) - {"valkey-server"} <= COMMANDS.keys()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="without systemd")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_the_units(unit: Path, tmp_path: Path) -> None:
    """As they are but for the place of the checkout and its user."""
    for file in UNITS:
        text = file.read_text().replace("/opt/pixels/.venv/bin/python", "/bin/true").replace("User=pixels", "User=root")
        (tmp_path / file.name).write_text(text.replace("/opt/pixels", "/"))
    verify = ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)]
    found = subprocess.run(verify, capture_output=True, text=True, timeout=60, check=False)
    complaints = [line for line in found.stderr.splitlines() if str(tmp_path) in line or unit.name in line]
    assert complaints == []


def test_the_services_of_compose_stand_on_services_that_there_are() -> None:
    made = yaml.safe_load((CONFIG / "docker" / "compose.yaml").read_text())
    services = made["services"]
    for service in services.values():
        assert service.get("depends_on", {}).keys() <= services.keys()
        volumes = {mount.partition(":")[0] for mount in service.get("volumes", [])}
        assert volumes <= made["volumes"].keys()
    build = services["migrate"]["build"]
    assert (CONFIG / "docker" / build["context"] / build["dockerfile"]).is_file()


def test_the_folder_of_pictures_is_open_only_to_what_the_site_checked() -> None:
    text = (CONFIG / "nginx" / "pixels.conf").read_text()
    named = re.findall(r"PIXELS_X_ACCEL=(\S+)", text)
    assert named
    places = re.findall(r"location (\S+) \{([^}]*alias[^}]*)\}", text)
    assert [place for place, _ in places] == named
    assert all("internal;" in inside for _, inside in places)


@pytest.mark.skipif(shutil.which("nginx") is None, reason="without nginx")
def test_nginx_understands_its_example(tmp_path: Path) -> None:
    """With a certificate of its own in the place of the site's."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=a", "-days", "1"]
    subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    text = (CONFIG / "nginx" / "pixels.conf").read_text()
    text = re.sub(r"/etc/letsencrypt\S+fullchain.pem", str(certificate), text)
    (tmp_path / "site.conf").write_text(re.sub(r"/etc/letsencrypt\S+privkey.pem", str(key), text))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = " ".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    http = f"http {{ access_log off; {folders} include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid; error_log stderr; events {{}} {http}")
    subprocess.run(["nginx", "-t", "-c", str(tmp_path / "nginx.conf")], check=True, capture_output=True)
