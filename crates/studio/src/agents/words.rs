//! A question in the creator's words: who wants to do what, with which pictures and words, where. What it is about is
//! written down as it stood, so that a later change is noticed.

use super::table;
use crate::{Error, Result, Studio, accounts};
use serde_json::{Map, Value, json};
use std::str::FromStr;
use troupe_library::{
    AccountId, CharacterId, ContentId, PostId, SqliteConnection,
    tables::{accounts as account_rows, agents::AgentRow, characters, content, post_media, posts},
};

/// The most of one kind that are looked up.
const MOST_NAMED: usize = 200;
/// The most letters of words that are quoted in the sentence.
const MOST_QUOTED: usize = 200;
/// Fields whose words are quoted, the first that holds any.
const QUOTED: &[&str] = &["caption", "text", "comment_text", "prompt", "name", "title", "link", "address"];
/// Fields that are shown as dots, wherever they stand.
const DOTTED: &[&str] =
    &["key", "token", "password", "secret", "api_key", "access_key", "secret_key", "auth_data", "value"];

/// The id in a field of the input, if it is one.
pub(super) fn id<T: FromStr>(input: &Value, field: &str) -> Option<T> {
    input.get(field)?.as_str()?.parse().ok()
}

/// What is told of a question.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    /// What would happen, in a sentence.
    pub(super) words: String,
    /// `{ posts, content_ids, accounts, characters }`.
    pub(super) subject: Value,
}

/// Puts a question into words.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn tell(studio: &Studio, agent: &AgentRow, operation: &str, input: &Value) -> Result<Told> {
    let mut read = studio.library().read().await?;
    let found = Found::of(&mut read, input).await?;
    let wants_to = table::asked_of(operation).map_or("do something", |asked| asked.wants_to);
    let mut words = format!("{} wants to {wants_to}", agent.name);
    let people: Vec<&str> = found.characters.iter().filter_map(|row| row["name"].as_str()).collect();
    if !people.is_empty() {
        words += &format!(" for {}", people.join(", "));
    }
    let places: Vec<&str> = found.accounts.iter().filter_map(|row| row["words"].as_str()).collect();
    if !places.is_empty() {
        words += &format!(", {}", places.join(", "));
    }
    match found.content_ids.len() {
        0 => {}
        1 => words += ", with one picture",
        count => words += &format!(", with {count} pictures"),
    }
    if let Some(at) = found.scheduled_at.as_deref() {
        words += &format!(", at {at}");
    }
    words += &found.quote().map_or_else(|| ".".to_owned(), |text| format!(": “{text}”"));
    Ok(Told { words, subject: found.subject() })
}

/// What an input is about.
#[derive(Debug, Default)]
struct Found {
    posts: Vec<Value>,
    content_ids: Vec<ContentId>,
    accounts: Vec<Value>,
    characters: Vec<Value>,
    quoted: Option<String>,
    scheduled_at: Option<String>,
}

impl Found {
    async fn of(db: &mut SqliteConnection, input: &Value) -> Result<Self> {
        let mut found = Self {
            quoted: QUOTED.iter().find_map(|field| input.get(field)?.as_str()).map(str::to_owned),
            scheduled_at: input.get("scheduled_at").and_then(Value::as_str).map(str::to_owned),
            ..Self::default()
        };
        for id in ids::<PostId>(input, &["post_id", "post_ids"]) {
            found.add_post(db, id).await?;
        }
        let fields = ["content_id", "content_ids", "additional_content_ids", "item_ids"];
        for id in ids::<ContentId>(input, &fields) {
            found.add_content(db, id).await?;
        }
        let fields = ["account_id", "account_ids", "platform_account_id", "platform_account_ids"];
        for id in ids::<AccountId>(input, &fields) {
            found.add_account(db, id).await?;
        }
        for id in ids::<CharacterId>(input, &["character_id", "character_ids"]) {
            found.add_character(db, id).await?;
        }
        Ok(found)
    }

    async fn add_post(&mut self, db: &mut SqliteConnection, id: PostId) -> Result<()> {
        let Some(post) = posts::get(db, id).await? else { return Ok(()) };
        let media = post_media::list(db, id).await?;
        for file in &media {
            self.add_content(db, file.content_id).await?;
        }
        self.add_account(db, post.account_id).await?;
        if let Some(id) = post.character_id {
            self.add_character(db, id).await?;
        }
        if self.quoted.is_none() && !post.caption.is_empty() {
            self.quoted = Some(post.caption.clone());
        }
        self.posts.push(json!({
            "post_id": post.id,
            "platform": post.platform,
            "caption": post.caption,
            "hashtags": post.hashtags,
            "scheduled_at": post.due_at,
            "content_ids": media.iter().map(|file| file.content_id).collect::<Vec<_>>(),
            "updated_at": post.updated_at,
        }));
        Ok(())
    }

    async fn add_content(&mut self, db: &mut SqliteConnection, id: ContentId) -> Result<()> {
        if !self.content_ids.contains(&id) && content::get(db, id).await?.is_some() {
            self.content_ids.push(id);
        }
        Ok(())
    }

    async fn add_account(&mut self, db: &mut SqliteConnection, id: AccountId) -> Result<()> {
        let is_new = !self.accounts.iter().any(|row| row["account_id"] == json!(id));
        if let Some(row) = account_rows::get(db, id).await?.filter(|_| is_new) {
            let words = accounts::words(&row);
            self.accounts.push(json!({ "account_id": id, "platform": row.platform, "words": words }));
        }
        Ok(())
    }

    async fn add_character(&mut self, db: &mut SqliteConnection, id: CharacterId) -> Result<()> {
        let is_new = !self.characters.iter().any(|row| row["character_id"] == json!(id));
        if let Some(row) = characters::get(db, id).await?.filter(|_| is_new) {
            self.characters.push(json!({ "character_id": id, "name": row.name }));
        }
        Ok(())
    }

    /// The words that would be shown, cut to what fits a sentence.
    fn quote(&self) -> Option<String> {
        let text = self.quoted.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
        let cut: String = text.chars().take(MOST_QUOTED).collect();
        Some(if cut.len() < text.len() { format!("{cut}…") } else { cut })
    }

    fn subject(&self) -> Value {
        json!({
            "posts": self.posts,
            "content_ids": self.content_ids,
            "accounts": self.accounts,
            "characters": self.characters,
        })
    }
}

/// The ids in these fields of the input, wherever they stand in it.
fn ids<T: FromStr>(input: &Value, fields: &[&str]) -> Vec<T> {
    let mut found = Vec::new();
    let mut left = vec![("", input)];
    while let Some((field, value)) = left.pop() {
        match value {
            // Taken from the end: turned round, they come in their order.
            Value::Object(inner) => left.extend(inner.iter().rev().map(|(name, value)| (name.as_str(), value))),
            Value::Array(items) => left.extend(items.iter().rev().map(|item| (field, item))),
            Value::String(text) if fields.contains(&field) => found.extend(text.parse().ok()),
            _ => {}
        }
        if found.len() >= MOST_NAMED {
            break;
        }
    }
    found
}

/// An input as the creator is shown it: what may be a key as dots.
pub(crate) fn dotted(input: &Value) -> Value {
    match input {
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| {
                    let is_hidden = DOTTED.contains(&name.as_str()) && value.is_string();
                    (name.clone(), if is_hidden { json!("••••••") } else { dotted(value) })
                })
                .collect::<Map<_, _>>(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(dotted).collect()),
        other => other.clone(),
    }
}

/// Input and field order put into one text, so that the same question is known again. How long to wait is no part of
/// it.
pub(super) fn fingerprint(input: &Value) -> Result<String> {
    let mut input = input.clone();
    if let Some(fields) = input.as_object_mut() {
        fields.remove("wait");
    }
    input.sort_all_objects();
    let text = serde_json::to_string(&input).map_err(Error::internal)?;
    Ok(blake3::hash(text.as_bytes()).to_hex().to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_same_question_is_known_again_whatever_its_order() {
        let one = fingerprint(&json!({ "post_id": "a", "wait": 30, "b": { "x": 1, "y": 2 } })).unwrap();
        let other = fingerprint(&json!({ "b": { "y": 2, "x": 1 }, "post_id": "a" })).unwrap();
        assert_eq!(one, other);
        assert_ne!(one, fingerprint(&json!({ "b": { "y": 3, "x": 1 }, "post_id": "a" })).unwrap());
        let cleared = fingerprint(&json!({ "b": { "x": 1, "y": 2 }, "post_id": "a", "caption": null })).unwrap();
        assert_ne!(one, cleared, "null clears a field");
    }

    #[test]
    fn what_may_be_a_key_is_dots() {
        let shown = dotted(&json!({ "kind": "gemini", "key": "AIza", "list": [{ "password": "x" }], "value": {} }));
        assert_eq!(
            shown,
            json!({ "kind": "gemini", "key": "••••••", "list": [{ "password": "••••••" }], "value": {} })
        );
    }
}
