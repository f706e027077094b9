"""Passkeys (WebAuthn): what a browser is asked, and whether its answer is right. No database, no requests."""

from dataclasses import dataclass
from typing import Any

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.options_to_json_dict import options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from cms.errors import Problem

WRONG = (WebAuthnException, ValueError, KeyError, TypeError, IndexError, AttributeError)
"""What the library raises for answers that are not right, or no answers at all."""

PREFERRED = UserVerificationRequirement.PREFERRED


@dataclass(frozen=True)
class Place:
    """The site that passkeys are for: its host, its name, and where its pages may come from."""

    host: str
    name: str
    origins: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What the browser is asked, as JSON, and the challenge that its answer must bear."""

    options: dict[str, Any]
    challenge: str


@dataclass(frozen=True)
class NewKey:
    """A key that was just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def ask_for_new(place: Place, *, account_id: str, name: str, display_name: str, known: list[bytes]) -> Asked:
    """Have a device make a key, unless it has one of the known ones."""
    options = webauthn.generate_registration_options(
        rp_id=place.host,
        rp_name=place.name,
        user_id=account_id.encode(),
        user_name=name,
        user_display_name=display_name,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=key) for key in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=PREFERRED
        ),
    )
    return Asked(options_to_json_dict(options), bytes_to_base64url(options.challenge))


def ask_for_login(place: Place) -> Asked:
    """Have a device show any key that it has for this site."""
    options = webauthn.generate_authentication_options(rp_id=place.host, user_verification=PREFERRED)
    return Asked(options_to_json_dict(options), bytes_to_base64url(options.challenge))


def new_key(place: Place, credential: dict[str, Any], *, challenge: str) -> NewKey:
    """The key in this answer. Raises 422."""
    try:
        found = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=place.host,
            expected_origin=list(place.origins),
        )
    except WRONG as error:
        raise Problem(422, "wrong-passkey", "The device did not answer as it should. Try again.") from error
    return NewKey(found.credential_id, found.credential_public_key, found.sign_count)


def credential_id_of(credential: dict[str, Any]) -> bytes:
    """Which key the browser says it used; empty where it says nothing that can be read."""
    try:
        return base64url_to_bytes(str(credential["rawId"]))
    except WRONG:
        return b""


def next_count(place: Place, credential: dict[str, Any], *, challenge: str, public_key: bytes, sign_count: int) -> int:
    """How often the key has signed by now. Raises 401 unless this answer was signed by it, for this challenge."""
    try:
        found = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=place.host,
            expected_origin=list(place.origins),
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
        )
    except WRONG as error:
        raise wrong_passkey() from error
    return found.new_sign_count


def wrong_passkey() -> Problem:
    return Problem(401, "wrong-passkey", "This passkey does not open any account here.")
