"""Routes by which no picture is read, each with what it shows instead."""

from cms.pages.routes import PAGES

FOLLOWS = (
    "list_followers list_following follow unfollow list_requests list_blocks list_mutes accept_request decline_request "
    "remove_follower block unblock mute unmute"
)

SHOW_NONE = {
    "images.add_image": "shows what the caller just sent",
    "live.events": "names one's own pictures, which test_events shows",
    "live.search_events": "how far a search is",
    "accounts.show_session": "accounts",
    "accounts.show_me": "accounts",
    "accounts.change_me": "accounts",
    "accounts.list_tokens": "accounts",
    "accounts.create_token": "accounts",
    "accounts.revoke_token": "accounts",
    "accounts.revoke_tokens": "accounts",
    "logins.log_in": "accounts",
    "logins.log_out": "accounts",
    "logins.log_in_by_passkey": "accounts",
    "logins.ask_for_passkey": "accounts",
    "logins.list_logins": "accounts",
    "logins.end_login": "accounts",
    "logins.end_logins": "accounts",
    "logins.begin_totp": "accounts",
    "logins.confirm_totp": "accounts",
    "logins.remove_totp": "accounts",
    "logins.renew_recovery_codes": "accounts",
    "logins.ask_for_new_passkey": "accounts",
    "logins.list_passkeys": "accounts",
    "logins.add_passkey": "accounts",
    "logins.remove_passkey": "accounts",
    "membership.register": "accounts",
    "membership.make_first_account": "accounts",
    "membership.ask_for_recovery": "accounts",
    "membership.recover": "accounts",
    "membership.confirm_email": "accounts",
    "membership.confirm_again": "accounts",
    "membership.change_email": "accounts",
    "membership.change_password": "accounts",
    "membership.close_account": "accounts",
    "membership.list_invitations": "accounts",
    "membership.invite": "accounts",
    "membership.withdraw_invitation": "accounts",
    "logins.new_captcha": "digits",
    "logins.captcha_image": "digits",
    "logins.captcha_audio": "digits",
    "albums.add_album": "shows what the caller just made",
    "albums.list_albums": "albums, by their own table",
    "follows.show_person": "people and counts, by their own tests",
    "pages.person_page": "people, whose picture is held to test_pages",
    "document.openapi": "the same for everyone",
    "document.docs": "the same for everyone",
    "document.docs_file": "files of a package",
    "pages.built_file": "built files",
    "pages.root_file": "built files",
    "watch.alive": "health",
    "watch.ready": "health",
    "watch.metrics": "numbers",
    "admin.index": "leads to the held pictures",
    "admin_accounts.set_quota": "accounts",
    "admin_state.index": "numbers, and reasons without their pictures",
    "admin_state.style": "what it looks like",
    "admin.static": "files of a package",
}
SHOW_NONE |= {f"pages.page{number}": "the empty document" for number in range(len(PAGES))}
SHOW_NONE |= {f"follows.{name}": "people" for name in FOLLOWS.split()}
CLOSED_FORMS = (
    "action_view",
    "ajax_lookup",
    "ajax_update",
    "create_view",
    "delete_view",
    "details_view",
    "edit_view",
    "export",
)
"""Doors of Flask-Admin that show no row here; tests/admin tries them."""
