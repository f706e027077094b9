"""Logging in: what is asked of somebody, in which order, and how often; and how logins end."""

import secrets
from dataclasses import dataclass

from sqlalchemy import delete, update

from cms.accounts import passwords
from cms.accounts.choices import site_settings
from cms.accounts.models import Account
from cms.accounts.queries import account_by_id, hash_secret
from cms.accounts.signing import suspended
from cms.accounts.standing import refuse_banned
from cms.errors import FieldError, Problem
from cms.events import OwnerSuspended
from cms.extensions import db, new_id, now
from cms.logins import queries, totp
from cms.logins.captcha import Captchas
from cms.logins.models import Login, RecoveryCode, Totp
from cms.sealing import unseal
from cms.throttle import Guess, Throttle, by_account, by_address, by_text
from cms.transaction import reading

FAILURES_BEFORE_CAPTCHA = 3


@dataclass(frozen=True)
class Attempt:
    """What somebody typed to log in, and from where. `skips_captcha` is who solved one a moment ago, if anybody."""

    login: str
    password: str
    code: str
    captcha_id: str
    captcha: str
    address: str
    skips_captcha: str | None = None


@dataclass(frozen=True)
class Gate:
    """What stands before a login: the counts of wrong guesses, captchas, the site's secret."""

    throttle: Throttle
    captchas: Captchas
    secret: str


class CodeNeeded(Problem):
    """The password was right, and the account wants a code too."""

    def __init__(self, account_id: str) -> None:
        super().__init__(401, "code-needed", "Enter the code of your authenticator app, or a recovery code.")
        self.account_id = account_id


def log_in(attempt: Attempt, gate: Gate) -> str:
    """The id of the account that this opens, suspended or not. Failures are the same where there is no account."""
    with reading():
        refuse_banned(attempt.address)
        known = queries.known_by_login(attempt.login)
        is_always_asked = site_settings().login_captcha == "always"
    text, place = by_text(attempt.login), by_address(attempt.address)
    who = by_account(known.id) if known else f"nobody/{text}"
    with gate.throttle.guess(who, place, counted=(text,)) as guess:
        if is_always_asked or is_suspected(attempt, gate):
            refuse_without_captcha(attempt, gate, guess, known_id=known.id if known else None)
        is_right = passwords.is_right(attempt.password, known.password if known else None)
        if known is None or not is_right or known.is_closed:
            guess.failed()
            raise wrong_login()
        if known.has_totp:
            check_code(known.id, attempt.code, guess, key=gate.secret)
        return known.id


def open_account(account_id: str, gate: Gate) -> Account:
    """Whom somebody proved to be. Raises 403 for a suspended account: nobody else is told that, and where to appeal."""
    account = account_by_id(account_id)
    if account is None or account.closed_at is not None:
        raise wrong_login()
    if not account.active:
        raise suspended(account.id, key=gate.secret)
    return account


def wrong_login() -> Problem:
    return Problem(401, "wrong-login", "Name or password is not right.")


def is_suspected(attempt: Attempt, gate: Gate) -> bool:
    """After a few wrong guesses."""
    failures = [gate.throttle.failures(key) for key in (by_text(attempt.login), by_address(attempt.address))]
    return max(failures) >= FAILURES_BEFORE_CAPTCHA


def refuse_without_captcha(attempt: Attempt, gate: Gate, guess: Guess, *, known_id: str | None) -> None:
    """A captcha is asked for first."""
    if attempt.skips_captcha is not None and attempt.skips_captcha == known_id:
        return
    if not attempt.captcha_id or not attempt.captcha:
        raise Problem(422, "captcha-needed", "Read or hear the digits and type them in.")
    if not gate.captchas.is_solved(attempt.captcha_id, attempt.captcha):
        guess.failed()
        raise wrong_captcha()


def wrong_captcha() -> Problem:
    return Problem(
        422, "wrong-captcha", "Those are not the digits.", (FieldError("captcha", "Those are not the digits."),)
    )


def check_code(account_id: str, code: str, guess: Guess, *, key: str) -> None:
    """Use up a code of the app, or a recovery code. Raises 401 where there is none, or a wrong one."""
    if not code.strip():
        raise CodeNeeded(account_id)
    if not (spend_code(account_id, code, key=key) or spend_recovery_code(account_id, code, key=key)):
        guess.failed()
        raise Problem(401, "wrong-code", "This code is not right, or it was used before.")


def spend_code(account_id: str, code: str, *, key: str) -> bool:
    """Whether this is a current code of the account's app that was not used yet; it is used now."""
    row = queries.totp_of(account_id)
    secret = unseal(row.sealed_secret, key=key, purpose=totp.SECRETS) if row else None
    step = totp.step_of(totp.plain_code(code), secret=secret, at=now()) if secret else None
    if step is None:
        return False
    later = update(Totp).filter_by(account_id=account_id).where(Totp.last_step < step).values(last_step=step)
    spent = db.session.execute(later.execution_options(synchronize_session=False))
    return bool(spent.rowcount == 1)  # type: ignore[attr-defined]


def spend_recovery_code(account_id: str, code: str, *, key: str) -> bool:
    wanted = totp.recovery_hash(code, key=key)
    gone = delete(RecoveryCode).filter_by(account_id=account_id, code_hash=wanted)
    return bool(db.session.execute(gone).rowcount == 1)  # type: ignore[attr-defined]


def confirm_password(
    account_id: str, password: str, *, throttle: Throttle, address: str, field: str = "password"
) -> None:
    """Have somebody who is logged in show that it is still them. A guess like any other; raises 422 for a wrong one."""
    with reading():
        known = queries.known_by_id(account_id)
    with throttle.guess(by_account(account_id), by_address(address)) as guess:
        if not passwords.is_right(password, known.password if known else None):
            guess.failed()
            sentence = "This is not your password."
            raise Problem(422, "wrong-password", sentence, (FieldError(field, sentence),))


def open_login(account_id: str, *, device: str, address: str) -> tuple[Login, str]:
    """A new login and its secret, which only the cookie has."""
    secret = secrets.token_urlsafe(32)
    login = Login(
        id=new_id(), account_id=account_id, secret_hash=hash_secret(secret), device=device, address=address[:45]
    )
    db.session.add(login)
    return login, secret


def end_login(account_id: str, login_id: str) -> bool:
    """End one login of an account; whether there was one."""
    gone = db.session.execute(delete(Login).filter_by(id=login_id, account_id=account_id))
    return bool(gone.rowcount == 1)  # type: ignore[attr-defined]


def end_logins(account_id: str, *, but: str | None = None) -> None:
    """End all logins of an account, perhaps all but one."""
    gone = delete(Login).filter_by(account_id=account_id)
    db.session.execute(gone if but is None else gone.where(Login.id != but))


def end_logins_of_suspended(event: OwnerSuspended) -> None:
    if event.is_suspended:
        end_logins(event.account_id)


def note_seen(login_id: str) -> None:
    """Somebody came with this login just now."""
    db.session.execute(update(Login).where(Login.id == login_id).values(last_seen_at=now()))


def forget_old_logins() -> None:
    db.session.execute(delete(Login).where(Login.created_at <= now() - queries.LASTS))


def device_of(user_agent: str) -> str:
    """What somebody would call the browser with this User-Agent: `Firefox, Linux`; not exact, and not meant to be."""
    browsers = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS"}
    browser = next((name for mark, name in browsers.items() if f"{mark}/" in user_agent), "")
    system = next((name for mark, name in (systems | {"Linux": "Linux"}).items() if mark in user_agent), "")
    return ", ".join(filter(None, (browser, system))) or "".join(filter(str.isprintable, user_agent))[:60]
