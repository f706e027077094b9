"""Which addresses belong to everybody, so that requests may be sent there. Pure: nothing is resolved here."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

FORBIDDEN = tuple(
    ip_network(one)
    for one in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # carriers; also 100.100.100.200, where Alibaba tells machines their keys
        "168.63.129.16/32",  # where Azure does
        "192.0.0.0/24",  # protocols; also 192.0.0.192, where Oracle does
        "192.88.99.0/24",
        "2001::/23",  # protocols; Teredo among them, which carries another address
        "2001:db8::/32",
        "2002::/16",  # carries another address
        "3fff::/20",
    )
)
"""What `ipaddress` calls global, in one of its versions or in all."""

IN_USE = IPv6Network("2000::/3")
"""The only part of IPv6 that is given to anybody: none that is mapped, translated, local or told to many."""


def is_public(address: str) -> bool:
    """Whether this address, as written by `getaddrinfo`, is one that everybody may reach."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and (found not in IN_USE or found.scope_id):
        return False
    return found.is_global and not found.is_multicast and not is_forbidden(found)


def is_forbidden(address: IPv4Address | IPv6Address) -> bool:
    return any(address in network for network in FORBIDDEN if network.version == address.version)
