//! Stand-ins for the platforms, on the sandbox's port: `https://HOST/PATH` of the real world is
//! `{sandbox}/platforms/HOST/PATH` here.
//!
//! To add a platform:
//!
//! 1. Make `NAME.rs` (or `NAME/mod.rs` with files beside it) with a unit struct that implements [`Platform`]: hosts,
//!    calls, what of the faults its answers can say, and how an account is opened. Add it to [`PLATFORMS`].
//! 2. A call is one line, `route("tweet", Method::POST, "/2/tweets", post).publishes()`; its slug is its name in fault
//!    orders. [`route::Route`] says what else a line can say (`open`, `uploads`, `can`, `on`, `when`).
//! 3. A handler is `async fn post(world: Arc<World>, call: Call) -> Reply`. [`call::Call`] reads query, form, multipart
//!    and JSON alike. Reading is `world.read(NAME, |view| …)`, changing `world.change(NAME, call.slug, |change| …)`: one
//!    line of the journal, written before the answer, or nothing when the closure refuses (`Err` is the refusal's
//!    answer). Both hold the one lock: never nest them, never wait in them.
//! 4. Records are serde structs with a kind ([`world::Record`]). [`posts::Post`], [`posts::Comment`] and
//!    [`posts::Media`] are shared, so that the feed shows them; [`accounts`] has accounts, apps and tokens, [`oauth`]
//!    the authorize page and the exchange, [`rates`] windows, [`fetch`] the fetching of image addresses.
//! 5. Time is `change.now`, `view.now` or `world.now()`, never the system's. What a client will call is
//!    `world.at(host, path)`; a permalink for people looks like the real one.
//! 6. Faults come true by themselves, but for those of a line's `can(&[ProcessingFails, ContainerExpired])`: there the
//!    handler asks `call.strikes(kind)`. Token faults strike the token that [`Platform::token`] finds.

mod accounts;
mod answer;
mod bluesky;
mod bucket;
mod call;
mod clock;
mod dispatch;
mod facebook;
pub(crate) mod faults;
mod feed;
mod fetch;
mod graph;
mod instagram;
mod journal;
mod mastodon;
mod oauth;
pub(crate) mod orders;
mod page;
mod pinterest;
mod posts;
mod rates;
mod route;
mod secret;
mod sign_up;
mod telegram;
mod threads;
mod tiktok;
mod world;
mod x;
mod youtube;

use serde_json::{Map, Value};

use accounts::Account;
use answer::Answer;
use call::Call;
use faults::{FaultKind, PlatformFault};
use route::Route;
use world::{Change, View};

pub(crate) use dispatch::router;
pub(crate) use world::World;

/// The stand-in platforms, in the order in which the feed shows them.
pub(crate) static PLATFORMS: &[&dyn Platform] = &[
    &instagram::Instagram,
    &facebook::Facebook,
    &x::X,
    &youtube::YouTube,
    &bluesky::Bluesky,
    &mastodon::Mastodon,
    &telegram::Telegram,
    &threads::Threads,
    &tiktok::TikTok,
    &pinterest::Pinterest,
    &bucket::Bucket,
];

/// A stand-in for one platform.
pub(crate) trait Platform: Sync {
    /// Its name in orders, in the journal and of its records.
    fn name(&self) -> &'static str;

    /// Its name as people write it.
    fn title(&self) -> &'static str;

    /// The hosts of the real world that it stands in for. Two platforms may share one.
    fn hosts(&self) -> &'static [&'static str];

    /// Its calls; the first that fits is taken.
    fn routes(&self) -> Vec<Route>;

    /// Which of `rate_limited`, `token_expired`, `token_revoked`, `error_in_200`, `spam_blocked` and `restricted` exist
    /// there.
    fn faults(&self) -> &'static [FaultKind];

    /// Makes an account, or fresh credentials for one that is there, and gives everything needed to connect to it.
    ///
    /// # Errors
    /// A sentence on what of the order cannot be done.
    fn open_account(
        &self,
        world: &World,
        change: &mut Change,
        handle: &str,
        options: &Map<String, Value>,
    ) -> Result<Value, String>;

    /// Its answer to a call that an armed `rate_limited`, `error_in_200`, `spam_blocked` or `restricted` refuses.
    fn refusal(&self, world: &World, call: &Call, fault: &PlatformFault) -> Answer;

    /// An error of this status in its own form.
    fn error(&self, status: u16) -> Answer;

    /// Its answer to a path that it does not know.
    fn unknown(&self, path: &str) -> Answer;

    /// The token that a call shows.
    fn token(&self, call: &Call) -> Option<String> {
        call.bearer().map(str::to_owned)
    }

    /// Refuses a call before anything of it is done: the window of its requests is full.
    ///
    /// # Errors
    /// The refusal.
    fn admit(&self, world: &World, call: &Call) -> Result<(), Answer> {
        let _ = (world, call);
        Ok(())
    }

    /// Lets happen what was due by now, such as a post that the platform itself was asked to publish later.
    fn catch_up(&self, world: &World) {
        let _ = world;
    }

    /// Adds what every answer carries, such as the headers of a rate window.
    fn finish(&self, world: &World, call: &Call, answer: Answer) -> Answer {
        let _ = (world, call);
        answer
    }

    /// Under which id the tokens of an account stand, where that is not the account's own.
    fn token_owner(&self, view: &View, account: &Account) -> String {
        let _ = view;
        account.id.clone()
    }

    /// The id of a comment that `POST /sandbox/comments` makes.
    fn comment_id(&self, change: &mut Change, author: &str) -> String {
        let _ = author;
        change.snowflake()
    }
}
