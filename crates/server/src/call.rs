//! A request becomes a call of an operation, and its answer a response.

use crate::{
    access::Access,
    answer,
    app::{App, Entry},
    body, files, input, jobs, words,
};
use axum::{
    Extension,
    extract::{Path, Query, RawPathParams, Request, State, rejection::RawPathParamsRejection},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    response::Response,
};
use serde_json::{Map, Value};
use std::sync::Arc;
use troupe_studio::{Caller, Code, Effect, Error, Operation};

/// The header that carries the idempotency key.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// A refusal and the status it goes out under.
type Refused = (StatusCode, Error);

fn refused(error: Error) -> Refused {
    (answer::status(error.code), error)
}

/// Answers one of the operation's own routes.
pub(crate) async fn route(
    app: Arc<App>,
    access: Access,
    entry: &Entry,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response {
    let now = app.studio.now();
    // Files are exempt, as are the session and the private channel.
    let counted = access == Access::Token && !entry.answers_file;
    let standing = match counted.then(|| app.counts.count(entry.rate_class, now)) {
        Some((standing, Err(error))) => {
            let mut response = answer::failure(&error, now);
            standing.write(response.headers_mut());
            return response;
        }
        Some((standing, Ok(()))) => Some(standing),
        None => None,
    };
    let (parts, body) = request.into_parts();
    let mut response = match input_of(entry, path, &parts, body).await {
        Ok(input) => {
            let call = Call {
                app: &app,
                access,
                operation: entry.operation,
                headers: &parts.headers,
                is_head: parts.method == Method::HEAD,
            };
            call.answer(input, entry.answers_file, entry.streams_job, |answer| entry.links.add(answer)).await
        }
        Err((status, error)) => answer::failure_with(status, &error, now),
    };
    if let Some(standing) = standing {
        standing.write(response.headers_mut());
    }
    response
}

/// `POST /run/{operation}`: the way in of the served UI and of our own processes, with the whole input
/// as JSON and the answer as the operation gave it.
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    Extension(access): Extension<Access>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let now = app.studio.now();
    if !matches!(access, Access::Session | Access::Private(_)) {
        let words =
            "This way in is for Troupe's own pages. Programs call the operation's own address; /docs lists them.";
        return answer::failure(&Error::new(Code::Forbidden, words), now);
    }
    let (parts, body) = request.into_parts();
    let mut fields = match body::read(&parts.headers, body).await {
        Ok(fields) => fields.unwrap_or_default(),
        Err((status, error)) => return answer::failure_with(status, &error, now),
    };
    let operation = app.studio.operations().get(&name);
    let effect = operation.map_or(Effect::Read, |operation| operation.effect);
    if let Err(error) = take_key(effect, &parts.headers, &mut fields) {
        return answer::failure(&error, now);
    }
    let (answers_file, streams_job) =
        operation.map_or((false, false), |Operation { answers_file, streams_job, .. }| (*answers_file, *streams_job));
    let call = Call { app: &app, access, operation: &name, headers: &parts.headers, is_head: false };
    call.answer(Value::Object(fields), answers_file, streams_job, |_| {}).await
}

async fn input_of(
    entry: &Entry,
    path: Result<RawPathParams, RawPathParamsRejection>,
    parts: &Parts,
    body: axum::body::Body,
) -> Result<Value, Refused> {
    let path =
        path.map_err(|_| refused(Error::new(Code::ValidationError, "The address holds bytes that are no text.")))?;
    let path: Vec<(&str, &str)> = entry.path_fields.iter().copied().zip(path.iter().map(|(_, text)| text)).collect();
    let Query(query) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
        .map_err(|error| refused(Error::new(Code::ValidationError, format!("The query cannot be read: {error}."))))?;
    let mut body = match parts.method {
        Method::GET | Method::HEAD => None,
        _ => body::read(&parts.headers, body).await?,
    };
    take_key(entry.effect, &parts.headers, body.get_or_insert_default()).map_err(refused)?;
    input::lay(&entry.fields, &path, entry.constants, query, body).map_err(refused)
}

/// Lays the key of the header beside the fields, where the operation writes.
fn take_key(effect: Effect, headers: &HeaderMap, fields: &mut Map<String, Value>) -> Result<(), Error> {
    let Some(key) = headers.get(IDEMPOTENCY_KEY).filter(|_| effect != Effect::Read) else { return Ok(()) };
    let key = key.to_str().map_err(|_| Error::field("Idempotency-Key", "must be plain text"))?;
    match fields.get("idempotency_key") {
        Some(present) if present != key => {
            Err(Error::field("idempotency_key", "differs from the header Idempotency-Key"))
        }
        _ => {
            fields.insert("idempotency_key".to_owned(), Value::String(key.to_owned()));
            Ok(())
        }
    }
}

/// One call under way.
struct Call<'a> {
    app: &'a Arc<App>,
    access: Access,
    operation: &'a str,
    headers: &'a HeaderMap,
    is_head: bool,
}

impl Call<'_> {
    /// Runs the operation and answers: a file as its bytes, a job as its events where asked for, and
    /// everything else in the envelope.
    async fn answer(
        self,
        input: Value,
        answers_file: bool,
        streams_job: bool,
        add_links: impl Fn(&mut Value),
    ) -> Response {
        let studio = self.app.studio.as_caller(self.access.caller());
        if studio.operations().get(self.operation).is_some_and(|operation| operation.streams_text)
            && wants_events(self.headers)
        {
            return words::stream(studio, self.operation, input, self.app.stop.clone());
        }
        // Listening begins before the call, so that no event of its job is missed.
        let events = (streams_job && wants_events(self.headers)).then(|| studio.events().subscribe());
        match studio.run(self.operation, input).await {
            Err(error) => answer::failure(&error, studio.now()),
            // An agent's bridge gets the file's name first, and asks for its bytes where it wants them.
            Ok(answer) if answers_file && !matches!(self.access, Access::Private(Caller::Agent(_))) => {
                files::answer(&studio, answer, self.headers, self.is_head).await
            }
            Ok(mut answer) => {
                add_links(&mut answer);
                match events {
                    Some(events) => jobs::stream(studio, events, answer, self.app.stop.clone()),
                    None => answer::success(answer, studio.now()),
                }
            }
        }
    }
}

fn wants_events(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|line| line.to_str().ok());
    accepted
        .flat_map(|line| line.split(','))
        .any(|kind| kind.split(';').next().unwrap_or_default().trim() == "text/event-stream")
}
