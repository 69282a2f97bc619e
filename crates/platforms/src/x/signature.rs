//! OAuth 1.0a (RFC 5849) with HMAC-SHA1: how a call is signed with the four keys of an app. Multipart and JSON bodies
//! are not a part of what is signed.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;
use troupe_net::Secret;
use url::Url;

/// What stays as it is (RFC 3986, section 2.3); everything else is encoded.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A key with its secret. Kept as one secret, the two parted by a space.
#[derive(Debug, Clone)]
pub(super) struct KeyPair {
    pub(super) key: Secret,
    pub(super) secret: Secret,
}

impl KeyPair {
    pub(super) fn joined(&self) -> Secret {
        Secret::new(format!("{} {}", self.key.expose(), self.secret.expose()))
    }

    pub(super) fn parted(joined: &Secret) -> Option<Self> {
        let (key, secret) = joined.expose().split_once(' ')?;
        Some(Self { key: Secret::new(key), secret: Secret::new(secret) })
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}

/// The value of the `Authorization` header for a call. `timestamp` is in seconds since 1970; `nonce` is new each time.
pub(super) fn authorization(
    method: &str,
    url: &Url,
    app: &KeyPair,
    token: &KeyPair,
    timestamp: i64,
    nonce: &str,
) -> Secret {
    let timestamp = timestamp.to_string();
    let oauth = [
        ("oauth_consumer_key", app.key.expose()),
        ("oauth_nonce", nonce),
        ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_timestamp", timestamp.as_str()),
        ("oauth_token", token.key.expose()),
        ("oauth_version", "1.0"),
    ];
    let query = url.query_pairs().map(|(name, value)| (encoded(&name), encoded(&value)));
    let own = oauth.iter().map(|(name, value)| (encoded(name), encoded(value)));
    let signature = signature(method, url, query.chain(own).collect(), app, token);
    let mut parts: Vec<String> = oauth.iter().map(|(name, value)| format!("{name}=\"{}\"", encoded(value))).collect();
    parts.push(format!("oauth_signature=\"{}\"", encoded(&signature)));
    Secret::new(format!("OAuth {}", parts.join(", ")))
}

/// The signature over method, address and `parameters`, which are encoded already (RFC 5849, section 3.4).
fn signature(method: &str, url: &Url, mut parameters: Vec<(String, String)>, app: &KeyPair, token: &KeyPair) -> String {
    parameters.sort();
    let parameters: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut address = url.clone();
    address.set_query(None);
    address.set_fragment(None);
    let base = [method, &encoded(address.as_str()), &encoded(&parameters.join("&"))].join("&");
    let key = format!("{}&{}", encoded(app.secret.expose()), encoded(token.secret.expose()));
    match Hmac::<Sha1>::new_from_slice(key.as_bytes()) {
        Ok(mut mac) => {
            mac.update(base.as_bytes());
            STANDARD.encode(mac.finalize().into_bytes())
        }
        // HMAC takes keys of any length.
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn pair(key: &str, secret: &str) -> KeyPair {
        KeyPair { key: Secret::new(key), secret: Secret::new(secret) }
    }

    fn encoded_pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| (encoded(name), encoded(value))).collect()
    }

    #[test]
    fn the_signature_is_the_one_of_xs_own_example() {
        // docs.x.com, "Creating a signature", read 2026-08-22.
        let app = pair("xvz1evFS4wEEPTGEFPHBog", "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw");
        let token =
            pair("370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE");
        let parameters = encoded_pairs(&[
            ("status", "Hello Ladies + Gentlemen, a signed OAuth request!"),
            ("include_entities", "true"),
            ("oauth_consumer_key", app.key.expose()),
            ("oauth_nonce", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "1318622958"),
            ("oauth_token", token.key.expose()),
            ("oauth_version", "1.0"),
        ]);
        let url = "https://api.x.com/1.1/statuses/update.json?include_entities=true".parse().unwrap();
        let api_x_com = signature("POST", &url, parameters.clone(), &app, &token);
        assert_eq!(api_x_com, "Ls93hJiZbQ3akF3HF3x1Bz8/zU4=");
        // The same example from before the move to x.com.
        let url = "https://api.twitter.com/1.1/statuses/update.json".parse().unwrap();
        assert_eq!(signature("POST", &url, parameters, &app, &token), "hCtSmYh+iHYCEqBWrE7C7hYmtUk=");
    }

    #[test]
    fn the_signature_is_the_one_of_rfc_5849() {
        // RFC 5849, section 1.2: the printer's photo.
        let parameters = encoded_pairs(&[
            ("file", "vacation.jpg"),
            ("size", "original"),
            ("oauth_consumer_key", "dpf43f3p2l4k3l03"),
            ("oauth_token", "nnch734d00sl2jdk"),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "137131202"),
            ("oauth_nonce", "chapoH"),
        ]);
        let url = "http://photos.example.net/photos?file=vacation.jpg&size=original".parse().unwrap();
        let app = pair("dpf43f3p2l4k3l03", "kd94hf93k423kf44");
        let token = pair("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00");
        assert_eq!(signature("GET", &url, parameters, &app, &token), "MdpQcU8iPSUjWoN/UDMsK2sui9I=");
    }

    #[test]
    fn the_header_shows_the_keys_and_never_their_secrets() {
        let url = "https://api.x.com/2/users/me?user.fields=username".parse().unwrap();
        let app = pair("app-key", "app-secret");
        let token = pair("token-key", "token-secret");
        let header = authorization("GET", &url, &app, &token, 1_700_000_000, "once");
        let text = header.expose();
        assert!(text.starts_with("OAuth oauth_consumer_key=\"app-key\", oauth_nonce=\"once\""), "{text}");
        assert!(text.contains("oauth_timestamp=\"1700000000\"") && !text.contains("secret\""), "{text}");
        assert_eq!(KeyPair::parted(&app.joined()).unwrap().secret.expose(), "app-secret");
    }
}
