//! Firing a rule by hand, now: it makes or takes its picture and stops where approval begins. Or only what it would do.

use crate::{
    Error, Result, Studio,
    operations::{rules::find_rule, scheduling::ScheduledPost},
    planning::{firing, outlook::Outlook, rules as firings},
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    ContentId, FiringId, GroupId, JobId, RuleId,
    tables::{
        posts::{self, PostFilter},
        rule_firings::{self, FiringRow, FiringState},
        rules::{self, ContentFrom},
    },
};

/// Fires one rule now, whatever its time: it takes or makes its picture, and stops where approval begins. With
/// `dry_run` it only says what it would do.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExecuteRule {
    #[serde(alias = "task_id")]
    #[schemars(extend("x-aliases" = ["task_id"]))]
    rule_id: RuleId,
    /// Only says what it would do.
    #[serde(default)]
    dry_run: bool,
    /// A missed firing that asks: this one is settled by it.
    #[serde(default)]
    firing_id: Option<FiringId>,
}

/// What a rule did, or would do.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ExecutedRule {
    rule_id: RuleId,
    rule_name: String,
    is_dry_run: bool,
    /// How far the firing is; `null` in a dry run.
    state: Option<FiringState>,
    /// What came of it, or would come of it, in words.
    message: String,
    /// The job that makes its picture.
    job_id: Option<JobId>,
    group_id: Option<GroupId>,
    /// The picture that it takes.
    content_id: Option<ContentId>,
    /// What it asks for a fresh picture.
    prompt: Option<String>,
    caption: String,
    hashtags: Vec<String>,
    /// The posts that it planned.
    posts: Vec<ScheduledPost>,
    at: DateTime<Utc>,
}

pub(super) async fn execute(studio: &Studio, input: ExecuteRule) -> Result<ExecutedRule> {
    if input.dry_run {
        return dry_run(studio, input.rule_id).await;
    }
    let answer = run(studio, input.rule_id).await?;
    if let Some(id) = input.firing_id {
        let mut read = studio.library().read().await?;
        let asked = rule_firings::get(&mut read, id).await?;
        drop(read);
        if let Some(row) = asked.filter(|row| row.rule_id == input.rule_id && row.state == FiringState::Asking) {
            firing::finish(studio, row, FiringState::Skipped, "it was fired by hand instead").await?;
        }
    }
    Ok(answer)
}

/// Fires a rule now.
///
/// # Errors
/// `conflict` when it cannot fire at all.
pub(crate) async fn run(studio: &Studio, id: RuleId) -> Result<ExecutedRule> {
    let now = studio.now();
    let row = firings::run_now(studio, id).await?;
    let mut read = studio.library().read().await?;
    let rule = find_rule(&mut read, id).await?;
    let outlook = Outlook::load(&mut read, rule, now).await?;
    let filter = PostFilter { group_id: row.group_id, ..PostFilter::default() };
    let planned = if row.group_id.is_some() { posts::list(&mut read, &filter).await? } else { Vec::new() };
    let posts = ScheduledPost::load(&mut read, planned, now).await?;
    let first = posts.first();
    Ok(ExecutedRule {
        rule_id: id,
        rule_name: outlook.rule.name.clone(),
        is_dry_run: false,
        state: Some(row.state),
        message: words(&row),
        job_id: row.job_id,
        group_id: row.group_id.filter(|_| first.is_some()),
        content_id: first.and_then(|post| post.content_ids.first().copied()),
        prompt: None,
        caption: first.map(|post| post.caption.clone()).unwrap_or_default(),
        hashtags: firing::hashtags(&outlook, 0),
        posts,
        at: now,
    })
}

fn words(row: &FiringRow) -> String {
    match (row.state, &row.reason) {
        (FiringState::Making, _) => "Its picture is being made; its posts follow.".to_owned(),
        (FiringState::Planned, _) => "Its posts are in the plan.".to_owned(),
        (_, Some(reason)) => crate::error::sentence(reason),
        (_, None) => "Nothing came of it.".to_owned(),
    }
}

async fn dry_run(studio: &Studio, id: RuleId) -> Result<ExecutedRule> {
    let now = studio.now();
    let mut read = studio.library().read().await?;
    let rule = find_rule(&mut read, id).await?;
    let outlook = Outlook::load(&mut read, rule, now).await?;
    let shelf = outlook.shelf(&mut read, 1).await?;
    let item = shelf.first().filter(|_| outlook.rule.content_source != ContentFrom::Fresh);
    let is_fresh = outlook.rule.content_source != ContentFrom::Approved;
    let nothing_left = outlook.nothing_left(&mut read).await?;
    let turn = usize::try_from(rule_firings::count_before(&mut read, id, now).await?).unwrap_or(0);
    let description = item.map(|item| item.description.clone()).unwrap_or_default();
    let occasion = firing::occasion(&outlook, now, turn, &description);
    let message = match (outlook.left_out(now).or_else(|| outlook.pause_at(now)), is_fresh, item) {
        (Some(why), ..) => format!("Run now does it all the same, though by itself it would be left out: {why}."),
        (None, true, _) => "It would make a picture and plan its posts.".to_owned(),
        (None, false, Some(_)) => "It would plan posts with this picture.".to_owned(),
        (None, false, None) => crate::error::sentence(&nothing_left),
    };
    Ok(ExecutedRule {
        rule_id: id,
        rule_name: outlook.rule.name.clone(),
        is_dry_run: true,
        state: None,
        message,
        job_id: None,
        group_id: None,
        content_id: item.filter(|_| !is_fresh).map(|item| item.id),
        prompt: is_fresh.then(|| occasion.fill(&outlook.rule.prompt_template)),
        caption: firing::caption(&outlook, &occasion, turn, &description),
        hashtags: firing::hashtags(&outlook, turn),
        posts: Vec::new(),
        at: now,
    })
}

/// Runs every active rule at once, or one, whatever its time: each makes or takes its picture and stops where approval
/// begins.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunNow {
    /// One rule; else every enabled one that is not paused.
    #[serde(default, alias = "task_id")]
    #[schemars(extend("x-aliases" = ["task_id"]))]
    rule_id: Option<RuleId>,
}

/// What was started.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RanNow {
    started: Vec<ExecutedRule>,
    /// Rules that could not run, each with why.
    refused: Vec<RefusedRule>,
}

/// A rule that could not run.
#[derive(Debug, Serialize, JsonSchema)]
struct RefusedRule {
    rule_id: RuleId,
    rule_name: String,
    message: String,
}

pub(crate) async fn run_now(studio: &Studio, input: RunNow) -> Result<RanNow> {
    let now = studio.now();
    let mut read = studio.library().read().await?;
    let chosen = match input.rule_id {
        Some(id) => vec![find_rule(&mut read, id).await?],
        None => {
            let filter = rules::RuleFilter { character_id: None, is_enabled: Some(true) };
            rules::list(&mut read, &filter).await?
        }
    };
    let mut active = Vec::new();
    for rule in chosen {
        let outlook = Outlook::load(&mut read, rule, now).await?;
        if input.rule_id.is_some() || outlook.pause_at(now).is_none() {
            active.push((outlook.rule.id, outlook.rule.name));
        }
    }
    drop(read);
    if active.is_empty() {
        return Err(Error::conflict("No rule is active. Switch one on, or add one."));
    }
    let mut answer = RanNow { started: Vec::new(), refused: Vec::new() };
    for (rule_id, rule_name) in active {
        match run(studio, rule_id).await {
            Ok(ran) => answer.started.push(ran),
            Err(error) => {
                answer.refused.push(RefusedRule { rule_id, rule_name, message: error.message.into_owned() });
            }
        }
    }
    Ok(answer)
}
