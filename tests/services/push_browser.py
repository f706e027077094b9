"""A browser's end of Web Push: its keys, and how it reads a message (RFC 8291) and knows who sent it (RFC 8292).

By `hmac` and the steps of the RFCs, so that it shares nothing with how this site encrypts.
"""

import base64
import hmac
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.services.hook_server import Heard


def text_of(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def bytes_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class PushBrowser:
    """With keys of its own, or those that are given."""

    def __init__(self, private: int | None = None, secret: bytes = b"sixteen bytes of") -> None:
        curve = ec.SECP256R1()
        self.key = ec.derive_private_key(private, curve) if private else ec.generate_private_key(curve)
        self.secret = secret
        self.point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def subscription(self, endpoint: str) -> dict[str, Any]:
        """As it tells of it in JSON."""
        keys = {"p256dh": text_of(self.point), "auth": text_of(self.secret)}
        return {"endpoint": endpoint, "keys": keys}

    def read(self, body: bytes) -> bytes:
        """RFC 8291, 3.4 and RFC 8188, 2.1."""
        salt, sender, sealed = body[:16], body[21 : 21 + body[20]], body[21 + body[20] :]
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        prk_key = hmac.digest(self.secret, self.key.exchange(ec.ECDH(), theirs), "sha256")
        ikm = hmac.digest(prk_key, b"WebPush: info\0" + self.point + sender + b"\1", "sha256")
        prk = hmac.digest(salt, ikm, "sha256")
        cek = hmac.digest(prk, b"Content-Encoding: aes128gcm\0\1", "sha256")[:16]
        nonce = hmac.digest(prk, b"Content-Encoding: nonce\0\1", "sha256")[:12]
        record = AESGCM(cek).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert (record[-1], int.from_bytes(body[16:20]) > len(sealed)) == (2, True)
        return record[:-1]


def claims_in(heard: Heard, public_key: str) -> dict[str, Any]:
    """What the sender of this says of itself, signed by this key."""
    told = heard.headers["authorization"].removeprefix("vapid ").split(",")
    fields = dict(part.strip().split("=", 1) for part in told)
    signed, _, signature = fields["t"].rpartition(".")
    raw = bytes_of(signature)
    halves = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(public_key))
    key.verify(halves, signed.encode(), ec.ECDSA(SHA256()))
    header, claims = (json.loads(bytes_of(part)) for part in signed.split("."))
    assert (header, fields["k"]) == ({"typ": "JWT", "alg": "ES256"}, public_key)
    found: dict[str, Any] = claims
    return found
