//! Posts on X: the plan, the call that makes one public, and how a post of unknown outcome is found again.

use super::{X, answer::Method};
use crate::{
    Call, Draft, Error, Found, MediaKind, Progress, RefusalKind, Result, Session, Step, StepKind, StepResult, Target,
    reply::{Reply, list, text},
};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// How long a new post may take to show among an account's posts, when the facts name no figure.
const SHOWS_AFTER_SECONDS: i64 = 60;
/// How far X's clock may be behind ours.
const CLOCK_SECONDS: i64 = 120;
/// The most pages of an account's newest posts that are looked through, a hundred posts each.
const MAX_PAGES: usize = 5;
/// The fields by which a post is known again.
const FIELDS: &str = "tweet.fields=created_at,attachments,entities,note_tweet,referenced_tweets";

/// Files first, their alt text, then the post, then the first comment as an answer to it.
pub(super) fn plan(draft: &Draft) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    for (item, media) in draft.media.iter().enumerate() {
        steps.push(Step::hidden(StepKind::Upload, Some(item)));
        if media.kind == MediaKind::Video {
            steps.push(Step::hidden(StepKind::Process, Some(item)));
        } else if !media.alt_text.trim().is_empty() {
            steps.push(Step::hidden(StepKind::Describe, Some(item)));
        }
    }
    // X has no place for a mark of ours.
    steps.push(Step::public(StepKind::Publish, ""));
    if first_comment(draft).is_some() {
        steps.push(Step::public(StepKind::Comment, ""));
    }
    Ok(steps)
}

/// The words of the first comment, if there are any.
pub(super) fn first_comment(draft: &Draft) -> Option<&str> {
    draft.first_comment.as_deref().map(str::trim).filter(|words| !words.is_empty())
}

/// A post's address for people.
pub(super) fn permalink(handle: &str, id: &str) -> String {
    format!("https://x.com/{handle}/status/{id}")
}

/// The id of the post that is meant by an id or an address.
pub(super) fn id_of(target: &Target) -> Result<String> {
    let after = target.id.rsplit_once("/status/").map_or(target.id.as_str(), |(_, after)| after);
    let id = after.split(['?', '/', '#']).next().unwrap_or_default().trim();
    if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(id.to_owned());
    }
    Err(Error::Input {
        field: "target",
        why: "This is no post on X. Give its address, as https://x.com/name/status/123, or its number.".to_owned(),
    })
}

impl X {
    /// Makes the post public.
    pub(super) async fn publish(&self, call: &Call<'_>) -> Result<Progress> {
        let mut words = Map::new();
        if !call.draft.text.is_empty() {
            words.insert("text".to_owned(), json!(call.draft.text));
        }
        let ids = self.media_ids(call)?;
        if !ids.is_empty() {
            words.insert("media".to_owned(), json!({"media_ids": ids}));
        }
        if call.draft.ai_label {
            words.insert("made_with_ai".to_owned(), json!(true));
        }
        for name in ["reply_settings", "paid_partnership"] {
            if let Some(value) = call.draft.fields.get(name).filter(|value| !value.is_null()) {
                words.insert(name.to_owned(), value.clone());
            }
        }
        self.post_or_find(call, StepKind::Publish, &Value::Object(words)).await
    }

    /// Answers the post with the first comment.
    pub(super) async fn first_comment(&self, call: &Call<'_>) -> Result<Progress> {
        let words = first_comment(call.draft).unwrap_or_default();
        let body = json!({"text": words, "reply": {"in_reply_to_tweet_id": published(call)?}});
        self.post_or_find(call, StepKind::Comment, &body).await
    }

    /// Posts. X calls a post that it has a duplicate: then ours may be that one, and is looked for.
    async fn post_or_find(&self, call: &Call<'_>, kind: StepKind, body: &Value) -> Result<Progress> {
        match self.post(call.session, body).await {
            Ok(id) => Ok(Progress::Done(self.result(call.session, &id))),
            Err(error) if error.kind() == Some(RefusalKind::Duplicate) => match self.find(call, kind).await? {
                Some(id) => Ok(Progress::Done(self.result(call.session, &id))),
                None => Err(error),
            },
            Err(error) => Err(error),
        }
    }

    async fn post(&self, session: &Session, body: &Value) -> Result<String> {
        let request = self.call(session, Method::Post, "/2/tweets", "/2/tweets")?.json(body)?;
        self.ask(session, request).await?.need("/data/id")
    }

    fn result(&self, session: &Session, id: &str) -> StepResult {
        StepResult::id(id).with("permalink", permalink(&session.account.handle, id))
    }

    /// Replies to a post. Answers the new one's id.
    pub(super) async fn send_reply(&self, session: &Session, parent: &str, text: &str) -> Result<String> {
        self.post(session, &json!({"text": text, "reply": {"in_reply_to_tweet_id": parent}})).await
    }

    /// Looks for a post of unknown outcome, once X surely shows it.
    pub(super) async fn look_for(&self, call: &Call<'_>, step: &Step) -> Result<Found> {
        if call.has_no_words() {
            return Ok(Found::unknowable("X"));
        }
        #[allow(clippy::cast_possible_truncation)] // A figure of the facts, in seconds.
        let wait = self.api.facts.limit("reconcile_seconds").map_or(SHOWS_AFTER_SECONDS, |seconds| seconds as i64);
        if let Some(id) = self.find(call, step.kind).await? {
            return Ok(Found::Done(self.result(call.session, &id)));
        }
        let left = (call.intent_at + TimeDelta::seconds(wait) - call.now).num_seconds();
        match u64::try_from(left) {
            Ok(left) if left > 0 => Ok(Found::Later { seconds: left }),
            _ => Ok(Found::Absent),
        }
    }

    /// The id of our post among the account's newest: by its files, else by its words.
    async fn find(&self, call: &Call<'_>, kind: StepKind) -> Result<Option<String>> {
        let wanted = Wanted::of(call, kind)?;
        let since = (call.intent_at - TimeDelta::seconds(CLOCK_SECONDS)).to_rfc3339_opts(SecondsFormat::Secs, true);
        let mut next = String::new();
        for _ in 0..MAX_PAGES {
            let user = &call.session.account.external_id;
            let path = format!("/2/users/{user}/tweets?max_results=100&start_time={since}&{FIELDS}{next}");
            let request = self.call(call.session, Method::Get, &path, "/2/users/{id}/tweets")?;
            let page: Reply = self.ask(call.session, request).await?;
            if let Some(found) = page.list("/data").iter().find(|post| wanted.is(post)) {
                return Ok(text(found, "/id"));
            }
            match page.text("/meta/next_token") {
                Some(token) => next = format!("&pagination_token={token}"),
                None => break,
            }
        }
        Ok(None)
    }
}

/// The id of the post that this plan published.
pub(super) fn published(call: &Call<'_>) -> Result<String> {
    let id = call.result(StepKind::Publish, None).and_then(|result| result.id.clone());
    id.ok_or_else(|| Error::Input {
        field: "first_comment",
        why: "The post has no id yet, so nothing can be written below it.".to_owned(),
    })
}

/// By what our post is known among others.
struct Wanted {
    /// X's keys of our files: nobody else's post can have them.
    media_keys: BTreeSet<String>,
    text: String,
    /// The post that it answers.
    parent: Option<String>,
}

impl Wanted {
    fn of(call: &Call<'_>, kind: StepKind) -> Result<Self> {
        if kind == StepKind::Comment {
            let words = first_comment(call.draft).unwrap_or_default();
            return Ok(Self { media_keys: BTreeSet::new(), text: plain(words), parent: Some(published(call)?) });
        }
        let key = |result: &StepResult| result.data.get("media_key").and_then(Value::as_str).map(str::to_owned);
        let media_keys = call.results(StepKind::Upload).filter_map(key).collect();
        Ok(Self { media_keys, text: plain(&call.draft.text), parent: None })
    }

    fn is(&self, post: &Value) -> bool {
        let keys = list(post, "/attachments/media_keys").iter().filter_map(Value::as_str);
        let keys: BTreeSet<String> = keys.map(str::to_owned).collect();
        if !self.media_keys.is_empty() {
            return self.media_keys.is_subset(&keys);
        }
        let references = list(post, "/referenced_tweets").iter();
        let parent = references.filter(|one| text(one, "/type").as_deref() == Some("replied_to"));
        let parent = parent.filter_map(|one| text(one, "/id")).next();
        parent == self.parent && shown_words(post) == self.text
    }
}

/// The words of a post as they were sent: X shortens addresses to t.co, adds one for each file, and escapes three signs.
fn shown_words(post: &Value) -> String {
    let (mut words, entities) = match text(post, "/note_tweet/text") {
        Some(long) => (long, list(post, "/note_tweet/entities/urls")),
        None => (text(post, "/text").unwrap_or_default(), list(post, "/entities/urls")),
    };
    for entity in entities {
        let Some(short) = text(entity, "/url") else { continue };
        let is_file = text(entity, "/media_key").is_some();
        let long = text(entity, "/expanded_url").filter(|_| !is_file).unwrap_or_default();
        words = words.replace(&short, &long);
    }
    plain(&unescaped(&words))
}

/// X escapes three signs in every text.
pub(super) fn unescaped(words: &str) -> String {
    words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Words in the form in which two are compared: composed, each run of white space a single blank.
fn plain(words: &str) -> String {
    let composed: String = words.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The moment of a post, where X says it.
pub(super) fn moment(post: &Value, pointer: &str) -> Option<DateTime<Utc>> {
    text(post, pointer)?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_post_is_known_again_behind_what_x_makes_of_its_words() {
        let post = json!({
            "id": "1",
            "text": "Tea &amp; cake <3\nhttps://t.co/abc https://t.co/pic",
            "entities": {"urls": [
                {"url": "https://t.co/abc", "expanded_url": "https://example.org/a?b=c"},
                {"url": "https://t.co/pic", "expanded_url": "https://x.com/ada/status/1/photo/1", "media_key": "3_1"},
            ]},
        });
        let wanted = |text: &str, keys: &[&str], parent: Option<&str>| Wanted {
            media_keys: keys.iter().map(|&key| key.to_owned()).collect(),
            text: plain(text),
            parent: parent.map(str::to_owned),
        };
        let text = "Tea & cake <3\nhttps://example.org/a?b=c";
        assert!(wanted(text, &[], None).is(&post));
        assert!(!wanted("Tea", &[], None).is(&post));
        assert!(!wanted(text, &[], Some("9")).is(&post), "an answer is another post");
        assert!(!wanted(text, &["3_2"], None).is(&post), "another picture is another post");
        let picture = json!({"id": "2", "text": "other", "attachments": {"media_keys": ["3_2", "3_3"]}});
        assert!(wanted(text, &["3_2"], None).is(&picture), "the files decide");
        let answer = json!({"id": "3", "text": text, "referenced_tweets": [{"type": "replied_to", "id": "9"}]});
        assert!(wanted(text, &[], Some("9")).is(&answer) && !wanted(text, &[], None).is(&answer));
        let long = json!({"id": "4", "text": "Cut…", "note_tweet": {"text": "Cut and whole"}});
        assert!(wanted("Cut and whole", &[], None).is(&long));
    }

    #[test]
    fn a_target_is_an_id_or_an_address() {
        for (given, expected) in [
            ("123", Some("123")),
            ("https://x.com/ada/status/123?s=20", Some("123")),
            ("https://twitter.com/ada/status/123/photo/1", Some("123")),
            ("https://x.com/ada", None),
            ("", None),
        ] {
            let id = id_of(&Target { id: given.to_owned() });
            assert_eq!(id.ok().as_deref(), expected, "{given}");
        }
    }
}
