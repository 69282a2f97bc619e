//! Text engines: naming them in their order of preference, asking what they have and how they are, what they cost; and
//! plain words from the first that can write.

mod engines;
mod generate;
mod models;

use crate::{
    Effect::{Destroy, Read, Write},
    Operation, RateClass,
    registry::operation,
};

const ENGINES: &[&str] = &["text_engines"];

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("text.generate", generate::generate, Write, &["text_usage"])
            .route("POST /generate/text")
            .rate(RateClass::Text)
            .streams_text(),
        operation("text.models", models::models, Read, ENGINES).route("GET /generate/text/models"),
        operation("text.health", models::health, Read, ENGINES).route("GET /generate/text/health"),
        operation("text.usage", models::usage, Read, &["text_usage"]).route("GET /generate/text/usage"),
        operation("text.unload", models::unload, Write, ENGINES).route("POST /generate/text/unload"),
        operation("engines.list", engines::list, Read, ENGINES).route("GET /generate/text/engines"),
        operation("engines.create", engines::create, Write, ENGINES).route("POST /generate/text/engines"),
        operation("engines.update", engines::update, Write, ENGINES).route("PUT /generate/text/engines/{engine_id}"),
        operation("engines.delete", engines::delete, Destroy, ENGINES)
            .route("DELETE /generate/text/engines/{engine_id}"),
        operation("engines.test", engines::test, Write, ENGINES).route("POST /generate/text/engines/{engine_id}/test"),
        operation("engines.reorder", engines::reorder, Write, ENGINES).route("POST /generate/text/engines/order"),
    ]
}
