"""Who sends: a key pair by which push services and browsers know this site (RFC 8292). Pure.

It is derived from the site's secret: the same in every process, after every start, and nowhere kept.
"""

import hmac
import json
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey, derive_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from cms.push.encryption import CURVE, point_of, written

PURPOSE = b"vapid key pair"
LASTS = timedelta(hours=12)
"""A push service takes at most 24 hours."""

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256 (NIST SP 800-186, 3.2.1.3)."""


@cache
def key_pair(secret: str) -> EllipticCurvePrivateKey:
    """From twice as many bits as the key has, so that no key is likelier than another (NIST SP 800-186, A.2.1)."""
    wide = int.from_bytes(hmac.digest(secret.encode(), PURPOSE, "sha512"))
    return derive_private_key(wide % (ORDER - 1) + 1, CURVE)


def public_key_of(secret: str) -> str:
    """As browsers want it told when they subscribe."""
    return written(point_of(key_pair(secret).public_key()))


def authorization(endpoint: str, *, contact: str, at: datetime, secret: str) -> str:
    """The header that goes with a message to this end point: a token for its host alone, and the key."""
    place = urlsplit(endpoint)
    claims = {"aud": f"{place.scheme}://{place.netloc}", "exp": int((at + LASTS).timestamp()), "sub": contact}
    token = ({"typ": "JWT", "alg": "ES256"}, claims)
    signed = ".".join(written(json.dumps(one, separators=(",", ":")).encode()) for one in token)
    halves = decode_dss_signature(key_pair(secret).sign(signed.encode(), ECDSA(SHA256())))
    signature = b"".join(half.to_bytes(32) for half in halves)
    return f"vapid t={signed}.{written(signature)}, k={public_key_of(secret)}"
