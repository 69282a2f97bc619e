//! `content.list`, `content.facets`, `content.stats`: the grid, the values beside it, the sums.

use super::{
    filter::{ListContent, ListContentFacets},
    item::ContentItem,
};
use crate::{Error, Page, Result, Studio, time_zone};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    ContentId,
    tables::content::{
        facets::{self, FacetValue},
        filter::{Facet, Filter},
        list::{self, Part, Sort},
        stats,
    },
};

/// How many items a page has when its size is not given.
const PAGE: u32 = 20;

/// In which order items come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ContentSort {
    /// Made last first.
    #[default]
    Newest,
    /// Made first first.
    Oldest,
    /// By the file's name.
    Name,
    /// Best first; what is not measured last.
    Quality,
}

impl From<ContentSort> for Sort {
    fn from(sort: ContentSort) -> Self {
        match sort {
            ContentSort::Newest => Self::Newest,
            ContentSort::Oldest => Self::Oldest,
            ContentSort::Name => Self::Name,
            ContentSort::Quality => Self::Quality,
        }
    }
}

/// A page of the library.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ContentList {
    /// The items.
    content: Vec<ContentItem>,
    /// How many items the filters have in all.
    total: i64,
    /// The page's size.
    limit: u32,
    /// How many items were left out before it; from the cursor's item on, where there was one.
    offset: u32,
    /// Where the next page goes on; null on the last one.
    next_cursor: Option<ContentId>,
}

pub(super) async fn list(studio: &Studio, input: ListContent) -> Result<ContentList> {
    let page = Page::of(input.limit, input.offset, PAGE)?;
    let sort = input.sort.unwrap_or_default().into();
    let (content, total) = page_of(studio, &input.filter()?, sort, page, input.cursor).await?;
    let next_cursor = content.last().map(|item| item.id).filter(|_| content.len() == page.limit as usize);
    Ok(ContentList { content, total, limit: page.limit, offset: page.offset, next_cursor })
}

/// A page of items with the total of its filter.
pub(super) async fn page_of(
    studio: &Studio,
    filter: &Filter,
    sort: Sort,
    page: Page,
    after: Option<ContentId>,
) -> Result<(Vec<ContentItem>, i64)> {
    let part = Part { sort, limit: i64::from(page.limit), offset: i64::from(page.offset), after };
    let mut read = studio.library().read().await?;
    let (rows, total) = list::page(&mut read, filter, part).await?.ok_or_else(|| {
        Error::field("cursor", "stands at an item that is gone for good; begin again without a cursor")
    })?;
    Ok((rows.into_iter().map(ContentItem::from).collect(), total))
}

/// The values of each filter; at most 100 of each, those with the most items first.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ContentFacets {
    /// How many items all the filters have together.
    total: i64,
    /// By the creator's decision.
    approval_status: Vec<ContentFacetValue>,
    /// By character; a null value counts the items of none.
    character_id: Vec<ContentFacetValue>,
    /// By type.
    content_type: Vec<ContentFacetValue>,
    /// By tag: how many would be left with this tag as well.
    tag: Vec<ContentFacetValue>,
    /// By folder; an empty value counts the items in none.
    folder: Vec<ContentFacetValue>,
    /// By checkpoint.
    model: Vec<ContentFacetValue>,
    /// By LoRA.
    lora: Vec<ContentFacetValue>,
    /// By rating.
    rating: Vec<ContentFacetValue>,
    /// By the day on which they were made, `2026-11-19`, the last first and all of them; empty without
    /// a `time_zone`.
    day: Vec<ContentFacetValue>,
}

/// One value of a filter.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ContentFacetValue {
    /// The value, as the filter takes it.
    value: Option<String>,
    /// What to show for it.
    label: Option<String>,
    /// How many items it has.
    count: i64,
}

impl From<FacetValue> for ContentFacetValue {
    fn from(value: FacetValue) -> Self {
        Self { label: value.label.or_else(|| value.value.clone()), value: value.value, count: value.count }
    }
}

pub(super) async fn facets(studio: &Studio, input: ListContentFacets) -> Result<ContentFacets> {
    let filter = input.filter()?;
    let zone = input.time_zone.as_deref().map(time_zone::parse).transpose();
    let zone = zone.map_err(|words| Error::field("time_zone", words))?;
    let mut read = studio.library().read().await?;
    let day = match zone {
        Some(zone) => days(&facets::minutes(&mut read, &filter).await?, zone),
        None => Vec::new(),
    };
    let total = list::count(&mut read, &filter).await?;
    let mut values = async |facet| -> Result<Vec<ContentFacetValue>> {
        Ok(facets::values(&mut read, &filter, facet).await?.into_iter().map(ContentFacetValue::from).collect())
    };
    Ok(ContentFacets {
        total,
        approval_status: values(Facet::Approval).await?,
        character_id: values(Facet::Character).await?,
        content_type: values(Facet::ContentType).await?,
        tag: values(Facet::Tag).await?,
        folder: values(Facet::Folder).await?,
        model: values(Facet::Model).await?,
        lora: values(Facet::Lora).await?,
        rating: values(Facet::Rating).await?,
        day,
    })
}

/// Sums of minutes, the last first, as sums of the days that they fall on in a zone. An item made in the
/// hour that comes twice when the clocks go back stays on its day.
fn days(minutes: &[(DateTime<Utc>, i64)], zone: Tz) -> Vec<ContentFacetValue> {
    let mut days: Vec<(NaiveDate, i64)> = Vec::new();
    for (minute, count) in minutes {
        let date = minute.with_timezone(&zone).date_naive();
        match days.last_mut().filter(|(last, _)| *last == date) {
            Some((_, sum)) => *sum += count,
            None => days.push((date, *count)),
        }
    }
    days.into_iter()
        .map(|(date, count)| FacetValue { value: Some(date.to_string()), label: None, count }.into())
        .collect()
}

/// How much the library holds, by state, type and character.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetContentStats {}

/// How much the library holds; the trash is counted on its own.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ContentStats {
    /// All items.
    total: i64,
    /// Not decided.
    pending: i64,
    /// Approved.
    approved: i64,
    /// Rejected.
    rejected: i64,
    /// Pictures.
    images: i64,
    /// Clips.
    videos: i64,
    /// Made in the last seven days.
    last_seven_days: i64,
    /// Approved and never sent out in a post.
    approved_never_posted: i64,
    /// Size of all files in bytes, the trash left out.
    size_bytes: i64,
    /// Mean of the measured quality scores, 0 to 1; null when none was measured.
    average_quality: Option<f64>,
    /// In the trash.
    in_trash: i64,
    /// Size of the trash in bytes.
    trash_size_bytes: i64,
    /// By character.
    by_character: Vec<ContentFacetValue>,
}

pub(super) async fn stats(studio: &Studio, _: GetContentStats) -> Result<ContentStats> {
    let mut read = studio.library().read().await?;
    let sums = stats::sums(&mut read, studio.now() - TimeDelta::days(7)).await?;
    let by_character = facets::values(&mut read, &Filter::default(), Facet::Character).await?;
    Ok(ContentStats {
        total: sums.total,
        pending: sums.pending,
        approved: sums.approved,
        rejected: sums.rejected,
        images: sums.images,
        videos: sums.videos,
        last_seven_days: sums.recent,
        approved_never_posted: sums.approved_never_posted,
        size_bytes: sums.size_bytes,
        average_quality: sums.average_quality,
        in_trash: sums.in_trash,
        trash_size_bytes: sums.trash_size_bytes,
        by_character: by_character.into_iter().map(ContentFacetValue::from).collect(),
    })
}
