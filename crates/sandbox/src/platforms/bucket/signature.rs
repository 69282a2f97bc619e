//! Signatures of version 4 in the query, checked as a provider checks them.
//!
//! Source: AWS, "Authenticating requests: using query parameters (Signature Version 4)".

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

use super::super::answer::Answer;
use super::super::call::Call;
use super::super::secret::sha256_hex;
use super::{refused, refused_with};

/// What a value of the query is written with.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// How far a caller's clock may be ahead.
const SKEW: TimeDelta = TimeDelta::minutes(15);
/// The longest that a signature holds, in seconds: seven days.
const LONGEST: i64 = 604_800;

/// Checks the signature of a call at a host of that region and gives the bucket that its keys are for. `secret_of` gives
/// the secret key and the bucket of an access key.
///
/// # Errors
/// The provider's refusal.
pub(super) fn check(
    call: &Call,
    region: &str,
    now: DateTime<Utc>,
    secret_of: impl Fn(&str) -> Option<(String, String)>,
) -> Result<String, Answer> {
    let query = |name: &str| call.query(name).unwrap_or_default();
    let wrong = |message: &str| refused(400, "AuthorizationQueryParametersError", message);
    if query("X-Amz-Signature").is_empty() {
        return Err(refused(403, "AccessDenied", "Access Denied"));
    }
    if query("X-Amz-Algorithm") != "AWS4-HMAC-SHA256" {
        return Err(wrong("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\""));
    }
    let scope: Vec<&str> = query("X-Amz-Credential").split('/').collect();
    let [access_key, date, asked_region, "s3", "aws4_request"] = scope[..] else {
        return Err(wrong("Error parsing the X-Amz-Credential parameter; the Credential is mal-formed"));
    };
    let (secret, bucket) = secret_of(access_key).ok_or_else(|| {
        refused(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
    })?;
    if asked_region != region {
        let message = format!(
            "Error parsing the X-Amz-Credential parameter; the region '{asked_region}' is wrong; expecting '{region}'"
        );
        let more = format!("<Region>{region}</Region>");
        return Err(refused_with(400, "AuthorizationQueryParametersError", &message, &more));
    }
    let signed_at = NaiveDateTime::parse_from_str(query("X-Amz-Date"), "%Y%m%dT%H%M%SZ").ok();
    let signed_at = signed_at.ok_or_else(|| wrong("X-Amz-Date must be in the ISO8601 Long Format"))?.and_utc();
    let life = query("X-Amz-Expires").parse().ok().filter(|life| (1..=LONGEST).contains(life));
    let life = life.ok_or_else(|| wrong("X-Amz-Expires must be a number between 1 and 604800 seconds"))?;
    if query("X-Amz-Date").get(..8) != Some(date) {
        return Err(wrong("Invalid credential date"));
    }
    if signed_at > now + SKEW {
        return Err(refused(403, "AccessDenied", "Request is not yet valid"));
    }
    if now > signed_at + TimeDelta::seconds(life) {
        return Err(refused(403, "AccessDenied", "Request has expired"));
    }
    let canonical = canonical_request(call).ok_or_else(|| {
        refused(403, "AccessDenied", "There were headers present in the request which were not signed")
    })?;
    let scope = format!("{date}/{region}/s3/aws4_request");
    let to_sign = format!("AWS4-HMAC-SHA256\n{}\n{scope}\n{}", query("X-Amz-Date"), sha256_hex(canonical.as_bytes()));
    let mut key = hmac(format!("AWS4{secret}").as_bytes(), date.as_bytes());
    for part in [region, "s3", "aws4_request"] {
        key = hmac(&key, part.as_bytes());
    }
    let signature: String = hmac(&key, to_sign.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    if signature == query("X-Amz-Signature") {
        return Ok(bucket);
    }
    let message = "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
    Err(refused(403, "SignatureDoesNotMatch", message))
}

/// The request in the one form that is signed; `None` when a header that was to be signed did not come.
fn canonical_request(call: &Call) -> Option<String> {
    let mut pairs: Vec<(String, String)> = call
        .query_pairs()
        .iter()
        .filter(|(name, _)| name != "X-Amz-Signature")
        .map(|(name, value)| (written(name), written(value)))
        .collect();
    pairs.sort();
    let query: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let names = call.query("X-Amz-SignedHeaders")?;
    let mut headers = String::new();
    for name in names.split(';') {
        let value = if name == "host" { call.host.as_str() } else { call.header(name)? };
        headers.push_str(&format!("{name}:{}\n", value.trim()));
    }
    Some(format!("{}\n{}\n{}\n{headers}\n{names}\nUNSIGNED-PAYLOAD", call.method, call.path, query.join("&")))
}

fn written(text: &str) -> String {
    utf8_percent_encode(text, QUERY).to_string()
}

/// HMAC with SHA-256 (RFC 2104).
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    if key.len() > block.len() {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_the_one_of_the_standard() {
        // RFC 4231, test case 2.
        let code: String =
            hmac(b"Jefe", b"what do ya want for nothing?").iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(code, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
