//! What agents are told of the operations: the tools, made once, and the search among all others.

use super::tools::{self, CHOSEN};
use crate::{links::Links, mcp::inline, schema::Schemas};
use rmcp::model::Tool;
use serde_json::{Value, json};
use std::collections::HashMap;
use troupe_studio::{AgentScope, Effect, Operation, Operations, agent_hint};

/// Words that say nothing about what is looked for.
const STOP_WORDS: &[&str] = &["and", "the", "for", "with", "from", "that"];

/// The operations as agents see them.
#[derive(Debug)]
pub struct Catalogue {
    operations: Operations,
    /// Each with its operation's name.
    chosen: Vec<(&'static str, Tool)>,
    links: HashMap<&'static str, Links>,
    /// Name and description of each, in small letters.
    words: Vec<(&'static str, String)>,
}

impl Default for Catalogue {
    fn default() -> Self {
        Self::new()
    }
}

impl Catalogue {
    /// Reads the registry.
    #[must_use]
    pub fn new() -> Self {
        let operations = Operations::all();
        let schemas = Schemas::of(&operations);
        let links = operations.iter().map(|operation| (operation.name, Links::of(&schemas, operation.name))).collect();
        let words = operations
            .iter()
            .map(|operation| (operation.name, format!("{} {}", operation.name, schemas.description(operation.name))))
            .map(|(name, words)| (name, words.to_lowercase()))
            .collect();
        let chosen = CHOSEN
            .iter()
            .filter_map(|name| operations.get(name))
            .map(|operation| (operation.name, tools::tool(operation)))
            .collect();
        Self { operations, chosen, links, words }
    }

    /// The tools of an agent.
    pub(super) fn tools(&self, scope: AgentScope) -> Vec<Tool> {
        let chosen = self.chosen.iter().filter(|(name, _)| tools::is_for(name, scope)).map(|(_, tool)| tool.clone());
        chosen.chain(tools::others()).collect()
    }

    /// The operation of that name, as a tool's or as its own.
    pub(super) fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations
            .get(name)
            .or_else(|| self.operations.iter().find(|operation| tools::tool_name(operation.name) == name))
    }

    /// Where in an operation's answer rows with files are.
    pub(super) fn links(&self, operation: &str) -> Option<&Links> {
        self.links.get(operation)
    }

    /// The operations that fit the words best, with their inputs; no words list the names.
    pub(super) fn search(&self, query: &str, limit: usize, scope: AgentScope) -> Value {
        let open = self.words.iter().filter(|(name, _)| tools::is_for(name, scope));
        let query = query.to_lowercase();
        let terms: Vec<&str> = query
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|term| term.len() > 2 && !STOP_WORDS.contains(term))
            .collect();
        if terms.is_empty() {
            let names: Vec<_> = open.map(|(name, _)| *name).collect();
            return json!({ "operations": names });
        }
        let mut found: Vec<(usize, &str)> =
            open.map(|(name, words)| (score(name, words, &terms), *name)).filter(|(score, _)| *score > 0).collect();
        found.sort_by_key(|(score, name)| (std::cmp::Reverse(*score), *name));
        let found: Vec<Value> =
            found.into_iter().take(limit).filter_map(|(_, name)| self.operations.get(name)).map(described).collect();
        json!({ "operations": found })
    }
}

/// A word of the name counts most, then a part of it, then a word of the description; the first words more than the last.
fn score(name: &str, words: &str, terms: &[&str]) -> usize {
    let parts: Vec<&str> = name.split(['.', '_']).map(stem).collect();
    let counts = terms.iter().map(|term| stem(term)).enumerate().map(|(at, term)| {
        let found = if parts.contains(&term) {
            4
        } else if name.contains(term) {
            2
        } else {
            usize::from(words.contains(term))
        };
        found * (terms.len() - at + 1)
    });
    counts.sum()
}

/// A word without the ending of many.
fn stem(word: &str) -> &str {
    word.strip_suffix('s').filter(|stem| stem.len() > 2).unwrap_or(word)
}

fn described(operation: &Operation) -> Value {
    let (schema, description) = inline::input(operation);
    let effect = match operation.effect {
        Effect::Read => "read",
        Effect::Write => "write",
        Effect::Destroy => "destroy",
        Effect::Publish => "publish",
    };
    json!({
        "operation": operation.name,
        "description": description.replace('\n', " "),
        "effect": effect,
        "asks_creator": agent_hint(operation.name).asks_creator,
        "input_schema": schema,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_search_finds_by_name_and_by_words_and_shows_nothing_that_is_not_for_the_agent() {
        let catalogue = Catalogue::new();
        let names = |query: &str, scope| -> Vec<String> {
            let found = catalogue.search(query, 5, scope);
            let list = found["operations"].as_array().unwrap();
            list.iter().map(|one| one["operation"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names("wildcards set", AgentScope::Make)[0], "prompts.wildcards_set");
        assert!(names("wildcards set", AgentScope::Read).iter().all(|name| name != "prompts.wildcards_set"));
        assert!(names("secrets", AgentScope::Publish).iter().all(|name| !name.starts_with("secrets.")));
        let all = catalogue.search("", 5, AgentScope::Publish);
        let all = all["operations"].as_array().unwrap();
        assert!(all.len() > 150 && all.iter().all(|name| name != "backup.restore" && name != "approvals.decide"));
    }
}
