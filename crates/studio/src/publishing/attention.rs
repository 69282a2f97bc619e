//! What the creator is told when a post needs attention: what is known, and the choices.

use super::hand_off::Laid;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::tables::posts::PostRow;

/// Why a post needs attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AttentionKind {
    /// It was sent, and whether it is up can't be found out from here.
    Unknown,
    /// It is up, but nobody sees it.
    Private,
    /// The platform took it, and does not show it.
    NotShown,
    /// It is posted by hand; only the creator knows when it is done.
    ByHand,
    /// Its time was missed, and its rule says to ask.
    Missed,
}

/// A choice of the creator's, as `posts.resolve` takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Choice {
    /// It is up; with its address.
    Up,
    /// It is not up: send it again.
    SendAgain,
    /// Look on the platform once more.
    LookAgain,
    /// Leave it; it is not sent again.
    Leave,
}

/// What is known and what can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Attention {
    /// Why.
    pub(crate) kind: AttentionKind,
    /// What happened and what is known, in sentences.
    pub(crate) known: Vec<String>,
    /// What the creator can choose.
    pub(crate) choices: Vec<Choice>,
    /// The page to look at.
    #[serde(default)]
    pub(crate) url: Option<String>,
    /// By hand: the folder with files, words and checklist, below the library's folder.
    #[serde(default)]
    pub(crate) folder: Option<String>,
    /// By hand: what is to be done there, line by line.
    #[serde(default)]
    pub(crate) checklist: Vec<String>,
    /// Since when.
    pub(crate) since: DateTime<Utc>,
}

impl Attention {
    /// A post that was sent, and whose fate can't be found out from here.
    pub(crate) fn unknown(known: Vec<String>, url: Option<String>, since: DateTime<Utc>) -> Self {
        let choices = vec![Choice::Up, Choice::SendAgain, Choice::LookAgain, Choice::Leave];
        Self { kind: AttentionKind::Unknown, known, choices, url, folder: None, checklist: Vec::new(), since }
    }

    /// A post that a run before a restore may have sent, and whose fate can't be found out from here. What that run knew
    /// is gone, so a second look would bring no more.
    pub(crate) fn after_restore(known: Vec<String>, url: Option<String>, since: DateTime<Utc>) -> Self {
        Self { choices: vec![Choice::Up, Choice::SendAgain, Choice::Leave], ..Self::unknown(known, url, since) }
    }

    /// A post that is up and that nobody sees.
    pub(crate) fn private(platform: &str, url: Option<String>, remarks: &[String], since: DateTime<Utc>) -> Self {
        let mut known = vec![format!(
            "It is up, but private: {platform} shows it to nobody but you. Make it public there, then press Look again."
        )];
        known.extend(remarks.iter().cloned());
        let choices = vec![Choice::LookAgain, Choice::Up, Choice::Leave];
        Self { kind: AttentionKind::Private, known, choices, url, folder: None, checklist: Vec::new(), since }
    }

    /// A post that the platform took and does not show.
    pub(crate) fn not_shown(platform: &str, url: Option<String>, since: DateTime<Utc>) -> Self {
        let known = vec![format!(
            "{platform} took the post and does not show it. It may have been removed there, or held for review."
        )];
        let choices = vec![Choice::LookAgain, Choice::Up, Choice::SendAgain, Choice::Leave];
        Self { kind: AttentionKind::NotShown, known, choices, url, folder: None, checklist: Vec::new(), since }
    }

    /// A post that the creator makes by hand.
    pub(crate) fn by_hand(platform: &str, url: Option<String>, laid: Laid, since: DateTime<Utc>) -> Self {
        let known = vec![
            format!("{platform} is posted to by hand. The files, the words and the checklist lie ready in the folder."),
            "Post it there, then say that it is up.".to_owned(),
        ];
        let choices = vec![Choice::Up, Choice::Leave];
        let Laid { folder, checklist } = laid;
        Self { kind: AttentionKind::ByHand, known, choices, url, folder: Some(folder), checklist, since }
    }

    /// A post that was never begun, since its time was missed.
    pub(crate) fn missed(known: String, since: DateTime<Utc>) -> Self {
        let choices = vec![Choice::SendAgain, Choice::Up, Choice::Leave];
        Self {
            kind: AttentionKind::Missed,
            known: vec![known],
            choices,
            url: None,
            folder: None,
            checklist: Vec::new(),
            since,
        }
    }

    /// What a row says. A row of an older program is shown as unknown with its words.
    pub(crate) fn of(post: &PostRow) -> Option<Self> {
        let value = post.attention.clone()?;
        serde_json::from_value(value.clone()).ok().or_else(|| {
            let known = value["known"].as_str().map(|known| vec![known.to_owned()]).unwrap_or_default();
            Some(Self::unknown(known, post.platform_post_url.clone(), post.state_changed_at))
        })
    }
}
