//! The operations that an agent is shown as tools: about thirty, since clients stop at forty and models choose worse
//! the more there are. All others are found and called by two tools more.

use super::inline;
use rmcp::model::{Tool, ToolAnnotations};
use serde_json::json;
use std::sync::Arc;
use troupe_studio::{AgentScope, AsksCreator, Effect, Method, Operation, agent_hint};

/// The operations, in the order in which work goes.
pub(super) const CHOSEN: &[&str] = &[
    "characters.list",
    "characters.get",
    "characters.create",
    "characters.update",
    "characters.generate_content",
    "references.list",
    "prompts.list",
    "prompts.create",
    "prompts.generate",
    "images.generate",
    "images.job",
    "images.cancel",
    "content.list",
    "content.get",
    "content.preview",
    "content.update",
    "content.approve",
    "content.reject",
    "content.description_tags",
    "captions.generate",
    "platforms.list",
    "accounts.list",
    "posts.list",
    "posts.get",
    "posts.create",
    "posts.preflight",
    "posts.update",
    "posts.publish",
    "calendar.get",
    "comments.list",
    "scheduler.status",
    "approvals.get",
];

/// Finds operations that are no tools.
pub(super) const SEARCH: &str = "operations_search";
/// Calls one of them.
pub(super) const CALL: &str = "operations_call";

/// Groups whose operations reach beyond this computer.
const OUTSIDE: &[&str] = &[
    "accounts",
    "comments",
    "engagement",
    "facebook",
    "instagram",
    "models",
    "onlyfans",
    "telegram",
    "twitter",
    "youtube",
];

/// The tool's name for an operation: clients take letters, digits and underscores.
pub(super) fn tool_name(operation: &str) -> String {
    operation.replace('.', "_")
}

/// The operation as a tool.
pub(super) fn tool(operation: &Operation) -> Tool {
    let (schema, description) = inline::input(operation);
    let words = format!("{}{}", description.replace('\n', " "), asks_words(operation.name));
    Tool::new(tool_name(operation.name), words, Arc::new(schema)).with_annotations(annotations(operation))
}

/// What a description says of the creator's word.
fn asks_words(operation: &str) -> &'static str {
    match agent_hint(operation).asks_creator {
        AsksCreator::Never => "",
        AsksCreator::Sometimes => " Some inputs need the creator's word: those are asked in the window first.",
        AsksCreator::Always => " Needs the creator's word: it is asked in the window first.",
    }
}

fn annotations(operation: &Operation) -> ToolAnnotations {
    let is_read = operation.effect == Effect::Read;
    // Setting a thing to what it is, or taking away what is gone, changes nothing the second time.
    let method = operation.routes.first().map(|route| route.method);
    let is_idempotent = is_read || matches!(method, Some(Method::Put | Method::Delete));
    let group = operation.name.split('.').next().unwrap_or_default();
    let is_outside = operation.effect == Effect::Publish || OUTSIDE.contains(&group);
    ToolAnnotations::from_raw(
        Some(operation.name.to_owned()),
        Some(is_read),
        Some(matches!(operation.effect, Effect::Destroy | Effect::Publish)),
        Some(is_idempotent),
        Some(is_outside),
    )
}

/// The two tools for all other operations.
pub(super) fn others() -> [Tool; 2] {
    let object = |schema: serde_json::Value| Arc::new(schema.as_object().cloned().unwrap_or_default());
    let search = Tool::new(
        SEARCH,
        "Finds operations of Troupe that are no tools of their own, with their inputs, such as rules, slots, styles, models, services. Call one with operations_call.",
        object(json!({
            "type": "object",
            "properties": {
                "query": { "type": "string", "description": "Words of what is to be done, such as `plan week` or `wildcards`; empty lists the names." },
                "limit": { "type": "integer", "minimum": 1, "maximum": 20, "description": "At most this many (6)." },
            },
            "additionalProperties": false,
        })),
    );
    let call = Tool::new(
        CALL,
        "Calls any operation of Troupe by its name, as operations_search tells it. The same rules hold as for the tools: what publishes, deletes, spends or changes settings is asked in the window first.",
        object(json!({
            "type": "object",
            "properties": {
                "operation": { "type": "string", "description": "Its name, such as `rules.list`." },
                "input": { "type": "object", "description": "Its input.", "additionalProperties": true },
            },
            "required": ["operation"],
            "additionalProperties": false,
        })),
    );
    let hints = |title: &str, is_read: bool| {
        ToolAnnotations::from_raw(Some(title.to_owned()), Some(is_read), Some(!is_read), Some(is_read), Some(!is_read))
    };
    [
        search.with_annotations(hints("Find an operation", true)),
        call.with_annotations(hints("Call an operation", false)),
    ]
}

/// Whether an agent of that scope may use the operation at all.
pub(super) fn is_for(operation: &str, scope: AgentScope) -> bool {
    agent_hint(operation).scope.is_some_and(|needed| scope >= needed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use troupe_studio::Operations;

    #[test]
    fn every_chosen_operation_is_there_and_for_agents() {
        let operations = Operations::all();
        for name in CHOSEN {
            assert!(operations.get(name).is_some(), "{name}");
            assert!(is_for(name, AgentScope::Publish), "{name}");
        }
        assert!((28..=34).contains(&CHOSEN.len()), "about thirty");
    }

    #[test]
    fn effects_become_hints() {
        let operations = Operations::all();
        let of = |name: &str| operations.get(name).map(annotations);
        let hints = |name: &str| {
            of(name).map(|hints| {
                (hints.read_only_hint, hints.destructive_hint, hints.idempotent_hint, hints.open_world_hint)
            })
        };
        let [yes, no] = [Some(true), Some(false)];
        assert_eq!(hints("characters.list"), Some((yes, no, yes, no)));
        assert_eq!(hints("characters.create"), Some((no, no, no, no)));
        assert_eq!(hints("characters.update"), Some((no, no, yes, no)));
        assert_eq!(hints("characters.delete"), Some((no, yes, yes, no)));
        assert_eq!(hints("posts.publish"), Some((no, yes, no, yes)));
    }
}
