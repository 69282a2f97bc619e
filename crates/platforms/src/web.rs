//! Where a platform is asked: its real hosts, or the stand-ins of a rehearsal.

use crate::Result;
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
}
