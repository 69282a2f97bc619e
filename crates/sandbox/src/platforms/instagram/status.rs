//! How far a container is.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::super::answer::Reply;
use super::super::call::Call;
use super::super::graph;
use super::super::world::World;
use super::NAME;
use super::container::{self, Container};

impl Container {
    /// Its status code at this moment, and the words to it.
    pub(super) fn state(&self, now: DateTime<Utc>) -> (&'static str, String) {
        if self.post.is_some() {
            return ("PUBLISHED", "Published: Media has been successfully published.".to_owned());
        }
        if now >= self.expires_at {
            return ("EXPIRED", "Expired: Media container has expired.".to_owned());
        }
        match (&self.problem, self.ready_at) {
            (Some(problem), Some(at)) if at <= now => ("ERROR", problem.clone()),
            (None, Some(at)) if at <= now => {
                ("FINISHED", "Finished: Media has been uploaded and it is ready to be published.".to_owned())
            }
            _ => ("IN_PROGRESS", "In Progress: Media is still being processed.".to_owned()),
        }
    }
}

pub(super) async fn show(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let container = container::shown(view, &call)?;
        let (code, words) = container.state(view.now);
        graph::pick(&call, &json!({"id": call.param("id"), "status_code": code, "status": words}))
    })
}
