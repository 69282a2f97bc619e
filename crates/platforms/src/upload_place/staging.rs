//! The steps of staging a file in the creator's own bucket, the same for every platform that fetches from there.

use super::no_place;
use crate::{Call, Media, Progress, Result, Session, Step, StepKind, StepResult, UploadAccess, reply::Api};
use uuid::Uuid;

/// By what a staged file is known: its key in the bucket, nothing elsewhere.
pub(crate) fn reference(session: &Session, post: Uuid, index: usize, media: &Media) -> String {
    match &session.upload {
        Some(UploadAccess::Bucket(bucket)) => bucket.key(post, index, media),
        _ => String::new(),
    }
}

/// Puts a file where the platform can fetch it.
pub(crate) async fn put(api: &Api, call: &Call<'_>, step: &Step, media: &Media) -> Result<Progress> {
    let Some(UploadAccess::Bucket(bucket)) = &call.session.upload else { return Err(no_place(api.facts)) };
    bucket.put(&api.web, api.facts, &step.reference, media, call.now).await?;
    Ok(Progress::Done(StepResult::id(step.reference.clone())))
}

/// The address from which the platform fetches a staged file.
pub(crate) fn address(api: &Api, call: &Call<'_>, index: usize) -> Result<String> {
    let staged = call.result(StepKind::Stage, Some(index)).and_then(|result| result.id.as_deref());
    match (&call.session.upload, staged) {
        (Some(UploadAccess::Bucket(bucket)), Some(key)) => {
            bucket.address(&api.web, key, call.now).map(|url| url.to_string())
        }
        _ => Err(no_place(api.facts)),
    }
}

/// Takes a staged file away. Nothing was staged, or the place was given up since: then there is nothing to do.
pub(crate) async fn remove(api: &Api, call: &Call<'_>, step: &Step) -> Result<Progress> {
    let staged = call.result(StepKind::Stage, step.item).and_then(|result| result.id.as_deref());
    if let (Some(UploadAccess::Bucket(bucket)), Some(key)) = (&call.session.upload, staged) {
        bucket.remove(&api.web, api.facts, key, call.now).await?;
    }
    Ok(Progress::Done(StepResult::default()))
}
