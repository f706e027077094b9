"""What somebody reads at /metrics who shows the operator's token."""

from tests.site import Site

TOKEN = "a token for prometheus"
AS_OPERATOR = {"Authorization": f"Bearer {TOKEN}"}


def scraped(site: Site) -> dict[str, float]:
    """Each series with its value."""
    answer = site.visitor.client.get("/metrics", headers=AS_OPERATOR)
    assert answer.status_code == 200
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}
