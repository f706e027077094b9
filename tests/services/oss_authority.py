"""Decides whether a request to the OSS test server is signed well, in time and for its region, as the real one does."""

import calendar
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from tests.services.oss_signatures import V4, SignedRequest, v1_signature, v4_signature, v4_signing_key

LARGEST_SKEW = 15 * 60
LONGEST_LIFE = 7 * 24 * 3600


class Refused(Exception):
    """The answer to give instead: status, code and message of an OSS error."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(status, code, message)
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True)
class Authority:
    """`keys` maps access key ids to secrets; `versions` lists the signature versions that are let in."""

    keys: Mapping[str, str]
    region: str
    versions: frozenset[str] = frozenset({"v1", "v4"})
    clock: Callable[[], float] = time.time

    def check(self, request: SignedRequest) -> None:
        """Raises Refused unless the signature is right."""
        authorization = request.headers.get("authorization", "")
        parameters = dict(request.parameters())
        if authorization.startswith(f"{V4} "):
            self._check_v4_header(request, authorization)
        elif authorization.startswith("OSS "):
            self._check_v1_header(request, authorization)
        elif "x-oss-signature" in parameters:
            self._check_v4_address(request, parameters)
        elif "Signature" in parameters:
            self._check_v1_address(request, parameters)
        else:
            raise Refused(403, "AccessDenied", "Anonymous access is forbidden for this operation.")

    def _check_v1_header(self, request: SignedRequest, authorization: str) -> None:
        key_id, _, signature = authorization.removeprefix("OSS ").partition(":")
        date = request.headers.get("x-oss-date") or request.headers.get("date", "")
        try:
            self._refuse_skew(parsedate_to_datetime(date).timestamp())
        except ValueError as error:
            raise Refused(403, "AccessDenied", "OSS authentication requires a valid Date.") from error
        self._compare(signature, v1_signature(self._secret(key_id, "v1"), request, date=date))

    def _check_v1_address(self, request: SignedRequest, parameters: Mapping[str, str]) -> None:
        expires = parameters.get("Expires", "")
        secret = self._secret(parameters.get("OSSAccessKeyId", ""), "v1")
        self._compare(parameters["Signature"], v1_signature(secret, request, date=expires))
        if not expires.isdigit() or int(expires) < self.clock():
            raise Refused(403, "AccessDenied", "Request has expired.")

    def _check_v4_header(self, request: SignedRequest, authorization: str) -> None:
        fields = dict(part.strip().partition("=")[::2] for part in authorization.removeprefix(V4).split(","))
        date = request.headers.get("x-oss-date", "")
        additional = [name for name in fields.get("AdditionalHeaders", "").split(";") if name]
        self._refuse_skew(_moment(date))
        self._compare(fields.get("Signature", ""), self._v4(request, fields.get("Credential", ""), date, additional))

    def _check_v4_address(self, request: SignedRequest, parameters: Mapping[str, str]) -> None:
        date, life = parameters.get("x-oss-date", ""), parameters.get("x-oss-expires", "")
        if parameters.get("x-oss-signature-version") != V4 or not life.isdigit() or not 0 < int(life) <= LONGEST_LIFE:
            raise Refused(400, "AuthorizationQueryParametersError", "A parameter of the signature is invalid.")
        additional = [name for name in parameters.get("x-oss-additional-headers", "").split(";") if name]
        expected = self._v4(request, parameters.get("x-oss-credential", ""), date, additional)
        self._compare(parameters["x-oss-signature"], expected)
        if not _moment(date) - LARGEST_SKEW <= self.clock() <= _moment(date) + int(life):
            raise Refused(403, "AccessDenied", "Request has expired.")

    def _v4(self, request: SignedRequest, credential: str, date: str, additional: list[str]) -> str:
        key_id, _, scope = credential.partition("/")
        if scope != f"{date[:8]}/{self.region}/oss/aliyun_v4_request":
            raise Refused(400, "InvalidArgument", "Invalid signing region, date or product in the credential.")
        signing_key = v4_signing_key(self._secret(key_id, "v4"), scope)
        return v4_signature(signing_key, request, date=date, scope=scope, additional=additional)

    def _secret(self, key_id: str, version: str) -> str:
        if version not in self.versions:
            raise Refused(403, "AccessDenied", f"Signature {version} is not accepted here.")
        if key_id not in self.keys:
            raise Refused(403, "InvalidAccessKeyId", "The OSS Access Key Id you provided does not exist.")
        return self.keys[key_id]

    def _refuse_skew(self, moment: float) -> None:
        if abs(moment - self.clock()) > LARGEST_SKEW:
            raise Refused(403, "RequestTimeTooSkewed", "The time of the request is too far from the server's.")

    def _compare(self, given: str, expected: str) -> None:
        if not hmac.compare_digest(given.encode(), expected.encode()):
            raise Refused(403, "SignatureDoesNotMatch", "The signature differs from the one that was calculated.")


def _moment(date: str) -> float:
    try:
        return calendar.timegm(time.strptime(date, "%Y%m%dT%H%M%SZ"))
    except ValueError as error:
        raise Refused(403, "AccessDenied", "OSS authentication requires a valid x-oss-date.") from error
