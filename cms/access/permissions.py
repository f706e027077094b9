"""Every permission by name. A route declares one of these or that it is public; there is no third way."""

from enum import StrEnum


class Permission(StrEnum):
    SEE_IMAGE = "see image"
    EDIT_IMAGE = "edit image"
    SEE_ORIGINAL = "see original"
    LIST_OWN_IMAGES = "list own images"
    ADD_IMAGE = "add image"
    SEARCH_BY_PICTURE = "search by picture"
    SEE_ALBUM = "see album"
    ADD_ALBUM = "add album"
    EDIT_ALBUM = "edit album"
    LOOK_INTO_ALBUM = "look into album"
    FILL_ALBUM = "fill album"
    ARRANGE_ALBUM = "arrange album"
    LIKE = "like"
    SEE_COLLECTION = "see collection"
    SEE_OWN_COLLECTIONS = "see own collections"
    COLLECT = "collect"
    EDIT_COLLECTION = "edit collection"
    SHARE_BY_LINK = "share by link"
    OPEN_LINK = "open link"
    ADD_BY_LINK = "add a picture by link"
    LOAD_BY_LINK = "load the original by link"
    SEE_METADATA_BY_LINK = "see metadata by link"
    SEE_COMMENTS = "see comments"
    ADD_COMMENT = "add comment"
    EDIT_COMMENT = "edit comment"
    HIDE_COMMENT = "hide comment"
    LIKE_COMMENT = "like comment"
    SEE_CLASS = "see class"
    EDIT_CLASS = "edit class"
    SEE_EXAMPLES = "see examples"
    SHARE_WITH = "share with"
    END_SHARE = "end share"
    SEE_SAVED_SEARCH = "see saved search"
    EDIT_SAVED_SEARCH = "edit saved search"
    SEE_PROJECT = "see project"
    EDIT_PROJECT = "edit project"
    LEAD_PROJECT = "lead project"
    SEE_RECOMMENDATIONS = "see recommendations"
    EDIT_TASTES = "edit tastes"
    SEE_PERSON = "see person"
    SEE_OWN_TIES = "see own ties"
    EDIT_OWN_TIES = "edit own ties"
    LOOK_AS_OTHERS = "look as others"
    SEE_OWN_ACCOUNT = "see own account"
    EDIT_OWN_ACCOUNT = "edit own account"
    REPORT = "report"
    SEE_OWN_REPORTS = "see own reports"
    APPEAL = "appeal"
    SEE_OWN_DECISIONS = "see own decisions"
    MODERATE = "moderate"
    SUSPEND_ACCOUNT = "suspend account"
    GIVE_ROLE = "give role"
    SET_QUOTA = "set quota"
    SEE_REASONS = "see reasons of faults"


OPEN_TO_VISITORS = frozenset(
    {
        Permission.SEE_IMAGE,
        Permission.SEE_ORIGINAL,
        Permission.SEARCH_BY_PICTURE,
        Permission.SEE_ALBUM,
        Permission.SEE_COLLECTION,
        Permission.OPEN_LINK,
        Permission.ADD_BY_LINK,
        Permission.LOAD_BY_LINK,
        Permission.SEE_METADATA_BY_LINK,
        Permission.SEE_COMMENTS,
        Permission.SEE_PERSON,
        Permission.REPORT,
        Permission.SEE_OWN_REPORTS,
    }
)
"""What somebody who is not logged in may ever do."""
