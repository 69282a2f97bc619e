//! Services as real processes: started, killed, ignoring what they are asked, left running, somebody else's.

#![allow(clippy::unwrap_used)]

use super::{ServiceState, Watched};
use crate::{
    Caller, Code, OpenOptions, Studio,
    operations::characters::tests::{Place, fields, place},
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use sysinfo::{Pid, ProcessesToUpdate, System};

/// A place whose studio watches services, and one service that runs a script.
async fn with_script(script: &str, more: Value) -> Place {
    let place = place().await;
    place.studio.services().begin(&place.studio).await.unwrap();
    let mut input = json!({ "service_name": "x", "command": "sh", "arguments": ["-c", script] });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    place.run("services.update", input).await;
    place
}

fn watched(studio: &Studio) -> Arc<Watched> {
    studio.services().get(studio, "x")
}

/// Waits until the service is in that state.
async fn until(studio: &Studio, state: ServiceState) {
    let mut changes = watched(studio).changes.subscribe();
    let came = tokio::time::timeout(Duration::from_secs(20), changes.wait_for(|now| *now == state)).await;
    assert!(came.is_ok(), "it stays {:?}", watched(studio).known());
}

/// Waits until a line is at hand.
async fn until_said(studio: &Studio, line: &str) {
    let said = async {
        while !watched(studio).tail(10).iter().any(|said| said == line) {
            tokio::task::yield_now().await;
            super::supervise::read_once(&watched(studio));
        }
    };
    tokio::time::timeout(Duration::from_secs(20), said).await.unwrap();
}

fn runs(id: u64) -> bool {
    let mut system = System::new().unwrap();
    let pid = Pid::from_u32(u32::try_from(id).unwrap());
    system.refresh_processes(ProcessesToUpdate::Some(&[pid]), true);
    system.process(pid).is_some_and(|process| process.status() != sysinfo::ProcessStatus::Zombie)
}

async fn start(place: &Place) -> Value {
    place.run("services.start", json!({ "service_name": "x", "wait": 20 })).await
}

async fn stop(place: &Place) -> Value {
    place.run("services.stop", json!({ "service_name": "x" })).await
}

#[tokio::test]
async fn a_service_is_started_and_stopped_with_all_that_it_started() {
    let place = with_script("sleep 600 & echo $!; echo ready; wait", json!({})).await;
    let running = start(&place).await;
    assert_eq!((&running["state"], &running["started_by"]), (&json!("running"), &json!("troupe")));
    until_said(&place.studio, "ready").await;
    let child: u64 = watched(&place.studio).tail(10)[0].parse().unwrap();
    let leader = running["process_id"].as_u64().unwrap();
    assert!(runs(leader) && runs(child));
    assert_eq!(start(&place).await["process_id"], leader, "what runs is left as it is");
    let stopped = stop(&place).await;
    assert_eq!((&stopped["state"], &stopped["can_start"]), (&json!("off"), &json!(true)));
    assert!(!runs(leader) && !runs(child));
}

#[tokio::test]
async fn one_that_does_not_listen_is_ended_by_force() {
    let script = "trap '' TERM; echo ready; while :; do sleep 1; done";
    let place = with_script(script, json!({ "stop_within_seconds": 1 })).await;
    let leader = start(&place).await["process_id"].as_u64().unwrap();
    until_said(&place.studio, "ready").await;
    let stopped = stop(&place).await;
    assert!(stopped["message"].as_str().unwrap().contains("by force"), "{stopped}");
    assert!(!runs(leader));
}

#[tokio::test]
async fn one_that_dies_at_start_says_why() {
    let place = with_script("echo no such model >&2; exit 3", json!({ "restart": false })).await;
    start(&place).await;
    until(&place.studio, ServiceState::Failed).await;
    let failed = place.run("services.get", json!({ "service_name": "x" })).await;
    let message = failed["message"].as_str().unwrap();
    assert!(message.contains("code 3") && message.contains("no such model"), "{message}");
    assert_eq!(failed["log_tail"], json!(["no such model"]));
    let errors = place.run("errors.list", json!({})).await;
    assert!(errors["errors"][0]["message"].as_str().unwrap().contains("x does not run"), "{errors}");
}

#[tokio::test]
async fn one_that_is_killed_comes_back() {
    let place = with_script("echo ready; exec sleep 600", json!({})).await;
    let first = start(&place).await["process_id"].as_u64().unwrap();
    until_said(&place.studio, "ready").await;
    super::process::end_by_force(u32::try_from(first).unwrap());
    until(&place.studio, ServiceState::Waiting).await;
    let waiting = place.run("services.get", json!({ "service_name": "x" })).await;
    assert_eq!((&waiting["deaths"], &waiting["process_id"]), (&json!(1), &Value::Null));
    assert!(waiting["starts_again_at"].is_string());
    until(&place.studio, ServiceState::Running).await;
    let second = watched(&place.studio).known().process_id.unwrap();
    assert_ne!(u64::from(second), first);
    // One that waits for its next try is stopped too.
    super::process::end_by_force(second);
    until(&place.studio, ServiceState::Waiting).await;
    assert_eq!(stop(&place).await["state"], "off");
}

#[tokio::test]
async fn what_somebody_else_started_is_looked_at_and_never_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let app = troupe_sandbox::Sandbox::start(troupe_sandbox::SandboxConfig::new(folder.path())).unwrap();
    let place = with_script("exec sleep 600", json!({ "address": app.url() })).await;
    let seen = place.run("services.get", json!({ "service_name": "x" })).await;
    assert_eq!((&seen["state"], &seen["started_by"]), (&json!("running"), &json!("other")));
    assert_eq!((&seen["can_start"], &seen["can_stop"]), (&json!(false), &json!(false)));
    assert_eq!(start(&place).await["process_id"], Value::Null, "there is nothing to start");
    for name in ["services.stop", "services.restart"] {
        let error = place.refused(name, json!({ "service_name": "x" })).await;
        assert_eq!(error.code, Code::Conflict);
        assert!(error.message.contains("did not start"), "{error}");
    }
}

#[tokio::test]
async fn one_that_is_left_running_is_known_again() {
    let leave = json!({ "when_program_ends": "leave_running" });
    let place = with_script("echo ready; exec sleep 600", leave).await;
    let leader = start(&place).await["process_id"].as_u64().unwrap();
    let Place { studio, clock, folder } = place;
    studio.close().await;
    drop(studio);
    assert!(runs(leader));
    let options = OpenOptions { clock: clock.clone(), ..OpenOptions::new(folder.path().join("library")) };
    let studio = Studio::open(options).await.unwrap();
    studio.services().begin(&studio).await.unwrap();
    let place = Place { studio, clock, folder };
    let seen = place.run("services.get", json!({ "service_name": "x" })).await;
    assert_eq!((&seen["process_id"], &seen["can_stop"]), (&json!(leader), &json!(true)));
    // The other way: it ends with the program.
    place.run("services.update", json!({ "service_name": "x", "when_program_ends": "stop" })).await;
    place.studio.close().await;
    assert!(!runs(leader));
}

#[tokio::test]
async fn what_is_said_of_a_service_is_checked() {
    let place = place().await;
    for (more, field) in [
        (json!({}), "command"),
        (json!({ "command": "no-such-program-anywhere" }), "command"),
        (json!({ "command": "/no/such/program" }), "command"),
        (json!({ "command": "sh", "folder": "/no/such/folder" }), "folder"),
        (json!({ "command": "sh", "address": "nowhere" }), "address"),
        (json!({ "command": "sh", "stop_within_seconds": 0 }), "stop_within_seconds"),
        (json!({ "command": "sh", "service_name": "../x" }), "service_name"),
    ] {
        let mut input = json!({ "service_name": "x" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        assert_eq!(fields(&place.refused("services.update", input).await), [field], "{more}");
    }
    let input = json!({ "service_name": "x", "command": "sh" });
    for caller in [Caller::Rest, Caller::Agent(troupe_library::AgentId::new())] {
        let error = place.studio.as_caller(caller).run("services.update", input.clone()).await.unwrap_err();
        assert_eq!(error.code, Code::Forbidden);
    }
    place.run("services.update", input).await;
    let refused = place.refused("services.start", json!({ "service_name": "x" })).await;
    assert!(refused.message.contains("Open the window"), "nobody would watch it: {refused}");
    place.run("services.delete", json!({ "service_name": "x" })).await;
    assert_eq!(place.refused("services.get", json!({ "service_name": "x" })).await.code, Code::NotFound);
    let error = place.refused("services.delete", json!({ "service_name": "comfyui" })).await;
    assert_eq!(error.code, Code::Conflict);
    let error = place.refused("comfyui.start", json!({})).await;
    assert!(error.message.contains("does not know how ComfyUI is started"), "{error}");
}
