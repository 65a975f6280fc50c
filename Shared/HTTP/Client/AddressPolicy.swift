/// Whom a request may be sent to. A URL that somebody else chose must not reach what only we can reach.
///
/// The address itself is looked at, after the name was resolved and before a connection is made or used again, so no
/// name, notation or later answer of the name's server gets round it.
public enum AddressPolicy: Sendable {
    /// Addresses of the public Internet: none of this machine, of private networks, of a link, of groups, reserved for
    /// documentation, or that stands for another address (IANA's special-purpose registries, RFC 6890).
    case publicOnly
    /// Any address. For destinations that the operator chose.
    case any

    /// Whether a request may be sent to `address`, which is one of IPv4 or IPv6 in numbers; anything else is refused.
    public func permits(_ address: String) -> Bool {
        switch self {
        case .any: return true
        case .publicOnly:
            guard let address = IPAddress(address) else { return false }
            return AddressPolicy.permitted.contains { $0.contains(address) }
                && !AddressPolicy.refused.contains { $0.contains(address) }
        }
    }

    private static let permitted = blocks("0.0.0.0/0", "2000::/3")

    /// Of IPv6 only global unicast is permitted to begin with, so mapped and local addresses need no line here.
    private static let refused = blocks(
        "0.0.0.0/8",  // this network
        "10.0.0.0/8",  // private
        "100.64.0.0/10",  // between a provider and its customers
        "127.0.0.0/8",  // this machine
        "169.254.0.0/16",  // this link, where clouds keep their metadata
        "172.16.0.0/12",  // private
        "192.0.0.0/24",  // protocol assignments
        "192.0.2.0/24",  // documentation
        "192.88.99.0/24",  // relays to IPv6
        "192.168.0.0/16",  // private
        "198.18.0.0/15",  // benchmarks
        "198.51.100.0/24",  // documentation
        "203.0.113.0/24",  // documentation
        "224.0.0.0/3",  // groups, reserved, everybody
        "2001::/23",  // protocol assignments, Teredo among them
        "2001:db8::/32",  // documentation
        "2002::/16",  // 6to4, which stands for an IPv4 address
        "3fff::/20"  // documentation
    )

    private static func blocks(_ texts: String...) -> [IPAddressBlock] { texts.compactMap(IPAddressBlock.init) }
}
