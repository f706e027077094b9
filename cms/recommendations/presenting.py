"""What of a recommendation and of a taste is told."""

from collections.abc import Mapping, Sequence
from typing import get_args

from cms.access.viewer import Viewer
from cms.extensions import now
from cms.images.models import Image
from cms.images.presenting import present_images
from cms.recommendations.queries import Known
from cms.recommendations.ranking import Ranked, Reason, profile_of
from cms.recommendations.schemas import ReasonOut, RecommendationOut, Recorded, TasteOut, TastesOut
from cms.tags.keys import tag_label

MOST_TOLD = 50


def present_ranked(
    order: Sequence[Ranked], shown: Mapping[str, Image], known: Known, viewer: Viewer, *, language: str
) -> list[RecommendationOut]:
    """Those that can be shown now, in this order, each with what it is recommended for."""
    there = [one for one in order if one.image_id in shown]
    images = present_images([shown[one.image_id] for one in there], viewer, language=language)
    return [
        RecommendationOut(image=image, reasons=[reason_out(reason, known, language) for reason in one.reasons])
        for one, image in zip(there, images, strict=True)
    ]


def reason_out(reason: Reason, known: Known, language: str) -> ReasonOut:
    if reason.kind == "tag":
        return ReasonOut(kind="tag", text=tag_label(reason.ref, language), ref=reason.ref)
    if reason.kind == "image":
        return ReasonOut(kind="image", text=known.titles[reason.ref], ref=reason.ref)
    return ReasonOut(kind=reason.kind, text="", ref=None)


def present_tastes(known: Known, *, language: str) -> TastesOut:
    """The tags that count most, the avoided ones last, with all that were adjusted."""
    weights = profile_of(known.done, known.adjusted, at=now(), wishes=known.wishes).tags
    order = sorted(weights, key=lambda key: (-weights[key], key))
    keys = [key for key in order if weights[key] > 0][:MOST_TOLD]
    keys += [key for key in order if key not in keys and (weights[key] < 0 or key in known.adjusted)][:MOST_TOLD]
    return TastesOut(
        on=known.is_on,
        records={deed: deed not in known.unrecorded for deed in get_args(Recorded)},
        tastes=[
            TasteOut(
                kind="tag",
                key=key,
                label=tag_label(key, language),
                weight=round(weights[key], 3),
                factor=known.adjusted.get(key, 1.0),
            )
            for key in keys
        ],
    )
