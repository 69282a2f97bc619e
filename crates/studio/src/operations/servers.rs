//! The ComfyUI servers that the creator named: naming, changing, testing them.

use crate::{
    Effect::{Destroy, Read, Write},
    Error, Operation, Patch, Result, Studio,
    comfyui::{Server, ServerReport},
    registry::operation,
    tasks,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_comfyui::Client;
use troupe_library::{
    LibraryError, ServerId,
    tables::servers::{self, ServerRow},
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("servers.list", list, Read, &["servers"]).route("GET /comfyui/servers"),
        operation("servers.create", create, Write, &["servers", "models"]).route("POST /comfyui/servers"),
        operation("servers.update", update, Write, &["servers", "models"]).route("PUT /comfyui/servers/{server_id}"),
        operation("servers.delete", delete, Destroy, &["servers", "models"])
            .route("DELETE /comfyui/servers/{server_id}"),
        operation("servers.test", test, Write, &["servers", "models"]).route("POST /comfyui/servers/{server_id}/test"),
        operation("comfyui.status", status, Read, &["servers"])
            .route("GET /comfyui/status")
            .route("GET /images/comfyui/status"),
    ]
}

/// A ComfyUI that the creator named, and how it is at the moment.
#[derive(Debug, Serialize, JsonSchema)]
struct ComfyServer {
    /// Its id; `null` for the stand-in of a rehearsal, which is never stored.
    id: Option<ServerId>,
    /// The creator's name for it.
    name: String,
    /// Its address.
    address: String,
    /// Whether it is used at all.
    is_enabled: bool,
    /// Whether pictures are made there.
    is_default: bool,
    /// How it is: state, version, memory, what it may do.
    #[serde(flatten)]
    report: ServerReport,
}

async fn describe(studio: &Studio, row: ServerRow) -> ComfyServer {
    let report = match studio.comfyui().server(row.id, &row.address) {
        Ok(server) => server.report(),
        Err(error) => ServerReport::unusable(error.message.into_owned()),
    };
    ComfyServer {
        id: Some(row.id),
        name: row.name,
        address: row.address,
        is_enabled: row.is_enabled,
        is_default: row.is_default,
        report,
    }
}

/// Every ComfyUI that was named: address, state, version, memory, what it may do.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListServers {}

/// The servers, the default first.
#[derive(Debug, Serialize, JsonSchema)]
struct ServerList {
    servers: Vec<ComfyServer>,
    total: usize,
}

async fn list(studio: &Studio, _: ListServers) -> Result<ServerList> {
    let mut found = Vec::new();
    if let Some(server) = studio.comfyui().stand_in() {
        found.push(rehearsal_server(&server));
    }
    let mut read = studio.library().read().await?;
    let rows = servers::list(&mut read).await?;
    drop(read);
    for row in rows {
        found.push(describe(studio, row).await);
    }
    Ok(ServerList { total: found.len(), servers: found })
}

fn rehearsal_server(server: &Server) -> ComfyServer {
    ComfyServer {
        id: None,
        name: "Rehearsal".into(),
        address: server.address().to_owned(),
        is_enabled: true,
        is_default: true,
        report: server.report(),
    }
}

/// Names a ComfyUI. The address is tried at once; one that does not answer is kept only with
/// `even_if_off`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreateServer {
    /// A name for it; else its address.
    #[serde(default)]
    #[schemars(length(max = 100))]
    name: String,
    /// Its address, such as `http://127.0.0.1:8188`; `127.0.0.1:8188` is as good.
    #[schemars(length(min = 1, max = 500))]
    address: String,
    /// Make pictures there. The first server is the default anyway.
    is_default: Option<bool>,
    /// Keep it although it does not answer at the moment.
    #[serde(default)]
    even_if_off: bool,
}

async fn create(studio: &Studio, input: CreateServer) -> Result<ComfyServer> {
    let address = checked_address(&input.address)?;
    if !input.even_if_off {
        studio.comfyui().probe(&address).await.map_err(at_address)?;
    }
    let now = studio.now();
    let mut write = studio.library().write().await?;
    let is_first = servers::list(&mut write).await?.is_empty();
    let name = Some(input.name.trim()).filter(|name| !name.is_empty()).map_or_else(|| short(&address), str::to_owned);
    let row = ServerRow {
        id: ServerId::new(),
        name,
        address,
        is_enabled: true,
        is_default: is_first || input.is_default.unwrap_or(false),
        created_at: now,
        updated_at: now,
    };
    servers::save(&mut write, &row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    after_change(studio, &row).await;
    Ok(describe(studio, row).await)
}

/// Changes a server: its name, its address, whether it is used, whether pictures are made there.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UpdateServer {
    /// The server.
    server_id: ServerId,
    #[serde(default)]
    name: Patch<String>,
    #[serde(default)]
    address: Patch<String>,
    #[serde(default)]
    is_enabled: Patch<bool>,
    #[serde(default)]
    is_default: Patch<bool>,
    /// Keep a new address although it does not answer at the moment.
    #[serde(default)]
    even_if_off: bool,
}

async fn update(studio: &Studio, input: UpdateServer) -> Result<ComfyServer> {
    let mut read = studio.library().read().await?;
    let mut row =
        servers::get(&mut read, input.server_id).await?.ok_or_else(|| Error::not_found("server", input.server_id))?;
    drop(read);
    let before = row.address.clone();
    input.name.apply_required("name", &mut row.name)?;
    if row.name.trim().is_empty() {
        return Err(Error::field("name", "give the server a name"));
    }
    input.address.apply_required("address", &mut row.address)?;
    input.is_enabled.apply_required("is_enabled", &mut row.is_enabled)?;
    input.is_default.apply_required("is_default", &mut row.is_default)?;
    row.address = checked_address(&row.address)?;
    if row.address != before && !input.even_if_off {
        studio.comfyui().probe(&row.address).await.map_err(at_address)?;
    }
    row.updated_at = studio.now();
    let mut write = studio.library().write().await?;
    servers::save(&mut write, &row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    after_change(studio, &row).await;
    Ok(describe(studio, row).await)
}

/// Forgets a server. Pictures that were made there stay.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DeleteServer {
    /// The server.
    server_id: ServerId,
}

/// What was forgotten.
#[derive(Debug, Serialize, JsonSchema)]
struct DeletedServer {
    server_id: ServerId,
}

async fn delete(studio: &Studio, input: DeleteServer) -> Result<DeletedServer> {
    let mut write = studio.library().write().await?;
    let row =
        servers::get(&mut write, input.server_id).await?.ok_or_else(|| Error::not_found("server", input.server_id))?;
    servers::delete(&mut write, input.server_id).await?;
    // Somebody has to be the default as long as anybody is there.
    if row.is_default
        && let Some(mut heir) = servers::list(&mut write).await?.into_iter().find(|server| server.is_enabled)
    {
        heir.is_default = true;
        servers::save(&mut write, &heir).await?;
    }
    write.commit().await.map_err(LibraryError::from)?;
    studio.comfyui().forget(input.server_id);
    studio.tasks().nudge(tasks::RUN_JOBS);
    Ok(DeletedServer { server_id: input.server_id })
}

/// Asks a server how it is: one harmless call, and anew what nodes and models it has.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TestServer {
    /// The server.
    server_id: ServerId,
}

async fn test(studio: &Studio, input: TestServer) -> Result<ComfyServer> {
    let mut read = studio.library().read().await?;
    let row =
        servers::get(&mut read, input.server_id).await?.ok_or_else(|| Error::not_found("server", input.server_id))?;
    drop(read);
    studio.comfyui().server(row.id, &row.address)?.refresh().await?;
    Ok(describe(studio, row).await)
}

/// The ComfyUI that pictures are made with: whether it answers, its version and memory.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetComfyuiStatus {}

/// The state of ComfyUI.
#[derive(Debug, Serialize, JsonSchema)]
struct ComfyuiStatus {
    /// `running`, `off`, `starting`, or `not_set_up` when no server is named.
    status: String,
    /// What it means and what to do.
    message: String,
    /// The server, when one is named.
    server: Option<ComfyServer>,
}

async fn status(studio: &Studio, _: GetComfyuiStatus) -> Result<ComfyuiStatus> {
    let server = match studio.comfyui().stand_in() {
        Some(stand_in) => {
            // A first look, so that the answer is not "starting" for ever where no task runs.
            let _ = stand_in.refresh_if_unknown().await;
            Some(rehearsal_server(&stand_in))
        }
        None => {
            let mut read = studio.library().read().await?;
            let row = servers::default(&mut read).await?;
            drop(read);
            match row {
                None => None,
                Some(row) => {
                    if let Ok(server) = studio.comfyui().server(row.id, &row.address) {
                        let _ = server.refresh_if_unknown().await;
                    }
                    Some(describe(studio, row).await)
                }
            }
        }
    };
    Ok(match server {
        None => ComfyuiStatus {
            status: "not_set_up".into(),
            message: "No ComfyUI is named yet. Add its address in Settings, or rehearse first.".into(),
            server: None,
        },
        Some(server) => ComfyuiStatus {
            status: server.report.state.as_str().into(),
            message: server.report.message.clone(),
            server: Some(server),
        },
    })
}

fn checked_address(text: &str) -> Result<String> {
    let url = Client::parse_address(text).map_err(|error| Error::field("address", error.to_string()))?;
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

fn short(address: &str) -> String {
    address.split("://").nth(1).unwrap_or(address).to_owned()
}

fn at_address(error: Error) -> Error {
    Error::field("address", error.message.to_string()).because(error)
}

async fn after_change(studio: &Studio, row: &ServerRow) {
    studio.comfyui().forget(row.id);
    if row.is_enabled
        && let Ok(server) = studio.comfyui().server(row.id, &row.address)
    {
        // What it has is read at once, so that the next screen shows it; a server that is off is no fault here.
        let _ = server.refresh().await;
    }
    studio.tasks().nudge(tasks::RUN_JOBS);
}
