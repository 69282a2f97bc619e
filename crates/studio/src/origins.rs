//! Whose face it is: what an origin needs, and whether the consents under a character still hold.

use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use troupe_library::{
    ConsentId, Origin, SqliteConnection,
    tables::{
        characters::CharacterRow,
        consents::{self, ConsentRow, SubjectKind},
        references,
    },
};

/// Whether a consent holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConsentState {
    /// It holds.
    Valid,
    /// Its time is over.
    Expired,
    /// It was withdrawn.
    Withdrawn,
}

/// How a consent is at `now`.
pub(crate) fn state(consent: &ConsentRow, now: DateTime<Utc>) -> ConsentState {
    if consent.withdrawn_at.is_some() {
        ConsentState::Withdrawn
    } else if consent.expires_at.is_some_and(|at| at <= now) {
        ConsentState::Expired
    } else {
        ConsentState::Valid
    }
}

/// Checks an origin with the consent that it names: a written consent must be there, hold, and be about
/// pictures. `field` stands before the fields' names, such as `files[0].`.
///
/// # Errors
/// `validation_error` that says which consent is needed and why this one does not do.
pub(crate) async fn check(
    db: &mut SqliteConnection,
    field: &str,
    origin: Origin,
    consent_id: Option<ConsentId>,
    now: DateTime<Utc>,
) -> Result<()> {
    let wrong = |message: &str| Err(Error::field(format!("{field}consent_id"), message));
    let Some(id) = consent_id else {
        return match origin {
            Origin::Consent => wrong("is needed for another person's face: note the written consent first"),
            Origin::Fictional | Origin::OwnLikeness => Ok(()),
        };
    };
    let Some(consent) = consents::get(db, id).await? else {
        return wrong("names a consent that is not there");
    };
    if consent.origin != origin {
        return wrong("belongs to another origin than the one given");
    }
    if consent.subject_kind == SubjectKind::Voice {
        return wrong("is about a voice, not about pictures");
    }
    match state(&consent, now) {
        ConsentState::Valid => Ok(()),
        ConsentState::Expired => wrong("has expired; a new written consent is needed"),
        ConsentState::Withdrawn => wrong("was withdrawn; a new written consent is needed"),
    }
}

/// Checks that pictures of a character may be made: every consent that it or one of its references rests
/// on must hold, and a real person's likeness is not made not safe for work.
///
/// # Errors
/// `forbidden` that says why and what to do.
pub(crate) async fn check_character(
    db: &mut SqliteConnection,
    character: &CharacterRow,
    is_nsfw: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    let forbidden = |words: String| Err(Error::new(Code::Forbidden, words));
    let name = &character.name;
    let references = references::list(db, character.id).await?;
    let is_real = |origin| origin != Origin::Fictional;
    if is_nsfw && (is_real(character.origin) || references.iter().any(|reference| is_real(reference.origin))) {
        return forbidden(format!("{name} has a real person's likeness, so no NSFW pictures are made of it."));
    }
    if character.origin == Origin::Consent && character.consent_id.is_none() {
        return forbidden(format!(
            "{name} has another person's face and no consent. Add a valid consent under Identity to go on."
        ));
    }
    for consent in consents::of_character(db, character.id).await? {
        let what = match state(&consent, now) {
            ConsentState::Valid => continue,
            ConsentState::Expired => "has expired",
            ConsentState::Withdrawn => "was withdrawn",
        };
        let whose = consent.subject_name.as_deref().map(|name| format!(" of {name}")).unwrap_or_default();
        return forbidden(format!(
            "The consent{whose} that {name} rests on {what}, so no pictures are made of it. Add a valid consent under Identity, or remove the references that rest on this one."
        ))
        .map_err(|error: Error| error.with("consent_id", serde_json::json!(consent.id)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn a_consent_ends_by_its_time_or_by_being_withdrawn() {
        let now = Utc::now();
        let hour = TimeDelta::hours(1);
        for (expires_at, withdrawn_at, expected) in [
            (None, None, ConsentState::Valid),
            (Some(now + hour), None, ConsentState::Valid),
            (Some(now), None, ConsentState::Expired),
            (Some(now + hour), Some(now - hour), ConsentState::Withdrawn),
            (Some(now - hour), Some(now), ConsentState::Withdrawn),
        ] {
            let consent = ConsentRow {
                id: ConsentId::new(),
                subject_kind: SubjectKind::Face,
                origin: Origin::Consent,
                subject_name: None,
                file: None,
                scope: None,
                notes: None,
                expires_at,
                withdrawn_at,
                created_at: now,
                updated_at: now,
            };
            assert_eq!(state(&consent, now), expected);
        }
    }
}
