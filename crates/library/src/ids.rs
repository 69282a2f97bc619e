//! A newtype for every id. Ids are UUID version 7, so that they sort by the time of their making.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::{
    Decode, Encode, Sqlite, Type,
    encode::IsNull,
    error::BoxDynError,
    sqlite::{SqliteArgumentsBuffer, SqliteTypeInfo, SqliteValueRef},
};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id of the present moment.
            #[must_use]
            #[allow(clippy::new_without_default)]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl Type<Sqlite> for $name {
            fn type_info() -> SqliteTypeInfo {
                <String as Type<Sqlite>>::type_info()
            }
        }

        impl<'q> Encode<'q, Sqlite> for $name {
            fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
                <String as Encode<'q, Sqlite>>::encode(self.to_string(), buffer)
            }
        }

        impl<'r> Decode<'r, Sqlite> for $name {
            fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
                Ok(Self(Uuid::parse_str(<&str as Decode<'r, Sqlite>>::decode(value)?)?))
            }
        }
    )*};
}

ids! {
    /// A character.
    CharacterId;
    /// A style of a character.
    StyleId;
    /// A reference picture of a character.
    ReferenceId;
    /// An origin of a face, a voice or a training set.
    ConsentId;
    /// A ComfyUI that the creator named.
    ServerId;
    /// One press of a button: pictures, an upscale, a workflow.
    JobId;
    /// Jobs made together.
    BatchId;
    /// One picture of a job: one ComfyUI prompt.
    RunId;
    /// The id under which a run is sent to ComfyUI.
    PromptId;
    /// A picture, a clip, a sound or a text in the library.
    ContentId;
    /// Named generation parameters.
    PresetId;
    /// A prompt frame.
    TemplateId;
    /// A named size.
    FormatId;
    /// An example of a prompt.
    ExampleId;
    /// A prompt of the prompt book.
    SavedPromptId;
    /// A text engine that the creator named.
    TextEngineId;
    /// A file that a browser sent, kept for 24 hours.
    UploadId;
    /// A group of errors with one cause.
    ErrorId;
    /// An account at a platform.
    AccountId;
    /// A login that was begun; it lives in memory only.
    AttemptId;
    /// A post: one account's.
    PostId;
    /// Posts made together.
    GroupId;
    /// A step of a post toward its platform.
    PostStepId;
    /// A weekly time at which an account posts.
    SlotId;
    /// A rule that plans posts by itself.
    RuleId;
    /// One firing of a rule.
    FiringId;
    /// A model that is fetched from the network.
    ModelInstallId;
    /// A comment on a post of ours.
    CommentId;
    /// A like, a reply, a repost or a follow that a person clicked.
    EngagementActionId;
    /// An agent: a program that asks for operations of its own accord.
    AgentId;
    /// A question of an agent to the creator.
    ApprovalId;
}
