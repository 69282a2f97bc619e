//! Which items: the conditions of the library's grid, laid into SQL so that an index answers them.
//!
//! A condition is only written when it is set, since SQLite can't choose an index for
//! `?1 IS NULL OR column = ?1`.

use super::{ApprovalStatus, ContentSource, ContentType, Rating};
use crate::{CharacterId, ContentId, JobId, Result};
use chrono::{DateTime, Utc};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

/// Up to this many matches of a text, a tag or a LoRA are looked up one by one; of more, the grid's
/// own order is walked and each item is compared, which ends early because many match.
const FEW: i64 = 200;
/// The most words of a search that count.
const MOST_WORDS: usize = 32;

/// Which items. Everything unset means all that are not in the trash.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Of this character.
    pub character_id: Option<CharacterId>,
    /// Of this type.
    pub content_type: Option<ContentType>,
    /// In one of these states; empty means any.
    pub approval: Vec<ApprovalStatus>,
    /// With one of these ratings; empty means any.
    pub ratings: Vec<Rating>,
    /// Meant for this.
    pub category: Option<String>,
    /// Coming from there.
    pub source: Option<ContentSource>,
    /// With all of these tags.
    pub tags: Vec<String>,
    /// In this folder; an empty text means in none.
    pub folder: Option<String>,
    /// Made with this checkpoint.
    pub model: Option<String>,
    /// Made with this LoRA.
    pub lora: Option<String>,
    /// Made with this seed.
    pub seed: Option<i64>,
    /// Made by this job.
    pub job_id: Option<JobId>,
    /// Derived from this item.
    pub parent_id: Option<ContentId>,
    /// Each word, or a word that begins with it, stands in prompt, description, tags, model, LoRAs, seed or name.
    pub text: Option<String>,
    /// Whether it went out in a post.
    pub was_posted: Option<bool>,
    /// Made at or after this moment.
    pub created_from: Option<DateTime<Utc>>,
    /// Made at or before this moment.
    pub created_to: Option<DateTime<Utc>>,
    /// Measured quality at least this.
    pub min_quality: Option<f64>,
    /// Measured quality at most this.
    pub max_quality: Option<f64>,
    /// Measured likeness at least this.
    pub min_identity: Option<f64>,
    /// Measured likeness at most this.
    pub max_identity: Option<f64>,
}

/// A condition that can be left out when the values beside it are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facet {
    /// The creator's decision.
    Approval,
    /// The character.
    Character,
    /// Picture, clip, sound, text.
    ContentType,
    /// The tags.
    Tag,
    /// The folder.
    Folder,
    /// The checkpoint.
    Model,
    /// The LoRA.
    Lora,
    /// How much it shows.
    Rating,
}

/// A set of items that another table knows.
#[derive(Debug)]
pub(super) enum Set {
    /// Matches of an FTS5 expression.
    Text(String),
    Tag(String),
    Lora(String),
}

impl Set {
    fn facet(&self) -> Option<Facet> {
        match self {
            Self::Text(_) => None,
            Self::Tag(_) => Some(Facet::Tag),
            Self::Lora(_) => Some(Facet::Lora),
        }
    }

    pub(super) fn push(&self, query: &mut QueryBuilder<Sqlite>) {
        let (select, value) = match self {
            Self::Text(expression) => ("SELECT rowid FROM content_fts WHERE content_fts MATCH ", expression),
            Self::Tag(tag) => ("SELECT content_row FROM content_tags WHERE tag = ", tag),
            Self::Lora(name) => ("SELECT content_row FROM content_loras WHERE name = ", name),
        };
        query.push(select).push_bind(value.clone());
    }

    /// The end of [`Set::push`]'s statement that leaves out what lies in the trash. The plus keeps SQLite from looking
    /// up each item of the trash in the set.
    pub(super) fn and_not_in_trash(&self) -> &'static str {
        match self {
            Self::Text(_) => " AND +rowid NOT IN (SELECT row_number FROM content WHERE deleted_at IS NOT NULL)",
            Self::Tag(_) | Self::Lora(_) => {
                " AND +content_row NOT IN (SELECT row_number FROM content WHERE deleted_at IS NOT NULL)"
            }
        }
    }

    async fn is_large(&self, db: &mut SqliteConnection) -> Result<bool> {
        let mut query = QueryBuilder::new("SELECT count(*) FROM (");
        self.push(&mut query);
        query.push(" LIMIT ").push_bind(FEW + 1).push(")");
        let found: i64 = query.build_query_scalar().fetch_one(db).await?;
        Ok(found > FEW)
    }
}

/// A filter that knows how large the sets are that it names.
#[derive(Debug)]
pub(super) struct Conditions<'a> {
    filter: &'a Filter,
    sets: Vec<(Set, bool)>,
}

impl Filter {
    /// Looks how large the sets of the filter are.
    pub(super) async fn conditions(&self, db: &mut SqliteConnection) -> Result<Conditions<'_>> {
        let mut sets: Vec<Set> = self.tags.iter().cloned().map(Set::Tag).collect();
        sets.extend(self.lora.clone().map(Set::Lora));
        sets.extend(
            self.text.as_deref().filter(|text| !text.trim().is_empty()).map(|text| Set::Text(expression(text))),
        );
        let mut sized = Vec::with_capacity(sets.len());
        for set in sets {
            let is_large = set.is_large(&mut *db).await?;
            sized.push((set, is_large));
        }
        Ok(Conditions { filter: self, sets: sized })
    }
}

impl Conditions<'_> {
    /// What to read from: the table, or the one index that holds the columns of all conditions.
    ///
    /// SQLite takes the index of one condition where several are set, and then reads each row for the
    /// others; a row takes it as long as fifty entries of the wide index.
    pub(super) fn from(&self, without: Option<Facet>) -> &'static str {
        let filter = self.filter;
        let with = |facet: Facet| without != Some(facet);
        let has_own_index = filter.seed.is_some() || filter.job_id.is_some() || filter.parent_id.is_some();
        let has_few = self.sets.iter().any(|(set, is_large)| !is_large && set.facet().is_none_or(with));
        let approval = if with(Facet::Approval) { filter.approval.len() } else { 0 };
        let equal = [
            filter.character_id.is_some() && with(Facet::Character),
            approval == 1,
            filter.content_type.is_some() && with(Facet::ContentType),
            filter.folder.is_some() && with(Facet::Folder),
            filter.model.is_some() && with(Facet::Model),
        ];
        let further = approval > 1
            || (!filter.ratings.is_empty() && with(Facet::Rating))
            || filter.category.is_some()
            || filter.source.is_some()
            || filter.was_posted.is_some()
            || [filter.min_quality, filter.max_quality, filter.min_identity, filter.max_identity]
                .iter()
                .any(Option::is_some);
        let has_index_of_both = equal == [true, true, false, false, false];
        let is_one = equal.iter().filter(|is_set| **is_set).count() <= 1 || has_index_of_both;
        // A facet groups by a column that the index of another condition has not.
        let is_grouped = without.is_some() && equal.contains(&true);
        if has_own_index || has_few || (is_one && !further && !is_grouped) {
            "content"
        } else {
            "content INDEXED BY content_newest"
        }
    }

    /// The one set, where the filter is nothing else.
    pub(super) fn only_set(&self) -> Option<&Set> {
        let rest = Filter { tags: Vec::new(), lora: None, text: None, ..self.filter.clone() };
        match self.sets.as_slice() {
            [(set, _)] if rest == Filter::default() => Some(set),
            _ => None,
        }
    }

    /// Writes ` WHERE …`, leaving out the condition of one facet.
    pub(super) fn push(&self, query: &mut QueryBuilder<Sqlite>, without: Option<Facet>) {
        let filter = self.filter;
        let with = |facet: Facet| without != Some(facet);
        query.push(" WHERE content.deleted_at IS NULL");
        if let Some(id) = filter.character_id.filter(|_| with(Facet::Character)) {
            query.push(" AND content.character_id = ").push_bind(id);
        }
        if let Some(content_type) = filter.content_type.filter(|_| with(Facet::ContentType)) {
            query.push(" AND content.content_type = ").push_bind(content_type);
        }
        if with(Facet::Approval) {
            push_any(query, "content.approval_status", &filter.approval);
        }
        if with(Facet::Rating) {
            push_any(query, "content.rating", &filter.ratings);
        }
        if let Some(category) = &filter.category {
            query.push(" AND content.category = ").push_bind(category.clone());
        }
        if let Some(source) = filter.source {
            query.push(" AND content.source = ").push_bind(source);
        }
        if let Some(folder) = filter.folder.as_ref().filter(|_| with(Facet::Folder)) {
            query.push(" AND content.folder = ").push_bind(folder.clone());
        }
        if let Some(model) = filter.model.as_ref().filter(|_| with(Facet::Model)) {
            query.push(" AND content.model = ").push_bind(model.clone());
        }
        if let Some(seed) = filter.seed {
            query.push(" AND content.seed = ").push_bind(seed);
        }
        if let Some(id) = filter.job_id {
            query.push(" AND content.job_id = ").push_bind(id);
        }
        if let Some(id) = filter.parent_id {
            query.push(" AND content.parent_id = ").push_bind(id);
        }
        match filter.was_posted {
            Some(true) => _ = query.push(" AND content.times_used > 0"),
            Some(false) => _ = query.push(" AND content.times_used = 0"),
            None => {}
        }
        if let Some(from) = filter.created_from {
            query.push(" AND content.created_at >= ").push_bind(from);
        }
        if let Some(to) = filter.created_to {
            query.push(" AND content.created_at <= ").push_bind(to);
        }
        for (condition, bound) in [
            (" AND content.quality_score >= ", filter.min_quality),
            (" AND content.quality_score <= ", filter.max_quality),
            (" AND content.identity_score >= ", filter.min_identity),
            (" AND content.identity_score <= ", filter.max_identity),
        ] {
            if let Some(bound) = bound {
                query.push(condition).push_bind(bound);
            }
        }
        for (set, is_large) in self.sets.iter().filter(|(set, _)| set.facet().is_none_or(with)) {
            // The plus keeps SQLite from looking up a large set row by row, which it would then have to sort.
            query.push(if *is_large { " AND +content.row_number IN (" } else { " AND content.row_number IN (" });
            set.push(query);
            query.push(")");
        }
    }
}

/// One value as an equation, which an index answers in order; several as a list.
fn push_any<T>(query: &mut QueryBuilder<Sqlite>, column: &str, values: &[T])
where
    T: Copy + Send + 'static + sqlx::Type<Sqlite> + for<'q> sqlx::Encode<'q, Sqlite>,
{
    match values {
        [] => {}
        [one] => _ = query.push(format!(" AND {column} = ")).push_bind(*one),
        many => {
            query.push(format!(" AND {column} IN ("));
            let mut list = query.separated(", ");
            for value in many {
                list.push_bind(*value);
            }
            query.push(")");
        }
    }
}

/// What the creator typed, as an FTS5 expression: each word is a quoted prefix, so that no letter of it
/// has a meaning of its own. A text without any letter or digit finds nothing.
fn expression(text: &str) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .take(MOST_WORDS)
        .map(|word| format!("\"{}\"*", word.replace('"', "\"\"").replace('\0', "")))
        .collect();
    if words.is_empty() { "\"\"".to_owned() } else { words.join(" ") }
}
