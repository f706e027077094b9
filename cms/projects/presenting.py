"""What is told of projects to those who have a part in them: every field by name."""

from collections.abc import Sequence
from typing import Any

from cms.access.permissions import Permission
from cms.access.policy import permits
from cms.access.viewer import Viewer
from cms.accounts.models import Account
from cms.crawls import presenting as crawls
from cms.crawls.presenting import present_in_list as present_crawl
from cms.crawls.schemas import CandidateOut
from cms.images.models import Image
from cms.images.presenting import present_images, renditions_of
from cms.images.queries import images_by_ids
from cms.images.schemas import Owner
from cms.projects import library, queries, schemas, web
from cms.projects.models import ProjectMember, ProjectRole, Verdict
from cms.projects.ranking import Proposal
from cms.projects.schemas import Brief
from cms.wire.addresses import here


def present_in_list(seat: queries.Seated, viewer: Viewer) -> schemas.ProjectSummary:
    return schemas.ProjectSummary(**_told(seat, viewer))


def present_project(seat: queries.Seated, viewer: Viewer) -> schemas.ProjectOut:
    project = seat.project
    return schemas.ProjectOut(
        **_told(seat, viewer),
        members=[present_member(*one) for one in queries.members_of(viewer, project.id)],
        crawls=[present_crawl(one) for one in queries.crawls_of(project.id) if "of" not in one.wish],
        examples=[present_example(one) for one in images_by_ids(viewer, project.brief.get("examples", []))],
    )


def _told(seat: queries.Seated, viewer: Viewer) -> dict[str, Any]:
    project, leads = seat.project, permits(viewer, Permission.LEAD_PROJECT, seat)
    return {
        "id": project.id,
        "title": project.title,
        "brief": schemas.BriefOut(**Brief(**project.brief).model_dump()),
        "owner": Owner(name=seat.owner.name, display_name=seat.owner.display_name),
        "role": "owner" if leads else seat.role,
        "created_at": project.created_at,
        "changed_at": project.changed_at,
        "can": {"edit": permits(viewer, Permission.EDIT_PROJECT, seat), "invite": leads, "delete": leads},
    }


def present_member(row: ProjectMember, account: Account) -> schemas.MemberOut:
    role = ProjectRole(row.role)
    return schemas.MemberOut(name=account.name, display_name=account.display_name, role=role, created_at=row.created_at)


def present_example(image: Image) -> schemas.ExampleOut:
    small = renditions_of(image)["400"]
    return schemas.ExampleOut(id=image.id, title=image.title, alt_text=image.alt_text, rendition=small)


def present_images_found(
    found: Sequence[library.Reference], viewer: Viewer, *, language: str
) -> list[schemas.ReferenceOut]:
    images = present_images([one.image for one in found], viewer, language=language)
    return [
        schemas.ReferenceOut(
            id=one.image.id,
            image=shown,
            candidate=None,
            reasons=_reasons(one.proposal),
            licence=one.image.licence,
            source=one.image.source_url,
            own=one.image.id if permits(viewer, Permission.EDIT_IMAGE, one.image) else None,
            verdict=_verdict(one.verdict),
        )
        for one, shown in zip(found, images, strict=True)
    ]


def present_candidates(project_id: str, found: Sequence[web.Reference]) -> list[schemas.ReferenceOut]:
    candidates = crawls.present_candidates([one.row for one in found])
    return [present_web(project_id, one, candidate) for one, candidate in zip(found, candidates, strict=True)]


def present_web(project_id: str, one: web.Reference, candidate: CandidateOut) -> schemas.ReferenceOut:
    """Whose crawl it was found by is nobody's concern, nor what came of it there, but for the viewer's own."""
    candidate.image = one.image_id
    candidate.preview = here(f"/api/v1/projects/{project_id}/found/{one.row.id}/preview")
    return schemas.ReferenceOut(
        id=one.row.id,
        image=None,
        candidate=candidate,
        reasons=_reasons(one.proposal),
        licence=candidate.licence or "",
        source=one.row.page_url,
        own=one.image_id,
        verdict=_verdict(one.verdict),
    )


def _reasons(proposal: Proposal) -> list[schemas.ReferenceReason]:
    return [schemas.ReferenceReason(kind=one.kind, text=one.text) for one in proposal.reasons]


def _verdict(said: str | None) -> Verdict | None:
    return None if said is None else Verdict(said)
