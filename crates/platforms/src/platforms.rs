//! All platforms, opened once.

use crate::{Bucket, Facts, Hosts, Platform, PlatformName, Result, Web};
use chrono::{DateTime, Utc};
use std::{collections::BTreeMap, sync::Arc};
use troupe_net::ClientOptions;

/// The platforms. A cheap clone.
#[derive(Debug, Clone)]
pub struct Platforms {
    all: Arc<BTreeMap<PlatformName, Arc<dyn Platform>>>,
    web: Web,
}

impl Platforms {
    /// Opens all of them, toward their real hosts or the stand-ins of a rehearsal.
    ///
    /// # Errors
    /// When no HTTP client can be set up.
    pub fn open(hosts: Hosts, options: ClientOptions) -> Result<Self> {
        let web = Web::open(hosts, options)?;
        let all: Vec<Arc<dyn Platform>> = vec![
            Arc::new(crate::instagram::Instagram::open(&web)),
            Arc::new(crate::facebook::Facebook::open(&web)),
            Arc::new(crate::bluesky::Bluesky::open(&web)),
            Arc::new(crate::x::X::open(&web)),
            Arc::new(crate::youtube::YouTube::open(&web)),
            Arc::new(crate::telegram::Telegram::open(&web)),
            Arc::new(crate::mastodon::Mastodon::open(&web)),
            Arc::new(crate::threads::Threads::open(&web)),
            Arc::new(crate::tiktok::TikTok::open(&web)),
            Arc::new(crate::pinterest::Pinterest::open(&web)),
            Arc::new(crate::hand_off::HandOff::only_fans()),
            Arc::new(crate::hand_off::HandOff::fanvue()),
        ];
        Ok(Self { all: Arc::new(all.into_iter().map(|platform| (platform.name(), platform)).collect()), web })
    }

    /// The platform of that name, if it is built.
    #[must_use]
    pub fn get(&self, name: PlatformName) -> Option<&Arc<dyn Platform>> {
        self.all.get(&name)
    }

    /// All of them, in the order in which they are shown.
    pub fn all(&self) -> impl Iterator<Item = &Arc<dyn Platform>> {
        self.all.values()
    }

    /// Tries all that a post needs of a creator's own bucket: a small file is put there, fetched as a platform fetches
    /// it, and taken away.
    ///
    /// # Errors
    /// [`crate::Error::Input`] names the setting that is wrong (`endpoint`, `name`, `region`, `access_key`,
    /// `secret_key`, `clock`) and what to do; [`crate::Error::Net`] when nobody answers.
    pub async fn check_bucket(&self, bucket: &Bucket, now: DateTime<Utc>) -> Result<()> {
        bucket.check(&self.web, crate::instagram::facts(), now).await
    }

    /// What is known of each.
    pub fn facts(&self) -> impl Iterator<Item = &'static Facts> {
        self.all.values().map(|platform| platform.facts())
    }
}
