"""The seams of one site, opened once from its settings."""

from dataclasses import dataclass

from cms.errors import BadSetting
from cms.index import open_index
from cms.index.base import Index
from cms.jobs import open_queue
from cms.jobs.base import Queue
from cms.mail import open_mail
from cms.mail.base import Mail
from cms.settings import Settings
from cms.storage import open_storage
from cms.storage.base import Storage, StorageDown


@dataclass(frozen=True)
class Backends:
    """Whoever keeps the bytes, finds documents, wakes workers and takes letters for this site."""

    storage: Storage
    index: Index
    queue: Queue
    mail: Mail


def make_backends(settings: Settings, *, is_web: bool = False) -> Backends:
    """Open what the settings name. Raises BadSetting with a sentence for what cannot be opened."""
    try:
        return Backends(
            storage=open_storage(
                settings.storage,
                former=settings.storage_former_url,
                oss_credentials=settings.oss_credentials,
                is_web=is_web,
            ),
            index=open_index(settings.index),
            queue=open_queue(settings.queue_url, data_dir=settings.data_dir),
            mail=open_mail(settings.mail),
        )
    except (ValueError, StorageDown) as error:
        raise BadSetting(str(error)) from error
