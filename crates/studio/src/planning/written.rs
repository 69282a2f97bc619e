//! Captions that a text engine writes for the firings of rules. A firing whose words hold `{caption}` keeps its picture
//! in its row and waits; the task `write_captions` reads those rows, so that a restart needs no special path and a slow
//! engine holds up nothing that is due.

use super::{
    firing,
    outlook::Outlook,
    template::{self, Occasion},
};
use crate::{
    Error, Result, Studio,
    publishing::nudge,
    tasks::WRITE_CAPTIONS,
    text::{
        captions::{self, CaptionWish, HashtagSource},
        room::Room,
        shown,
    },
};
use std::time::Duration;
use troupe_library::{
    ContentId, LibraryError,
    tables::{
        rule_firings::{self, FiringRow},
        rules,
    },
};
use troupe_platforms::PlatformName;

/// When it looks again after the library did not answer.
const AFTER_A_FAULT: Duration = Duration::from_secs(10);
/// What a text engine is told of the moment.
const MOMENT: &str = "It is posted on {weekday}, {date}. It may be about {topic}.";

/// Whether a firing's words can be laid together: they need no engine, or what one wrote for this picture is there.
/// Else the engine is asked, and the firing is carried on once it answered.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn is_there(
    studio: &Studio,
    outlook: &Outlook,
    firing: &mut FiringRow,
    picture: ContentId,
    turn: usize,
) -> Result<bool> {
    if !firing::template(outlook, turn).is_some_and(template::asks_engine) {
        return Ok(true);
    }
    if firing.content_id == Some(picture) {
        return Ok(firing.caption.is_some() || firing.caption_fault.is_some());
    }
    firing.content_id = Some(picture);
    (firing.caption, firing.caption_fault) = (None, None);
    firing::save(studio, firing).await?;
    studio.tasks().nudge(WRITE_CAPTIONS);
    Ok(false)
}

/// Writes what is wanted, waits, writes again.
pub(crate) async fn write_captions(studio: Studio) {
    let nudged = studio.tasks().nudged(WRITE_CAPTIONS);
    loop {
        match write_all(&studio).await {
            Ok(()) => nudged.notified().await,
            Err(error) => {
                tracing::error!(service = "planning", "the firings that want a caption could not be read: {error}");
                tokio::time::sleep(AFTER_A_FAULT).await;
            }
        }
    }
}

async fn write_all(studio: &Studio) -> Result<()> {
    loop {
        let mut read = studio.library().read().await?;
        let wanted = rule_firings::unwritten(&mut read).await?;
        drop(read);
        let Some(firing) = wanted.into_iter().next() else { return Ok(()) };
        let written = write(studio, &firing).await;
        if let Err(error) = &written {
            tracing::warn!(service = "planning", firing = %firing.id, "no caption could be written: {error}");
        }
        let kept = written.as_deref().map_err(|error| &*error.message);
        let mut write = studio.library().write().await?;
        rule_firings::set_caption(&mut write, &firing, kept, studio.now()).await?;
        write.commit().await.map_err(LibraryError::from)?;
        nudge(studio);
    }
}

/// One caption, short enough for each of the rule's accounts.
async fn write(studio: &Studio, firing: &FiringRow) -> Result<String> {
    let mut read = studio.library().read().await?;
    let rule = rules::get(&mut read, firing.rule_id).await?;
    let rule = rule.ok_or_else(|| Error::not_found("rule", firing.rule_id))?;
    let outlook = Outlook::load(&mut read, rule, studio.now()).await?;
    let turn = firing::turn(&mut read, firing).await?;
    drop(read);
    let picture = firing.content_id.ok_or_else(|| Error::not_found("content", firing.id))?;
    let (shown, about) = shown::of_content(studio, &shown::find(studio, picture).await?).await?;
    let occasion: Occasion<'_> = firing::occasion(&outlook, firing.due_at.max(studio.now()), turn, &about);
    let wish = CaptionWish {
        room: narrowest(studio, &outlook, &firing::hashtags(&outlook, turn))?,
        character: Some(&outlook.character),
        shown,
        context: occasion.fill(MOMENT),
        about,
        narrative: None,
        tone: None,
        language: None,
        count: 1,
        avoid: Vec::new(),
        // The rule says which hashtags go with it.
        hashtags: HashtagSource::None,
        seed: None,
        model: None,
    };
    let (captions, by) = captions::write(studio, wish).await?;
    let caption = captions.into_iter().next().map(|caption| caption.text);
    caption.ok_or_else(|| Error::new(crate::Code::UpstreamError, format!("{} wrote nothing.", by.model)))
}

/// The room on the platform that takes the shortest words, with the rule's hashtags behind them.
fn narrowest(studio: &Studio, outlook: &Outlook, hashtags: &[String]) -> Result<Room> {
    let mut narrowest = Room::on(studio, None, Some(&outlook.character), None)?;
    for account in &outlook.accounts {
        let platform = account.platform.parse::<PlatformName>().ok();
        let mut room = Room::on(studio, platform, Some(&outlook.character), None)?;
        let behind = room.length("", hashtags) + room.counting.count("\n\n");
        room.most = room.limit.map_or(room.most, |limit| room.most.min(limit.saturating_sub(behind)));
        if room.most < narrowest.most {
            narrowest = room;
        }
    }
    Ok(narrowest)
}
