"""Which address a request counts against."""

from ipaddress import IPv6Address, ip_address, ip_network

UNKNOWN = "unknown"
HOUSEHOLD_BITS = 64  # one line of an IPv6 customer has 2**64 addresses
CROWD_BITS = {4: 24, 6: 48}  # coarse enough not to lead to one person


def client_address(remote: str, forwarded_for: str, proxies: int) -> str:
    """The client's address as our own proxies saw it; an IPv6 one as its /64 network.

    Each of our `proxies` appends to X-Forwarded-For whom it heard from, so only the last `proxies` entries are theirs;
    what stands further left was written by the client. Without proxies the header is not read at all.
    """
    heard = [entry.strip() for entry in forwarded_for.split(",") if entry.strip()]
    text = heard[-proxies] if 0 < proxies <= len(heard) else remote
    try:
        address = ip_address(text)
    except ValueError:
        return UNKNOWN
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped
        return str(inner) if inner else str(ip_network((address, HOUSEHOLD_BITS), strict=False))
    return str(address)


def crowd_of(address: str) -> str:
    """The neighbourhood of an address, for records that are kept for good: it tells where from, not who."""
    try:
        network = ip_network(address)
    except ValueError:
        return UNKNOWN
    return str(network.supernet(new_prefix=CROWD_BITS[network.version]))
