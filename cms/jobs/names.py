"""Every job type by name. Functions are named by string, since `cms` never imports `workers`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class JobType:
    """A kind of work: the function that does it, whose queue it waits in, how long one attempt may take."""

    kind: str
    function: str
    queue: str
    lease_seconds: int


INTERACTIVE, IMAGES, VISION, WORDS, TEXT, INDEXING, LIKENESS, OUTGOING, CRAWLING = (
    "interactive",
    "images",
    "vision",
    "words",
    "text",
    "indexing",
    "likeness",
    "outgoing",
    "crawling",
)
"""People wait for what is in `interactive` and `likeness` (which holds the vectors); the others follow changes."""

PREPARE_IMAGE = JobType("prepare-image", "workers.ingest.jobs.prepare_image", IMAGES, 40)
TURN_IMAGE = JobType("turn-image", "workers.ingest.jobs.turn_image", INTERACTIVE, 40)
REMOVE_OBJECTS = JobType("remove-objects", "workers.ingest.jobs.remove_objects", INTERACTIVE, 60)
MARK_BLOCKED = JobType("mark-blocked", "workers.ingest.jobs.mark_blocked", INTERACTIVE, 40)
CLASSIFY_IMAGE = JobType("classify-image", "workers.classification.jobs.classify_image", VISION, 40)
TRAIN_CLASS = JobType("train-class", "workers.classification.own_classes.jobs.train_class", VISION, 120)
APPLY_CLASS = JobType("apply-class", "workers.classification.own_classes.jobs.apply_class", VISION, 120)
TRAIN_MODEL = JobType("train-model", "workers.training.jobs.train_model", VISION, 170)
READ_TEXT = JobType("read-text", "workers.classification.jobs.read_text", TEXT, 60)
READ_GROUND = JobType("read-ground", "workers.classification.jobs.read_ground", VISION, 40)
EMBED_WORDS = JobType("embed-words", "workers.meaning.jobs.embed_words", WORDS, 40)
SEND_MAIL = JobType("send-mail", "workers.letters.jobs.send_mail", INTERACTIVE, 40)
SEND_DIGEST = JobType("send-digest", "workers.letters.jobs.send_digest", INTERACTIVE, 40)
CRAWL_WEB = JobType("crawl-web", "workers.crawling.jobs.crawl_web", CRAWLING, 90)
ASK_SOURCE = JobType("ask-source", "workers.crawling.sources.ask_source", CRAWLING, 40)
SEND_HOOK = JobType("send-hook", "workers.webhooks.jobs.send_hook", OUTGOING, 40)
SEND_PUSH = JobType("send-push", "workers.push.jobs.send_push", OUTGOING, 40)
ERASE_ACCOUNT = JobType("erase-account", "workers.closing.jobs.erase_account", INTERACTIVE, 120)
INDEX_IMAGE = JobType("index-image", "workers.indexing.jobs.index_image", INDEXING, 20)
INDEX_OWNER = JobType("index-owner", "workers.indexing.jobs.index_owner", INDEXING, 60)
INDEX_LIKES = JobType("index-likes", "workers.indexing.jobs.index_likes", INDEXING, 20)
LOOK_FOR_HITS = JobType("look-for-hits", "workers.saved_searches.jobs.look_for_hits", INDEXING, 40)
FIND_LIKENESS = JobType("find-likeness", "workers.reverse_search.jobs.find_likeness", LIKENESS, 20)
FIND_NEIGHBOURS = JobType("find-neighbours", "workers.recommendations.jobs.find_neighbours", LIKENESS, 40)
LEARN_AFFINITIES = JobType("learn-affinities", "workers.recommendations.learning.learn_affinities", VISION, 170)

IMPORT_ARCHIVE = JobType("import-archive", "workers.importing.jobs.import_archive", IMAGES, 120)
EDIT_IMAGES = JobType("edit-images", "workers.batch_edits.jobs.edit_images", INTERACTIVE, 60)
UNDO_EDIT = JobType("undo-edit", "workers.batch_edits.jobs.undo_edit", INTERACTIVE, 60)
CHANGE_TAG = JobType("change-tag", "workers.tag_changes.jobs.change_tag", INTERACTIVE, 60)
UNDO_TAG_CHANGE = JobType("undo-tag-change", "workers.tag_changes.jobs.undo_tag_change", INTERACTIVE, 60)
REMOVE_BY_SOURCE = JobType("remove-by-source", "workers.source_blocks.jobs.remove_by_source", INTERACTIVE, 60)

FIND_SIMILAR = "workers.reverse_search.jobs.find_similar"
FIND_MEANT = "workers.meaning.jobs.find_meant"
"""No jobs but questions to the queue LIKENESS: whoever waits for the answer hears it as an event, and asks again."""

JOB_TYPES = (
    PREPARE_IMAGE,
    TURN_IMAGE,
    REMOVE_OBJECTS,
    MARK_BLOCKED,
    CLASSIFY_IMAGE,
    READ_TEXT,
    READ_GROUND,
    EMBED_WORDS,
    TRAIN_CLASS,
    APPLY_CLASS,
    TRAIN_MODEL,
    SEND_MAIL,
    SEND_DIGEST,
    SEND_HOOK,
    CRAWL_WEB,
    ASK_SOURCE,
    SEND_PUSH,
    ERASE_ACCOUNT,
    INDEX_IMAGE,
    INDEX_OWNER,
    INDEX_LIKES,
    LOOK_FOR_HITS,
    FIND_LIKENESS,
    FIND_NEIGHBOURS,
    LEARN_AFFINITIES,
    IMPORT_ARCHIVE,
    EDIT_IMAGES,
    UNDO_EDIT,
    CHANGE_TAG,
    UNDO_TAG_CHANGE,
    REMOVE_BY_SOURCE,
)
BY_KIND = {job.kind: job for job in JOB_TYPES}
WORKERS = (INTERACTIVE, IMAGES, VISION, TEXT, INDEXING, LIKENESS, OUTGOING)
LAST = {VISION: (WORDS,), OUTGOING: (CRAWLING,)}
"""Queues without a worker of their own: that of another takes from them while nothing waits in its own."""
QUEUES = (*WORKERS, *(queue for queues in LAST.values() for queue in queues))
