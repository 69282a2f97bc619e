//! The prompt book: prompts that were written or made, what came of each, wildcards, drafts by AI, files.

mod book;
mod generate;
mod preview;
mod transfer;
mod wildcards;

use crate::{
    Effect::{Destroy, Read, Write},
    Operation, RateClass,
    registry::operation,
};

const BOOK: &[&str] = &["prompts"];
const WILDCARDS: &[&str] = &["wildcards"];

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("prompts.list", book::list, Read, &["prompts", "content"]).route("GET /prompts"),
        operation("prompts.get", book::get, Read, &["prompts", "content"]).route("GET /prompts/{prompt_id}"),
        operation("prompts.create", book::create, Write, BOOK).route("POST /prompts"),
        operation("prompts.update", book::update, Write, BOOK).route("PUT /prompts/{prompt_id}"),
        operation("prompts.delete", book::delete, Destroy, BOOK).route("DELETE /prompts/{prompt_id}"),
        operation("prompts.restore", book::restore, Write, BOOK).route("POST /prompts/{prompt_id}/restore"),
        operation("prompts.generate", generate::generate, Write, &["prompts", "text_usage"])
            .route("POST /prompts/generate")
            .rate(RateClass::Text),
        operation("prompts.preview", preview::preview, Read, &["prompts", "wildcards"]).route("POST /prompts/preview"),
        operation("prompts.export", transfer::export, Read, &["prompts", "wildcards"]).route("GET /prompts/export"),
        operation("prompts.import", transfer::import, Write, &["prompts", "wildcards"]).route("POST /prompts/import"),
        operation("prompts.wildcards_list", wildcards::list, Read, WILDCARDS).route("GET /prompts/wildcards"),
        operation("prompts.wildcards_set", wildcards::set, Write, WILDCARDS).route("PUT /prompts/wildcards/{name}"),
        operation("prompts.wildcards_delete", wildcards::delete, Destroy, WILDCARDS)
            .route("DELETE /prompts/wildcards/{name}"),
    ]
}
