//! Sending a run: the graph from its recipe, the row before the call, the answer after it.

use super::finish;
use crate::{Code, Error, Result, Studio, comfyui::Server, generation::GenerationRecipe, origins, workflows};
use serde_json::json;
use std::sync::Arc;
use troupe_comfyui::{Connection, Graph, PromptRequest, Watch, build};
use troupe_library::{
    LibraryError,
    tables::{characters, content, jobs, runs, runs::RunRow},
};

/// What became of sending.
pub(super) enum Submitted {
    /// ComfyUI has it.
    Out(Box<Watch>),
    /// It failed or was cancelled meanwhile; the row says so.
    Ended,
    /// ComfyUI can't be reached; it waits in our queue again.
    NotNow,
}

/// The recipe of a run.
pub(super) fn recipe(run: &RunRow) -> Result<GenerationRecipe> {
    serde_json::from_value(run.recipe.clone()).map_err(|error| {
        Error::new(Code::InternalError, "The recipe of this picture can't be read. It may come from a newer Troupe.")
            .because(error)
    })
}

/// The graph of a run, without the picture that it may start from.
pub(super) fn graph(studio: &Studio, run: &RunRow) -> Result<Graph> {
    let recipe = recipe(run)?;
    if let Some(graph) = &recipe.graph {
        return Ok(Graph::from_json(&graph.to_string())?);
    }
    let workflow = workflows::get(studio, &recipe.workflow_id)?;
    Ok(build(&workflow, &workflows::values(&recipe, &workflow))?)
}

/// Sends a run. The row says submitted before the call is made.
pub(super) async fn submit(
    studio: &Studio,
    server: &Arc<Server>,
    connection: &Connection,
    run: &RunRow,
) -> Result<Submitted> {
    let prepared = prepare(studio, server, run).await;
    let request = match prepared {
        Ok(request) => request,
        Err(error) if error.code == Code::ServiceUnavailable => {
            server.failed(&error);
            return Ok(Submitted::NotNow);
        }
        Err(error) => {
            finish::fail(studio, run, &error).await?;
            return Ok(Submitted::Ended);
        }
    };
    let mut write = studio.library().write().await?;
    if !runs::submit(&mut write, run.id, server.id(), studio.now()).await? {
        // It was cancelled between the look and now.
        return Ok(Submitted::Ended);
    }
    jobs::settle(&mut write, run.job_id, studio.now()).await?;
    write.commit().await.map_err(LibraryError::from)?;
    studio.events().changed(&["jobs"], crate::Caller::Task);

    match connection.submit(&request).await {
        Ok((accepted, watch)) => {
            for field in accepted.dropped {
                tracing::warn!(service = "comfyui", run = %run.id, ?field, "a part of the workflow was left out by ComfyUI");
            }
            Ok(Submitted::Out(Box::new(watch)))
        }
        Err(error) => {
            let error = Error::from(error);
            if error.code == Code::ServiceUnavailable {
                // Surely not there, or not to be asked: the next look asks again before anything is sent twice.
                server.failed(&error);
                Ok(Submitted::NotNow)
            } else {
                finish::fail(studio, run, &error).await?;
                Ok(Submitted::Ended)
            }
        }
    }
}

async fn prepare(studio: &Studio, server: &Arc<Server>, run: &RunRow) -> Result<PromptRequest> {
    let mut recipe = recipe(run)?;
    if let Some(character) = &recipe.character {
        // A consent may have been withdrawn since the picture was asked for.
        let mut read = studio.library().read().await?;
        if let Some(row) = characters::get(&mut read, character.id).await? {
            origins::check_character(&mut read, &row, recipe.is_nsfw, studio.now()).await?;
        }
    }
    if let Some(source) = recipe.source_content_id {
        let name = upload(studio, server, source).await?;
        recipe.values.insert("image".to_owned(), name.into());
    }
    let graph = match &recipe.graph {
        Some(graph) => Graph::from_json(&graph.to_string())?,
        None => {
            let workflow = workflows::get(studio, &recipe.workflow_id)?;
            let values = workflows::values(&recipe, &workflow);
            let discovery = server.discovery().await?;
            crate::generation::refuse_missing(Some(&discovery.missing(&workflow, &values)?))?;
            build(&workflow, &values)?
        }
    };
    Ok(PromptRequest::new(run.prompt_id.0.into(), graph)
        .marked(server.client().folder(), json!({ "job_id": run.job_id, "run_id": run.id })))
}

/// Brings a picture of the library to the server, once by its hash; answers its name there.
async fn upload(studio: &Studio, server: &Arc<Server>, id: troupe_library::ContentId) -> Result<String> {
    let mut read = studio.library().read().await?;
    let row = content::get(&mut read, id).await?.ok_or_else(|| Error::not_found("content", id))?;
    drop(read);
    let path = studio.library().media_dir().join(&row.file);
    let bytes = tokio::fs::read(&path).await.map_err(|error| {
        Error::new(
            Code::StorageError,
            "The picture's file can't be read. It may have been moved or deleted outside of Troupe.",
        )
        .because(error)
    })?;
    let extension = row.file.rsplit('.').next().unwrap_or("png").to_owned();
    Ok(server.client().upload(bytes.into(), &extension).await?.input_name)
}
