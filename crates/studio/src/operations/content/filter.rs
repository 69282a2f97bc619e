//! The filters of the library as inputs spell them, for the grid, its facets, batches and downloads.

use super::list::ContentSort;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use troupe_library::{
    CharacterId, ContentId, JobId,
    tables::content::{ApprovalStatus, ContentSource, ContentType, Rating, filter::Filter},
};

/// The longest text to search for, in bytes.
const LONGEST_TEXT: usize = 500;

/// Inputs with the library's filters and some fields of their own. Flattening one struct into the
/// others would cost the refusal of unknown fields and the names of wrong ones.
macro_rules! with_filters {
    ($(#[$meta:meta])* $visibility:vis struct $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        $visibility struct $name {
            $($(#[$field_meta])* $visibility $field: $kind,)*
            /// Only of this character.
            $visibility character_id: Option<CharacterId>,
            /// Only of this type. Also `type`.
            #[serde(alias = "type")]
            #[schemars(extend("x-aliases" = ["type"]))]
            $visibility content_type: Option<ContentType>,
            /// Only in this state. Also `status`.
            #[serde(alias = "status")]
            #[schemars(extend("x-aliases" = ["status"]))]
            $visibility approval_status: Option<ApprovalStatus>,
            /// Only approved ones, or only those that are not.
            $visibility is_approved: Option<bool>,
            /// Only with this rating.
            $visibility rating: Option<Rating>,
            /// Only explicit ones, or only those that are not rated so.
            $visibility is_nsfw: Option<bool>,
            /// Only meant for this: `post`, `story`, `reel` and the like. Also `content_category`.
            #[serde(alias = "content_category")]
            #[schemars(extend("x-aliases" = ["content_category"]))]
            $visibility category: Option<String>,
            /// Only generated, imported or derived ones.
            $visibility source: Option<ContentSource>,
            /// Only with this tag; several with commas between mean all of them. Also `tags`.
            #[serde(alias = "tags")]
            #[schemars(extend("x-aliases" = ["tags"]))]
            $visibility tag: Option<String>,
            /// Only in this folder; an empty text means in none. Also `folder_path`.
            #[serde(alias = "folder_path")]
            #[schemars(extend("x-aliases" = ["folder_path"]))]
            $visibility folder: Option<String>,
            /// Only made with this checkpoint.
            $visibility model: Option<String>,
            /// Only made with this LoRA.
            $visibility lora: Option<String>,
            /// Only made with this seed.
            $visibility seed: Option<u64>,
            /// Only made by this job.
            $visibility job_id: Option<JobId>,
            /// Only derived from this item.
            $visibility parent_id: Option<ContentId>,
            /// Words, or their beginnings, that stand in prompt, description, tags, model, LoRAs, seed or name. Also `search`.
            #[serde(alias = "search")]
            #[schemars(extend("x-aliases" = ["search"]))]
            $visibility q: Option<String>,
            /// Only those that never went out in a post, or only those that did.
            $visibility never_posted: Option<bool>,
            /// Made at or after this moment.
            $visibility created_from: Option<DateTime<Utc>>,
            /// Made at or before this moment.
            $visibility created_to: Option<DateTime<Utc>>,
            /// Measured quality at least this, 0 to 1.
            $visibility min_quality: Option<f64>,
            /// Measured quality at most this, 0 to 1.
            $visibility max_quality: Option<f64>,
            /// Measured likeness at least this, 0 to 1.
            $visibility min_identity: Option<f64>,
            /// Measured likeness at most this, 0 to 1.
            $visibility max_identity: Option<f64>,
        }

        impl $name {
            /// The filter as the library reads it.
            $visibility fn filter(&self) -> Result<Filter> {
                Wanted {
                    filter: Filter {
                        character_id: self.character_id,
                        content_type: self.content_type,
                        approval: self.approval_status.into_iter().collect(),
                        ratings: self.rating.into_iter().collect(),
                        category: self.category.clone(),
                        source: self.source,
                        tags: Vec::new(),
                        folder: self.folder.clone(),
                        model: self.model.clone(),
                        lora: self.lora.clone(),
                        seed: None,
                        job_id: self.job_id,
                        parent_id: self.parent_id,
                        text: self.q.clone(),
                        was_posted: self.never_posted.map(|never| !never),
                        created_from: self.created_from,
                        created_to: self.created_to,
                        min_quality: self.min_quality,
                        max_quality: self.max_quality,
                        min_identity: self.min_identity,
                        max_identity: self.max_identity,
                    },
                    tag: self.tag.as_deref(),
                    seed: self.seed,
                    is_approved: self.is_approved,
                    is_nsfw: self.is_nsfw,
                }
                .checked()
            }
        }
    };
}
with_filters! {
    /// Which items: everything that is left out means any.
    pub(super) struct ContentFilter {}
}

with_filters! {
    /// A page of the library, filtered and searched. What lies in the trash is not in it.
    pub(super) struct ListContent {
        /// In which order, `newest` when left out.
        sort: Option<ContentSort>,
        /// At most this many, 1 to 200; 20 when left out.
        limit: Option<u32>,
        /// After this many.
        offset: Option<u32>,
        /// `next_cursor` of the page before: goes on after its last item, whatever came or went since.
        cursor: Option<ContentId>,
    }
}

with_filters! {
    /// The values of each filter, with how many items each has under the other filters.
    pub(super) struct ListContentFacets {
        /// Counts the days of this zone too, e.g. `Europe/Lisbon`.
        time_zone: Option<String>,
    }
}

/// What a filter's input says before it is checked.
struct Wanted<'a> {
    filter: Filter,
    tag: Option<&'a str>,
    seed: Option<u64>,
    is_approved: Option<bool>,
    is_nsfw: Option<bool>,
}

impl Wanted<'_> {
    fn checked(self) -> Result<Filter> {
        let mut filter = self.filter;
        if filter.text.as_ref().is_some_and(|text| text.len() > LONGEST_TEXT) {
            return Err(Error::field("q", format!("must have {LONGEST_TEXT} bytes at most")));
        }
        for (name, score) in [
            ("min_quality", filter.min_quality),
            ("max_quality", filter.max_quality),
            ("min_identity", filter.min_identity),
            ("max_identity", filter.max_identity),
        ] {
            if score.is_some_and(|score| !(0.0..=1.0).contains(&score)) {
                return Err(Error::field(name, "must be from 0 to 1"));
            }
        }
        if let Some(seed) = self.seed {
            if seed > troupe_media::MAX_SEED {
                return Err(Error::field("seed", format!("must be from 0 to {}", troupe_media::MAX_SEED)));
            }
            filter.seed = i64::try_from(seed).ok();
        }
        filter.tags =
            self.tag.map(|tags| tags.split(',').filter_map(super::tags::normal).collect()).unwrap_or_default();
        narrow(
            &mut filter.approval,
            "is_approved",
            self.is_approved,
            &[ApprovalStatus::Approved],
            &[ApprovalStatus::Pending, ApprovalStatus::Rejected],
        )?;
        narrow(
            &mut filter.ratings,
            "is_nsfw",
            self.is_nsfw,
            &[Rating::Nsfw],
            &[Rating::Unknown, Rating::Safe, Rating::Suggestive],
        )?;
        Ok(filter)
    }
}

/// The yes-or-no spelling of a filter that also has values; both together must agree.
fn narrow<T: Copy + PartialEq>(
    values: &mut Vec<T>,
    field: &str,
    spelled: Option<bool>,
    if_true: &[T],
    if_false: &[T],
) -> Result<()> {
    let Some(spelled) = spelled else { return Ok(()) };
    let spelled = if spelled { if_true } else { if_false };
    if values.is_empty() {
        values.extend(spelled);
    } else if !values.iter().all(|value| spelled.contains(value)) {
        return Err(Error::field(field, "contradicts the other filter of the same thing; leave one of them out"));
    }
    Ok(())
}
