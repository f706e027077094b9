"""Messages that only one browser can read: RFC 8291 with the encoding aes128gcm of RFC 8188. Pure.

Own code on `cryptography`, held to the example in RFC 8291 (docs/adr/0023).
"""

import base64
import os

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = SECP256R1()
SALT_BYTES = SECRET_BYTES = 16
POINT_BYTES = 65
RECORD_BYTES = 4096
"""The size of a record (RFC 8188) and the most that every push service takes: so there is one record, the last."""

MOST_BYTES = 3000
LAST_RECORD = b"\x02"


def encrypted(
    message: bytes,
    *,
    public_key: str,
    secret: str,
    own: EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body for the browser with these keys, at most MOST_BYTES of it. `own` and `salt` are fresh but in tests."""
    if len(message) > MOST_BYTES:
        raise ValueError("a message that no push service takes")
    own, salt = own or generate_private_key(CURVE), salt or os.urandom(SALT_BYTES)
    theirs, ours = unwritten(public_key), point_of(own.public_key())
    shared = own.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
    told = b"WebPush: info\x00" + theirs + ours
    material = derived(shared, salt=unwritten(secret), told=told, length=32)
    key = derived(material, salt=salt, told=b"Content-Encoding: aes128gcm\x00", length=16)
    nonce = derived(material, salt=salt, told=b"Content-Encoding: nonce\x00", length=12)
    header = salt + RECORD_BYTES.to_bytes(4) + len(ours).to_bytes(1) + ours
    return header + AESGCM(key).encrypt(nonce, message + LAST_RECORD, None)


def derived(material: bytes, *, salt: bytes, told: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, told).derive(material)


def point_of(key: EllipticCurvePublicKey) -> bytes:
    """POINT_BYTES of them."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def written(raw: bytes) -> str:
    """As browsers write bytes: base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unwritten(text: str) -> bytes:
    """Raises ValueError for what is none."""
    plain = text.rstrip("=")
    return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)


def public_key_in(text: str) -> str:
    """The same key, without padding. Raises ValueError for what is no point of the curve."""
    raw = unwritten(text)
    EllipticCurvePublicKey.from_encoded_point(CURVE, raw)
    if len(raw) != POINT_BYTES:
        raise ValueError("a compressed point")
    return written(raw)


def secret_in(text: str) -> str:
    """The same secret, without padding. Raises ValueError for one of another length."""
    raw = unwritten(text)
    if len(raw) != SECRET_BYTES:
        raise ValueError("not sixteen bytes")
    return written(raw)
