//! A platform's calls: slug, method, path, handler, and what can go wrong with each.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::Method;
use futures::future::BoxFuture;

use super::answer::Reply;
use super::call::{Call, decoded};
use super::faults::FaultKind;
use super::world::World;

type Handler = Arc<dyn Fn(Arc<World>, Call) -> BoxFuture<'static, Reply> + Send + Sync>;

/// Whether a route is meant, judged by the parts of its path.
type Guard = fn(&World, &BTreeMap<&'static str, String>) -> bool;

/// One call that a platform takes.
#[derive(Clone)]
pub(crate) struct Route {
    /// Its name in fault orders, in the journal and in `GET /sandbox/platforms`.
    pub(crate) slug: &'static str,
    pub(crate) method: Method,
    /// The path of the real world. `{name}` is one part of it (or the rest of one, as in `/bot{token}/getMe`),
    /// `{*name}` all that follows.
    pub(crate) path: &'static str,
    handler: Handler,
    hosts: &'static [&'static str],
    guard: Option<Guard>,
    special: Vec<FaultKind>,
    has_token: bool,
    publishes: bool,
}

/// One line of a platform's list. The first route that fits is taken.
pub(crate) fn route<F, R>(slug: &'static str, method: Method, path: &'static str, handler: F) -> Route
where
    F: Fn(Arc<World>, Call) -> R + Send + Sync + 'static,
    R: Future<Output = Reply> + Send + 'static,
{
    Route {
        slug,
        method,
        path,
        handler: Arc::new(move |world, call| Box::pin(handler(world, call))),
        hosts: &[],
        guard: None,
        special: Vec::new(),
        has_token: true,
        publishes: false,
    }
}

impl Route {
    /// Only on these of the platform's hosts.
    pub(crate) fn on(mut self, hosts: &'static [&'static str]) -> Self {
        self.hosts = hosts;
        self
    }

    /// Only when the parts of the path are ours: two platforms may share a host and a path.
    pub(crate) fn when(mut self, guard: Guard) -> Self {
        self.guard = Some(guard);
        self
    }

    /// A call that shows no token (a login, a public read), so that none can be expired or revoked.
    pub(crate) fn open(mut self) -> Self {
        self.has_token = false;
        self
    }

    /// A call that the public can see: it can be blocked as spam or restricted.
    pub(crate) fn publishes(mut self) -> Self {
        self.publishes = true;
        self
    }

    /// A call that carries bytes: the connection can close in their midst.
    pub(crate) fn uploads(self) -> Self {
        self.can(&[FaultKind::CloseMidUpload])
    }

    /// Faults that the handler itself lets come true, asking [`Call::strikes`].
    pub(crate) fn can(mut self, kinds: &[FaultKind]) -> Self {
        self.special.extend_from_slice(kinds);
        self
    }

    /// Whether this fault can happen to this call, at a platform with these faults of its own.
    pub(crate) fn allows(&self, kind: FaultKind, platform: &[FaultKind]) -> bool {
        match kind {
            FaultKind::ReplyLost
            | FaultKind::ErrorBefore
            | FaultKind::ErrorAfter
            | FaultKind::Html
            | FaultKind::Hang
            | FaultKind::Slow
            | FaultKind::RedirectToPrivate => true,
            FaultKind::RateLimited | FaultKind::ErrorIn200 => platform.contains(&kind),
            FaultKind::TokenExpired | FaultKind::TokenRevoked => self.has_token && platform.contains(&kind),
            FaultKind::SpamBlocked | FaultKind::Restricted => self.publishes && platform.contains(&kind),
            FaultKind::ProcessingFails | FaultKind::ContainerExpired | FaultKind::CloseMidUpload => {
                self.special.contains(&kind)
            }
        }
    }

    /// The parts of a path when this route is meant by a call.
    pub(crate) fn fits(
        &self,
        world: &World,
        method: &Method,
        host: &str,
        path: &str,
    ) -> Option<BTreeMap<&'static str, String>> {
        let at_host = self.hosts.is_empty() || self.hosts.contains(&host);
        if self.method != *method || !at_host {
            return None;
        }
        let params = parts(self.path, path)?;
        self.guard.is_none_or(|guard| guard(world, &params)).then_some(params)
    }

    pub(crate) fn run(&self, world: Arc<World>, call: Call) -> BoxFuture<'static, Reply> {
        (self.handler)(world, call)
    }
}

/// The named parts of `path`, when it has the form of `pattern`.
fn parts(pattern: &'static str, path: &str) -> Option<BTreeMap<&'static str, String>> {
    let mut found = BTreeMap::new();
    let mut rest = Some(path.trim_start_matches('/'));
    for wanted in pattern.trim_start_matches('/').split('/') {
        let here = rest?;
        if let Some(name) = wanted.strip_prefix("{*").and_then(|name| name.strip_suffix('}')) {
            found.insert(name, decoded(here));
            return Some(found);
        }
        let (part, after) = here.split_once('/').map_or((here, None), |(part, after)| (part, Some(after)));
        match wanted.split_once('{').and_then(|(before, name)| Some((before, name.strip_suffix('}')?))) {
            Some((before, name)) => {
                let value = part.strip_prefix(before).filter(|value| !value.is_empty())?;
                found.insert(name, decoded(value));
            }
            None if part == wanted => {}
            None => return None,
        }
        rest = after;
    }
    rest.is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn a_path_fits_its_pattern_and_gives_its_parts() {
        type Row = (&'static str, &'static str, Option<&'static [(&'static str, &'static str)]>);
        let table: [Row; 9] = [
            ("/2/tweets", "/2/tweets", Some(&[])),
            ("/2/tweets", "/2/tweets/1", None),
            ("/2/tweets/{id}", "/2/tweets/1", Some(&[("id", "1")])),
            ("/2/tweets/{id}", "/2/tweets/", None),
            ("/2/tweets/{id}", "/2/tweets", None),
            ("/bot{token}/getMe", "/bot1:a%2Fb/getMe", Some(&[("token", "1:a/b")])),
            ("/bot{token}/getMe", "/bott", None),
            ("/{bucket}/{*key}", "/b/a/c.jpg", Some(&[("bucket", "b"), ("key", "a/c.jpg")])),
            ("/{version}/{id}/photos", "/v25.0/12/photos", Some(&[("version", "v25.0"), ("id", "12")])),
        ];
        for (pattern, path, wanted) in table {
            let wanted = wanted.map(|parts| parts.iter().map(|(name, value)| (*name, (*value).to_owned())).collect());
            assert_eq!(parts(pattern, path), wanted, "{pattern} {path}");
        }
    }
}
