"""Sites in which something waits to be learnt: an own class, one that is shared, a taste, likes, a model."""

from cms.classes.service import LEAST_EXAMPLES
from cms.extensions import now
from cms.jobs.names import APPLY_CLASS, CLASSIFY_IMAGE, INDEX_IMAGE, PREPARE_IMAGE, TRAIN_CLASS
from cms.recommendations.affinities import EVERYONE, begin_learning
from cms.trainings.service import begin as begin_training
from cms.transaction import writing
from tests.drawings import draw_classes
from tests.people import Person
from tests.scenes import scene
from tests.site import Site
from tests.workers.crowd import crowds
from workers.training import LEAST_PICTURES


def taught(site: Site, alice: Person) -> str:
    """The subject is a class with ten examples, all of them read."""
    ids = [alice.adds() for _ in range(LEAST_EXAMPLES)]
    site.work_off(PREPARE_IMAGE.kind, CLASSIFY_IMAGE.kind)
    return str(alice.post("/classes", {"name": "Mug", "ids": ids}).json["id"])


def shared(site: Site, alice: Person) -> str:
    """The subject is what lets somebody, who has pictures too, use a class that is learnt."""
    class_id = taught(site, alice)
    bob = site.person("bob")
    for number in range(2):
        bob.adds(scene(number))
    site.work_off(PREPARE_IMAGE.kind, CLASSIFY_IMAGE.kind, TRAIN_CLASS.kind)
    assert alice.put(f"/classes/{class_id}/shares/bob", {}).status_code == 200
    [(_kind, share_id)] = site.waiting(APPLY_CLASS.kind)
    return share_id


def liked(site: Site, alice: Person) -> str:
    """An image of Alice's that somebody wants more of, and others that are near to it."""
    bob = site.person("bob")
    first, *_ = [alice.adds(scene(number), privacy="public") for number in range(3)]
    site.work_off(PREPARE_IMAGE.kind, CLASSIFY_IMAGE.kind)
    assert bob.post("/recommendations/feedback", {"image": first, "verdict": "more"}).status_code == 204
    return first


def admired(site: Site, alice: Person) -> str:
    """An image that is liked since the index was told of it."""
    image_id = alice.adds()
    site.work_off(PREPARE_IMAGE.kind, INDEX_IMAGE.kind)
    assert alice.put(f"/images/{image_id}/like").status_code == 200
    site.end_pauses()
    return image_id


def crowded(site: Site, alice: Person) -> str:
    """The subject is what everybody did: two crowds like pictures of Alice's, each its own."""
    crowds(site, alice)
    with site.app.app_context(), writing():
        begin_learning(now())
    return EVERYONE


def asked_to_train(site: Site, _alice: Person) -> str:
    """The subject is a training of an operator's on two small folders."""
    folder = site.app.extensions["settings"].models_dir.with_name("things")
    draw_classes(folder, each=LEAST_PICTURES)
    with site.app.app_context(), writing():
        return begin_training(name="things", folder=str(folder), base="", epochs=2).id
