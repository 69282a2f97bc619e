//! A character's posting plan: goals, mix, quiet hours; and firing one rule by hand.

pub(crate) mod execute;

use crate::{
    Effect::{Read, Write},
    Error, Operation, Result, Studio,
    operations::characters::find,
    planning::strategy::Strategy,
    registry::operation,
    tasks,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use troupe_library::{
    CharacterId, LibraryError,
    tables::strategies::{self, StrategyRow},
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("automation.strategy_set", set, Write, &["rules", "schedule"]).route("POST /automation/strategy"),
        operation("automation.strategy_get", get, Read, &["rules"]).route("GET /automation/strategy"),
        operation("automation.execute", execute::execute, Write, &["rules", "posts", "jobs", "schedule"])
            .route("POST /automation/execute"),
    ]
}

/// Keeps a character's posting plan: how often, what mix, quiet hours, captions to begin with. The whole plan is
/// replaced.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SetStrategy {
    character_id: CharacterId,
    strategy: Strategy,
}

/// A character's posting plan.
#[derive(Debug, Serialize, JsonSchema)]
struct CharacterStrategy {
    character_id: CharacterId,
    strategy: Strategy,
    /// When it last changed; `null` while there is none.
    updated_at: Option<DateTime<Utc>>,
    /// The plan that it replaced; sending that undoes it.
    previous: Option<Strategy>,
}

async fn set(studio: &Studio, input: SetStrategy) -> Result<CharacterStrategy> {
    let mut strategy = input.strategy;
    strategy.check()?;
    let mut write = studio.library().write().await?;
    find(&mut write, input.character_id).await?;
    let previous = Strategy::of(&mut write, input.character_id).await?;
    let value = serde_json::to_value(&strategy).map_err(Error::internal)?;
    let row = StrategyRow { character_id: input.character_id, value, updated_at: studio.now() };
    strategies::set(&mut write, &row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    studio.tasks().nudge(tasks::PUBLISH_DUE);
    Ok(CharacterStrategy {
        character_id: row.character_id,
        strategy,
        updated_at: Some(row.updated_at),
        previous: Some(previous),
    })
}

/// A character's posting plan; one that asks for nothing while none was written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetStrategy {
    character_id: CharacterId,
}

async fn get(studio: &Studio, input: GetStrategy) -> Result<CharacterStrategy> {
    let mut read = studio.library().read().await?;
    find(&mut read, input.character_id).await?;
    let row = strategies::get(&mut read, input.character_id).await?;
    Ok(CharacterStrategy {
        character_id: input.character_id,
        strategy: Strategy::of(&mut read, input.character_id).await?,
        updated_at: row.map(|row| row.updated_at),
        previous: None,
    })
}
