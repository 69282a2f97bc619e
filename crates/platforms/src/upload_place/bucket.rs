//! The creator's own bucket at a provider that speaks S3 (AWS S3, Cloudflare R2, Backblaze B2): a file is put under a
//! key that nobody can guess, its address is signed for two hours, and it is taken away again.
//!
//! Source of the rules: AWS, "Authenticating requests: using query parameters (Signature Version 4)", and Meta,
//! "Content publishing": the address must answer 200 with the right type, without a redirect (read 2026-08-09).

use crate::{Error, Facts, Media, Refusal, RefusalKind, Result, Web};
use chrono::{DateTime, Utc};
use rusty_s3::{Credentials, S3Action, UrlStyle};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::time::Duration;
use troupe_net::{Request, Secret};
use url::Url;
use uuid::Uuid;

/// How long a platform may fetch a file: containers are worked on within minutes, and two hours are advised.
const READ_TIME: Duration = Duration::from_secs(2 * 60 * 60);
/// How long a signature for our own calls holds: as long as the largest clip may take.
const WRITE_TIME: Duration = Duration::from_secs(60 * 60);
/// What the test puts into the bucket.
const TEST_WORDS: &str = "Troupe tests whether this bucket can hold pictures for a platform. The file is taken away.";
const TEST_TYPE: &str = "image/jpeg";

/// A bucket and what opens it.
#[derive(Debug, Clone)]
pub struct Bucket {
    place: rusty_s3::Bucket,
    prefix: String,
    access_key: Secret,
    secret_key: Secret,
}

impl Bucket {
    /// Reads the settings `{endpoint, name, region, prefix}`: `endpoint` as `https://s3.eu-central-1.amazonaws.com` or
    /// `https://ACCOUNT.r2.cloudflarestorage.com`; `region` is `auto` when absent, as R2 wants it; `prefix` is the
    /// folder within the bucket, none when absent.
    ///
    /// # Errors
    /// [`Error::Input`] with the field that is missing or wrong.
    pub fn read(settings: &Value, access_key: Option<Secret>, secret_key: Option<Secret>) -> Result<Self> {
        let text = |name: &str| settings.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        let wrong = |field: &'static str, why: &str| Error::Input { field, why: why.to_owned() };
        let endpoint: Url = text("endpoint")
            .parse()
            .ok()
            .filter(|url: &Url| url.scheme() == "https" && url.host_str().is_some() && url.path() == "/")
            .ok_or_else(|| {
                let why = "The bucket's endpoint is an address that begins with https:// and names no bucket, such as https://s3.eu-central-1.amazonaws.com. Your provider shows it beside the keys.";
                wrong("endpoint", why)
            })?;
        let name = text("name");
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        if name.is_empty() || !name.chars().all(is_name) || name.starts_with('.') {
            return Err(wrong(
                "name",
                "The bucket's name is needed, as your provider shows it: letters, digits, hyphens.",
            ));
        }
        let prefix = text("prefix").trim_matches('/').to_owned();
        let is_folder = |part: &str| !part.is_empty() && part.chars().all(is_name) && !part.starts_with('.');
        if !prefix.is_empty() && !prefix.split('/').all(is_folder) {
            return Err(wrong(
                "prefix",
                "A folder in the bucket has plain letters, digits and hyphens, such as troupe/staged.",
            ));
        }
        let region = Some(text("region")).filter(|region| !region.is_empty()).unwrap_or_else(|| "auto".to_owned());
        let key = |field, secret: Option<Secret>| {
            let secret = secret.map(|secret| Secret::new(secret.expose().trim())).filter(|secret| !secret.is_empty());
            let what = if field == "access_key" { "access key" } else { "secret key" };
            secret.ok_or_else(|| {
                wrong(
                    field,
                    &format!("The bucket's {what} is needed. Your provider shows it once, when the key is made."),
                )
            })
        };
        // The path style works with every name and provider; a name with dots has no certificate in the other one.
        let place = rusty_s3::Bucket::new(endpoint, UrlStyle::Path, name, region)
            .map_err(|error| wrong("endpoint", &format!("The bucket's endpoint can't be used: {error}.")))?;
        Ok(Self {
            place,
            prefix,
            access_key: key("access_key", access_key)?,
            secret_key: key("secret_key", secret_key)?,
        })
    }

    /// The key under which a file of a post lies: nobody can guess it, and the same file always gets the same, so that
    /// a repeated call leaves nothing behind.
    pub(crate) fn key(&self, post: Uuid, item: usize, media: &Media) -> String {
        let mut hash = Sha256::new();
        hash.update(self.secret_key.expose().as_bytes());
        hash.update(post.as_bytes());
        hash.update(item.to_be_bytes());
        let word: String = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let name = media.sent_name();
        self.inside(&format!("{word}.{}", name.rsplit('.').next().unwrap_or_default()))
    }

    fn inside(&self, name: &str) -> String {
        if self.prefix.is_empty() { name.to_owned() } else { format!("{}/{name}", self.prefix) }
    }

    fn credentials(&self) -> Credentials {
        Credentials::new(self.access_key.expose().to_owned(), self.secret_key.expose().to_owned())
    }

    /// The signed address, at the provider or at its stand-in.
    fn signed<'a>(&self, web: &Web, action: &impl S3Action<'a>, time: Duration, now: DateTime<Utc>) -> Result<Url> {
        let moment = jiff::Timestamp::from_second(now.timestamp()).map_err(|_| Error::Input {
            field: "clock",
            why: "This computer's clock shows no real date. Set it.".to_owned(),
        })?;
        let url = action.sign_with_time(time, &moment);
        let host = url.host_str().unwrap_or_default();
        let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        web.url(&host, &format!("{}?{}", url.path(), url.query().unwrap_or_default()))
    }

    /// Puts a file under `key`.
    pub(crate) async fn put(
        &self,
        web: &Web,
        facts: &Facts,
        key: &str,
        media: &Media,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let credentials = self.credentials();
        let mut action = self.place.put_object(Some(&credentials), key);
        action.headers_mut().insert("content-type", media.mime_type.clone());
        let url = self.signed(web, &action, WRITE_TIME, now)?;
        let file = tokio::fs::File::open(&media.path).await.map_err(|source| media.unread(source))?;
        let length = file.metadata().await.map_err(|source| media.unread(source))?.len();
        let request = Request::put(url, "/{bucket}/{key}").within(media.upload_time());
        self.send(web, facts, request.file(file, length, &media.mime_type)?).await
    }

    /// The address from which whoever has it can read the file for two hours.
    pub(crate) fn address(&self, web: &Web, key: &str, now: DateTime<Utc>) -> Result<Url> {
        let credentials = self.credentials();
        self.signed(web, &self.place.get_object(Some(&credentials), key), READ_TIME, now)
    }

    /// Takes the file away; one that is gone already is as good.
    pub(crate) async fn remove(&self, web: &Web, facts: &Facts, key: &str, now: DateTime<Utc>) -> Result<()> {
        let credentials = self.credentials();
        let url = self.signed(web, &self.place.delete_object(Some(&credentials), key), WRITE_TIME, now)?;
        match self.send(web, facts, Request::delete(url, "/{bucket}/{key}")).await {
            Err(error) if error.refusal().is_some_and(|refusal| refusal.code == "bucket/NoSuchKey") => Ok(()),
            other => other,
        }
    }

    async fn send(&self, web: &Web, facts: &Facts, request: Request) -> Result<()> {
        let response = web.client.send(request.hides(&self.secret_key).keeping_redirects()).await?;
        let status = response.status();
        if (300..400).contains(&status) {
            let text = response.text().await?;
            return Err(refused(facts, status, &text, "PermanentRedirect"));
        }
        match response.ok().await {
            Ok(_) => Ok(()),
            Err(troupe_net::Error::Status { code, body_excerpt, retry_after, .. }) => {
                let mut error = refused(facts, code, &body_excerpt, "");
                if let Error::Refused(refusal) = &mut error {
                    refusal.retry_after = retry_after;
                }
                Err(error)
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Tries all that a post needs: puts a small file, fetches it as a platform does, and takes it away.
    ///
    /// # Errors
    /// [`Error::Input`] naming the setting that is wrong, with what to do; [`Error::Net`] when nobody answers.
    pub(crate) async fn check(&self, web: &Web, facts: &Facts, now: DateTime<Utc>) -> Result<()> {
        let key = self.inside(&format!("{}.jpg", Uuid::new_v4().simple()));
        let credentials = self.credentials();
        let mut action = self.place.put_object(Some(&credentials), &key);
        action.headers_mut().insert("content-type", TEST_TYPE);
        let url = self.signed(web, &action, WRITE_TIME, now)?;
        let put = self.send(web, facts, Request::put(url, "/{bucket}/{key}").bytes(TEST_WORDS, TEST_TYPE)?).await;
        put.map_err(as_input)?;
        let read = self.fetch_as_platform(web, &key, now).await;
        let removed = self.remove(web, facts, &key, now).await;
        read?;
        removed.map_err(|error| match as_input(error) {
            Error::Input { field: "access_key", .. } => input(
                "access_key",
                "The key may write to the bucket but not delete from it, so each picture would stay there. Give it the right to delete objects.",
            ),
            other => other,
        })
    }

    /// Fetches a file as a platform does: without any login, and without following a redirect.
    async fn fetch_as_platform(&self, web: &Web, key: &str, now: DateTime<Utc>) -> Result<()> {
        let url = self.address(web, key, now)?;
        let response = web.client.send(Request::get(url, "/{bucket}/{key}").keeping_redirects()).await?;
        let (status, content_type) =
            (response.status(), response.header("content-type").unwrap_or_default().to_owned());
        if (300..400).contains(&status) {
            return Err(input(
                "endpoint",
                "The bucket sends whoever fetches a picture to another address, which the platforms do not follow. Use the endpoint of the bucket's own region, without a proxy in front.",
            ));
        }
        if status != 200 {
            return Err(input(
                "endpoint",
                "The bucket took a picture but did not give it out again to somebody with a signed address. Look for a block of public access, a firewall or a bot protection in front of the bucket, and give the key the right to read objects.",
            ));
        }
        let text = response.text().await?;
        if !content_type.starts_with(TEST_TYPE) || text != TEST_WORDS {
            return Err(input(
                "endpoint",
                "The bucket gave out something else than what was put there. Use the endpoint of the S3 interface, not a web page or a proxy in front of the bucket.",
            ));
        }
        Ok(())
    }
}

/// What an answer's XML says is wrong. The facts hold the meaning, as `bucket/CODE`.
fn refused(facts: &Facts, status: u16, xml: &str, otherwise: &str) -> Error {
    let said = |name: &str| tag(xml, name).unwrap_or_default();
    let mut code = said("Code");
    let message = said("Message");
    // A signature that is not valid now comes as a plain AccessDenied from AWS.
    if code == "AccessDenied" && (message.contains("expired") || message.contains("not yet valid")) {
        code = "RequestTimeTooSkewed".to_owned();
    }
    if code.is_empty() {
        code = otherwise.to_owned();
    }
    let code = format!("bucket/{code}");
    let rule = facts.refusal(&code);
    let mut words = rule.map_or_else(
        || format!("The bucket refused this with status {status}. {message}").trim_end().to_owned(),
        |rule| rule.words.clone(),
    );
    let kind = match rule {
        _ if status >= 500 => RefusalKind::Transient,
        Some(rule) => rule.kind,
        None => RefusalKind::Other,
    };
    if let Some(region) = tag(xml, "Region").filter(|region| !region.is_empty()) {
        words = format!("{words} It names the region {region}.");
    }
    Error::Refused(Box::new(Refusal {
        kind,
        words,
        code,
        platform_words: message,
        status: Some(status),
        retry_after: None,
        raw: xml.to_owned(),
    }))
}

/// A refusal while the settings are tested: it names the setting that is wrong.
fn as_input(error: Error) -> Error {
    let Error::Refused(refusal) = error else { return error };
    let field = match refusal.code.strip_prefix("bucket/").unwrap_or_default() {
        "InvalidAccessKeyId" | "InvalidArgument" | "AccessDenied" | "Unauthorized" => "access_key",
        "SignatureDoesNotMatch" => "secret_key",
        "RequestTimeTooSkewed" | "ExpiredRequest" => "clock",
        "NoSuchBucket" | "InvalidBucketName" => "name",
        "AuthorizationHeaderMalformed"
        | "AuthorizationQueryParametersError"
        | "PermanentRedirect"
        | "TemporaryRedirect"
        | "IllegalLocationConstraintException"
        | "InvalidRegionName" => "region",
        _ => "endpoint",
    };
    Error::Input { field, why: refusal.words }
}

fn input(field: &'static str, why: &str) -> Error {
    Error::Input { field, why: why.to_owned() }
}

/// The text of the first such element. The answers are short and flat, so that no XML reader is needed.
fn tag(xml: &str, name: &str) -> Option<String> {
    let (_, after) = xml.split_once(&format!("<{name}>"))?;
    let (text, _) = after.split_once(&format!("</{name}>"))?;
    Some(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn read(settings: Value) -> Result<Bucket> {
        Bucket::read(&settings, Some(Secret::new("AKIAIOSFODNN7EXAMPLE")), Some(Secret::new("hidden-word")))
    }

    #[test]
    fn settings_that_cannot_work_are_named() {
        let good = json!({"endpoint": "https://s3.eu-central-1.amazonaws.com", "name": "pictures"});
        assert!(read(good.clone()).is_ok());
        for (field, value, expected) in [
            ("endpoint", "http://s3.example.org", "endpoint"),
            ("endpoint", "https://s3.example.org/pictures", "endpoint"),
            ("endpoint", "s3.example.org", "endpoint"),
            ("name", "", "name"),
            ("name", "..", "name"),
            ("name", "a/b", "name"),
            ("prefix", "a/../b", "prefix"),
        ] {
            let mut settings = good.clone();
            settings[field] = json!(value);
            let error = read(settings).unwrap_err();
            assert!(matches!(error, Error::Input { field, .. } if field == expected), "{value}: {error}");
        }
        let error = Bucket::read(&good, Some(Secret::new(" ")), Some(Secret::new("x"))).unwrap_err();
        assert!(matches!(error, Error::Input { field: "access_key", .. }));
    }

    #[test]
    fn a_key_is_the_same_for_the_same_file_and_shows_no_secret() {
        let bucket =
            read(json!({"endpoint": "https://a.r2.cloudflarestorage.com", "name": "b", "prefix": "/troupe/"})).unwrap();
        let media = Media {
            path: "/a.jpg".into(),
            kind: crate::MediaKind::Image,
            mime_type: "image/jpeg".into(),
            width: 1,
            height: 1,
            size_bytes: 1,
            duration_ms: None,
            alt_text: String::new(),
        };
        let post = Uuid::nil();
        assert_eq!(bucket.key(post, 0, &media), bucket.key(post, 0, &media));
        assert_ne!(bucket.key(post, 0, &media), bucket.key(post, 1, &media));
        assert!(bucket.key(post, 0, &media).starts_with("troupe/") && bucket.key(post, 0, &media).ends_with(".jpg"));
        assert!(!format!("{bucket:?}").contains("hidden-word"), "{bucket:?}");
    }
}
