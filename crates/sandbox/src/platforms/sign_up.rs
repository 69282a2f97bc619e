//! The page on which a person makes an account to rehearse with: what a platform's own website and dashboards give in
//! the real world.

use std::sync::Arc;

use axum::extract::{Form, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::PLATFORMS;
use super::accounts;
use super::answer::Answer;
use super::page::{escape, page};
use super::world::World;

/// `GET /sandbox/sign-up`: asks for a platform and a name.
pub(crate) async fn form() -> Response {
    Answer::html(200, ask(None)).into_response()
}

#[derive(Deserialize)]
pub(crate) struct Order {
    platform: String,
    handle: String,
}

/// `POST /sandbox/sign-up`: makes the account and shows, once, what is needed to connect to it.
pub(crate) async fn make(State(world): State<Arc<World>>, Form(order): Form<Order>) -> Response {
    match accounts::open(&world, &json!({"platform": order.platform, "handle": order.handle})) {
        Ok(opened) => Answer::html(200, told(&order, &opened["connect"])),
        Err(refusal) => {
            let words = serde_json::from_str::<Value>(&refusal.body_text()).unwrap_or_default();
            Answer::html(400, ask(words["error"].as_str()))
        }
    }
    .into_response()
}

fn ask(problem: Option<&str>) -> String {
    let choice = |name: &str, title: &str| format!("<option value=\"{}\">{}</option>", escape(name), escape(title));
    let choices: String = PLATFORMS.iter().map(|platform| choice(platform.name(), platform.title())).collect();
    let problem = problem.map(|words| format!("<p class=twice>{}</p>", escape(words))).unwrap_or_default();
    let body = format!(
        "<main class=ask><h1>Make an account to rehearse with</h1>\
        <p class=quiet>It lives on this computer only.</p>{problem}<form method=post>\
        <p></p><label>Platform <select name=platform>{choices}</select></label>\
        <label>Name <input name=handle required pattern=\"[^\\s]+\" autocomplete=off></label>\
        <button class=main>Make it</button></form></main>"
    );
    page("Make an account (rehearsal)", &body)
}

fn told(order: &Order, connect: &Value) -> String {
    let body = format!(
        "<main class=ask><h1>@{} is there</h1><p class=quiet>Copy what Troupe asks for. It is shown this once; \
        make the account again for a new one.</p>{}<p><a href=/platforms>What was published</a></p></main>",
        escape(order.handle.trim_start_matches('@')),
        fields(connect)
    );
    page("Connect (rehearsal)", &body)
}

/// One field to copy for each value; what belongs to another way to connect stands below, under its name.
fn fields(connect: &Value) -> String {
    let (mut own, mut below) = (String::new(), String::new());
    for (name, value) in connect.as_object().into_iter().flatten() {
        let name = escape(&name.replace('_', " "));
        match value {
            Value::Null => {}
            Value::Object(_) => below += &format!("<h2>{name}</h2>{}", fields(value)),
            Value::String(text) => own += &format!("<dt>{name}</dt><dd><pre>{}</pre></dd>", escape(text)),
            other => own += &format!("<dt>{name}</dt><dd><pre>{}</pre></dd>", escape(&other.to_string())),
        }
    }
    format!("<dl>{own}</dl>{below}")
}
