//! What an operation is to an agent: what it may do alone, what needs the creator's word and why, what is not for
//! agents at all.

use super::words;
use crate::{
    Result, Studio,
    accounts::{self, platform_of},
    text::engines,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use troupe_library::tables::{
    agents::AgentScope,
    posts::{self, PostStatus},
};

/// Why the creator's word is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reason {
    /// It shows something to the public, or lets it go out later.
    Publishes,
    /// It likes, comments, reposts or follows: clicked by a person, one at a time.
    Engages,
    /// It takes something away.
    Deletes,
    /// It costs money.
    Spends,
    /// It changes how Troupe works.
    Settings,
    /// It changes what is said about how something came to be: the AI label, the origin of a face.
    Disclosure,
    /// It changes an account.
    Accounts,
}

impl Reason {
    /// As it is stored and answered.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Publishes => "publishes",
            Self::Engages => "engages",
            Self::Deletes => "deletes",
            Self::Spends => "spends",
            Self::Settings => "settings",
            Self::Disclosure => "disclosure",
            Self::Accounts => "accounts",
        }
    }

    /// The reason that is stored so.
    pub(crate) fn of(text: &str) -> Option<Self> {
        serde_json::from_value(Value::String(text.to_owned())).ok()
    }

    /// In a sentence for the creator.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Publishes => "It shows something to the public, or lets it go out.",
            Self::Engages => "It speaks or acts toward other people, which a person clicks, one at a time.",
            Self::Deletes => "It takes something away.",
            Self::Spends => "It may cost money.",
            Self::Settings => "It changes how Troupe works.",
            Self::Disclosure => "It changes what is said about how something came to be.",
            Self::Accounts => "It changes an account.",
        }
    }

    /// What an agent must be allowed at least to ask for it.
    pub(crate) fn scope(self) -> AgentScope {
        match self {
            Self::Publishes | Self::Engages => AgentScope::Publish,
            _ => AgentScope::Make,
        }
    }

    /// Whether a yes may hold for every further call too. Nobody is liked or answered by a program.
    pub(crate) fn may_be_always(self) -> bool {
        self != Self::Engages
    }
}

/// What an operation is to an agent.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Leave {
    /// Every agent may, unless one of the cases holds.
    Look(&'static [(Case, Reason)]),
    /// Agents that may make do so alone, unless one of the cases holds.
    Make(&'static [(Case, Reason)]),
    /// The creator's word is needed.
    Ask(Reason),
    /// It is the creator's alone.
    Never,
}

/// When an operation that an agent may do alone needs the creator's word after all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// The field holds something: neither `null`, `false` nor an empty list or text.
    Given(&'static str),
    /// The field is sent, `null` too, which clears it.
    Touched(&'static str),
    /// The field is sent and holds something else than its usual value.
    Differs(&'static str, &'static str),
    /// The field is not `true`.
    Without(&'static str),
    /// The field is `false`.
    Off(&'static str),
    /// The post of `post_id` is planned or on its way, so what is changed goes out.
    PostIsPlanned,
    /// Every text engine that may be asked costs money.
    WordsCost,
    /// Reading from the platform of `post_id` or `account_id` has a price.
    ReadingCosts,
    /// The same, while this field is `true`.
    ReadingCostsWhen(&'static str),
}

impl Leave {
    /// What an agent must be allowed at least.
    pub(crate) fn scope(self) -> Option<AgentScope> {
        match self {
            Self::Look(_) => Some(AgentScope::Read),
            Self::Make(_) => Some(AgentScope::Make),
            Self::Ask(reason) => Some(reason.scope()),
            Self::Never => None,
        }
    }

    /// Why the creator's word is needed for this input, if it is.
    pub(crate) async fn reason(self, studio: &Studio, input: &Value) -> Result<Option<Reason>> {
        let cases = match self {
            Self::Look(cases) | Self::Make(cases) => cases,
            Self::Ask(reason) => return Ok(Some(reason)),
            Self::Never => return Ok(None),
        };
        for (case, reason) in cases {
            if case.holds(studio, input).await? {
                return Ok(Some(*reason));
            }
        }
        Ok(None)
    }
}

impl Case {
    async fn holds(self, studio: &Studio, input: &Value) -> Result<bool> {
        let field = |name: &str| input.get(name);
        Ok(match self {
            Self::Given(name) => field(name).is_some_and(holds_something),
            Self::Touched(name) => field(name).is_some(),
            Self::Differs(name, usual) => field(name).is_some_and(|value| holds_something(value) && value != usual),
            Self::Without(name) => field(name) != Some(&Value::Bool(true)),
            Self::Off(name) => field(name) == Some(&Value::Bool(false)),
            Self::PostIsPlanned => post_is_planned(studio, input).await?,
            Self::WordsCost => words_cost(studio).await?,
            Self::ReadingCosts => reading_costs(studio, input).await?,
            Self::ReadingCostsWhen(name) => {
                field(name) == Some(&Value::Bool(true)) && reading_costs(studio, input).await?
            }
        })
    }
}

fn holds_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}

async fn post_is_planned(studio: &Studio, input: &Value) -> Result<bool> {
    let Some(id) = words::id(input, "post_id") else { return Ok(false) };
    let mut read = studio.library().read().await?;
    let post = posts::get(&mut read, id).await?;
    Ok(post.is_some_and(|post| !matches!(post.status, PostStatus::Draft | PostStatus::Cancelled | PostStatus::Failed)))
}

/// Whether words could only be written for money. Where one engine costs nothing, an agent is given that one alone
/// (`Studio::may_spend`).
async fn words_cost(studio: &Studio) -> Result<bool> {
    let writers = engines::writers(studio).await?;
    let mut enabled = writers.iter().filter(|writer| writer.is_enabled).peekable();
    Ok(enabled.peek().is_some() && !enabled.any(engines::Writer::is_free))
}

async fn reading_costs(studio: &Studio, input: &Value) -> Result<bool> {
    let mut read = studio.library().read().await?;
    let account = match (words::id(input, "account_id"), words::id(input, "post_id")) {
        (Some(id), _) => Some(id),
        (None, Some(id)) => posts::get(&mut read, id).await?.map(|post| post.account_id),
        (None, None) => None,
    };
    let Some(account) = account else { return Ok(false) };
    // An account that is not there costs nothing; the operation says that it is not there.
    let Ok(row) = accounts::find(&mut read, account).await else { return Ok(false) };
    Ok(platform_of(studio, &row).is_ok_and(|platform| platform.facts().price_usd("read") > 0.0))
}
