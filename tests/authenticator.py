"""A passkey device made of software: keeps a P-256 key and answers as a browser would pass it on."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

USER_PRESENT, USER_VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


def text_of(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class Authenticator:
    """`origin` is where the browser says that it is; `count` is what the next signature tells."""

    origin: str = "http://localhost"
    host: str = "localhost"
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def makes(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to a wish for a new key."""
        told = {"fmt": "none", "attStmt": {}, "authData": self._told(HAS_KEY) + self._credential()}
        return self._answer(
            {"attestationObject": text_of(cbor2.dumps(told)), "clientDataJSON": self._client("create", options)}
        )

    def shows(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to a wish to log in."""
        told, client = self._told(0), self._client("get", options)
        signed = told + hashlib.sha256(base64.urlsafe_b64decode(client + "=" * (-len(client) % 4))).digest()
        signature = self.key.sign(signed, ec.ECDSA(SHA256()))
        return self._answer(
            {"authenticatorData": text_of(told), "clientDataJSON": client, "signature": text_of(signature)}
        )

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        shown = text_of(self.credential_id)
        return {"id": shown, "rawId": shown, "type": "public-key", "response": response, "clientExtensionResults": {}}

    def _client(self, act: str, options: dict[str, Any]) -> str:
        told = {"type": f"webauthn.{act}", "challenge": options["challenge"], "origin": self.origin}
        return text_of(json.dumps(told).encode())

    def _told(self, flags: int) -> bytes:
        self.count += 1
        place = hashlib.sha256(self.host.encode()).digest()
        return place + bytes([USER_PRESENT | USER_VERIFIED | flags]) + self.count.to_bytes(4, "big")

    def _credential(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        length = len(self.credential_id).to_bytes(2, "big")
        return bytes(16) + length + self.credential_id + cbor2.dumps(public)
