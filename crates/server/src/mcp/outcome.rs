//! The outcome of a call as an agent gets it: the answer as JSON, links to its pictures, the picture itself where the
//! operation serves one; an error in words and as JSON.

use super::{Catalogue, Reach, foreign, resources};
use rmcp::model::{CallToolResult, ContentBlock};
use serde_json::{Value, json};
use troupe_studio::{Error, File, Operation};

/// What went well.
pub(super) async fn done(
    catalogue: &Catalogue,
    reach: &dyn Reach,
    operation: &Operation,
    mut answer: Value,
) -> CallToolResult {
    if operation.answers_file {
        return match serde_json::from_value::<File>(answer) {
            Ok(file) => served(reach, &file).await,
            Err(error) => failed(Error::internal(error)),
        };
    }
    let links = resources::links_of(catalogue.links(operation.name), &answer);
    let has_foreign_words = foreign::mark(operation.name, &mut answer);
    let mut content = vec![ContentBlock::text(answer.to_string())];
    if has_foreign_words {
        content.push(ContentBlock::text(foreign::NOTE));
    }
    content.extend(links.into_iter().map(ContentBlock::resource_link));
    let mut result = CallToolResult::success(content);
    result.structured_content = Some(answer);
    result
}

/// A file: a picture is shown, everything else is linked.
async fn served(reach: &dyn Reach, file: &File) -> CallToolResult {
    let link = ContentBlock::resource_link(resources::link_to(file));
    if !file.mime_type.starts_with("image/") {
        let words = format!("{} ({}) can be read as the resource beside this.", file.name, file.mime_type);
        return CallToolResult::success(vec![ContentBlock::text(words), link]);
    }
    match reach.file(file).await {
        Ok(bytes) => {
            let picture = ContentBlock::image(resources::base64(&bytes.bytes), bytes.mime_type);
            CallToolResult::success(vec![picture, link])
        }
        Err(error) => failed(error),
    }
}

/// What the call itself could not do, in words.
pub(super) fn failed(error: Error) -> CallToolResult {
    let mut told = error.to_json();
    let code = error.code.as_str();
    let has_foreign_words = foreign::mark_error(code, &mut told["details"]);
    let mut content =
        vec![ContentBlock::text(format!("{code}: {}", error.message)), ContentBlock::text(told.to_string())];
    if has_foreign_words {
        content.push(ContentBlock::text(foreign::NOTE));
    }
    let mut result = CallToolResult::error(content);
    result.structured_content = Some(json!({ "error": told }));
    result
}
