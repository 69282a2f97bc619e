//! The Page photo: a picture staged as an unpublished photo of the Page that the Instagram account is linked to. Meta
//! does not document it as a way to publish, so it is one choice among others.

use crate::{
    Error, Media, Result, StepResult,
    meta::Door,
    reply::{count, text},
};
use troupe_net::multipart::Form;

/// Stages a picture: nobody but the Page's team sees it.
pub(crate) async fn stage(door: Door<'_>, page: &str, media: &Media) -> Result<StepResult> {
    let form = Form::new().text("published", "false").part("source", media.part().await?);
    let reply = door.post_form(&format!("{page}/photos"), "/{page}/photos", form, media.upload_time()).await?;
    Ok(StepResult::id(reply.need("/id")?))
}

/// The public address of the widest version that Facebook made of a staged picture.
pub(crate) async fn address(door: Door<'_>, photo: &str) -> Result<String> {
    let reply = door.get(photo, "/{photo}", &[("fields", "images")]).await?;
    let widest = reply.list("/images").iter().max_by_key(|image| count(image, "/width").unwrap_or(0));
    widest.and_then(|image| text(image, "/source")).ok_or_else(|| reply.unreadable("the photo has no address"))
}

/// Takes a staged picture away; one that is gone already is as good.
pub(crate) async fn remove(door: Door<'_>, photo: &str) -> Result<()> {
    match door.delete(photo, "/{photo}").await {
        Err(Error::Refused(refusal)) if refusal.code.starts_with("100") || refusal.code == "803" => Ok(()),
        other => other,
    }
}
