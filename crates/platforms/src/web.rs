//! Where a platform is asked: its real hosts, or the stand-ins of a rehearsal.

use crate::{Error, Result};
use troupe_net::{AllowedAddress, Client, ClientOptions};
use url::Url;

/// Which computer answers for a host.
#[derive(Debug, Clone, Default)]
pub struct Hosts {
    /// In a rehearsal: the stand-ins' address; `https://HOST/path` is asked as `<address>/HOST/path`.
    pub rehearsal: Option<Url>,
}

/// The client and the hosts that every platform shares. A cheap clone.
#[derive(Debug, Clone)]
pub struct Web {
    /// The guarded client.
    pub client: Client,
    hosts: Hosts,
}

impl Web {
    /// Sets up the client; the stand-ins of a rehearsal may lie on this computer.
    ///
    /// # Errors
    /// When no client can be set up.
    pub fn open(hosts: Hosts, mut options: ClientOptions) -> Result<Self> {
        if let Some(url) = &hosts.rehearsal {
            options.allow.extend(AllowedAddress::of(url));
        }
        Ok(Self { client: Client::open(options)?, hosts })
    }

    /// The address of `path` (with its leading slash) on `host`.
    ///
    /// # Errors
    /// When the two make no address.
    pub fn url(&self, host: &str, path: &str) -> Result<Url> {
        let text = match &self.hosts.rehearsal {
            Some(base) => format!("{}/{host}{path}", base.as_str().trim_end_matches('/')),
            None => format!("https://{host}{path}"),
        };
        Ok(text.parse().map_err(troupe_net::Error::address)?)
    }

    /// The host that an address of a platform's answer means: its own, or in a rehearsal the one in the stand-in's path.
    #[must_use]
    pub fn host_of(&self, address: &str) -> Option<String> {
        let host = match &self.hosts.rehearsal {
            Some(base) => {
                address.strip_prefix(base.as_str().trim_end_matches('/'))?.strip_prefix('/')?.split('/').next()?
            }
            None => address.strip_prefix("https://")?.split('/').next()?,
        };
        (!host.is_empty()).then(|| host.to_ascii_lowercase())
    }

    /// The host of a server as somebody typed it: `Example.org`, `https://example.org/about`.
    ///
    /// # Errors
    /// [`Error::Input`] when it is none.
    pub fn typed_host(field: &'static str, typed: &str) -> Result<String> {
        let wrong = || Error::Input {
            field,
            why: format!("{typed:?} is no server's address. Write it as in example.org, as it stands in the browser."),
        };
        let typed = typed.trim();
        let bare = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://")).unwrap_or(typed);
        let url: Url =
            format!("https://{}", bare.split('/').next().unwrap_or_default()).parse().map_err(|_| wrong())?;
        let host = url.host_str().filter(|host| host.contains('.')).ok_or_else(wrong)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong());
        }
        Ok(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
    }

    /// Whether the stand-ins answer.
    #[must_use]
    pub fn is_rehearsal(&self) -> bool {
        self.hosts.rehearsal.is_some()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_rehearsal_asks_the_stand_in_for_every_host() {
        let open = |rehearsal: Option<&str>| {
            let hosts = Hosts { rehearsal: rehearsal.map(|url| url.parse().unwrap()) };
            Web::open(hosts, ClientOptions::default()).unwrap().url("api.x.com", "/2/tweets").unwrap().to_string()
        };
        assert_eq!(open(None), "https://api.x.com/2/tweets");
        assert_eq!(open(Some("http://127.0.0.1:9/platforms")), "http://127.0.0.1:9/platforms/api.x.com/2/tweets");
    }

    #[test]
    fn a_server_is_known_however_it_was_typed() {
        for (typed, expected) in [
            ("example.org", Some("example.org")),
            (" https://Example.ORG/about?x#y ", Some("example.org")),
            ("http://example.org:8443/", Some("example.org:8443")),
            ("bücher.example", Some("xn--bcher-kva.example")),
            ("", None),
            ("example", None),
            ("me:secret@example.org", None),
            ("two words.org", None),
        ] {
            assert_eq!(Web::typed_host("host", typed).ok().as_deref(), expected, "{typed:?}");
        }
    }

    #[test]
    fn an_address_in_an_answer_leads_to_its_host() {
        let host = |rehearsal: Option<&str>, address: &str| {
            let hosts = Hosts { rehearsal: rehearsal.map(|url| url.parse().unwrap()) };
            Web::open(hosts, ClientOptions::default()).unwrap().host_of(address)
        };
        assert_eq!(host(None, "https://Pds.example/").as_deref(), Some("pds.example"));
        assert_eq!(host(None, "http://pds.example/"), None);
        let stand_in = Some("http://127.0.0.1:9/platforms");
        assert_eq!(host(stand_in, "http://127.0.0.1:9/platforms/bsky.social").as_deref(), Some("bsky.social"));
        assert_eq!(host(stand_in, "https://bsky.social"), None);
    }
}
