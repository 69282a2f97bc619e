//! `/mcp`: the protocol over HTTP, for agents with a token of their own. Nothing is kept between two requests, so that a
//! token that was taken away lets nobody in any more.

use super::{AgentServer, Catalogue};
use crate::{
    access::{self, Door},
    answer,
    app::App,
    limits::Counts,
};
use axum::{
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use rmcp::transport::streamable_http_server::{
    StreamableHttpServerConfig, StreamableHttpService, session::never::NeverSessionManager,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use troupe_studio::{Agent, AgentId, Caller, Code, Error, RateLimits, Result};

/// What the agents of one listener work with.
#[derive(Debug, Default)]
pub(crate) struct Agents {
    catalogue: std::sync::OnceLock<Arc<Catalogue>>,
    /// Each agent's calls are counted by themselves.
    counts: Mutex<HashMap<AgentId, Counts>>,
}

impl Agents {
    /// Made when the first agent comes: most libraries have none.
    fn catalogue(&self) -> Arc<Catalogue> {
        self.catalogue.get_or_init(|| Arc::new(Catalogue::new())).clone()
    }

    fn counts(&self, agent: AgentId, limits: RateLimits) -> Counts {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let own = counts.entry(agent).or_insert_with(|| Counts::new(limits));
        own.set(limits);
        own.clone()
    }
}

/// Answers one message of the protocol.
pub(crate) async fn answer(State(app): State<Arc<App>>, request: Request) -> Response {
    let token = access::bearer(request.headers()).map(str::to_owned);
    let agent = match agent_of(&app, token.as_deref()).await {
        Ok(agent) => agent,
        Err(error) => return answer::failure(&error, app.studio.now()),
    };
    let limits = match app.studio.settings().await {
        Ok(settings) => settings.interface.rate_limits,
        Err(error) => return answer::failure(&error, app.studio.now()),
    };
    let studio = app.studio.as_caller(Caller::Agent(agent.id));
    let counts = app.agents.counts(agent.id, limits);
    let server = AgentServer::new(Arc::new(studio), agent, app.agents.catalogue()).counted(counts, app.studio.clone());
    // `Host` and `Origin` were looked at before, as for every request.
    let mut config = StreamableHttpServerConfig::default().with_legacy_session_mode(false).with_json_response(true);
    config.cancellation_token = app.stop.child_token();
    let protocol =
        StreamableHttpService::new(move || Ok(server.clone()), Arc::<NeverSessionManager>::default(), config);
    protocol.handle(request).await.map(Body::new).into_response()
}

/// The agent whose token came along.
async fn agent_of(app: &App, token: Option<&str>) -> Result<Agent> {
    let refused = |words: &'static str| Error::new(Code::Unauthorized, words);
    if matches!(app.door, Door::Private { .. }) {
        return Err(refused("Agents come in by the interface for other programs, or by `troupe-cli mcp`."));
    }
    let token = token.ok_or_else(|| {
        refused("An agent sends its own token as `Authorization: Bearer …`. The creator makes one in Settings, under Agents.")
    })?;
    app.studio.agent_of_token(token).await?.ok_or_else(|| {
        refused("This token is no agent's, or was taken back. The creator makes a new one in Settings, under Agents.")
    })
}
