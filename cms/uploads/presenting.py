"""What is told of an upload, to its owner alone: as JSON, and in the headers of tus."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from cms.settings import Settings
from cms.uploads.models import Upload
from cms.uploads.schemas import UploadOut

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination,checksum"
ALGORITHMS = "sha1,sha256"


def present_upload(upload: Upload, settings: Settings) -> UploadOut:
    return UploadOut(
        id=upload.id,
        kind=upload.kind,  # type: ignore[arg-type]
        file_name=upload.file_name,
        length=upload.length,
        offset=upload.received,
        state=upload.state,  # type: ignore[arg-type]
        image=upload.image_id,
        created_at=upload.created_at,
        expires_at=expires_at(upload.touched_at, settings),
    )


def expires_at(touched_at: datetime, settings: Settings) -> datetime:
    return touched_at + kept_for(settings)


def kept_for(settings: Settings) -> timedelta:
    return timedelta(hours=settings.upload_kept_hours)


def expires(touched_at: datetime, settings: Settings) -> str:
    """The same as HTTP writes it."""
    return format_datetime(expires_at(touched_at, settings).astimezone(UTC), usegmt=True)
