//! The jobs as `/api/jobs` shows them: one view over the queue and the history.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::queue::{Found, HistoryEntry, Item, Queue};

/// All states, in the order in which the error names them.
pub(crate) const STATES: &[&str] = &["pending", "in_progress", "completed", "failed", "cancelled"];

/// A waiting or running job.
fn waiting(item: &Item, status: &str) -> Map<String, Value> {
    let mut job = Map::new();
    job.insert("id".into(), item.prompt_id.clone().into());
    job.insert("status".into(), status.into());
    job.insert("priority".into(), item.number.clone().into());
    if let Some(created) = item.create_time_ms() {
        job.insert("create_time".into(), created.into());
    }
    job.insert("outputs_count".into(), 0.into());
    job.insert("previewable_outputs_count".into(), 0.into());
    job
}

/// A job that ended.
fn done(entry: &HistoryEntry) -> Map<String, Value> {
    let item = &entry.item;
    let last = entry.messages.last().map(|(kind, _)| kind.as_str());
    let status = match (entry.succeeded, last) {
        (true, _) => "completed",
        (false, Some("execution_interrupted")) => "cancelled",
        (false, _) => "failed",
    };
    let time_of = |message: Option<&(String, Value)>| message.and_then(|(_, data)| data.get("timestamp").cloned());
    let mut job = Map::new();
    job.insert("id".into(), item.prompt_id.clone().into());
    job.insert("status".into(), status.into());
    job.insert("priority".into(), item.number.clone().into());
    if let Some(created) = item.create_time_ms() {
        job.insert("create_time".into(), created.into());
    }
    for (name, time) in [
        ("execution_start_time", time_of(entry.messages.first())),
        ("execution_end_time", time_of(entry.messages.last())),
    ] {
        if let Some(time) = time {
            job.insert(name.into(), time);
        }
    }
    if let (false, Some(("execution_error", error))) =
        (entry.succeeded, entry.messages.last().map(|(kind, data)| (kind.as_str(), data)))
    {
        job.insert("execution_error".into(), error.clone());
    }
    let files: Vec<(&String, &String, &Value)> =
        entry.outputs.iter().flat_map(|(node, output)| files_of(node, output)).collect();
    job.insert("outputs_count".into(), files.len().into());
    job.insert("previewable_outputs_count".into(), files.len().into());
    if let Some((node, media, Value::Object(file))) = files.last() {
        let mut file = (*file).clone();
        file.insert("nodeId".into(), (*node).clone().into());
        file.insert("mediaType".into(), (*media).clone().into());
        job.insert("preview_output".into(), file.into());
    }
    job
}

fn files_of<'a>(node: &'a String, output: &'a Value) -> impl Iterator<Item = (&'a String, &'a String, &'a Value)> {
    let media = output.as_object().into_iter().flatten();
    media.flat_map(move |(media, list)| list.as_array().into_iter().flatten().map(move |file| (node, media, file)))
}

/// One job with all that is known of it.
pub(crate) fn one(queue: &Queue, prompt_id: &str) -> Option<Value> {
    let job = match queue.find(prompt_id)? {
        Found::Pending(item) => waiting(&item, "pending"),
        Found::Running(item) => waiting(&item, "in_progress"),
        Found::Done(entry) => {
            let mut job = done(&entry);
            job.insert("outputs".into(), entry.outputs.clone().into());
            job.insert("execution_status".into(), entry.status());
            let workflow = json!({"prompt": entry.item.graph, "extra_data": entry.item.extra_data});
            job.insert("workflow".into(), workflow);
            job
        }
    };
    Some(job.into())
}

/// What is asked of the list.
#[derive(Debug, Default)]
pub(crate) struct Query {
    /// Only these states; all when empty.
    pub(crate) states: Vec<String>,
    pub(crate) by_duration: bool,
    pub(crate) ascending: bool,
    pub(crate) offset: usize,
    pub(crate) limit: Option<usize>,
}

/// A page of jobs, newest first unless asked otherwise.
pub(crate) fn page(queue: &Queue, query: &Query) -> Value {
    let (running, pending) = queue.current();
    let waiting_jobs =
        |items: Vec<Arc<Item>>, status: &'static str| items.into_iter().map(move |item| waiting(&item, status));
    let mut jobs: Vec<Map<String, Value>> = waiting_jobs(pending, "pending").collect();
    jobs.extend(waiting_jobs(running, "in_progress"));
    jobs.extend(queue.history(None, None).iter().rev().map(|entry| done(entry)));
    let state = |job: &Map<String, Value>| job.get("status").and_then(Value::as_str).unwrap_or_default().to_owned();
    jobs.retain(|job| query.states.is_empty() || query.states.contains(&state(job)));
    let number = |job: &Map<String, Value>, name: &str| job.get(name).and_then(Value::as_i64).unwrap_or(0);
    let key = |job: &Map<String, Value>| {
        if query.by_duration {
            number(job, "execution_end_time") - number(job, "execution_start_time")
        } else {
            number(job, "create_time")
        }
    };
    jobs.sort_by(|a, b| if query.ascending { key(a).cmp(&key(b)) } else { key(b).cmp(&key(a)) });
    let total = jobs.len();
    let page: Vec<_> = jobs.into_iter().skip(query.offset).take(query.limit.unwrap_or(usize::MAX)).collect();
    let has_more = query.offset.saturating_add(page.len()) < total;
    let pagination = json!({"offset": query.offset, "limit": query.limit, "total": total, "has_more": has_more});
    json!({"jobs": page, "pagination": pagination})
}
