//! One firing of a rule, from begun to posts in the plan: its picture from the shelf or freshly made, its words, its
//! posts. Whatever breaks in between, carrying on finds what was done and does the rest.

use super::{
    outlook::{self, Outlook},
    slots,
    template::Occasion,
    time, written,
};
use crate::{
    Code, Error, Result, Studio,
    generation::{GenerateImage, NewJob, enqueue, plan, refuse_missing},
    operations::rules::HashtagStrategy,
    publishing::{
        create::{self, NewPosts},
        when::When,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use std::collections::HashSet;
use troupe_library::{
    ContentId, JobId, LibraryError,
    tables::{
        jobs::{self, JobKind, State},
        posts::{self, PostFilter, WhenMissed},
        rule_firings::{self, FiringRow, FiringState},
        rules::{self, ContentFrom},
        schedule,
        shelf::{self, ShelfItem},
    },
};

/// How many hashtags are taken from a list in turn.
const HASHTAGS: usize = 5;
/// When what a limit held back is tried again.
const AGAIN: TimeDelta = TimeDelta::minutes(1);

/// Where the picture of a firing comes from.
enum Picture {
    Take(ContentId, String),
    /// It is being made; at that moment it is too late for it.
    Wait(Option<DateTime<Utc>>),
    /// There is none, in words.
    None(String),
}

/// Carries a firing on as far as it goes now; answers when to look again, where that is known.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn carry_on(studio: &Studio, mut firing: FiringRow) -> Result<Option<DateTime<Utc>>> {
    let now = studio.now();
    let mut read = studio.library().read().await?;
    let Some(rule) = rules::get(&mut read, firing.rule_id).await? else { return Ok(None) };
    // A break came between making the posts and saying so.
    let filter = PostFilter { group_id: firing.group_id, ..PostFilter::default() };
    if firing.group_id.is_some() && posts::count(&mut read, &filter).await? > 0 {
        drop(read);
        return finish(studio, firing, FiringState::Planned, "its posts are in the plan").await;
    }
    let outlook = Outlook::load(&mut read, rule, now).await?;
    drop(read);
    if !outlook.rule.is_enabled {
        return finish(studio, firing, FiringState::Skipped, "the rule was switched off").await;
    }
    if outlook.accounts.is_empty() {
        return finish(studio, firing, FiringState::Skipped, "none of its accounts is connected").await;
    }
    match picture(studio, &outlook, &mut firing, now).await? {
        Picture::Wait(until) => Ok(until),
        Picture::None(reason) => finish(studio, firing, FiringState::Failed, &reason).await,
        Picture::Take(item, description) => plan_posts(studio, &outlook, firing, item, &description, now).await,
    }
}

/// Whether its posts stand at the firing's own time; else they go as soon as they may.
fn is_ahead(firing: &FiringRow, now: DateTime<Utc>) -> bool {
    firing.due_at + time::GRACE >= now && firing.due_at > firing.created_at
}

async fn picture(studio: &Studio, outlook: &Outlook, firing: &mut FiringRow, now: DateTime<Utc>) -> Result<Picture> {
    let source = outlook.rule.content_source;
    if source == ContentFrom::Approved {
        return from_shelf(studio, outlook, firing).await;
    }
    let made = fresh(studio, outlook, firing, now).await?;
    match (made, source) {
        (Picture::None(why), ContentFrom::FreshElseApproved) => match from_shelf(studio, outlook, firing).await? {
            Picture::None(also) => Ok(Picture::None(format!("{why}; and {also}"))),
            found => Ok(found),
        },
        (made, _) => Ok(made),
    }
}

/// The picture that a caption was asked for, while it lies there; else the first that no other firing keeps.
async fn from_shelf(studio: &Studio, outlook: &Outlook, firing: &FiringRow) -> Result<Picture> {
    let mut read = studio.library().read().await?;
    let open = rule_firings::in_state(&mut read, FiringState::Making).await?;
    let kept: HashSet<ContentId> =
        open.iter().filter(|row| row.id != firing.id).filter_map(|row| row.content_id).collect();
    let limit = if firing.content_id.is_some() || !kept.is_empty() { outlook::SHELF } else { 1 };
    let shelf = outlook.shelf(&mut read, limit).await?;
    let own = shelf.iter().position(|item| firing.content_id == Some(item.id));
    let at = own.or_else(|| shelf.iter().position(|item| !kept.contains(&item.id)));
    Ok(match at.and_then(|at| shelf.into_iter().nth(at)) {
        Some(item) => Picture::Take(item.id, item.description),
        None => Picture::None(outlook.nothing_left(&mut read).await?),
    })
}

async fn fresh(studio: &Studio, outlook: &Outlook, firing: &mut FiringRow, now: DateTime<Utc>) -> Result<Picture> {
    let job = match firing.job_id {
        Some(id) => id,
        None => match begin_job(studio, outlook, firing).await? {
            Ok(id) => id,
            Err(why) => return Ok(Picture::None(why)),
        },
    };
    let mut read = studio.library().read().await?;
    let state = jobs::get(&mut read, job).await?.map(|job| job.state);
    let made = shelf::made_by(&mut read, job).await?;
    drop(read);
    if let Some(item) = best(outlook, made) {
        return Ok(Picture::Take(item.id, item.description));
    }
    Ok(match state {
        Some(state) if !state.is_final() => {
            if is_ahead(firing, now) && firing.due_at > now {
                Picture::Wait(Some(firing.due_at))
            } else if firing.due_at > firing.created_at {
                Picture::None("its picture was not made in time".to_owned())
            } else {
                Picture::Wait(None)
            }
        }
        Some(State::Done) => {
            let why = "its picture was rejected, or nobody has said yet how much it shows and no one is to approve it";
            Picture::None(why.to_owned())
        }
        Some(State::Cancelled) => Picture::None("making its picture was cancelled".to_owned()),
        Some(_) => Picture::None("its picture could not be made; the queue says why".to_owned()),
        None => Picture::None("the job of its picture is gone".to_owned()),
    })
}

/// The best of what a job made. What nobody rated goes only where the creator looks at it first.
fn best(outlook: &Outlook, made: Vec<ShelfItem>) -> Option<ShelfItem> {
    made.into_iter().find(|item| outlook.rule.needs_approval || outlook.takes(item.rating))
}

/// Puts the picture into the queue, once: a break in between is found by the firing's id in the job.
async fn begin_job(
    studio: &Studio,
    outlook: &Outlook,
    firing: &mut FiringRow,
) -> Result<std::result::Result<JobId, String>> {
    let key = firing.id.to_string();
    let mut read = studio.library().read().await?;
    let found = schedule::job_of_firing(&mut read, firing.created_at, &key).await?;
    let turn = turn(&mut read, firing).await?;
    drop(read);
    let id = match found {
        Some(id) => id,
        None => {
            let occasion = occasion(outlook, firing.due_at, turn, "");
            let category = Some(outlook.rule.content_category.clone()).filter(|category| !category.is_empty());
            let input = GenerateImage {
                prompt: occasion.fill(&outlook.rule.prompt_template),
                character_id: Some(outlook.character.id),
                category,
                ..GenerateImage::default()
            };
            let made = async {
                let plan = plan(studio, &input).await?;
                refuse_missing(plan.missing.as_ref())?;
                let mut asked = serde_json::to_value(&input).map_err(Error::internal)?;
                asked["firing_id"] = json!(key);
                let title = format!("{}: {}", outlook.rule.name, input.prompt);
                let new = NewJob {
                    kind: JobKind::Image,
                    batch_id: None,
                    character_id: Some(outlook.character.id),
                    title,
                    input: asked,
                    retry_of: None,
                    recipes: plan.recipes,
                };
                enqueue(studio, new).await
            };
            match made.await {
                Ok(id) => id,
                Err(error) if matches!(error.code, Code::StorageError | Code::InternalError) => return Err(error),
                Err(error) => return Ok(Err(format!("its picture can't be made: {}", error.message))),
            }
        }
    };
    firing.job_id = Some(id);
    save(studio, firing).await?;
    Ok(Ok(id))
}

async fn plan_posts(
    studio: &Studio,
    outlook: &Outlook,
    mut firing: FiringRow,
    item: ContentId,
    description: &str,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let rule = &outlook.rule;
    let mut read = studio.library().read().await?;
    let turn = turn(&mut read, &firing).await?;
    let has_slots = has_slots(&mut read, outlook, now).await?;
    drop(read);
    if !written::is_there(studio, outlook, &mut firing, item, turn).await? {
        return Ok(None);
    }
    let goes_at_once = !rule.needs_approval && rule.when_missed != WhenMissed::NextSlot;
    let is_event = outlook.trigger.is_event();
    let when = if is_ahead(&firing, now) {
        let wall_time = time::wall_time(firing.due_at, outlook.zone);
        When::At { wall_time, timezone: Some(outlook.zone.name().to_owned()), at_platform: false }
    } else if has_slots && (is_event || !goes_at_once) {
        When::NextSlot
    } else if rule.needs_approval {
        When::Draft
    } else {
        When::Now
    };
    let mut occasion = occasion(outlook, firing.due_at.max(now), turn, description);
    occasion.caption = firing.caption.as_deref();
    let new = NewPosts {
        character_id: Some(rule.character_id),
        account_ids: outlook.accounts.iter().map(|account| account.id).collect(),
        content_ids: vec![item],
        caption: caption(outlook, &occasion, turn, description),
        hashtags: hashtags(outlook, turn),
        post_type: serde_json::from_value(json!(rule.post_type)).ok(),
        alt_texts: Some(description.trim().to_owned()).filter(|text| !text.is_empty()).into_iter().collect(),
        when,
        approved: !rule.needs_approval,
        rule_id: Some(rule.id),
        group_id: firing.group_id,
        when_missed: rule.when_missed,
        late_minutes: Some(rule.late_minutes),
        ..NewPosts::default()
    };
    let done = match &firing.caption_fault {
        Some(fault) => {
            format!("its posts are in the plan with the picture's description, for no caption was written: {fault}")
        }
        None => "its posts are in the plan".to_owned(),
    };
    match create::create(studio, new).await {
        Ok(_) => finish(studio, firing, FiringState::Planned, &done).await,
        Err(error) if matches!(error.code, Code::StorageError | Code::InternalError) => Err(error),
        Err(error) if error.code == Code::RateLimitExceeded => Ok(Some(now + AGAIN)),
        Err(error) => finish(studio, firing, FiringState::Failed, &error.message).await,
    }
}

async fn has_slots(db: &mut troupe_library::SqliteConnection, outlook: &Outlook, now: DateTime<Utc>) -> Result<bool> {
    for account in &outlook.accounts {
        if slots::next(db, account, now, Some(&outlook.rule.post_type)).await?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Counts up from firing to firing, so that words take turns.
pub(super) async fn turn(db: &mut troupe_library::SqliteConnection, firing: &FiringRow) -> Result<usize> {
    let before = rule_firings::count_before(db, firing.rule_id, firing.due_at).await?;
    Ok(usize::try_from(before).unwrap_or(0))
}

pub(crate) fn occasion<'a>(outlook: &'a Outlook, at: DateTime<Utc>, turn: usize, description: &'a str) -> Occasion<'a> {
    Occasion {
        character: &outlook.character,
        strategy: &outlook.strategy,
        at,
        zone: outlook.zone,
        turn,
        description,
        caption: None,
    }
}

/// The rule's caption, else one of the plan's.
pub(super) fn template(outlook: &Outlook, turn: usize) -> Option<&str> {
    let own = outlook.rule.caption_template.trim();
    let templates = &outlook.strategy.caption_templates;
    if own.is_empty() { templates.get(turn % templates.len().max(1)).map(String::as_str) } else { Some(own) }
}

/// The words of a firing: its template filled in, else what the creator wrote on the picture.
pub(crate) fn caption(outlook: &Outlook, occasion: &Occasion, turn: usize, description: &str) -> String {
    template(outlook, turn).map_or_else(|| description.trim().to_owned(), |template| occasion.fill(template))
}

pub(crate) fn hashtags(outlook: &Outlook, turn: usize) -> Vec<String> {
    let own = &outlook.rule.hashtags;
    match HashtagStrategy::of(&outlook.rule.hashtag_strategy) {
        HashtagStrategy::Template => Vec::new(),
        HashtagStrategy::Fixed => own.clone(),
        HashtagStrategy::Rotate => in_turn(if own.is_empty() { &outlook.strategy.hashtags } else { own }, turn),
    }
}

/// Five of a list, the next five in the next turn.
pub(super) fn in_turn(list: &[String], turn: usize) -> Vec<String> {
    list.iter().cycle().skip(turn * HASHTAGS % list.len().max(1)).take(HASHTAGS.min(list.len())).cloned().collect()
}

/// Writes what came of a firing.
pub(crate) async fn finish(
    studio: &Studio,
    mut firing: FiringRow,
    state: FiringState,
    reason: &str,
) -> Result<Option<DateTime<Utc>>> {
    firing.state = state;
    firing.reason = Some(reason.to_owned());
    firing.updated_at = studio.now();
    let mut write = studio.library().write().await?;
    rule_firings::save(&mut write, &firing).await?;
    rules::set_last(&mut write, firing.rule_id, firing.due_at, reason).await?;
    write.commit().await.map_err(LibraryError::from)?;
    studio.events().changed(&["rules", "schedule"], studio.caller());
    Ok(None)
}

/// Writes how far a firing is.
pub(super) async fn save(studio: &Studio, firing: &mut FiringRow) -> Result<()> {
    firing.updated_at = studio.now();
    let mut write = studio.library().write().await?;
    rule_firings::save(&mut write, firing).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(())
}
