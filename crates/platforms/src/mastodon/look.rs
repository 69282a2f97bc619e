//! Looking: for a status whose answer was lost, for one that the server published by itself, and for one that is up.

use super::{Mastodon, own_id, part, post};
use crate::{
    Call, Error, Found, Live, RefusalKind, Result, Session, Step, StepKind, StepResult, Visibility,
    reply::{list, text},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// How long a call may still be on its way: before that, "not there" says nothing. A call ends after a minute.
const ON_ITS_WAY: TimeDelta = TimeDelta::seconds(60);
/// How far the server's clock may be from ours.
const CLOCKS: TimeDelta = TimeDelta::minutes(5);
/// How many pages of own statuses are read, 40 each.
const PAGES: usize = 5;

/// Looks for a status of unknown outcome. The server's own list shows it at once; when it is not there, it may be
/// posted, and within the hour the key guards that call too.
pub(super) async fn look_for(mastodon: &Mastodon, call: &Call<'_>, step: &Step) -> Result<Found> {
    if call.has_no_words() {
        return Ok(Found::unknowable("Mastodon"));
    }
    if let Some(found) = find(mastodon, call, step).await? {
        return Ok(Found::Done(found));
    }
    let left = ON_ITS_WAY - (call.now - call.intent_at);
    match u64::try_from(left.num_seconds()) {
        Ok(seconds) if seconds > 0 => Ok(Found::Later { seconds }),
        _ => Ok(Found::Absent),
    }
}

/// The status of a step among the account's own, or among those that wait at the server.
pub(super) async fn find(mastodon: &Mastodon, call: &Call<'_>, step: &Step) -> Result<Option<StepResult>> {
    let is_comment = step.kind == StepKind::Comment;
    let wanted = match is_comment {
        true => Wanted {
            media_ids: Vec::new(),
            files: 0,
            words: fingerprint(call.draft.first_comment.as_deref().unwrap_or_default()),
            answers: post::answered(call),
        },
        false => Wanted {
            media_ids: post::media_ids(call),
            files: call.draft.media.len(),
            words: fingerprint(&call.draft.text),
            answers: None,
        },
    };
    if let (Some(at), false) = (call.draft.publish_at, is_comment) {
        const PATH: &str = "/api/v1/scheduled_statuses";
        let reply = mastodon.get(call.session, PATH, PATH, &[("limit", "40")]).await?;
        let waits = reply.list("").iter().find(|waiting| wanted.is_waiting(waiting, at));
        if let Some(id) = waits.and_then(|waiting| text(waiting, "/id")) {
            return Ok(Some(waiting(&id, at, call)));
        }
    }
    let since = call.intent_at - CLOCKS;
    let status = own(mastodon, call.session, since, |status| wanted.is(status)).await?;
    Ok(status.and_then(|status| {
        let id = text(&status, "/id")?;
        Some(StepResult::id(id).with("permalink", text(&status, "/url")))
    }))
}

/// What a status is known by: its files, which no other can have, or its words and how many files it has.
struct Wanted<'a> {
    media_ids: Vec<&'a str>,
    files: usize,
    words: String,
    answers: Option<&'a str>,
}

impl Wanted<'_> {
    fn is(&self, status: &Value) -> bool {
        if text(status, "/in_reply_to_id").as_deref() != self.answers {
            return false;
        }
        if self.media_ids.is_empty() {
            let words = text(status, "/content").unwrap_or_default();
            let files = list(status, "/media_attachments").len();
            return files == self.files && fingerprint(&plain(&words)) == self.words;
        }
        let attached: Vec<String> =
            list(status, "/media_attachments").iter().filter_map(|media| text(media, "/id")).collect();
        self.media_ids.iter().all(|id| attached.iter().any(|other| other == id))
    }

    fn is_waiting(&self, waiting: &Value, at: DateTime<Utc>) -> bool {
        let time = text(waiting, "/scheduled_at").and_then(|time| time.parse::<DateTime<Utc>>().ok());
        let attached: Vec<String> =
            list(waiting, "/media_attachments").iter().filter_map(|media| text(media, "/id")).collect();
        let has_files = match self.media_ids.is_empty() {
            true => {
                attached.len() == self.files
                    && fingerprint(&text(waiting, "/params/text").unwrap_or_default()) == self.words
            }
            false => self.media_ids.iter().all(|id| attached.iter().any(|other| other == id)),
        };
        has_files && time.is_some_and(|time| (time - at).abs() < TimeDelta::minutes(1))
    }
}

/// The newest own status since a moment that `is_it`.
async fn own(
    mastodon: &Mastodon,
    session: &Session,
    since: DateTime<Utc>,
    is_it: impl Fn(&Value) -> bool + Send,
) -> Result<Option<Value>> {
    let path = format!("/api/v1/accounts/{}/statuses", part(own_id(session))?);
    let mut before: Option<String> = None;
    for _ in 0..PAGES {
        let mut query = vec![("limit", "40"), ("exclude_reblogs", "true")];
        if let Some(id) = &before {
            query.push(("max_id", id));
        }
        let reply = mastodon.get(session, &path, "/api/v1/accounts/{id}/statuses", &query).await?;
        let page = reply.list("");
        let is_young = |status: &&Value| made_at(status).is_none_or(|at| at >= since);
        if let Some(status) = page.iter().filter(is_young).find(|status| is_it(status)) {
            return Ok(Some(status.clone()));
        }
        // A pinned status may be old and stand first; the last one says how far the page goes.
        match page.last() {
            Some(last) if is_young(&last) => before = text(last, "/id"),
            _ => return Ok(None),
        }
    }
    Ok(None)
}

fn made_at(status: &Value) -> Option<DateTime<Utc>> {
    text(status, "/created_at")?.parse().ok()
}

/// The id of a status that waits at the server, with what it will be known by: the server gives the published one
/// another id.
pub(super) fn waiting(id: &str, at: DateTime<Utc>, call: &Call<'_>) -> StepResult {
    let mark = match post::media_ids(call).first() {
        Some(id) => format!("media-{id}"),
        None => format!("words-{}", fingerprint(&call.draft.text)),
    };
    StepResult::id(format!("scheduled:{id}:{}:{mark}", at.timestamp())).with("scheduled_at", json!(at))
}

/// The parts of such an id: the server's id, the time, the mark.
fn waiting_parts(id: &str) -> Option<(&str, DateTime<Utc>, &str)> {
    let mut parts = id.strip_prefix("scheduled:")?.splitn(3, ':');
    let (id, at, mark) = (parts.next()?, parts.next()?, parts.next()?);
    Some((id, DateTime::from_timestamp(at.parse().ok()?, 0)?, mark))
}

/// The status as the server shows it. One that the server was to publish is found by its mark and gets its own id.
pub(super) async fn read_back(mastodon: &Mastodon, session: &Session, id: &str) -> Result<Live> {
    let status = match waiting_parts(id) {
        None => status(mastodon, session, id).await?,
        Some((waiting, at, mark)) => {
            let is_it = |status: &Value| match mark.strip_prefix("media-") {
                Some(media) => {
                    list(status, "/media_attachments").iter().any(|own| text(own, "/id").as_deref() == Some(media))
                }
                None => {
                    let words = plain(&text(status, "/content").unwrap_or_default());
                    mark.strip_prefix("words-") == Some(fingerprint(&words).as_str())
                }
            };
            match own(mastodon, session, at - CLOCKS, is_it).await? {
                Some(status) => status,
                None => return still_waiting(mastodon, session, id, waiting).await,
            }
        }
    };
    let visibility = match text(&status, "/visibility").as_deref() {
        Some("public") => Visibility::Public,
        Some("unlisted") => Visibility::Unlisted,
        Some("private") => Visibility::Followers,
        Some("direct") => Visibility::Private,
        _ => Visibility::Unknown,
    };
    let bare = list(&status, "/media_attachments").iter().filter(|media| {
        text(media, "/type").as_deref() == Some("image")
            && text(media, "/description").is_none_or(|words| words.is_empty())
    });
    let bare = bare.count();
    let remarks = if bare > 0 { vec![format!("{bare} of its pictures have no alt text.")] } else { Vec::new() };
    Ok(Live {
        id: text(&status, "/id").unwrap_or_else(|| id.to_owned()),
        permalink: text(&status, "/url"),
        visibility,
        remarks,
    })
}

/// A status that still waits for its time; one that is not there any more was deleted at the server.
async fn still_waiting(mastodon: &Mastodon, session: &Session, id: &str, waiting: &str) -> Result<Live> {
    let path = format!("/api/v1/scheduled_statuses/{}", part(waiting)?);
    mastodon.get(session, &path, "/api/v1/scheduled_statuses/{id}", &[]).await?;
    let remarks = vec!["It waits at the server for its time.".to_owned()];
    Ok(Live { id: id.to_owned(), permalink: None, visibility: Visibility::Private, remarks })
}

/// A status by its id.
pub(super) async fn status(mastodon: &Mastodon, session: &Session, id: &str) -> Result<Value> {
    let path = format!("/api/v1/statuses/{}", part(id)?);
    Ok(mastodon.get(session, &path, "/api/v1/statuses/{id}", &[]).await?.body)
}

/// Deletes a status, or takes one back that waits; one that is gone already is as good.
pub(super) async fn delete(mastodon: &Mastodon, session: &Session, id: &str) -> Result<()> {
    let asked = match waiting_parts(id) {
        Some((waiting, ..)) => {
            let path = format!("/api/v1/scheduled_statuses/{}", part(waiting)?);
            mastodon.delete_at(session, &path, "/api/v1/scheduled_statuses/{id}").await
        }
        None => mastodon.delete_at(session, &format!("/api/v1/statuses/{}", part(id)?), "/api/v1/statuses/{id}").await,
    };
    match asked {
        Err(Error::Refused(refusal)) if refusal.kind == RefusalKind::NotFound => Ok(()),
        other => other.map(drop),
    }
}

/// The words of a status without its marks: what somebody typed.
pub(super) fn plain(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        words.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('>') else { break };
        let tag = &rest[open + 1..open + close];
        if tag.starts_with("br") || (tag == "/p" && !rest[open + close + 1..].is_empty()) {
            words.push('\n');
        }
        rest = &rest[open + close + 1..];
    }
    words.push_str(rest);
    for (entity, letter) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        words = words.replace(entity, letter);
    }
    words
}

/// A mark of a text that is the same for what was sent and for what the server shows of it: without spaces, and
/// without the servers of mentions, which it hides.
fn fingerprint(words: &str) -> String {
    let mut seen = String::new();
    for word in words.split_whitespace() {
        match word.strip_prefix('@').and_then(|handle| handle.split_once('@')) {
            Some((name, host)) => {
                let end = host.find(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '.' | '-')));
                let after = end.map_or("", |end| &host[end..]);
                // A full stop at the end belongs to the sentence.
                let stop = if end.is_none() && host.ends_with('.') { "." } else { "" };
                seen.extend(["@", name, stop, after]);
            }
            None => seen.push_str(word),
        }
    }
    URL_SAFE_NO_PAD.encode(&Sha256::digest(seen.as_bytes())[..12])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_is_known_again_in_what_the_server_shows() {
        for (sent, shown) in [
            ("Hello <all>\nof \"you\" & me", "<p>Hello &lt;all&gt;<br />of &quot;you&quot; &amp; me</p>"),
            ("One\n\nTwo", "<p>One</p><p>Two</p>"),
            (
                "see https://example.org/a/long/path#x now",
                "<p>see <a href=\"https://example.org/a/long/path#x\"><span class=\"invisible\">https://</span><span class=\"ellipsis\">example.org/a/lo</span><span class=\"invisible\">ng/path#x</span></a> now</p>",
            ),
            (
                "hi @bo@elsewhere.example, #Sun",
                "<p>hi <span class=\"h-card\"><a href=\"https://elsewhere.example/@bo\">@<span>bo</span></a></span>, <a href=\"https://x/tags/Sun\">#<span>Sun</span></a></p>",
            ),
        ] {
            assert_eq!(fingerprint(sent), fingerprint(&plain(shown)), "{sent} {}", plain(shown));
        }
        assert_ne!(fingerprint("One"), fingerprint("Two"));
        assert_eq!(plain("<p>One</p><p>Two<br>&amp;lt;</p>"), "One\nTwo\n&lt;");
    }

    #[test]
    fn a_waiting_status_is_told_from_one_that_is_up() {
        let (id, at, mark) = waiting_parts("scheduled:12:1893999600:media-77").unwrap_or_default();
        assert_eq!((id, at.timestamp(), mark), ("12", 1_893_999_600, "media-77"));
        assert!(waiting_parts("113").is_none());
    }
}
