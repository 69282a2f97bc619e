//! Which addresses of the network may be asked at all, and the resolver that hands out no others.

use std::{
    fmt, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// An address that may be asked although it is private: an engine that the creator set, or a server of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedAddress {
    host: String,
    port: Option<u16>,
}

impl AllowedAddress {
    /// One host, by name or IP, on every port.
    pub fn host(host: impl Into<String>) -> Self {
        Self { host: host.into().to_ascii_lowercase(), port: None }
    }

    /// The host and port of `url`; `None` if it names no host.
    pub fn of(url: &Url) -> Option<Self> {
        Some(Self { host: url.host_str()?.to_ascii_lowercase(), port: url.port_or_known_default() })
    }

    pub(crate) fn covers(&self, url: &Url) -> bool {
        url.host_str().is_some_and(|host| host.eq_ignore_ascii_case(&self.host))
            && (self.port.is_none() || self.port == url.port_or_known_default())
    }
}

/// Whether an IP is one of the public internet. False for everything that could lead into the own computer or
/// network: private, loopback, link-local, shared (CGNAT), multicast, reserved and documentation ranges, and IPv6
/// forms that carry such an IPv4 address inside (mapped, 6to4, NAT64). The ranges are those of the IANA special-purpose
/// registries (RFC 6890 and its successors).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(matches!(a, 0 | 10 | 127 | 224..)
        || (a == 100 && (64..128).contains(&b))
        || (a == 169 && b == 254)
        || (a == 172 && (16..32).contains(&b))
        || (a == 192 && b == 0 && matches!(c, 0 | 2))
        || (a == 192 && b == 88 && c == 99)
        || (a == 192 && b == 168)
        || (a == 198 && matches!(b, 18 | 19))
        || (a == 198 && b == 51 && c == 100)
        || (a == 203 && b == 0 && c == 113))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let s = ip.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    if let Some(mapped) = ip.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    // NAT64's well-known prefix (RFC 6052): the IPv4 address stands in the last 32 bits.
    if s[..6] == [0x64, 0xff9b, 0, 0, 0, 0] {
        return is_public_v4(v4(s[6], s[7]));
    }
    // 6to4 (RFC 3056): the IPv4 address follows the prefix.
    if s[0] == 0x2002 && !is_public_v4(v4(s[1], s[2])) {
        return false;
    }
    // ISATAP (RFC 5214): any prefix, the IPv4 address behind 0000:5efe or 0200:5efe.
    if matches!(s[4], 0 | 0x200) && s[5] == 0x5efe && !is_public_v4(v4(s[6], s[7])) {
        return false;
    }
    // Only 2000::/3 is given out as public; 2001::/23 is for protocols (Teredo, ORCHID), the others document.
    (s[0] & 0xe000) == 0x2000
        && !(s[0] == 0x2001 && s[1] < 0x200)
        && !(s[0] == 0x2001 && s[1] == 0xdb8)
        && !(s[0] == 0x3fff && s[1] < 0x1000)
}

/// The IP written in a URL in place of a name.
pub(crate) fn literal_ip(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(ip) => Some(IpAddr::V4(ip)),
        Host::Ipv6(ip) => Some(IpAddr::V6(ip)),
        Host::Domain(_) => None,
    }
}

/// The cause that travels through the HTTP stack when a lookup ends in a refusal of ours.
#[derive(Debug)]
pub(crate) enum LookupFailure {
    Private(IpAddr),
    NotFound(io::Error),
}

impl fmt::Display for LookupFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Private(ip) => write!(f, "the name leads to the private address {ip}"),
            Self::NotFound(_) => f.write_str("the name was not found"),
        }
    }
}

impl std::error::Error for LookupFailure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Private(_) => None,
            Self::NotFound(source) => Some(source),
        }
    }
}

/// Resolves names with the system's resolver. With `public_only`, private addresses are left out, and a name with no
/// other is refused; the connection is made to the very addresses judged here.
pub(crate) struct Resolver {
    pub(crate) public_only: bool,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let public_only = self.public_only;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(LookupFailure::NotFound)?;
            let kept = keep(found.collect(), public_only)?;
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

fn keep(found: Vec<SocketAddr>, public_only: bool) -> Result<Vec<SocketAddr>, LookupFailure> {
    let first = found.first().map(SocketAddr::ip);
    let kept: Vec<_> = found.into_iter().filter(|address| !public_only || is_public(address.ip())).collect();
    match (kept.is_empty(), first) {
        (false, _) => Ok(kept),
        (true, Some(private)) => Err(LookupFailure::Private(private)),
        (true, None) => Err(LookupFailure::NotFound(io::Error::other("the name has no address"))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn private_addresses_are_told_from_public_ones() {
        let public = "1.1.1.1 8.8.8.8 93.184.216.34 172.15.0.1 172.32.0.1 100.63.0.1 100.128.0.1 192.0.1.1 198.17.0.1 \
            223.255.255.255 2606:4700::1111 2a00:1450::1 2001:4860:4860::8888 ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2002:808:808::1 \
            2a00::5efe:8.8.8.8";
        let private = "0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.8.9.1 169.254.169.254 172.16.0.1 \
            172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 \
            239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.1.1.1 64:ff9b::7f00:1 \
            64:ff9b::10.0.0.1 64:ff9b:1::8.8.8.8 100::1 2001::1 2001:0:808:808::1 2001:10::1 2001:db8::1 2002:7f00:1::1 \
            2002:a00:1::1 2a00::5efe:10.0.0.1 2a00::200:5efe:127.0.0.1 3fff::1 fc00::1 fd12::1 fe80::1 fec0::1 ff02::1 \
            ::ffff:0:10.0.0.1 4000::1";
        for ip in public.split_whitespace() {
            assert!(is_public(ip.parse().unwrap()), "{ip} is public");
        }
        for ip in private.split_whitespace() {
            assert!(!is_public(ip.parse().unwrap()), "{ip} is private");
        }
    }

    #[test]
    fn a_url_hides_no_ip_behind_another_spelling() {
        for url in
            ["http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://[::ffff:7f00:1]/"]
        {
            let ip = literal_ip(&url.parse().unwrap()).unwrap();
            assert!(!is_public(ip), "{url} leads to {ip}");
        }
    }

    #[test]
    fn a_lookup_keeps_the_public_addresses_and_refuses_when_none_is_left() {
        let mixed = vec!["10.0.0.1:0".parse().unwrap(), "1.1.1.1:0".parse().unwrap()];
        assert_eq!(keep(mixed.clone(), true).unwrap(), vec!["1.1.1.1:0".parse().unwrap()]);
        assert_eq!(keep(mixed.clone(), false).unwrap(), mixed);
        assert!(
            matches!(keep(vec!["10.0.0.1:0".parse().unwrap()], true), Err(LookupFailure::Private(ip)) if ip.to_string() == "10.0.0.1")
        );
        assert!(matches!(keep(vec![], true), Err(LookupFailure::NotFound(_))));
    }

    #[test]
    fn an_allowed_address_covers_its_own_port_only() {
        let engine = AllowedAddress::of(&"http://Engine.local:8188/x".parse().unwrap()).unwrap();
        assert!(engine.covers(&"http://engine.local:8188/view".parse().unwrap()));
        assert!(!engine.covers(&"http://engine.local:22/".parse().unwrap()));
        assert!(!engine.covers(&"http://engine.local.example.org:8188/".parse().unwrap()));
        assert!(AllowedAddress::host("127.0.0.1").covers(&"http://127.0.0.1:9/".parse().unwrap()));
    }
}
