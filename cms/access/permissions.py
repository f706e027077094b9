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
    SEE_SAVED_SEARCH = "see saved search"
    EDIT_SAVED_SEARCH = "edit saved search"
    SEE_PERSON = "see person"
    SEE_OWN_TIES = "see own ties"
    EDIT_OWN_TIES = "edit own ties"
    LOOK_AS_OTHERS = "look as others"
    SEE_OWN_ACCOUNT = "see own account"
    EDIT_OWN_ACCOUNT = "edit own account"
    MODERATE = "moderate"
    SUSPEND_ACCOUNT = "suspend account"
    GIVE_ROLE = "give role"
    SET_QUOTA = "set quota"
    SEE_REASONS = "see reasons of faults"
