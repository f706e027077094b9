"""What happens to second factors and passkeys: set up, confirmed, renewed, taken away."""

from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from cms.accounts.models import Account
from cms.accounts.queries import account_by_id
from cms.errors import FieldError, Problem, conflict
from cms.extensions import db, new_id, now
from cms.logins import queries, totp
from cms.logins.models import Passkey, RecoveryCode, Totp
from cms.logins.passkeys import NewKey, Place, next_count, wrong_passkey
from cms.logins.service import spend_code
from cms.sealing import seal

MOST_PASSKEYS = 20


def begin_totp(account: Account, *, key: str) -> str:
    """A new secret for the account's app; in force once a code is shown. Raises 409 while another is in force."""
    if account.has_totp:
        raise conflict("Codes are asked for already. Switch them off first.")
    secret = totp.new_secret()
    row = queries.totp_of(account.id)
    if row is None:
        row = Totp(account_id=account.id)
        db.session.add(row)
    row.sealed_secret = seal(secret, key=key, purpose=totp.SECRETS)
    row.last_step, row.confirmed_at = 0, None
    return secret


def confirm_totp(account: Account, code: str, *, key: str) -> list[str]:
    """From now on codes are asked for; the recovery codes. Raises 422 for a wrong code, 409 for none to confirm."""
    row = queries.totp_of(account.id)
    if row is None or row.confirmed_at is not None:
        raise conflict("There is nothing to confirm. Begin anew.")
    if not spend_code(account.id, code, key=key):
        sentence = "This code is not right."
        raise Problem(422, "wrong-code", sentence, (FieldError("code", sentence),))
    row.confirmed_at, account.has_totp = now(), True
    return renew_recovery_codes(account, key=key)


def remove_totp(account: Account) -> None:
    """Codes are not asked for any more."""
    db.session.execute(delete(Totp).filter_by(account_id=account.id))
    db.session.execute(delete(RecoveryCode).filter_by(account_id=account.id))
    account.has_totp = False


def renew_recovery_codes(account: Account, *, key: str) -> list[str]:
    """Ten new codes, told only here; the ones before end. Raises 409 where no codes are asked for."""
    if not account.has_totp:
        raise conflict("Recovery codes stand in for codes of an app, which are not asked for.")
    db.session.execute(delete(RecoveryCode).filter_by(account_id=account.id))
    codes = totp.new_recovery_codes()
    db.session.add_all(
        RecoveryCode(account_id=account.id, code_hash=totp.recovery_hash(code, key=key)) for code in codes
    )
    return codes


def add_passkey(account: Account, new: NewKey, *, name: str) -> Passkey:
    """Raises 409 for a key that is known, or one too many."""
    if account.passkey_count >= MOST_PASSKEYS:
        raise conflict(f"{MOST_PASSKEYS} passkeys are enough. Remove one first.")
    passkey = Passkey(
        id=new_id(),
        account_id=account.id,
        name=name,
        credential_hash=queries.credential_hash(new.credential_id),
        credential_id=new.credential_id,
        public_key=new.public_key,
        sign_count=new.sign_count,
    )
    try:
        with db.session.begin_nested():
            db.session.add(passkey)
    except IntegrityError as error:
        raise conflict("This passkey is known already.") from error
    account.passkey_count = Account.passkey_count + 1
    return passkey


def remove_passkey(account: Account, passkey_id: str) -> bool:
    """Whether there was one."""
    gone = db.session.execute(delete(Passkey).filter_by(id=passkey_id, account_id=account.id))
    is_gone = bool(gone.rowcount == 1)  # type: ignore[attr-defined]
    if is_gone:
        account.passkey_count = Account.passkey_count - 1
    return is_gone


def account_of(passkey: Passkey | None, credential: dict[str, Any], *, challenge: str, place: Place) -> Account:
    """The account, suspended or not, that this key opens with what the browser answered. Raises 401."""
    if passkey is None:
        raise wrong_passkey()
    key, count = passkey.public_key, passkey.sign_count
    passkey.sign_count = next_count(place, credential, challenge=challenge, public_key=key, sign_count=count)
    passkey.last_used_at = now()
    account = account_by_id(passkey.account_id)
    if account is None or account.closed_at is not None:
        raise wrong_passkey()
    return account
