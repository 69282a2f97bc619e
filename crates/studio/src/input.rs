//! Shapes that many inputs share: a page of a list, a field of an update, a file that comes in.

use crate::{Error, Result};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use troupe_library::UploadId;

/// The largest page of a list, as the contract says.
const LARGEST_PAGE: u32 = 200;

/// Which part of a list. Flattening is avoided, since it forbids refusing unknown fields: inputs name
/// `limit` and `offset` themselves and read them with [`Page::of`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// At most this many, 1 to 200.
    pub limit: u32,
    /// After this many.
    pub offset: u32,
}

impl Page {
    /// A page of an input, with the list's own default size.
    ///
    /// # Errors
    /// When `limit` is not within 1 and 200.
    pub fn of(limit: Option<u32>, offset: Option<u32>, default_limit: u32) -> Result<Self> {
        let limit = limit.unwrap_or(default_limit);
        if !(1..=LARGEST_PAGE).contains(&limit) {
            return Err(Error::field("limit", format!("must be from 1 to {LARGEST_PAGE}")));
        }
        Ok(Self { limit, offset: offset.unwrap_or(0) })
    }
}

impl Page {
    /// The page's part of a list that is small enough to be read whole.
    pub(crate) fn cut<T>(self, all: Vec<T>) -> impl Iterator<Item = T> {
        let (limit, offset) = (usize::try_from(self.limit), usize::try_from(self.offset));
        all.into_iter().skip(offset.unwrap_or(usize::MAX)).take(limit.unwrap_or(0))
    }
}

/// A field of an update: absent stays as it is, `null` clears it, a value sets it.
/// Write the field as `#[serde(default)] pub bio: Patch<String>`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Patch<T> {
    /// Not sent: the field stays.
    #[default]
    Keep,
    /// `null`: the field is cleared.
    Clear,
    /// The new value.
    Set(T),
}

impl<T> Patch<T> {
    /// Lays the patch over a field that can't be empty; clearing sets its default.
    pub fn apply(self, field: &mut T)
    where
        T: Default,
    {
        match self {
            Self::Keep => {}
            Self::Clear => *field = T::default(),
            Self::Set(value) => *field = value,
        }
    }

    /// Lays the patch over a field that may be empty.
    pub fn apply_option(self, field: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *field = None,
            Self::Set(value) => *field = Some(value),
        }
    }

    /// Lays the patch over a field that must have a value.
    ///
    /// # Errors
    /// When the field was to be cleared.
    pub fn apply_required(self, name: &str, field: &mut T) -> Result<()> {
        match self {
            Self::Keep => Ok(()),
            Self::Clear => Err(Error::field(name, "must have a value")),
            Self::Set(value) => {
                *field = value;
                Ok(())
            }
        }
    }

    /// The new value, if one was sent.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            _ => None,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Ok(match Option::<T>::deserialize(deserializer)? {
            None => Self::Clear,
            Some(value) => Self::Set(value),
        })
    }
}

impl<T: JsonSchema> JsonSchema for Patch<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        <Option<T>>::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        <Option<T>>::json_schema(generator)
    }
    fn _schemars_private_is_option() -> bool {
        true
    }
}

/// A file that comes in: exactly one of the three.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileInput {
    /// A file on this computer (window and command line only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// A file sent to `POST /uploads` before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload_id: Option<UploadId>,
    /// An address to fetch it from; private addresses are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
