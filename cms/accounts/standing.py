"""In what standing an account or an address is: limited for a while, suspended for a while, banned."""

from collections.abc import Sequence
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import false, or_, select

from cms.accounts.models import Account, BannedNetwork
from cms.errors import Problem
from cms.extensions import db, now

HOST_BITS = {4: 32, 6: 64}
"""What one customer of a provider has."""


def refuse_limited(account_id: str) -> None:
    """Raise 403 for who may neither add nor publish for a while; the sentence says until when."""
    until = limited_until(account_id)
    if until is not None:
        day = until.date().isoformat()
        raise Problem(403, "limited", f"A moderator limited this account: you can add and publish again from {day} on.")


def limited_until(account_id: str) -> datetime | None:
    """When this account may add and publish again; None where it may now."""
    until: datetime | None = db.session.scalar(select(Account.limited_until).where(Account.id == account_id))
    return until if until is not None and until > now() else None


def is_limited(account_id: str) -> bool:
    return limited_until(account_id) is not None


def refuse_banned(address: str) -> None:
    """Raise 403 for an address in a network that is banned now."""
    asked = plain_address(address)
    in_force = or_(BannedNetwork.until.is_(None), BannedNetwork.until > now())
    for network in db.session.scalars(select(BannedNetwork.network).where(in_force)):
        if asked is not None and asked in ip_network(network):
            raise Problem(403, "address-banned", "Nobody can register, log in or report from this address at present.")


def plain_address(address: str) -> object:
    """The address; an IPv4 one also where it came as a part of an IPv6 one. None for what is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def network_of(text: str) -> str | None:
    """An address or a network as it is kept; an address alone means what one customer has. None for other text."""
    try:
        if "/" in text:
            return str(ip_network(text, strict=False))
        found = ip_address(text)
        return str(ip_network(f"{found}/{HOST_BITS[found.version]}", strict=False))
    except ValueError:
        return None


def ban(network: str, until: datetime | None) -> str:
    """Ban a network; the id of the ban."""
    row = BannedNetwork(network=network, until=until)
    db.session.add(row)
    db.session.flush()
    return row.id


def lift_ban(ban_id: str) -> None:
    row = db.session.get(BannedNetwork, ban_id)
    if row is not None:
        db.session.delete(row)


def served_their_time(*, limit: int) -> Sequence[Account]:
    """Accounts whose suspension ends by now."""
    over = select(Account).where(Account.suspended_until <= now(), Account.active == false())
    found: Sequence[Account] = db.session.scalars(over.where(Account.closed_at.is_(None)).limit(limit)).all()
    return found
