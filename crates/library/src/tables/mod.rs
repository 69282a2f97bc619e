//! The tables, one file each: the row, its reads, its writes.
//!
//! To add one: a migration under `migrations/`, a file here with the row's struct and the functions
//! that take `&mut SqliteConnection`, and its line below.

pub mod accounts;
pub mod agent_answers;
pub mod agents;
pub mod approvals;
pub mod characters;
pub mod comments;
pub mod consents;
pub mod content;
pub mod content_tags;
pub mod engagement_actions;
pub mod errors;
pub mod formats;
pub mod idempotency_keys;
pub mod jobs;
pub mod metrics;
pub mod model_hashes;
pub mod model_installs;
pub mod model_uses;
pub mod post_guards;
pub mod post_media;
pub mod post_steps;
pub mod posts;
pub mod presets;
pub mod prompt_examples;
pub mod prompts;
pub mod reference_trash;
pub mod references;
pub mod rule_firings;
pub mod rules;
pub mod runs;
pub mod schedule;
pub mod secrets;
pub mod servers;
pub mod service_runs;
pub mod settings;
pub mod shelf;
pub mod slots;
pub mod strategies;
pub mod styles;
pub mod templates;
pub mod text_engines;
pub mod text_usage;
pub mod throughput;
pub mod uploads;
pub mod wildcards;
