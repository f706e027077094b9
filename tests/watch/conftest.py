"""A site whose operator has a token."""

import pytest
from pydantic import SecretStr

from cms.settings import Settings
from tests.watch.scrapes import TOKEN


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"metrics_token": SecretStr(TOKEN)})
