"""Captchas that need no third party: six digits, to see and to hear.

An id is a signed nonce and the answer follows from it and the site's secret, so nothing is kept until it is used.
Allowed only on an explicit yes: whatever cannot be read or was used before is a no.
"""

import hmac
from functools import lru_cache
from io import BytesIO
from secrets import token_urlsafe

from itsdangerous import BadSignature, URLSafeTimedSerializer

from cms.throttle import Throttle

DIGITS = 6
SECONDS = 600
KEPT_DRAWN = 32


class Captchas:
    """The captchas of the site with this secret."""

    def __init__(self, secret: str, throttle: Throttle) -> None:
        self._secret = secret.encode()
        self._signer = URLSafeTimedSerializer(secret, salt="captcha")
        self._throttle = throttle

    def new_id(self) -> str:
        return self._signer.dumps(token_urlsafe(12))

    def digits(self, captcha_id: str) -> str | None:
        """The answer to this captcha; None for an id that is not ours or too old."""
        try:
            nonce = self._signer.loads(captcha_id, max_age=SECONDS)
        except BadSignature:
            return None
        number = int.from_bytes(hmac.digest(self._secret, b"captcha " + str(nonce).encode(), "sha256")[:8])
        return f"{number % 10**DIGITS:0{DIGITS}}"

    def is_solved(self, captcha_id: str, answer: str) -> bool:
        """Whether this is the answer; each captcha is good for one try, right or wrong."""
        wanted = self.digits(captcha_id)
        if wanted is None or not self._throttle.is_first_use(f"captcha/{captcha_id}", seconds=SECONDS):
            return False
        return hmac.compare_digest("".join(answer.split()).encode(), wanted.encode())


@lru_cache(KEPT_DRAWN)
def drawn(digits: str) -> bytes:
    """The digits as a PNG; the same ones look the same, so that several looks tell no more than one."""
    from captcha.image import ImageCaptcha  # loads Pillow

    out = BytesIO()
    ImageCaptcha(width=220, height=80).generate_image(digits).save(out, "PNG")
    return out.getvalue()


@lru_cache(KEPT_DRAWN)
def spoken(digits: str) -> bytes:
    """The digits as a WAV."""
    from captcha.audio import AudioCaptcha

    return bytes(AudioCaptcha().generate(digits))
