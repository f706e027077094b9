"""nginx with the example of operators, its site moved below a path as the example says: that path, and nothing else."""

import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from werkzeug.serving import make_server

from cms.settings import CHECKOUT, Settings
from tests.people import Person
from tests.services.processes import free_port, running
from tests.site import PASSWORD, Site, open_site
from tests.states import prepared

PATH = "/pictures"
NAME = "localhost"
KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
pytestmark = pytest.mark.skipif(shutil.which("nginx") is None, reason="without nginx")


@dataclass
class Front:
    """nginx, asked by the name of the site, which has no port."""

    port: int
    certificate: Path

    def get(self, path: str, **headers: str) -> requests.Response:
        address = f"https://{NAME}:{self.port}{path}"
        told = {"Host": NAME, **headers}
        return requests.get(address, headers=told, verify=self.certificate, timeout=10, allow_redirects=False)

    def post(self, path: str, body: object, **headers: str) -> requests.Response:
        address = f"https://{NAME}:{self.port}{path}"
        told = {"Host": NAME, "Origin": f"https://{NAME}", "Referer": f"https://{NAME}{PATH}/login", **headers}
        return requests.post(address, json=body, headers=told, verify=self.certificate, timeout=10)


@pytest.fixture
def front(site: Site, settings: Settings, tmp_path: Path) -> Iterator[Front]:
    """The site below the path, on the data of `site`."""
    more = {"public_url": f"https://{NAME}{PATH}", "trusted_proxies": 1, "x_accel": "/kept/"}
    server = make_server("127.0.0.1", free_port(), open_site(settings.model_copy(update=more)).app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made = Front(free_port(), tmp_path / "certificate.pem")
    certify(made.certificate, tmp_path / "key.pem")
    http = example(made, key=tmp_path / "key.pem", site_port=server.port, objects=settings.data_dir / "objects")
    folders = " ".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in KINDS)
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; user root; pid {tmp_path}/pid; error_log stderr; events {{}} "
        f"http {{ access_log off; {folders}\n{http}\n}}"
    )
    command = ["nginx", "-c", str(tmp_path / "nginx.conf")]
    with running(command, log=tmp_path / "nginx.log", is_ready=lambda: listens(made.port)):
        yield made
    server.shutdown()
    server.server_close()


def example(front: Front, *, key: Path, site_port: int, objects: Path) -> str:
    """The example with the changes that its first lines name, at ports and with files of this machine."""
    text = (CHECKOUT / "config/nginx/pixels.conf").read_text()
    text = text.replace("location / {", f"location {PATH}/ {{").replace("= /api/v1/events", f"= {PATH}/api/v1/events")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{site_port}").replace("/var/lib/pixels/objects", str(objects))
    text = re.sub(r"/etc/letsencrypt\S+fullchain.pem", str(front.certificate), text)
    text = re.sub(r"/etc/letsencrypt\S+privkey.pem", str(key), text)
    text = re.sub(r"server_name [^;]+;", f"server_name {NAME};", text)
    text = re.sub(r" *listen (80|\[::\]:\d+)[^;]*;\n", "", text)
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{front.port} ssl")
    return re.sub(r"server \{\s*server_name \S+\s+return 301[^}]*\}", "", text)


def certify(certificate: Path, key: Path) -> None:
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={NAME}"]
    named = ["-addext", f"subjectAltName=DNS:{NAME}"]
    command = [*made, *named, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_pages_and_the_api_answer_below_the_path(front: Front) -> None:
    page = front.get(f"{PATH}/login", Accept="text/html")
    assert (page.status_code, f'data-root="{PATH}"' in page.text) == (200, True)
    for address in re.findall(r'(?:src|href)="(/[^"]*\.(?:js|css|svg))"', page.text):
        assert front.get(address).status_code == 200, address
    assert front.get(f"{PATH}/api/v1/session").json()["csrf_token"]
    assert front.get(f"{PATH}/api/openapi.json").json()["servers"] == [{"url": PATH}]


def test_a_picture_comes_from_the_folder_itself_to_who_may_see_it(front: Front, site: Site, alice: Person) -> None:
    image_id = prepared(site, alice)
    mine = {"Authorization": f"Bearer {alice.token}"}
    address = front.get(f"{PATH}/api/v1/images/{image_id}", **mine).json()["renditions"]["400"]
    assert address.startswith(f"{PATH}/api/v1/images/{image_id}/")
    told, got = alice.get(f"/images/{image_id}/renditions/400"), front.get(address, **mine)
    assert (got.status_code, got.content, got.headers["Content-Type"]) == (200, told.data, "image/webp")
    assert "X-Accel-Redirect" not in got.headers
    bob = {"Authorization": f"Bearer {site.person('bob').token}"}
    assert [front.get(address, **who).status_code for who in (bob, {})] == [404, 404]


def test_logging_in_below_the_path_opens_the_account(front: Front, alice: Person) -> None:
    opened = front.get(f"{PATH}/api/v1/session")
    cookies = "; ".join(f"{name}={value}" for name, value in opened.cookies.items())
    told = {"X-CSRFToken": opened.json()["csrf_token"], "Cookie": cookies}
    answer = front.post(f"{PATH}/api/v1/session", {"login": "alice", "password": PASSWORD}, **told)
    assert answer.status_code == 200, answer.text
    [session] = answer.cookies
    assert (session.name, session.secure) == ("__Host-pixels", True)
    me = front.get(f"{PATH}/api/v1/me", Cookie=f"{session.name}={session.value}")
    assert me.json()["name"] == "alice"


@pytest.mark.parametrize("path", ["/login", "/healthz", "/api/v1/session", "/api/v1/events", "/picturesque", "/kept/a"])
def test_nothing_answers_outside_the_path(front: Front, path: str) -> None:
    assert front.get(path).status_code == 404


def test_the_root_of_the_name_is_not_the_sites(front: Front) -> None:
    assert "data-root" not in front.get("/").text
