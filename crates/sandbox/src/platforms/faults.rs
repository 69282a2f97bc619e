//! Faults of the platforms on demand: which call, what goes wrong, how often.

use serde::{Deserialize, Serialize};

use super::Platform;
use crate::armed::{Armed, Ordered};

/// What is to go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The effect happens; the connection closes without an answer.
    ReplyLost,
    /// An error (`status`, 503 when absent; `body`), and nothing has happened.
    ErrorBefore,
    /// The effect happens, and the answer is an error (`status`, `body`).
    ErrorAfter,
    /// Refused as too much, with the platform's own hint for `seconds`.
    RateLimited,
    /// The token that the call shows has expired from now on.
    TokenExpired,
    /// The token that the call shows has been revoked, with all that hang together with it.
    TokenRevoked,
    /// What this call uploads or creates fails while it is processed.
    ProcessingFails,
    /// What this call creates has expired when it is used.
    ContainerExpired,
    /// Status 200 with an error inside.
    #[serde(rename = "error_in_200")]
    ErrorIn200,
    /// An HTML page with status 200.
    Html,
    /// No answer until the faults are disarmed.
    Hang,
    /// The connection closes while the bytes are on their way.
    CloseMidUpload,
    /// The answer comes `delay_ms` late (2,000 when absent).
    Slow,
    /// The platform takes the action for spam.
    SpamBlocked,
    /// The account is restricted.
    Restricted,
    /// A redirect to a private address (`location`).
    RedirectToPrivate,
}

/// An order: `{"platform": "x", "call": "tweet", "fault": "reply_lost", "times": 1}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlatformFault {
    /// The platform's name.
    pub platform: String,
    /// The slug of a call; `*` is any to which this can happen.
    #[serde(default = "any")]
    pub call: String,
    /// What goes wrong.
    pub fault: FaultKind,
    /// How often it still strikes.
    #[serde(default = "once")]
    pub times: u32,
    /// How many such calls it lets by before.
    #[serde(default, skip_serializing_if = "is_none")]
    pub after: u32,
    /// The status of an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The body of an error, as it goes out; JSON when it begins like it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// How long a rate limit holds, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// How late a slow answer comes, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay_ms: Option<u64>,
    /// Where a redirect leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
}

fn any() -> String {
    "*".into()
}

fn once() -> u32 {
    1
}

fn is_none(count: &u32) -> bool {
    *count == 0
}

impl PlatformFault {
    /// How long a rate limit holds, in seconds.
    pub(crate) fn wait(&self) -> u32 {
        self.seconds.unwrap_or(30)
    }

    /// Says in words why this order cannot be kept.
    pub(crate) fn check(&self, platforms: &[&dyn Platform]) -> Result<(), String> {
        let name = self.fault.name();
        let Some(platform) = platforms.iter().find(|platform| platform.name() == self.platform) else {
            let names: Vec<_> = platforms.iter().map(|platform| platform.name()).collect();
            return Err(format!("There is no platform {:?}. There are: {}.", self.platform, names.join(", ")));
        };
        let routes = platform.routes();
        if self.call != "*" && !routes.iter().any(|route| route.slug == self.call) {
            return Err(format!("{} has no call {:?}. GET /sandbox/platforms lists them.", self.platform, self.call));
        }
        let mut meant = routes.iter().filter(|route| self.call == "*" || route.slug == self.call);
        if !meant.any(|route| route.allows(self.fault, platform.faults())) {
            let (call, can) = if self.call == "*" { ("No call", "can") } else { (self.call.as_str(), "cannot") };
            return Err(format!(
                "{call} of {} {can} have the fault {name}. GET /sandbox/platforms lists them.",
                self.platform
            ));
        }
        if self.times == 0 {
            return Err("`times` is a whole number from 1.".into());
        }
        match self.status {
            Some(status) if !(400..600).contains(&status) => Err("`status` is a number from 400 to 599.".into()),
            _ => Ok(()),
        }
    }
}

impl FaultKind {
    /// Every kind.
    pub(crate) const ALL: [Self; 16] = [
        Self::ReplyLost,
        Self::ErrorBefore,
        Self::ErrorAfter,
        Self::RateLimited,
        Self::TokenExpired,
        Self::TokenRevoked,
        Self::ProcessingFails,
        Self::ContainerExpired,
        Self::ErrorIn200,
        Self::Html,
        Self::Hang,
        Self::CloseMidUpload,
        Self::Slow,
        Self::SpamBlocked,
        Self::Restricted,
        Self::RedirectToPrivate,
    ];

    /// Its name in orders.
    pub(crate) fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|name| Some(name.as_str()?.to_owned())).unwrap_or_default()
    }
}

/// The armed faults of the platforms.
pub(crate) type Faults = Armed<PlatformFault>;

impl Ordered for PlatformFault {
    fn is_due(&mut self) -> bool {
        let is_due = self.after == 0;
        self.after = self.after.saturating_sub(1);
        is_due
    }

    fn times_left(&mut self) -> Option<&mut u32> {
        Some(&mut self.times)
    }
}

impl Faults {
    /// The first fault armed for this call to which it can happen; it has struck, or let one by, once more.
    pub(crate) fn strike(&self, platform: &str, slug: &str, can: impl Fn(FaultKind) -> bool) -> Option<PlatformFault> {
        self.take(|fault| {
            let is_meant = fault.platform == platform && (fault.call == "*" || fault.call == slug) && can(fault.fault);
            is_meant.then(|| fault.clone())
        })
    }
}
