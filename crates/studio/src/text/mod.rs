//! Words of characters: which engine writes ([`engines`], [`ask`]), who speaks ([`voice`]), how long a text may be
//! ([`room`]), and the texts themselves ([`captions`], [`pieces`], [`scenes`], [`describe`]).

pub(crate) mod ask;
pub(crate) mod captions;
pub(crate) mod describe;
pub(crate) mod engines;
mod error;
pub(crate) mod guard;
mod language;
pub(crate) mod pieces;
pub(crate) mod room;
pub(crate) mod scenes;
pub(crate) mod shown;
pub(crate) mod spending;
pub(crate) mod voice;
pub(crate) mod wildcards;

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
