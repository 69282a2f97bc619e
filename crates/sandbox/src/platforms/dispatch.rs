//! The way of a call: host and path find the platform and its route, an armed fault strikes, the handler answers.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::response::Response;
use axum::routing::{any, get};
use futures::StreamExt;

use super::answer::{Answer, Reply};
use super::call::Call;
use super::faults::{FaultKind, PlatformFault};
use super::route::Route;
use super::world::World;
use super::{PLATFORMS, Platform, accounts, feed, orders};
use crate::broken;
use crate::comfyui::routes::layers;

/// Where a redirect to a private address leads when the order names none.
const PRIVATE_ADDRESS: &str = "http://169.254.169.254/latest/meta-data/";

/// The world and the table of its calls.
#[derive(Clone)]
struct Stage {
    world: Arc<World>,
    table: Arc<Vec<(&'static dyn Platform, Vec<Route>)>>,
}

/// All that stands beside ComfyUI: the platforms, the feed, and the orders of the sandbox.
pub(crate) fn router(world: Arc<World>) -> Router {
    let table = PLATFORMS.iter().map(|platform| (*platform, platform.routes())).collect();
    let stage = Stage { world: world.clone(), table: Arc::new(table) };
    let platforms = Router::new()
        .route("/platforms", get(page))
        .route("/platforms/{*rest}", any(dispatch))
        .layer(DefaultBodyLimit::disable())
        .with_state(stage);
    // A page of the web must not order anything here; the platforms themselves are open, as in the real world.
    orders::router(world).layer(axum::middleware::from_fn(layers::origin)).merge(platforms)
}

async fn page(State(stage): State<Stage>) -> Response {
    feed::show(&stage.world).into_response()
}

/// Every answer shows the platforms' time: a client judges by it when it may ask again.
async fn dispatch(State(stage): State<Stage>, request: Request) -> Response {
    let mut response = respond(&stage, request).await;
    if let Ok(now) = HeaderValue::from_str(&stage.world.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string()) {
        response.headers_mut().insert(header::DATE, now);
    }
    response
}

async fn respond(stage: &Stage, request: Request) -> Response {
    let address = request.uri().path().strip_prefix("/platforms/").unwrap_or_default().to_owned();
    let (host, path) =
        address.split_once('/').map_or((address.as_str(), "/".to_owned()), |(host, path)| (host, format!("/{path}")));
    let (platform, route, params) = match find(stage, request.method(), host, &path) {
        Ok(found) => found,
        Err(refusal) => return refusal.into_response(),
    };
    let fault = stage.world.faults.strike(platform.name(), route.slug, |kind| route.allows(kind, platform.faults()));
    if fault.as_ref().is_some_and(|fault| fault.fault == FaultKind::CloseMidUpload) {
        // A first part is taken, so that the client is in the midst of it.
        let _ = request.into_body().into_data_stream().next().await;
        return broken::silence();
    }
    let mut call = match Call::read(route.slug, host, &path, params, request).await {
        Ok(call) => call,
        Err(refusal) => return refusal.into_response(),
    };
    call.fault.clone_from(&fault);
    match fault {
        None => answer(&stage.world, platform, route, call).await.into_response(),
        Some(fault) => with_fault(&stage.world, platform, route, call, &fault).await,
    }
}

/// A platform, its route, and the parts of the path.
type Found<'s> = (&'static dyn Platform, &'s Route, BTreeMap<&'static str, String>);

fn find<'s>(stage: &'s Stage, method: &Method, host: &str, path: &str) -> Result<Found<'s>, Answer> {
    let here = || stage.table.iter().filter(|(platform, _)| platform.hosts().contains(&host));
    // A slash too many at the end is passed over, as the platforms do.
    for path in [path, path.trim_end_matches('/')] {
        for (platform, routes) in here() {
            for route in routes {
                if let Some(params) = route.fits(&stage.world, method, host, path) {
                    return Ok((*platform, route, params));
                }
            }
        }
    }
    let words = || format!("No stand-in platform has the host {host}. GET /sandbox/platforms lists them.");
    Err(here().next().map_or_else(|| Answer::text(404, &words()), |(platform, _)| platform.unknown(path)))
}

async fn answer(world: &Arc<World>, platform: &dyn Platform, route: &Route, call: Call) -> Answer {
    platform.catch_up(world);
    let reply: Reply = match platform.admit(world, &call) {
        Ok(()) => route.run(world.clone(), call.clone()).await,
        Err(refusal) => Err(refusal),
    };
    platform.finish(world, &call, reply.unwrap_or_else(|refusal| refusal))
}

async fn with_fault(
    world: &Arc<World>,
    platform: &dyn Platform,
    route: &Route,
    call: Call,
    fault: &PlatformFault,
) -> Response {
    match fault.fault {
        FaultKind::Html => return broken::html_page(),
        FaultKind::ErrorBefore => return ordered_error(platform, fault).into_response(),
        FaultKind::RedirectToPrivate => {
            return Answer::redirect(fault.location.as_deref().unwrap_or(PRIVATE_ADDRESS)).into_response();
        }
        FaultKind::Hang => {
            world.faults.wait_for_clear().await;
            return broken::silence();
        }
        FaultKind::RateLimited | FaultKind::SpamBlocked | FaultKind::Restricted | FaultKind::ErrorIn200 => {
            let refusal = platform.refusal(world, &call, fault);
            return platform.finish(world, &call, refusal).into_response();
        }
        FaultKind::Slow => tokio::time::sleep(Duration::from_millis(fault.delay_ms.unwrap_or(2_000))).await,
        FaultKind::TokenExpired | FaultKind::TokenRevoked => {
            if let Some(plain) = platform.token(&call) {
                accounts::strike_token(world, platform.name(), &call, &plain);
            }
        }
        // These happen after the answer, or in the handler.
        FaultKind::ReplyLost
        | FaultKind::ErrorAfter
        | FaultKind::ProcessingFails
        | FaultKind::ContainerExpired
        | FaultKind::CloseMidUpload => {}
    }
    let answer = answer(world, platform, route, call).await;
    match fault.fault {
        FaultKind::ReplyLost => broken::silence(),
        FaultKind::ErrorAfter => ordered_error(platform, fault).into_response(),
        _ => answer.into_response(),
    }
}

fn ordered_error(platform: &dyn Platform, fault: &PlatformFault) -> Answer {
    let status = fault.status.unwrap_or(503);
    match &fault.body {
        None => platform.error(status),
        Some(body) if body.trim_start().starts_with(['{', '[']) => {
            Answer::new(status, "application/json", body.clone())
        }
        Some(body) => Answer::text(status, body),
    }
}
