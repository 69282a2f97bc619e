//! Looking at services: whether each answers, its version, how long the answer took.

use super::{
    Known, ServiceState, StartedBy, Watched,
    settings::{COMFYUI, OLLAMA, ServiceSettings},
};
use crate::{Studio, comfyui::ServerState};
use serde_json::Value;
use std::time::{Duration, Instant};
use troupe_net::{Client, ClientOptions, Request};
use url::Url;

/// How often every service is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How long an answer may take before the service counts as not answering.
const LONGEST_ANSWER: Duration = Duration::from_secs(4);
/// Where Ollama answers when nothing is said.
const OLLAMA_ADDRESS: &str = "http://127.0.0.1:11434";

/// What an answering service says of itself.
struct Answer {
    version: Option<String>,
}

/// Looks at every service for as long as the program runs.
pub(crate) async fn watch(studio: Studio) {
    if let Err(error) = studio.services().begin(&studio).await {
        tracing::warn!(service = "services", %error, "services could not be taken up");
    }
    loop {
        match studio.service_settings().await {
            Ok(all) => {
                for (name, settings) in &all {
                    look(&studio, &studio.services().get(&studio, name), settings).await;
                }
            }
            Err(error) => tracing::warn!(service = "services", %error, "services could not be looked at"),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// The address where a service is asked; `None` for one that has none.
pub(crate) async fn address(studio: &Studio, name: &str, settings: &ServiceSettings) -> Option<String> {
    if name == COMFYUI
        && let Ok(Some(server)) = studio.comfyui().current().await
    {
        return Some(server.address().to_owned());
    }
    // In a rehearsal the stand-in stands for it.
    if name == OLLAMA
        && let Some(rehearsal) = studio.rehearsal()
    {
        return Some(format!("{}/ollama", rehearsal.comfyui.trim_end_matches('/')));
    }
    match name {
        COMFYUI => Some(settings.address.clone().unwrap_or_else(|| "http://127.0.0.1:8188".into())),
        OLLAMA => Some(settings.address.clone().unwrap_or_else(|| OLLAMA_ADDRESS.into())),
        _ => settings.address.clone(),
    }
}

/// Looks once at a service.
pub(crate) async fn look(studio: &Studio, watched: &Watched, settings: &ServiceSettings) {
    let address = address(studio, &watched.name, settings).await;
    let began = Instant::now();
    let answer = match &address {
        Some(address) => ask(studio, &watched.name, address).await,
        None => None,
    };
    let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let is_ours = watched.is_supervised();
    let now = studio.now();
    watched.note(studio, |known| {
        known.looked_at = Some(now);
        known.answer_ms = answer.as_ref().map(|_| took);
        match answer {
            Some(answer) => {
                known.version = answer.version;
                if is_ours {
                    if known.state == ServiceState::Starting {
                        known.state = ServiceState::Running;
                    }
                    if known.state == ServiceState::Running {
                        known.message = "It answers.".into();
                    }
                } else {
                    known.state = ServiceState::Running;
                    known.started_by = Some(StartedBy::Other);
                    known.message = "It answers. It was not started by Troupe, so it is not stopped from here.".into();
                }
            }
            None if is_ours && known.state == ServiceState::Running && address.is_some() => {
                known.message = "Its program runs, but it does not answer at the moment.".into();
            }
            None if is_ours => {}
            // What Troupe said of its end stays to be read.
            None if known.started_by == Some(StartedBy::Other) || known.message.is_empty() => {
                *known = Known { message: "It does not run.".into(), looked_at: Some(now), ..Known::default() };
            }
            None => {}
        }
    });
}

async fn ask(studio: &Studio, name: &str, address: &str) -> Option<Answer> {
    if name == COMFYUI
        && let Ok(Some(server)) = studio.comfyui().current().await
    {
        // The address is the creator's, and the same look serves all who ask how ComfyUI is.
        tokio::time::timeout(LONGEST_ANSWER, server.look()).await.ok()?.ok()?;
        let report = server.report();
        return (report.state == ServerState::Running).then_some(Answer { version: report.version });
    }
    let base: Url = address.parse().ok()?;
    let options = ClientOptions { total_time: LONGEST_ANSWER, ..ClientOptions::default() }.allowing_url(&base);
    let client = Client::open(options).ok()?;
    match name {
        COMFYUI => {
            let stats = studio.comfyui().probe(address).await.ok()?;
            Some(Answer { version: stats.system.comfyui_version })
        }
        OLLAMA => {
            let url = format!("{}/api/version", address.trim_end_matches('/')).parse().ok()?;
            let answer: Value = client.get_json(Request::get(url, "/api/version")).await.ok()?;
            Some(Answer { version: answer.get("version")?.as_str().map(str::to_owned) })
        }
        // Of a service that nothing is known of, any answer counts.
        _ => client.send(Request::get(base, "/").keeping_redirects()).await.ok().map(|_| Answer { version: None }),
    }
}
