"""Metrics for operators: who may read them, what they count, that they name nobody and cost a request no SQL."""

import re

import pytest
from pydantic import SecretStr

from cms.extensions import db
from cms.settings import Settings
from tests.people import Person
from tests.site import Site, Statements, open_site
from tests.watch.scrapes import AS_OPERATOR, TOKEN, scraped


def test_without_a_token_of_the_settings_only_admins_may_read(settings: Settings, ada: Person, visitor: Person) -> None:
    site = open_site(settings.model_copy(update={"metrics_token": SecretStr("")}))
    assert site.visitor.client.get("/metrics").status_code == 404
    assert site.visitor.client.get("/metrics", headers={"Authorization": "Bearer "}).status_code in (401, 404)
    assert site.visitor.client.get("/metrics", headers={"Authorization": f"Bearer {ada.token}"}).status_code == 200
    assert visitor.client.get("/metrics").status_code == 404


def test_members_and_moderators_may_not_read(alice: Person, mod: Person) -> None:
    assert {who.at("GET", "/metrics").status_code for who in (alice, mod)} == {404}


@pytest.mark.parametrize(
    ("given", "status"),
    [(f"Bearer {TOKEN}", 200), (f"bearer {TOKEN}", 200), ("Bearer other", 401), (TOKEN, 404), ("Bearer ", 401)],
)
def test_with_a_token_only_who_has_it(site: Site, given: str, status: int) -> None:
    assert site.visitor.client.get("/metrics", headers={"Authorization": given}).status_code == status
    assert site.visitor.client.get("/metrics").status_code == 404


def test_a_short_token_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 16"):
        Settings(metrics_token="short")


def test_the_reasons_of_not_being_ready_are_for_operators(settings: Settings) -> None:
    site = open_site(settings.model_copy(update={"queue_url": "redis://127.0.0.1:1/0"}))
    told, bare = (site.visitor.client.get("/readyz", headers=headers) for headers in (AS_OPERATOR, {}))
    assert (told.status_code, bare.status_code) == (503, 503)
    assert "queue: It cannot be used" in told.text
    assert bare.text == "not ready\n"


def test_requests_are_counted_by_rule_and_never_by_address(site: Site, alice: Person) -> None:
    series = 'pixels_requests_total{method="GET",route="/api/v1/images/<image_id>",status="200"}'
    image_id, before = alice.adds(), scraped(site).get(series, 0)
    for _ in range(3):
        alice.get(f"/images/{image_id}")
    alice.at("GET", "/wp-login.php")
    alice.at("BREW", "/coffee")
    after = scraped(site)
    assert after[series] - before == 3
    assert after['pixels_requests_total{method="GET",route="(none)",status="404"}'] >= 1
    assert after['pixels_request_seconds_count{method="GET",route="/api/v1/images/<image_id>"}'] >= 3
    assert not [name for name in after if image_id in name or "wp-login" in name or "BREW" in name]


def test_new_pictures_and_jobs_are_counted(site: Site, alice: Person) -> None:
    before = scraped(site)
    image_id = alice.adds()
    size = alice.image(image_id)["bytes"]
    assert alice.upload(alice.get(f"/images/{image_id}/original").data).status_code == 200
    site.work_off("prepare-image")
    after, done = scraped(site), 'pixels_jobs_total{kind="prepare-image",outcome="done"}'
    assert after["pixels_upload_bytes_total"] - before.get("pixels_upload_bytes_total", 0) == size
    assert after[done] - before.get(done, 0) == 1
    assert after['pixels_job_seconds_count{kind="prepare-image"}'] >= 1


def test_what_there_is_is_told(site: Site, alice: Person) -> None:
    alice.adds()
    found = scraped(site)
    assert found["pixels_images"] == 1
    assert found["pixels_kept_bytes"] > 0
    assert found["pixels_disk_free_bytes"] > 0
    assert found['pixels_work{kind="prepare-image",state="waiting"}'] == 1
    assert found['pixels_work{kind="send-mail",state="failed"}'] == 0
    assert found['pixels_queue_rings{queue="images"}'] == 1
    assert found['pixels_up{part="database"}'] == found['pixels_up{part="queue"}'] == 1


def test_the_lag_of_the_index_grows_and_goes(site: Site, alice: Person) -> None:
    image_id = alice.adds()
    site.work_off("prepare-image")
    assert scraped(site)["pixels_index_behind"] >= 1
    site.work_off("index-image")
    fresh = open_site(site.app.extensions["settings"])
    found = scraped(fresh)
    assert (found["pixels_index_behind"], found["pixels_index_documents"]) == (0, 1)
    assert image_id not in fresh.visitor.client.get("/metrics", headers=AS_OPERATOR).text


def test_a_part_that_is_away_is_down_and_the_rest_is_told(settings: Settings) -> None:
    away = {"queue_url": "redis://127.0.0.1:1/0", "index_url": "elasticsearch://127.0.0.1:1/images"}
    found = scraped(open_site(settings.model_copy(update=away)))
    assert (found['pixels_up{part="queue"}'], found['pixels_up{part="index"}']) == (0, 0)
    assert found['pixels_up{part="database"}'] == 1
    assert "pixels_index_documents" not in found


def test_without_its_database_a_site_still_tells_what_it_counted(settings: Settings) -> None:
    site = open_site(settings)
    with site.app.app_context():
        db.engine.dispose()
    (settings.data_dir / "pixels.db").rename(settings.data_dir / "gone")
    found = scraped(site)
    assert found['pixels_up{part="database"}'] == 0
    assert "pixels_images" not in found
    assert [name for name in found if name.startswith("pixels_requests_total")]


def test_metrics_name_nobody(site: Site, alice: Person) -> None:
    alice.adds(title="hush-hush", tags="secretword")
    alice.patch("/me", {"display_name": "Hush Hush"})
    alice.get("/people/alice")
    text = site.visitor.client.get("/metrics", headers=AS_OPERATOR).text
    assert not re.findall("alice|hush|secretword|example.org|px_", text, re.I)


def test_a_scrape_costs_few_statements_and_the_next_one_none(site: Site) -> None:
    with site.app.app_context():
        engine = db.engine
    with Statements(engine) as run:
        scraped(site)
        first = len(run)
        scraped(site)
    assert first <= 6
    assert len(run) == first
