"""What moderators say of tags: said and taken back. No HTTP, no commits."""

from sqlalchemy.exc import IntegrityError

from cms.access.viewer import Viewer
from cms.extensions import db, now
from cms.tags.keys import meant_tag, tag_key, things_called
from cms.tags.kinds import TagKind, kind_by_vocabulary
from cms.tags.models import RelationKind, TagRelation
from cms.tags.queries import Relations, forget_relations, gathered, in_force
from cms.tags.refusals import clash, refused
from cms.transaction import after_commit
from cms.vision.taxonomy import name_of


def add_alias(viewer: Viewer, word: str, target: str) -> TagRelation:
    """From now on this word means that tag. Raises Problem 422 where it cannot."""
    key, label = tag_key(word), " ".join(word.split())
    target_key, target_label = meant_tag(target)
    _refuse_empty(word=key, target=target_key)
    now_said = gathered(in_force(lock=True))
    if key == target_key:
        raise refused("word", "itself", word=label)
    others = things_called().get(key, frozenset()) - {target_key}
    if others:
        raise refused("word", "of vocabulary", word=label, other=name_of(min(others), "en") or "")
    if key in now_said.aliases:
        raise refused("word", "alias already", word=label, other=now_said.aliases[key][1])
    if now_said.key(target_key) == key:
        raise refused("target", "each other", word=label, other=target_label)
    _refuse_circle_of_alias(now_said, key, target_key)
    return _add(viewer, RelationKind.ALIAS, (key, label), (target_key, target_label), slot=f"alias:{key}")


def _refuse_circle_of_alias(now_said: Relations, key: str, target_key: str) -> None:
    """Two tags of which one is broader than the other are not the same."""
    target_key = now_said.key(target_key)
    if key in now_said.all_broader(target_key) or target_key in now_said.all_broader(key):
        raise refused("word", "broader of each")


def add_implication(viewer: Viewer, word: str, target: str) -> TagRelation:
    """From now on what has the first tag is found by the second, broader one. Raises Problem 422 where it cannot."""
    (key, label), (target_key, target_label) = meant_tag(word), meant_tag(target)
    _refuse_empty(word=key, target=target_key)
    now_said = gathered(in_force(lock=True))
    narrow, broad = now_said.key(key), now_said.key(target_key)
    if narrow == broad:
        raise refused("target", "one tag")
    if narrow in now_said.all_broader(broad):
        raise refused("target", "circle", word=label, other=target_label)
    if broad in now_said.all_broader(narrow):
        raise refused("target", "broader already", word=label, other=target_label)
    slot = f"implication:{key}>{target_key}"
    return _add(viewer, RelationKind.IMPLICATION, (key, label), (target_key, target_label), slot=slot)


def set_kind(viewer: Viewer, word: str, target: str) -> TagRelation:
    """From now on this tag is of that kind; what was said before is taken back. Raises Problem 422 where it cannot."""
    key, label = meant_tag(word)
    _refuse_empty(word=key)
    if target not in set(TagKind):
        raise refused("target", "no kind")
    said = next((row for row in in_force(lock=True) if row.kind == RelationKind.KIND and row.key == key), None)
    if target == (said.target_key if said is not None else kind_by_vocabulary(key)):
        raise refused("target", "kind already", word=label)
    if said is not None:
        remove(viewer, said)
        db.session.flush()
    return _add(viewer, RelationKind.KIND, (key, label), (target, target), slot=f"kind:{key}")


SAY = {RelationKind.ALIAS: add_alias, RelationKind.IMPLICATION: add_implication, RelationKind.KIND: set_kind}


def say(viewer: Viewer, kind: str, word: str, target: str) -> TagRelation:
    """Say one of these of a tag."""
    return SAY[RelationKind(kind)](viewer, word, target)


def _refuse_empty(**keys: str) -> None:
    for name, key in keys.items():
        if not key:
            raise refused(name, "no word")


def _add(
    viewer: Viewer, kind: RelationKind, word: tuple[str, str], target: tuple[str, str], *, slot: str
) -> TagRelation:
    (key, label), (target_key, target_label) = word, target
    row = TagRelation(
        kind=kind,
        slot=slot,
        key=key,
        label=label,
        target_key=target_key,
        target_label=target_label,
        author_id=viewer.id,
        created_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise clash("said just now") from error
    after_commit(forget_relations)
    return row


def remove(viewer: Viewer, row: TagRelation) -> None:
    """Take back what was said; the history keeps it. Twice is the same."""
    if row.removed_at is None:
        row.slot, row.removed_at, row.remover_id = None, now(), viewer.id
        after_commit(forget_relations)
