//! The end of a run: its pictures into the library, its row closed, its failure in words, and what is
//! lost sent again.

use super::submit;
use crate::{
    Birth, Code, Error, Kind, NewPicture, OnOutOfMemory, Result, Studio, comfyui::Server, generation::GenerationRecipe,
    media_files::add_picture,
};
use serde_json::json;
use std::sync::Arc;
use troupe_comfyui::{Failure, FailureKind, OutputFile, Outputs, RunOutcome};
use troupe_library::{
    LibraryError,
    tables::{
        content::Rating,
        errors::{self, NewError},
        jobs::{self, State},
        runs::{self, RunRow},
    },
};

/// How often fetching and keeping a finished run's pictures is tried before the run counts as failed.
pub(super) const MOST_ATTEMPTS: u32 = 20;
/// How often a run that the server lost is sent again.
const MOST_SENDS: i64 = 5;
/// The largest picture file that is taken from ComfyUI.
const LARGEST_FILE_BYTES: usize = 512 * 1024 * 1024;

/// Does what an outcome asks for. An error that passes (the disk, the connection) may be tried again:
/// nothing is done twice.
pub(super) async fn finish(studio: &Studio, server: &Arc<Server>, run: &RunRow, outcome: &RunOutcome) -> Result<()> {
    match outcome {
        RunOutcome::Done { outputs } => done(studio, server, run, outputs).await,
        RunOutcome::Failed { failure, outputs_before } => {
            let _kept = keep(studio, server, run, &files(outputs_before)).await?;
            failed(studio, server, run, failure).await
        }
        RunOutcome::Cancelled { .. } => end(studio, run, State::Cancelled).await,
        RunOutcome::Lost { .. } => lost(studio, server, run).await,
    }
}

async fn done(studio: &Studio, server: &Arc<Server>, run: &RunRow, outputs: &Outputs) -> Result<()> {
    let mut found = files(outputs);
    if found.is_empty() {
        found = server.client().find_saved(run.prompt_id.0.into(), "png").await?;
    }
    if keep(studio, server, run, &found).await? == 0 {
        return fail(
            studio,
            run,
            &Error::new(
                Code::UpstreamError,
                "ComfyUI said that it was done, but there is no picture. Look at its log; a full disk there is the usual reason.",
            ),
        )
        .await;
    }
    end(studio, run, State::Done).await
}

/// Files that are meant to last: what nodes saved, and for graphs without such a node what they show.
fn files(outputs: &Outputs) -> Vec<OutputFile> {
    let saved: Vec<_> = outputs.saved().map(|(_, file)| file.clone()).collect();
    if saved.is_empty() { outputs.files().map(|(_, file)| file.clone()).collect() } else { saved }
}

/// Fetches pictures and brings them into the library; answers how many there are.
async fn keep(studio: &Studio, server: &Arc<Server>, run: &RunRow, files: &[OutputFile]) -> Result<usize> {
    if is_cancelled(studio, run).await? {
        return Ok(0);
    }
    let recipe = submit::recipe(run)?;
    let mut kept = 0;
    for (file, number) in files.iter().filter(|file| is_picture(file)).zip(1..) {
        let mut bytes = Vec::new();
        server.client().copy_file(file, &mut bytes).await?;
        if bytes.len() > LARGEST_FILE_BYTES {
            return Err(Error::new(Code::PayloadTooLarge, "The picture that ComfyUI made is larger than 512 MB."));
        }
        add_picture(studio, new_picture(studio, run, &recipe, bytes, number)).await?;
        kept += 1;
    }
    Ok(kept)
}

fn is_picture(file: &OutputFile) -> bool {
    let name = file.filename.to_lowercase();
    [".png", ".jpg", ".jpeg", ".webp"].iter().any(|ending| name.ends_with(ending))
}

fn new_picture(studio: &Studio, run: &RunRow, recipe: &GenerationRecipe, bytes: Vec<u8>, number: u32) -> NewPicture {
    NewPicture {
        bytes,
        recipe: file_recipe(recipe),
        birth: Birth {
            run_id: run.id,
            number,
            job_id: Some(run.job_id),
            character_id: recipe.character.as_ref().map(|character| character.id),
            parent_id: recipe.source_content_id,
            workflow_id: Some(recipe.workflow_id.clone()),
            category: recipe.category.clone(),
            // What was asked for is not what came: only who looks at a picture, or a classifier, says that it is safe.
            rating: if recipe.is_nsfw { Rating::Nsfw } else { Rating::Unknown },
            is_drawn: studio.rehearsal().is_some(),
            created_at: studio.now(),
        },
    }
}

/// The recipe as files carry it; our own whole recipe stands in `extra.generation`.
fn file_recipe(recipe: &GenerationRecipe) -> troupe_media::Recipe {
    let mut extra = serde_json::Map::new();
    if let Ok(whole) = serde_json::to_value(recipe) {
        extra.insert("generation".to_owned(), whole);
    }
    troupe_media::Recipe {
        prompt: Some(recipe.prompt.clone()),
        negative_prompt: Some(recipe.negative_prompt.clone()),
        seed: Some(recipe.seed),
        seed_text: Some(recipe.seed.to_string()),
        steps: recipe.steps,
        cfg_scale: recipe.cfg_scale,
        sampler: recipe.sampler_name.clone(),
        scheduler: recipe.scheduler.clone(),
        model: recipe.model.clone(),
        loras: recipe
            .loras
            .iter()
            .map(|lora| troupe_media::Lora {
                name: lora.name.clone(),
                strength: Some(lora.strength),
                strength_clip: None,
                hash: None,
            })
            .collect(),
        width: recipe.width,
        height: recipe.height,
        extra,
        ..troupe_media::Recipe::default()
    }
}

async fn is_cancelled(studio: &Studio, run: &RunRow) -> Result<bool> {
    let mut read = studio.library().read().await?;
    Ok(runs::get(&mut read, run.id).await?.is_none_or(|row| row.state == State::Cancelled))
}

/// The server does not know the run any more. Its files may be there all the same; else it goes again,
/// under the same id.
async fn lost(studio: &Studio, server: &Arc<Server>, run: &RunRow) -> Result<()> {
    let found = server.client().find_saved(run.prompt_id.0.into(), "png").await?;
    if keep(studio, server, run, &found).await? > 0 {
        return end(studio, run, State::Done).await;
    }
    let mut read = studio.library().read().await?;
    let sends = runs::get(&mut read, run.id).await?.map_or(0, |row| row.attempt);
    drop(read);
    if sends >= MOST_SENDS {
        let message =
            format!("ComfyUI lost this picture {sends} times; it may crash while making it. Look at its log.");
        return fail(studio, run, &Error::new(Code::UpstreamError, message)).await;
    }
    put_back(studio, run).await
}

async fn put_back(studio: &Studio, run: &RunRow) -> Result<()> {
    let mut write = studio.library().write().await?;
    runs::put_back(&mut write, run.id).await?;
    super::settle(studio, write, run.job_id).await
}

/// A failure at run time: out of memory goes again at the next smaller size, anything else is said.
async fn failed(studio: &Studio, server: &Arc<Server>, run: &RunRow, failure: &Failure) -> Result<()> {
    if failure.kind == FailureKind::OutOfMemory
        && studio.settings().await?.generation.on_out_of_memory == OnOutOfMemory::Smaller
        && let Some(smaller) = submit::recipe(run)?.smaller()
    {
        // Memory that the server or a text model still holds would fail the smaller one too.
        crate::graphics_memory::unload_text(studio).await;
        if let Err(error) = server.client().free().await {
            tracing::warn!(service = "comfyui", %error, "ComfyUI could not be asked to free its memory");
        }
        let recipe = serde_json::to_value(&smaller).map_err(Error::internal)?;
        tracing::warn!(service = "queue", run = %run.id, "out of memory; it goes again smaller");
        let mut write = studio.library().write().await?;
        runs::go_again(&mut write, run.id, &recipe).await?;
        return super::settle(studio, write, run.job_id).await;
    }
    let message = match failure.kind {
        FailureKind::OutOfMemory => {
            "The GPU's memory ran out, at the smallest size too. Close other programs that use it, or choose a smaller model.".to_owned()
        }
        FailureKind::Other => {
            let what = crate::error::sentence(failure.message.trim());
            format!("ComfyUI stopped in the node {}: {what}", failure.class_type)
        }
    };
    let error = Error::new(Code::UpstreamError, message).with("comfyui", json!(failure));
    fail(studio, run, &error).await
}

/// Closes a run that failed and keeps its error for Monitoring; the queue goes on with the next one.
pub(super) async fn fail(studio: &Studio, run: &RunRow, error: &Error) -> Result<()> {
    let mut write = studio.library().write().await?;
    if !runs::end(&mut write, run.id, State::Failed, Some(&error.to_json()), studio.now()).await? {
        return Ok(());
    }
    let new = NewError {
        code: error.code.as_str().to_owned(),
        message: error.message.to_string(),
        details: error.details.clone(),
        operation: Some("run_jobs".to_owned()),
        input: Some(json!({ "job_id": run.job_id, "run_id": run.id })),
    };
    let error_id = errors::note(&mut write, &new, studio.now()).await?;
    super::settle(studio, write, run.job_id).await?;
    let data = json!({ "error_id": error_id, "code": error.code, "message": error.message, "job_id": run.job_id });
    studio.events().send(Kind::ErrorOccurred, data);
    studio.events().changed(&["errors"], crate::Caller::Task);
    Ok(())
}

/// Tells once what keeps a finished picture from being kept, such as a full disk.
pub(super) async fn tell_stuck(studio: &Studio, error: &Error) {
    let noted = async {
        let mut write = studio.library().write().await?;
        let new = NewError {
            code: error.code.as_str().to_owned(),
            message: error.message.to_string(),
            details: error.details.clone(),
            operation: Some("run_jobs".to_owned()),
            input: None,
        };
        errors::note(&mut write, &new, studio.now()).await?;
        write.commit().await.map_err(LibraryError::from)?;
        Ok::<_, Error>(())
    };
    if let Err(later) = noted.await {
        // A full disk takes no row either; the log and the event still tell.
        tracing::warn!(service = "queue", error = %later, "an error could not be noted");
    }
    tracing::warn!(service = "queue", code = error.code.as_str(), "a finished picture can't be kept yet: {error}");
    studio.events().send(Kind::ErrorOccurred, json!({ "code": error.code, "message": error.message }));
}

async fn end(studio: &Studio, run: &RunRow, state: State) -> Result<()> {
    let mut write = studio.library().write().await?;
    runs::end(&mut write, run.id, state, None, studio.now()).await?;
    let job = jobs::get(&mut write, run.job_id).await?;
    if job.is_none() {
        return Ok(());
    }
    super::settle(studio, write, run.job_id).await
}
