//! Agents through the registry: what they do alone, what they ask for, what they never may; and that a yes is carried
//! out once, whatever ends in between.

#![allow(clippy::unwrap_used)]

use super::decide::{give_up, go_on};
use crate::{
    Caller, Code, Error, Studio,
    operations::characters::tests::{Place, place},
    publishing::stage::Stage,
    text::samples::Desk,
};
use chrono::TimeDelta;
use serde_json::{Value, json};
use troupe_library::{
    AccountId, AgentId, ApprovalId,
    tables::approvals::{self, ApprovalState},
};
use troupe_platforms::PlatformName;

/// An id that nothing has.
const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Makes an agent; answers the studio that it calls.
async fn agent(studio: &Studio, fields: Value) -> Studio {
    let mut input = json!({ "name": "Claude", "scope": "publish" });
    input.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let made = studio.run("agents.create", input).await.unwrap();
    let id: AgentId = serde_json::from_value(made["agent"]["id"].clone()).unwrap();
    studio.as_caller(Caller::Agent(id))
}

async fn refused(studio: &Studio, name: &str, input: Value) -> Error {
    match studio.run(name, input).await {
        Ok(answer) => panic!("{name} should be refused: {answer}"),
        Err(error) => error,
    }
}

async fn ran(studio: &Studio, name: &str, input: Value) -> Value {
    studio.run(name, input).await.unwrap_or_else(|error| panic!("{name}: {error} {}", error.details))
}

/// Asks for something; answers the question's id.
async fn asked(studio: &Studio, name: &str, input: Value) -> Value {
    let error = refused(studio, name, input).await;
    assert_eq!(error.code, Code::ApprovalRequired, "{name}: {error}");
    error.details["approval_id"].clone()
}

async fn say(studio: &Studio, approval: &Value, answer: &str) -> Value {
    ran(studio, "approvals.decide", json!({ "approval_id": approval, "answer": answer })).await
}

/// A draft at a stand-in.
async fn draft(stage: &Stage, words: &str) -> (AccountId, Value) {
    let account = stage.account(PlatformName::Bluesky, "mira").await;
    let made = stage.run("posts.create", json!({ "account_id": account, "caption": words })).await;
    (account, made["post_id"].clone())
}

#[tokio::test]
async fn an_agent_makes_a_character_and_a_draft_alone_and_asks_before_it_is_published() {
    let stage = Stage::open().await;
    let account = stage.account(PlatformName::Bluesky, "mira").await;
    let agent = agent(&stage.studio, json!({})).await;
    ran(&agent, "characters.create", json!({ "name": "Ada", "age": 25 })).await;
    let picture = stage.picture(1, |_| {}).await;
    let input = json!({ "account_id": account, "content_id": picture, "caption": "Good morning" });
    let post = ran(&agent, "posts.create", input).await["post_id"].clone();

    let mut events = stage.studio.events().subscribe();
    let question = asked(&agent, "posts.publish", json!({ "post_id": post })).await;
    let told = loop {
        let event = events.next().await.unwrap();
        if event.kind == crate::Kind::ApprovalAsked {
            break event.data;
        }
    };
    assert_eq!((&told["approval_id"], &told["agent"]), (&question, &json!("Claude")), "{told}");
    assert_eq!(asked(&agent, "posts.publish", json!({ "post_id": post, "wait": 5 })).await, question, "asked once");
    let listed = stage.run("approvals.list", json!({ "state": "asked" })).await;
    let shown = &listed["approvals"][0];
    let words = shown["words"].as_str().unwrap();
    for part in ["Claude wants to publish a post now", "mira", "Bluesky", "one picture", "“Good morning”"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert_eq!((&shown["subject"]["content_ids"][0], &shown["reason"]), (&json!(picture), &json!("publishes")));
    let status = stage.run("scheduler.status", json!({})).await;
    assert_eq!((&status["approvals_waiting"], &status["needs_you"]), (&json!(1), &json!(1)));

    let decided = say(&stage.studio, &question, "yes").await;
    assert_eq!(decided["state"], "done", "{decided}");
    let id = serde_json::from_value(post.clone()).unwrap();
    assert_eq!(stage.drive(id).await["post"]["status"], "published");
    let outcome = ran(&agent, "approvals.get", json!({ "approval_id": question })).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let told = ran(&agent, "posts.publish", json!({ "post_id": post })).await;
    assert_eq!(told, decided["answer"], "the next call is given the outcome");
    assert_eq!(stage.feed().await.len(), 1);
    asked(&agent, "posts.publish", json!({ "post_id": post })).await;
}

#[tokio::test]
async fn a_no_is_a_no_and_what_nobody_answers_is_given_up() {
    let place = place().await;
    let agent = agent(&place.studio, json!({})).await;
    let ada = place.character("Ada").await;
    let question = asked(&agent, "characters.delete", json!({ "character_id": ada })).await;
    say(&place.studio, &question, "no").await;
    let again = refused(&agent, "characters.delete", json!({ "character_id": ada })).await;
    assert_eq!(again.code, Code::Forbidden);
    assert!(again.message.contains("said no"), "{again}");
    let twice = place.refused("approvals.decide", json!({ "approval_id": question, "answer": "yes" })).await;
    assert_eq!(twice.code, Code::Conflict);

    place.clock.advance(TimeDelta::hours(25));
    let question = asked(&agent, "characters.delete", json!({ "character_id": ada })).await;
    place.clock.advance(TimeDelta::hours(25));
    give_up(&place.studio).await.unwrap();
    let late = place.refused("approvals.decide", json!({ "approval_id": question, "answer": "yes" })).await;
    assert!(late.message.contains("in time"), "{late}");
    assert_eq!(place.run("approvals.list", json!({})).await["approvals"][0]["state"], "expired");
    place.run("characters.get", json!({ "character_id": ada })).await;
}

#[tokio::test]
async fn always_holds_for_one_agent_and_operation_until_it_is_taken_back() {
    let place = place().await;
    let (one, other) = (agent(&place.studio, json!({})).await, agent(&place.studio, json!({ "name": "Other" })).await);
    let mut formats = Vec::new();
    for name in ["a", "b", "c", "d"] {
        let made = place.run("images.formats_create", json!({ "name": name, "width": 512, "height": 512 })).await;
        formats.push(json!({ "format_id": made["id"] }));
    }
    let question = asked(&one, "images.formats_delete", formats[0].clone()).await;
    // Another one of the kind waits; the answer is its answer too.
    asked(&one, "images.formats_delete", formats[1].clone()).await;
    let input = json!({ "approval_id": question, "answer": "yes", "always": true });
    place.run("approvals.decide", input).await;
    ran(&one, "images.formats_delete", formats[2].clone()).await;
    assert_eq!(place.run("images.formats_list", json!({})).await["total"].as_i64(), Some(left(&place).await));
    asked(&other, "images.formats_delete", formats[3].clone()).await;
    asked(&one, "images.styles_delete", json!({ "style_id": formats[3]["format_id"] })).await;

    let listed = place.run("agents.list", json!({})).await;
    let claude = &listed["agents"][0];
    assert_eq!(claude["answers"][0]["operation"], "images.formats_delete", "{listed}");
    let back = json!({ "agent_id": claude["id"], "operation": "images.formats_delete" });
    place.run("agents.forget_answer", back.clone()).await;
    asked(&one, "images.formats_delete", formats[3].clone()).await;
    assert_eq!(place.refused("agents.forget_answer", back).await.code, Code::NotFound);
}

/// Formats that come with the program, and the one that was not deleted.
async fn left(place: &Place) -> i64 {
    let listed = place.run("images.formats_list", json!({})).await;
    let names: Vec<_> = listed["formats"].as_array().unwrap().iter().map(|row| row["name"].clone()).collect();
    assert!(!names.contains(&json!("a")) && !names.contains(&json!("b")) && !names.contains(&json!("c")), "{names:?}");
    i64::try_from(names.len()).unwrap()
}

#[tokio::test]
async fn what_an_agent_may_never_do_is_forbidden_and_not_even_asked() {
    let place = place().await;
    let agent = agent(&place.studio, json!({})).await;
    for (name, input) in [
        ("secrets.set", json!({ "name": "civitai", "value": "key" })),
        ("secrets.list", json!({})),
        ("accounts.connect", json!({ "platform": "bluesky" })),
        ("accounts.choose", json!({})),
        ("backup.restore", json!({ "name": "x" })),
        ("library.go_back", json!({})),
        ("approvals.list", json!({})),
        ("approvals.decide", json!({})),
        ("agents.create", json!({ "name": "Another" })),
        ("agents.list", json!({})),
        ("services.update", json!({ "service_name": "x", "command": "sh" })),
        ("consents.create", json!({})),
        ("models.delete", json!({ "model_id": "x" })),
    ] {
        let error = refused(&agent, name, input).await;
        assert_eq!(error.code, Code::Forbidden, "{name}: {error}");
    }
    assert_eq!(place.run("approvals.list", json!({})).await["total"], 0);
}

#[tokio::test]
async fn the_ways_around_are_asked_for_too() {
    let stage = Stage::open().await;
    let (account, post) = draft(&stage, "Draft").await;
    let agent = agent(&stage.studio, json!({})).await;
    let ada = ran(&agent, "characters.create", json!({ "name": "Ada", "age": 25, "origin": "fictional" })).await;
    let ada = &ada["id"];
    let picture = stage.picture(1, |_| {}).await;
    for (name, input, reason) in [
        ("settings.update", json!({ "text": { "monthly_limit_usd": 9999 } }), "settings"),
        ("characters.update", json!({ "character_id": ada, "disclosure": { "enabled": false } }), "disclosure"),
        ("characters.update", json!({ "character_id": ada, "origin": "own_likeness" }), "disclosure"),
        ("characters.create", json!({ "name": "B", "age": 25, "disclosure": { "enabled": false } }), "disclosure"),
        ("references.add", json!({ "character_id": ada, "url": "https://example.org/a.png" }), "disclosure"),
        ("posts.create", json!({ "account_id": account, "caption": "x", "publish_immediately": true }), "publishes"),
        ("posts.create", json!({ "account_id": account, "caption": "x", "next_slot": true }), "publishes"),
        ("posts.create", json!({ "account_id": account, "caption": "x", "ai_label": false }), "disclosure"),
        ("posts.update", json!({ "post_id": post, "scheduled_at": "2030-02-01T10:00:00Z" }), "publishes"),
        ("posts.approve", json!({ "post_id": post }), "publishes"),
        ("scheduler.resume", json!({}), "publishes"),
        ("automation.execute", json!({ "rule_id": NOBODY }), "publishes"),
        ("content.approve", json!({ "content_id": picture }), "publishes"),
        ("content.update", json!({ "content_id": picture, "rating": "safe" }), "publishes"),
        ("content.delete", json!({ "content_id": picture }), "deletes"),
        ("trash.empty", json!({}), "deletes"),
        ("accounts.disconnect", json!({ "account_id": account }), "accounts"),
        ("accounts.update", json!({ "account_id": account, "allows_nsfw": true }), "accounts"),
        ("servers.create", json!({ "name": "x", "address": "http://203.0.113.1" }), "settings"),
        ("engagement.like", json!({ "account_id": account, "target_id": "at://x" }), "engages"),
    ] {
        let id = asked(&agent, name, input.clone()).await;
        let shown = stage.run("approvals.get", json!({ "approval_id": id })).await;
        assert_eq!(shown["reason"], reason, "{name} {input}: {shown}");
    }
    // What is plain is still done alone.
    ran(&agent, "characters.update", json!({ "character_id": ada, "bio": "Paints" })).await;
    ran(&agent, "posts.update", json!({ "post_id": post, "caption": "Better" })).await;
    ran(&agent, "content.update", json!({ "content_id": picture, "description": "A roof" })).await;
    let rest = json!({ "character_id": ada, "files": [{ "path": "/etc/passwd" }] });
    let id = asked(&agent, "references.add", rest).await;
    let decided = say(&stage.studio, &id, "yes").await;
    assert_eq!((&decided["state"], &decided["error"]["code"]), (&json!("failed"), &json!("forbidden")), "{decided}");
}

#[tokio::test]
async fn a_second_spelling_is_no_way_around() {
    let place = place().await;
    for operation in place.studio.operations().iter() {
        let super::leave::Leave::Make(cases) = super::table::leave(operation.name) else { continue };
        for (case, _) in cases {
            let super::leave::Case::Given(field) = case else { continue };
            let schema = super::gate::schema_of(operation);
            let aliases = schema["properties"][field]["x-aliases"].as_array().cloned().unwrap_or_default();
            for alias in aliases.iter().filter_map(Value::as_str) {
                let judged = super::gate::by_first_names(
                    operation,
                    super::table::leave(operation.name),
                    &json!({ alias: "something" }),
                );
                assert_eq!(judged[*field], "something", "{}: {alias}", operation.name);
            }
        }
    }
}

#[tokio::test]
async fn what_changed_since_it_was_asked_is_shown_again_first() {
    let stage = Stage::open().await;
    let (_, post) = draft(&stage, "Harmless").await;
    let agent = agent(&stage.studio, json!({})).await;
    let question = asked(&agent, "posts.publish", json!({ "post_id": post })).await;
    stage.clock.advance(TimeDelta::seconds(1));
    ran(&agent, "posts.update", json!({ "post_id": post, "caption": "Not harmless" })).await;
    let input = json!({ "approval_id": question, "answer": "yes" });
    let error = refused(&stage.studio, "approvals.decide", input).await;
    assert!(error.message.contains("changed"), "{error}");
    let shown = stage.run("approvals.get", json!({ "approval_id": question })).await;
    assert!(shown["words"].as_str().unwrap().contains("Not harmless"), "{shown}");
    assert_eq!(say(&stage.studio, &question, "yes").await["state"], "done");
}

#[tokio::test]
async fn a_scope_is_a_bound_and_a_revoked_agent_is_out() {
    let place = place().await;
    let reader = agent(&place.studio, json!({ "name": "Reader", "scope": "read" })).await;
    let maker = agent(&place.studio, json!({ "name": "Maker", "scope": "make" })).await;
    ran(&reader, "characters.list", json!({})).await;
    let error = refused(&reader, "characters.create", json!({ "name": "Ada", "age": 25 })).await;
    assert_eq!((error.code, &error.details["needs"]), (Code::Forbidden, &json!("make")));
    ran(&maker, "characters.create", json!({ "name": "Ada", "age": 25 })).await;
    let error = refused(&maker, "scheduler.resume", json!({})).await;
    assert!(error.code == Code::Forbidden && error.message.contains("not ask to publish"), "{error}");
    let bad = refused(&maker, "characters.delete", json!({ "character_id": "x" })).await;
    assert_eq!(bad.code, Code::ValidationError, "bad input is said before anybody is asked");

    let listed = place.run("agents.list", json!({})).await;
    let id = listed["agents"][0]["id"].clone();
    asked(&maker, "trash.empty", json!({})).await;
    place.run("agents.update", json!({ "agent_id": id, "name": "Scribe", "scope": "read" })).await;
    assert_eq!(refused(&maker, "prompts.create", json!({ "prompt": "x" })).await.code, Code::Forbidden);
    let gone = place.run("agents.revoke", json!({ "agent_id": id })).await;
    assert_eq!((&gone["name"], &gone["waiting"]), (&json!("Scribe"), &json!(0)));
    assert_eq!(refused(&maker, "characters.list", json!({})).await.code, Code::Unauthorized);
    assert_eq!(place.run("agents.list", json!({})).await["total"], 1);
    place.run("agents.create", json!({ "name": "Scribe" })).await;
    let error = place.refused("agents.create", json!({ "name": "scribe" })).await;
    assert_eq!(error.details["fields"][0]["field"], "name");
}

#[tokio::test]
async fn a_token_is_shown_once_and_kept_as_a_hash() {
    let place = place().await;
    let made = place.run("agents.create", json!({ "name": "Claude" })).await;
    let token = made["token"].as_str().unwrap();
    assert_eq!(place.studio.agent_of_token(token).await.unwrap().unwrap().name, "Claude");
    assert!(place.studio.agent_of_token("troupe-agent-wrong").await.unwrap().is_none());
    assert!(!place.run("agents.list", json!({})).await.to_string().contains(token));
    let again = place.run("agents.renew_token", json!({ "agent_id": made["agent"]["id"] })).await;
    assert!(place.studio.agent_of_token(token).await.unwrap().is_none());
    assert!(place.studio.agent_of_token(again["token"].as_str().unwrap()).await.unwrap().is_some());
    place.studio.close().await;
    let database = std::fs::read(place.folder.path().join("library/library.db")).unwrap();
    let holds = |text: &str| database.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(!holds(token) && !holds(again["token"].as_str().unwrap()) && holds("Claude"));
}

#[tokio::test]
async fn an_agent_of_one_character_touches_nothing_of_another() {
    let place = place().await;
    let (ada, mira) = (place.character("Ada").await, place.character("Mira").await);
    let prompt = |who: &str| json!({ "prompt": "a roof", "character_id": who });
    let miras = place.run("prompts.create", prompt(&mira)).await["id"].clone();
    let agent = agent(&place.studio, json!({ "character_ids": [ada] })).await;
    let listed = ran(&agent, "characters.list", json!({})).await;
    assert_eq!((&listed["total"], &listed["characters"][0]["name"]), (&json!(1), &json!("Ada")));
    ran(&agent, "characters.update", json!({ "character_id": ada, "bio": "x" })).await;
    ran(&agent, "prompts.create", prompt(&ada)).await;
    ran(&agent, "platforms.list", json!({})).await;
    for (name, input) in [
        ("characters.get", json!({ "character_id": mira })),
        ("prompts.create", prompt(&mira)),
        ("prompts.get", json!({ "prompt_id": miras })),
        ("content.list", json!({})),
        ("posts.list", json!({ "character_id": mira })),
        ("settings.update", json!({ "text": {} })),
        ("calendar.create", json!({ "character_ids": [ada, mira] })),
    ] {
        let error = refused(&agent, name, input).await;
        assert!(error.code == Code::Forbidden && error.message.contains("Ada"), "{name}: {error}");
    }
    ran(&agent, "content.list", json!({ "character_id": ada })).await;
}

#[tokio::test]
async fn a_yes_that_was_cut_off_is_never_repeated_and_one_that_was_not_begun_is_done() {
    let place = place().await;
    let agent = agent(&place.studio, json!({})).await;
    let mut ids: Vec<ApprovalId> = Vec::new();
    for name in ["One", "Two"] {
        let character = place.character(name).await;
        let id = asked(&agent, "characters.delete", json!({ "character_id": character })).await;
        ids.push(serde_json::from_value(id).unwrap());
    }
    // As a kill leaves them: one said yes to and not begun, one begun.
    let mut write = place.studio.library().write().await.unwrap();
    for id in &ids {
        let mut row = approvals::get(&mut write, *id).await.unwrap().unwrap();
        row.state = ApprovalState::Allowed;
        approvals::save(&mut write, &row).await.unwrap();
    }
    assert!(approvals::begin(&mut write, ids[1]).await.unwrap());
    assert!(!approvals::begin(&mut write, ids[1]).await.unwrap(), "once");
    write.commit().await.unwrap();
    go_on(&place.studio).await.unwrap();
    go_on(&place.studio).await.unwrap();
    let state = async |id: &ApprovalId| place.run("approvals.get", json!({ "approval_id": id })).await["state"].clone();
    assert_eq!((state(&ids[0]).await, state(&ids[1]).await), (json!("done"), json!("cut_off")));
    let left = place.run("characters.list", json!({})).await;
    assert_eq!((&left["total"], &left["characters"][0]["name"]), (&json!(1), &json!("Two")));
}

#[tokio::test]
async fn nobody_is_answered_or_liked_by_a_yes_for_ever() {
    let stage = Stage::open().await;
    let account = stage.account(PlatformName::Bluesky, "mira").await;
    let agent = agent(&stage.studio, json!({})).await;
    let like = json!({ "account_id": account, "target_id": "at://did:plc:x/app.bsky.feed.post/1" });
    let question = asked(&agent, "engagement.like", like).await;
    let input = json!({ "approval_id": question, "answer": "yes", "always": true });
    let error = refused(&stage.studio, "approvals.decide", input).await;
    assert_eq!(error.details["fields"][0]["field"], "always");
    let shown = stage.run("approvals.get", json!({ "approval_id": question })).await;
    assert_eq!((&shown["may_be_always"], &shown["state"]), (&json!(false), &json!("asked")));
    // Once is the creator's click: it goes as far as the platform.
    let decided = say(&stage.studio, &question, "yes").await;
    assert_ne!(decided["error"]["code"], "approval_required", "{decided}");
}

#[tokio::test]
async fn an_agent_writes_with_what_is_free_and_asks_for_what_costs() {
    let desk = Desk::bare().await;
    let priced = json!({ "name": "Cloud", "model": "rehearsal-eye:4b", "input_usd_per_million": 1, "output_usd_per_million": 1 });
    desk.engine("ollama", &desk.sandbox.ollama_url(), priced).await;
    let agent = agent(&desk.studio, json!({})).await;
    let write = json!({ "prompt": "Say hello." });
    let question = asked(&agent, "text.generate", write.clone()).await;
    let decided = say(&desk.studio, &question, "yes").await;
    assert_eq!((&decided["state"], &decided["reason"]), (&json!("done"), &json!("spends")), "{decided}");

    desk.engine("ollama", &desk.sandbox.ollama_url(), json!({ "name": "Here", "model": "rehearsal-eye:4b" })).await;
    let again = ran(&agent, "text.generate", json!({ "prompt": "Say it again." })).await;
    assert_eq!(again["engine"], "Here", "{again}");
}

#[tokio::test]
async fn a_key_never_reaches_the_questions() {
    let place = place().await;
    let agent = agent(&place.studio, json!({})).await;
    let input = json!({ "kind": "gemini", "name": "Cloud", "key": "AIza-not-to-be-kept" });
    let error = refused(&agent, "engines.create", input).await;
    assert!(error.code == Code::Forbidden && error.message.starts_with("key:"), "{error}");
    assert_eq!(place.run("approvals.list", json!({})).await["total"], 0);
}

#[tokio::test]
async fn the_same_word_of_two_agents_is_two_calls() {
    let place = place().await;
    let (one, other) = (agent(&place.studio, json!({})).await, agent(&place.studio, json!({ "name": "Other" })).await);
    let input = json!({ "prompt": "a roof", "idempotency_key": "k" });
    let first = ran(&one, "prompts.create", input.clone()).await;
    assert_eq!(ran(&one, "prompts.create", input.clone()).await["id"], first["id"]);
    assert_ne!(ran(&other, "prompts.create", input).await["id"], first["id"]);
}
