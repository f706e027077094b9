"""Logging in and out, captchas, one's own logins, second factors and passkeys."""

import time
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, g, request, session, url_for

from cms.access.guard import current_viewer, public, requires
from cms.access.permissions import Permission
from cms.access.rates import Rate, rated
from cms.accounts.models import Account
from cms.accounts.routes import own_account
from cms.accounts.schemas import AccountOut, present_account
from cms.accounts.standing import refuse_banned
from cms.errors import Problem, login_needed, not_found
from cms.logins import captcha, factors, passkeys, queries, schemas, service, totp
from cms.logins.identity import begin_login, leave
from cms.settings import LOOPBACK, Settings
from cms.throttle import by_address
from cms.wire.requests import answer, gives, no_content, takes

blueprint = Blueprint("logins", __name__, url_prefix="/api/v1")
SOLVED_SECONDS = 300
"""How long a solved captcha spares another one, between the password and the code."""

CHALLENGE_SECONDS = 300


def gate() -> service.Gate:
    found: service.Gate = current_app.extensions["gate"]
    return found


def caller_address() -> str:
    return request.remote_addr or ""


def own_id() -> str:
    """The id of who makes this request."""
    viewer = current_viewer()
    if viewer is None:
        raise login_needed()
    return viewer.id


def confirm_password(password: str, *, field: str = "password") -> None:
    """Raise 422 unless this is the caller's password."""
    service.confirm_password(own_id(), password, throttle=gate().throttle, address=caller_address(), field=field)


def logged_in(account: Account, status: int = 200) -> Response:
    """Begin a login of this account with a fresh session, and answer with the account."""
    begin_login(account)
    return answer(present_account(account), status)


@blueprint.get("/captcha")
@public
@gives(schemas.CaptchaOut)
def new_captcha() -> Response:
    """Six digits to read or to hear; good for one try within ten minutes."""
    captcha_id = gate().captchas.new_id()
    image, audio = (url_for(f"logins.{name}", captcha_id=captcha_id) for name in ("captcha_image", "captcha_audio"))
    return answer(schemas.CaptchaOut(id=captcha_id, image=image, audio=audio))


def digits_of(captcha_id: str) -> str:
    digits = gate().captchas.digits(captcha_id)
    if digits is None:
        raise not_found()
    return digits


@blueprint.get("/captcha/<captcha_id>/image")
@public
@gives("image/png")
def captcha_image(captcha_id: str) -> Response:
    """The digits of a captcha as a picture."""
    return Response(captcha.drawn(digits_of(captcha_id)), mimetype="image/png")


@blueprint.get("/captcha/<captcha_id>/audio")
@public
@gives("audio/wav")
def captcha_audio(captcha_id: str) -> Response:
    """The digits of a captcha as a sound."""
    return Response(captcha.spoken(digits_of(captcha_id)), mimetype="audio/wav")


@blueprint.post("/session")
@public
@rated(Rate.GUESS)
@takes(body=schemas.LoginIn)
@gives(AccountOut)
def log_in(body: schemas.LoginIn) -> Response:
    """Log in by name or e-mail address; with a code where the account wants one, with a captcha after failures."""
    attempt = service.Attempt(**body.model_dump(), address=caller_address(), skips_captcha=solved_lately())
    try:
        account_id = service.log_in(attempt, gate())
    except service.CodeNeeded as needed:
        session["solved"] = [needed.account_id, int(time.time())]
        raise
    return logged_in(service.open_account(account_id, gate()))


def solved_lately() -> str | None:
    """For which account the caller solved a captcha, and knew the password, a moment ago."""
    account_id, at = session.get("solved", (None, 0))
    return account_id if time.time() - at < SOLVED_SECONDS else None


@blueprint.delete("/session")
@requires(Permission.SEE_OWN_ACCOUNT)
@gives(None, status=204)
def log_out() -> Response:
    """Log out."""
    if g.login_id is not None:
        service.end_login(own_id(), g.login_id)
    leave()
    return no_content()


@blueprint.get("/me/sessions")
@requires(Permission.SEE_OWN_ACCOUNT)
@gives(schemas.LoginList)
def list_logins() -> Response:
    """Where the caller is logged in."""
    items = [schemas.present_login(login, current_id=g.login_id) for login in queries.logins_of(own_id())]
    return answer(schemas.LoginList(items=items, next=None))


@blueprint.delete("/me/sessions/<login_id>")
@requires(Permission.EDIT_OWN_ACCOUNT)
@gives(None, status=204)
def end_login(login_id: str) -> Response:
    """Log out in one browser."""
    if not service.end_login(own_id(), login_id):
        raise not_found()
    return no_content()


@blueprint.delete("/me/sessions")
@requires(Permission.EDIT_OWN_ACCOUNT)
@gives(None, status=204)
def end_logins() -> Response:
    """Log out everywhere, here too."""
    service.end_logins(own_id())
    leave()
    return no_content()


@blueprint.post("/me/totp")
@requires(Permission.EDIT_OWN_ACCOUNT)
@takes(body=schemas.PasswordConfirmation)
@gives(schemas.TotpOut)
def begin_totp(body: schemas.PasswordConfirmation) -> Response:
    """A secret for an authenticator app; in force once a code of it is sent by PUT."""
    confirm_password(body.password)
    account = own_account()
    secret = factors.begin_totp(account, key=gate().secret)
    uri = totp.address_of(secret, name=account.name, issuer=current_app.extensions["settings"].site_name)
    return answer(schemas.TotpOut(secret=secret, uri=uri, qr=totp.picture_of(uri)))


@blueprint.put("/me/totp")
@requires(Permission.EDIT_OWN_ACCOUNT)
@takes(body=schemas.CodeConfirmation)
@gives(schemas.RecoveryCodesOut)
def confirm_totp(body: schemas.CodeConfirmation) -> Response:
    """Show a first code: from now on logging in asks for one. Answers with recovery codes, once."""
    codes = factors.confirm_totp(own_account(), body.code, key=gate().secret)
    return answer(schemas.RecoveryCodesOut(recovery_codes=codes))


@blueprint.delete("/me/totp")
@requires(Permission.EDIT_OWN_ACCOUNT)
@takes(body=schemas.PasswordConfirmation)
@gives(None, status=204)
def remove_totp(body: schemas.PasswordConfirmation) -> Response:
    """Logging in asks for no code any more."""
    confirm_password(body.password)
    factors.remove_totp(own_account())
    return no_content()


@blueprint.post("/me/recovery-codes")
@requires(Permission.EDIT_OWN_ACCOUNT)
@takes(body=schemas.PasswordConfirmation)
@gives(schemas.RecoveryCodesOut)
def renew_recovery_codes(body: schemas.PasswordConfirmation) -> Response:
    """Ten new recovery codes, shown once; the ones before end."""
    confirm_password(body.password)
    return answer(
        schemas.RecoveryCodesOut(recovery_codes=factors.renew_recovery_codes(own_account(), key=gate().secret))
    )


def place() -> passkeys.Place:
    """The site's public name; `localhost` where it is asked by that one: browsers make no passkeys for a number."""
    settings: Settings = current_app.extensions["settings"]
    host, origins = urlsplit(settings.address).hostname or "", settings.origins
    if host in LOOPBACK and urlsplit(request.host_url).hostname == "localhost":
        host, origins = "localhost", frozenset({request.host_url.rstrip("/")})
    return passkeys.Place(host=host, name=settings.site_name, origins=tuple(sorted(origins)))


def asked(what: passkeys.Asked, purpose: str) -> Response:
    """Keep the challenge in the session, for this purpose alone, and ask."""
    session["challenge"] = [purpose, what.challenge, int(time.time())]
    return answer(schemas.OptionsOut(options=what.options))


def challenge_for(purpose: str) -> str:
    """The challenge that this browser was given a moment ago, for one answer. Raises 422."""
    kept, challenge, at = session.pop("challenge", ("", "", 0))
    is_fresh = kept == purpose and time.time() - at < CHALLENGE_SECONDS
    if not is_fresh or not gate().throttle.is_first_use(f"challenge/{challenge}", seconds=CHALLENGE_SECONDS):
        raise Problem(422, "challenge-over", "That took too long. Begin anew.")
    return str(challenge)


@blueprint.post("/session/passkey/options")
@public
@rated(Rate.GUESS)
@gives(schemas.OptionsOut)
def ask_for_passkey() -> Response:
    """What to ask the browser so that somebody can log in by passkey."""
    return asked(passkeys.ask_for_login(place()), "login")


@blueprint.post("/session/passkey")
@public
@rated(Rate.GUESS)
@takes(body=schemas.PasskeyLogin)
@gives(AccountOut)
def log_in_by_passkey(body: schemas.PasskeyLogin) -> Response:
    """Log in by passkey, with what the browser answered."""
    refuse_banned(caller_address())
    challenge = challenge_for("login")
    with gate().throttle.guess(by_address(caller_address())) as guess:
        key = queries.passkey_by_credential(passkeys.credential_id_of(body.credential))
        try:
            account = factors.account_of(key, body.credential, challenge=challenge, place=place())
        except Problem:
            guess.failed()
            raise
    return logged_in(service.open_account(account.id, gate()))


@blueprint.post("/me/passkeys/options")
@requires(Permission.EDIT_OWN_ACCOUNT)
@takes(body=schemas.PasswordConfirmation)
@gives(schemas.OptionsOut)
def ask_for_new_passkey(body: schemas.PasswordConfirmation) -> Response:
    """What to ask the browser so that it makes a passkey."""
    confirm_password(body.password)
    account = own_account()
    known = [key.credential_id for key in queries.passkeys_of(account.id)]
    new = passkeys.ask_for_new(
        place(), account_id=account.id, name=account.name, display_name=account.display_name, known=known
    )
    return asked(new, account.id)


@blueprint.get("/me/passkeys")
@requires(Permission.SEE_OWN_ACCOUNT)
@gives(schemas.PasskeyList)
def list_passkeys() -> Response:
    """The caller's passkeys."""
    items = [schemas.present_passkey(key) for key in queries.passkeys_of(own_id())]
    return answer(schemas.PasskeyList(items=items, next=None))


@blueprint.post("/me/passkeys")
@requires(Permission.EDIT_OWN_ACCOUNT)
@takes(body=schemas.NewPasskey)
@gives(schemas.PasskeyOut, status=201)
def add_passkey(body: schemas.NewPasskey) -> Response:
    """Keep the passkey that the browser made."""
    new = passkeys.new_key(place(), body.credential, challenge=challenge_for(own_id()))
    return answer(schemas.present_passkey(factors.add_passkey(own_account(), new, name=body.name)), 201)


@blueprint.delete("/me/passkeys/<passkey_id>")
@requires(Permission.EDIT_OWN_ACCOUNT)
@gives(None, status=204)
def remove_passkey(passkey_id: str) -> Response:
    """Remove a passkey."""
    if not factors.remove_passkey(own_account(), passkey_id):
        raise not_found()
    return no_content()
