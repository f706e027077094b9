"""A copy fills sites on whichever back ends, by the commands that an operator types, and on trial."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from cms.commands.site import current_revision
from cms.extensions import db
from cms.settings import Settings
from cms.upkeep.backup import MANIFEST, write_backup
from tests.people import Person
from tests.running import ran
from tests.services.fixtures import OssAccount
from tests.site import Site, fresh_secret
from tests.upkeep.copies import embedded, everything, restored, saved
from tests.upkeep.crowds import add_many


def test_a_site_of_500_pictures_moves_to_servers_and_back_by_its_copies(
    lived_in: Site, alice: Person, tmp_path: Path, mariadb_url: str, oss_account: OssAccount
) -> None:
    add_many(lived_in, alice, 500)
    saved(lived_in, tmp_path / "copy")
    before = as_on_servers(everything(lived_in.app))
    servers = Settings(
        data_dir=tmp_path / "servers",
        secret_key=fresh_secret(),
        database_url=mariadb_url,
        storage_url=oss_account.url,
        oss_access_key_id=oss_account.key_id,
        oss_access_key_secret=oss_account.secret,
    )
    with restored(tmp_path / "copy", servers) as app:
        assert as_on_servers(everything(app)) == before
        with app.app_context():
            revision = current_revision(db.engine) or ""
            write_backup(
                app.extensions["backends"].storage,
                tmp_path / "back",
                revision=revision,
                secret=None,
                tell=lambda _: None,
            )
    with restored(tmp_path / "back", embedded(tmp_path / "new")) as app:
        assert as_on_servers(everything(app)) == before


def as_on_servers(rows: dict[str, list[list[Any]]]) -> dict[str, list[list[Any]]]:
    """MariaDB keeps six digits of a share and whole seconds of a camera's time; the bytes lie in one or the other."""
    return {table: [[coarse(value) for value in row] for row in some] for table, some in rows.items()}


def coarse(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(microsecond=0)
    return "anywhere" if value in ("file", "oss") else value


def test_the_commands_copy_a_site_and_fill_another_with_its_secret(lived_in: Site, tmp_path: Path) -> None:
    settings = lived_in.app.extensions["settings"]
    ours = settings.model_copy(update={"secret_key": SecretStr("")})
    ours.model_fields_set.discard("secret_key")
    new = Settings(data_dir=tmp_path / "new")
    secret = (settings.data_dir / "secret-key").write_text("kept by the site" * 4)
    copied = ran(ours, "backup", str(tmp_path / "copy"), "--json")
    assert copied.returncode == 0, copied.stderr
    filled = ran(new, "restore", str(tmp_path / "copy"), "--json")
    assert filled.returncode == 0, filled.stderr
    assert json.loads(filled.stdout)["differences"] == []
    kept = new.data_dir / "secret-key"
    assert (len(kept.read_text()), kept.stat().st_mode & 0o777) == (secret, 0o600)
    again = ran(new, "restore", str(tmp_path / "copy"))
    assert again.returncode == 1
    assert "in a new data folder" in again.stderr


def test_a_rehearsal_fills_a_site_that_is_thrown_away_and_notes_that_it_could(lived_in: Site, tmp_path: Path) -> None:
    saved(lived_in, tmp_path / "copy")
    settings = lived_in.app.extensions["settings"]
    before = everything(lived_in.app)
    done = ran(settings, "restore", str(tmp_path / "copy"), "--rehearse", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["differences"] == []
    assert json.loads((tmp_path / "copy" / MANIFEST).read_text())["verified_at"] == told["verified_at"] is not None
    assert not list(tmp_path.glob(".rehearsal-*"))
    assert everything(lived_in.app) == before
