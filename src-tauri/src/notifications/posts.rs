//! What became of posts, in a notification's words: those that are up in one, what needs the creator in another.

use chrono::{DateTime, TimeZone, Utc};
use serde_json::{Value, json};
use troupe_studio::{Event, Kind, PlatformName, Studio};

/// As many as one notification names; the others are counted.
const NAMED: usize = 3;

/// What events told of posts and accounts.
#[derive(Debug, Default)]
pub(super) struct PostNews {
    /// The ids of posts that are up.
    published: Vec<String>,
    needs: Vec<Need>,
}

/// Something that needs the creator, as its event told it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Need {
    Failed {
        post_id: String,
        message: String,
    },
    Attention {
        post_id: String,
        message: String,
    },
    Late {
        message: String,
    },
    Account {
        account_id: String,
        message: String,
    },
    Approval {
        message: String,
        has_moved: bool,
    },
    /// An agent asks for what it may not do alone.
    Agent {
        message: String,
    },
}

/// A post that is up.
#[derive(Debug, Clone)]
pub(super) struct Published {
    who: String,
    platform: &'static str,
    at: DateTime<Utc>,
    is_labelled: bool,
}

/// Title and text of one thing that needs the creator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needed {
    title: String,
    text: String,
}

impl PostNews {
    pub(super) fn is_empty(&self) -> bool {
        self.published.is_empty() && self.needs.is_empty()
    }

    /// Takes in what an event tells of posts and accounts, if anything.
    pub(super) fn hear(&mut self, event: &Event) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let data = &event.data;
        let message = text(&data["message"]);
        match event.kind {
            Kind::PostPublished => self.published.push(text(&data["post_id"])),
            Kind::PostFailed => {
                self.needs
                    .push(Need::Failed { post_id: text(&data["post_id"]), message: text(&data["error"]["message"]) });
            }
            Kind::PostNeedsAttention => {
                let known: Vec<_> = data["known"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                self.needs.push(Need::Attention { post_id: text(&data["post_id"]), message: known.join(" ") });
            }
            Kind::ApprovalAsked if data["approval_id"].is_string() => self.needs.push(Need::Agent { message }),
            Kind::ApprovalAsked => {
                let has_moved = data["has_moved"].as_bool().unwrap_or(false);
                self.needs.push(Need::Approval { message, has_moved });
            }
            Kind::ErrorOccurred if data["account_id"].is_string() => {
                self.needs.push(Need::Account { account_id: text(&data["account_id"]), message });
            }
            Kind::ErrorOccurred if data["post_id"].is_string() => self.needs.push(Need::Late { message }),
            _ => {}
        }
    }

    /// Reads the posts that are up, but for those that are gone meanwhile.
    pub(super) async fn look_at_published(&self, studio: &Studio) -> Vec<Published> {
        let mut found = Vec::new();
        for id in &self.published {
            let Some(post) = post(studio, id).await else { continue };
            let Some(at) = post["published_at"].as_str().and_then(|at| at.parse().ok()) else { continue };
            found.push(Published {
                who: who(&post),
                platform: platform(&post),
                at,
                is_labelled: post["ai_label"].as_bool().unwrap_or(false),
            });
        }
        found
    }

    /// Puts into words what needs the creator, but for what is gone meanwhile.
    pub(super) async fn look_at_needs(&self, studio: &Studio) -> Vec<Needed> {
        let mut found = Vec::new();
        for need in &self.needs {
            found.extend(need.look(studio).await);
        }
        found
    }
}

impl Need {
    async fn look(&self, studio: &Studio) -> Option<Needed> {
        let needed = |title: String, text: String| Some(Needed { title, text });
        match self {
            Self::Failed { post_id, message } => {
                let post = post(studio, post_id).await?;
                needed(format!("Not published to {}", platform(&post)), format!("{}: {message}", who(&post)))
            }
            Self::Attention { post_id, message } => {
                let post = post(studio, post_id).await?;
                let title = format!("A post to {} needs attention", platform(&post));
                needed(title, format!("{}: {message}", who(&post)))
            }
            Self::Account { account_id, message } => {
                let input = json!({ "account_id": account_id });
                let account = studio.run("accounts.status", input).await.ok()?;
                let who = account["character_name"].as_str().map_or("", first_word);
                let name = account["account_username"].as_str().unwrap_or_default();
                let who = if who.is_empty() { name } else { who };
                needed(format!("{} needs you", platform(&account)), format!("{who}: {message}"))
            }
            Self::Late { message } => needed("A post is late".to_owned(), message.clone()),
            Self::Agent { message } => needed("An agent asks for your word".to_owned(), message.clone()),
            Self::Approval { message, has_moved } => {
                let title =
                    if *has_moved { "A post was not approved in time" } else { "A post waits for your approval" };
                needed(title.to_owned(), message.clone())
            }
        }
    }
}

async fn post(studio: &Studio, id: &str) -> Option<Value> {
    let answer = studio.run("posts.get", json!({ "post_id": id })).await.ok()?;
    answer.get("post").cloned()
}

fn platform(row: &Value) -> &'static str {
    serde_json::from_value(row["platform"].clone()).map_or("its platform", PlatformName::words)
}

/// The first name of the character, else the account's name.
fn who(post: &Value) -> String {
    let name = post["character_name"].as_str().map(first_word);
    name.or(post["account_handle"].as_str()).unwrap_or_default().to_owned()
}

fn first_word(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// Title and text of what is up; nothing where nothing is.
pub(super) fn published<Z: TimeZone>(posts: &[Published], here: &Z) -> Option<(String, String)> {
    match posts {
        [] => None,
        [post] => {
            let at = post.at.with_timezone(here).naive_local().format("%H:%M");
            let seen = if post.is_labelled { "Confirmed and labelled." } else { "Confirmed." };
            Some((format!("Published to {}", post.platform), format!("{}, {at}. {seen}", post.who)))
        }
        _ => {
            let mut cast: Vec<(&str, Vec<&str>)> = Vec::new();
            for post in posts {
                match cast.iter_mut().find(|(who, _)| *who == post.who) {
                    Some((_, platforms)) if platforms.contains(&post.platform) => {}
                    Some((_, platforms)) => platforms.push(post.platform),
                    None => cast.push((&post.who, vec![post.platform])),
                }
            }
            let said = cast.iter().map(|(who, platforms)| format!("{who} on {}", platforms.join(", "))).collect();
            Some((format!("{} posts published", posts.len()), named(said)))
        }
    }
}

/// Title and text of what needs the creator; nothing where nothing does.
pub(super) fn needs(all: &[Needed]) -> Option<(String, String)> {
    match all {
        [] => None,
        [one] => Some((one.title.clone(), one.text.clone())),
        _ => {
            let said = all.iter().map(|one| one.title.clone()).collect();
            Some((format!("{} need attention", all.len()), named(said)))
        }
    }
}

/// The first few as sentences, and how many more there are.
fn named(mut said: Vec<String>) -> String {
    let more = said.len().saturating_sub(NAMED);
    said.truncate(NAMED);
    if more > 0 {
        said.push(format!("And {more} more"));
    }
    said.join(". ") + "."
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chrono::FixedOffset;

    fn up(who: &str, platform: &'static str) -> Published {
        let at = "2026-11-19T14:57:00Z".parse().unwrap();
        Published { who: who.to_owned(), platform, at, is_labelled: true }
    }

    #[test]
    fn posts_that_are_up_are_told_together() {
        let here = FixedOffset::east_opt(3600).unwrap();
        let said = |posts: &[Published]| published(posts, &here);
        assert_eq!(said(&[]), None);
        let ines = up("Ines", "Bluesky");
        let words = ("Published to Bluesky".to_owned(), "Ines, 15:57. Confirmed and labelled.".to_owned());
        assert_eq!(said(std::slice::from_ref(&ines)), Some(words));
        let plain = Published { is_labelled: false, ..ines.clone() };
        assert_eq!(said(&[plain]).unwrap().1, "Ines, 15:57. Confirmed.");
        let words = ("3 posts published".to_owned(), "Ines on Bluesky, X. Mira on X.".to_owned());
        assert_eq!(said(&[ines, up("Ines", "X"), up("Mira", "X")]), Some(words));
    }

    #[test]
    fn what_needs_the_creator_is_named_or_counted() {
        let one = |title: &str| Needed { title: title.to_owned(), text: "Why.".to_owned() };
        assert_eq!(needs(&[]), None);
        assert_eq!(needs(&[one("A post is late")]), Some(("A post is late".to_owned(), "Why.".to_owned())));
        let four = ["X needs you", "A post is late", "Not published to X", "Not published to Bluesky"].map(one);
        let text = "X needs you. A post is late. Not published to X. And 1 more.".to_owned();
        assert_eq!(needs(&four), Some(("4 need attention".to_owned(), text)));
    }

    #[test]
    fn events_of_posts_and_accounts_are_heard_and_no_others() {
        let event = |kind: Kind, data: Value| Event { kind, data, timestamp: Utc::now(), sequence: 1 };
        for (kind, data, heard) in [
            (Kind::PostPublished, json!({ "post_id": "p" }), None),
            (
                Kind::PostFailed,
                json!({ "post_id": "p", "error": { "message": "Refused." } }),
                Some(Need::Failed { post_id: "p".to_owned(), message: "Refused.".to_owned() }),
            ),
            (
                Kind::PostNeedsAttention,
                json!({ "post_id": "p", "known": ["It was sent.", "No answer came."] }),
                Some(Need::Attention { post_id: "p".to_owned(), message: "It was sent. No answer came.".to_owned() }),
            ),
            (
                Kind::ErrorOccurred,
                json!({ "account_id": "a", "message": "Its login ended." }),
                Some(Need::Account { account_id: "a".to_owned(), message: "Its login ended.".to_owned() }),
            ),
            (
                Kind::ErrorOccurred,
                json!({ "post_id": "p", "message": "It stands still." }),
                Some(Need::Late { message: "It stands still.".to_owned() }),
            ),
            (
                Kind::ApprovalAsked,
                json!({ "message": "Mira: it waits.", "has_moved": false }),
                Some(Need::Approval { message: "Mira: it waits.".to_owned(), has_moved: false }),
            ),
            (
                Kind::ApprovalAsked,
                json!({ "approval_id": "q", "message": "Claude wants to publish a post." }),
                Some(Need::Agent { message: "Claude wants to publish a post.".to_owned() }),
            ),
        ] {
            let mut news = PostNews::default();
            news.hear(&event(kind, data));
            assert!(!news.is_empty(), "{kind:?}");
            assert_eq!(news.needs.first(), heard.as_ref(), "{kind:?}");
        }
        let mut news = PostNews::default();
        news.hear(&event(Kind::ErrorOccurred, json!({ "message": "The disk is full." })));
        news.hear(&event(Kind::GenerationCompleted, json!({})));
        assert!(news.is_empty());
    }
}
