//! OAuth 1.0a (RFC 5849), as X checks it: HMAC-SHA1 over method, address and parameters.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::Utc;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha1::Sha1;

use super::super::call::Call;
use super::super::secret;
use super::super::world::World;

const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How far a client's clock may be off, in seconds.
const CLOCK_SECONDS: i64 = 300;

/// The secret that belongs to a key. It follows from the key, so that it is kept nowhere.
pub(super) fn secret_of(key: &str) -> String {
    secret::sha256_hex(format!("the stand-in's secret of {key}").as_bytes())
}

/// The parts of an `Authorization: OAuth …` header.
fn parts(call: &Call) -> Option<BTreeMap<String, String>> {
    let (scheme, rest) = call.header("authorization")?.split_once(' ')?;
    let part = |part: &str| {
        let (name, value) = part.trim().split_once('=')?;
        Some((decoded(name), decoded(value.trim_matches('"'))))
    };
    scheme.eq_ignore_ascii_case("oauth").then(|| rest.split(',').filter_map(part).collect())
}

/// The access token that such a header shows.
pub(super) fn token(call: &Call) -> Option<String> {
    parts(call)?.remove("oauth_token")
}

/// The app's key that such a header shows.
pub(super) fn api_key(call: &Call) -> Option<String> {
    parts(call)?.remove("oauth_consumer_key")
}

/// Whether the call is signed with the secrets of its key and token. The time is the real one: clients sign with theirs,
/// whatever the platforms' clock was set to.
pub(super) fn is_right(world: &World, call: &Call) -> bool {
    let Some(mut given) = parts(call) else { return false };
    let Some(signature) = given.remove("oauth_signature") else { return false };
    given.remove("realm");
    let of = |name: &str| given.get(name).map(String::as_str).unwrap_or_default();
    let is_fresh =
        of("oauth_timestamp").parse::<i64>().is_ok_and(|at| (Utc::now().timestamp() - at).abs() <= CLOCK_SECONDS);
    if !is_fresh || of("oauth_nonce").is_empty() || of("oauth_signature_method") != "HMAC-SHA1" {
        return false;
    }
    let own = given.iter().map(|(name, value)| (encoded(name), encoded(value)));
    let sent = call.signed_pairs().map(|(name, value)| (encoded(name), encoded(value)));
    let mut pairs: Vec<(String, String)> = own.chain(sent).collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let address = world.at(&call.host, &call.path);
    let base = format!("{}&{}&{}", call.method, encoded(&address), encoded(&pairs.join("&")));
    let key = format!("{}&{}", secret_of(of("oauth_consumer_key")), secret_of(of("oauth_token")));
    Hmac::<Sha1>::new_from_slice(key.as_bytes()).is_ok_and(|mut mac| {
        mac.update(base.as_bytes());
        STANDARD.decode(signature).is_ok_and(|signature| mac.verify_slice(&signature).is_ok())
    })
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
