//! Bringing models onto this computer: looking at a link, installing, what a workflow lacks.

use crate::{
    Error, Page, Result, Studio,
    models::{self, FoundModel, NewInstall, address_of, enqueue, inspect},
    workflows,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_comfyui::{MissingModel, Values};
use troupe_library::{
    LibraryError, ModelInstallId,
    tables::model_installs::{self, InstallState, ModelInstallRow, ModelSource},
};

/// A model on its way onto this computer.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ModelInstall {
    id: ModelInstallId,
    /// How far it is.
    state: InstallState,
    source: ModelSource,
    /// Its name on its page.
    title: String,
    page_url: Option<String>,
    licence: Option<String>,
    /// The folder that it goes into.
    folder: String,
    /// The file's name within the folder.
    name: String,
    /// The file's size, once it is known.
    size_bytes: Option<i64>,
    /// How much of it is there.
    done_bytes: i64,
    /// How much of it is there, from 0 to 1; `null` while the size is not known.
    fraction: Option<f64>,
    sha256: Option<String>,
    /// Why it failed and what to do.
    error: Option<String>,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

impl From<ModelInstallRow> for ModelInstall {
    #[allow(clippy::cast_precision_loss)]
    fn from(row: ModelInstallRow) -> Self {
        let size = row.size_bytes.filter(|size| *size > 0);
        Self {
            id: row.id,
            state: row.state,
            source: row.source,
            title: row.title,
            page_url: row.page_url,
            licence: row.licence,
            folder: row.folder,
            name: row.name,
            size_bytes: row.size_bytes,
            done_bytes: row.done_bytes,
            fraction: size.map(|size| (row.done_bytes as f64 / size as f64).min(1.0)),
            sha256: row.sha256,
            error: row.error,
            created_at: row.created_at,
            finished_at: row.finished_at,
        }
    }
}

/// Looks at a pasted link of Hugging Face, Civitai or another host: the file, its size, its licence, where it belongs.
/// Nothing is fetched yet.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InspectModel {
    /// The address of the model's page or of its file.
    #[schemars(length(min = 1, max = 2000))]
    link: String,
}

pub(super) async fn look_at(studio: &Studio, input: InspectModel) -> Result<FoundModel> {
    inspect(studio, &input.link).await
}

/// Fetches a model into ComfyUI's folder: resumed after a break, checked by its SHA-256. Files that can carry a
/// program (Python pickles) are refused.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InstallModel {
    /// The address of the model's page or of its file.
    #[serde(alias = "url")]
    #[schemars(length(min = 1, max = 2000), extend("x-aliases" = ["url"]))]
    link: String,
    /// The folder that it goes into, such as `checkpoints` or `loras`; else the one that its page tells.
    #[serde(alias = "type")]
    #[schemars(extend("x-aliases" = ["type"]))]
    folder: Option<String>,
    /// A folder below it, such as `characters`.
    subfolder: Option<String>,
    /// Another name for the file.
    file_name: Option<String>,
    /// The SHA-256 that it must have; else the one that its page says.
    sha256: Option<String>,
}

pub(super) async fn install(studio: &Studio, input: InstallModel) -> Result<ModelInstall> {
    let mut found = inspect(studio, &input.link).await?;
    if let Some(refused) = &found.refused {
        return Err(Error::field("link", refused.clone()));
    }
    if let Some(wanted) = input.sha256 {
        let wanted = wanted.trim().to_ascii_lowercase();
        if wanted.len() != 64 || !wanted.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Error::field("sha256", "must be 64 hexadecimal digits"));
        }
        found.sha256 = Some(wanted);
    }
    let new = NewInstall { found, folder: input.folder, subfolder: input.subfolder, file_name: input.file_name };
    Ok(enqueue(studio, new).await?.into())
}

/// The models that are or were on their way, newest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListInstalls {
    /// At most this many, 1 to 200 (50).
    limit: Option<u32>,
}

/// Models on their way.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct InstallList {
    installs: Vec<ModelInstall>,
    total: usize,
}

pub(super) async fn installs(studio: &Studio, input: ListInstalls) -> Result<InstallList> {
    let page = Page::of(input.limit, None, 50)?;
    let mut read = studio.library().read().await?;
    let rows = model_installs::list(&mut read, page.limit.into()).await?;
    Ok(InstallList { total: rows.len(), installs: rows.into_iter().map(ModelInstall::from).collect() })
}

/// Calls a model off that is on its way. What came of it stays, so that it can go on later.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CancelInstall {
    /// The install.
    install_id: ModelInstallId,
}

pub(super) async fn cancel(studio: &Studio, input: CancelInstall) -> Result<ModelInstall> {
    let mut write = studio.library().write().await?;
    let mut row = find(&mut write, input.install_id).await?;
    row.state = InstallState::Cancelled;
    row.finished_at = Some(studio.now());
    if !model_installs::keep(&mut write, &row).await? {
        return Err(Error::conflict("It has ended already, so there is nothing to call off."));
    }
    write.commit().await.map_err(LibraryError::from)?;
    Ok(row.into())
}

/// Fetches a model again that failed or was called off; it goes on where it broke off.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RetryInstall {
    /// The install.
    install_id: ModelInstallId,
}

pub(super) async fn retry(studio: &Studio, input: RetryInstall) -> Result<ModelInstall> {
    let mut write = studio.library().write().await?;
    find(&mut write, input.install_id).await?;
    if !model_installs::again(&mut write, input.install_id).await? {
        return Err(Error::conflict("It is on its way, or here already."));
    }
    let row = find(&mut write, input.install_id).await?;
    write.commit().await.map_err(LibraryError::from)?;
    studio.tasks().nudge(models::INSTALL_MODELS);
    Ok(row.into())
}

async fn find(db: &mut troupe_library::SqliteConnection, id: ModelInstallId) -> Result<ModelInstallRow> {
    model_installs::get(db, id).await?.ok_or_else(|| Error::not_found("install", id))
}

/// The models that a workflow needs and ComfyUI lacks, with where each can be fetched.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListMissing {
    /// The workflow.
    workflow_id: String,
}

/// Models that a workflow lacks.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MissingList {
    models: Vec<LackingModel>,
    total: usize,
    /// How many of them can be fetched with one press.
    installable: usize,
}

/// A model that a workflow lacks.
#[derive(Debug, Serialize, JsonSchema)]
struct LackingModel {
    folder: String,
    name: String,
    /// Where it can be fetched; `null` when that is not known.
    url: Option<String>,
}

pub(super) async fn missing(studio: &Studio, input: ListMissing) -> Result<MissingList> {
    let models: Vec<_> = lacking(studio, &input.workflow_id)
        .await?
        .into_iter()
        .map(|model| LackingModel {
            url: address_of(&model.folder, &model.name).map(str::to_owned),
            folder: model.folder,
            name: model.name,
        })
        .collect();
    let installable = models.iter().filter(|model| model.url.is_some()).count();
    Ok(MissingList { total: models.len(), installable, models })
}

async fn lacking(studio: &Studio, workflow_id: &str) -> Result<Vec<MissingModel>> {
    let workflow = workflows::get(studio, workflow_id)?;
    let server = studio.comfyui().current().await?.ok_or_else(crate::operations::images::no_server)?;
    let discovery = server.discovery().await?;
    Ok(discovery.missing(&workflow, &Values::default())?.models)
}

/// Fetches every model that a workflow lacks, as far as it is known where to get it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InstallMissing {
    /// The workflow.
    workflow_id: String,
}

/// What was begun.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct BegunInstalls {
    installs: Vec<ModelInstall>,
    /// What could not be begun, and why.
    failed: Vec<FailedInstall>,
}

/// A model that could not be begun.
#[derive(Debug, Serialize, JsonSchema)]
struct FailedInstall {
    folder: String,
    name: String,
    /// Why, and what to do.
    error: String,
}

pub(super) async fn install_missing(studio: &Studio, input: InstallMissing) -> Result<BegunInstalls> {
    let mut begun = BegunInstalls { installs: Vec::new(), failed: Vec::new() };
    for model in lacking(studio, &input.workflow_id).await? {
        match install_one(studio, &model).await {
            Ok(row) => begun.installs.push(row.into()),
            Err(error) => begun.failed.push(FailedInstall {
                folder: model.folder,
                name: model.name,
                error: error.message.into_owned(),
            }),
        }
    }
    Ok(begun)
}

async fn install_one(studio: &Studio, model: &MissingModel) -> Result<ModelInstallRow> {
    let url = address_of(&model.folder, &model.name).ok_or_else(|| {
        Error::conflict(
            "It is not known where this model can be fetched. Look for it, and paste its link under Models.",
        )
    })?;
    let found = inspect(studio, url).await?;
    let (subfolder, file_name) = match model.name.rsplit_once(['/', '\\']) {
        Some((subfolder, file_name)) => (Some(subfolder.to_owned()), file_name.to_owned()),
        None => (None, model.name.clone()),
    };
    let new = NewInstall { found, folder: Some(model.folder.clone()), subfolder, file_name: Some(file_name) };
    enqueue(studio, new).await
}
