//! Content: the library's items, looked at, searched, decided on, tagged, taken away.

mod crop;
mod decide;
mod describe;
mod filter;
mod images;
pub(crate) mod item;
mod list;
mod shared;
mod tags;
#[cfg(test)]
mod tests;
mod update;
mod zip;

pub(crate) use shared::keep_decision;

use crate::{
    Effect::{Read, Write},
    Operation, RateClass,
    registry::operation,
};

/// Decisions and tags change what the grid, its facets and the trash show.
const CONTENT: &[&str] = &["content"];

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("content.list", list::list, Read, CONTENT).route("GET /content/library").route("GET /content"),
        operation("content.facets", list::facets, Read, CONTENT).route("GET /content/library/facets"),
        operation("content.stats", list::stats, Read, CONTENT).route("GET /content/library/stats"),
        operation("content.get", item::get, Read, CONTENT)
            .route("GET /content/library/{content_id}")
            .route("GET /content/{content_id}"),
        operation("content.preview", item::preview, Read, CONTENT)
            .route("GET /content/library/{content_id}/preview")
            .answers_file(),
        operation("content.download", item::download, Read, CONTENT)
            .route("GET /content/library/{content_id}/download")
            .answers_file(),
        operation("content.update", update::update, Write, CONTENT).route("PUT /content/library/{content_id}"),
        operation("content.delete", update::delete, Write, CONTENT)
            .route("DELETE /content/library/{content_id}")
            .route("DELETE /content/{content_id}"),
        operation("content.crop", crop::crop, Read, CONTENT).route("GET /content/library/{content_id}/crop"),
        operation("content.description_tags", describe::description_tags, Write, &["content", "text_usage"])
            .route("POST /content/description-tags")
            .route("POST /content/content/{content_id}/description-tags")
            .rate(RateClass::Text),
        operation("content.approve", decide::approve, Write, CONTENT).route("POST /content/{content_id}/approve"),
        operation("content.reject", decide::reject, Write, CONTENT).route("POST /content/{content_id}/reject"),
        operation("content.batch_approve", decide::batch_approve, Write, CONTENT)
            .route("POST /content/library/batch/approve"),
        operation("content.batch_reject", decide::batch_reject, Write, CONTENT)
            .route("POST /content/library/batch/reject"),
        operation("content.batch_update", update::batch_update, Write, CONTENT)
            .route("POST /content/library/batch/update"),
        operation("content.batch_delete", update::batch_delete, Write, CONTENT)
            .route("POST /content/library/batch/delete"),
        operation("content.batch_download", zip::batch_download, Read, CONTENT)
            .route("POST /content/library/batch/download")
            .answers_file(),
        operation("content.tag", tags::tag, Write, CONTENT).route("POST /content/library/{content_id}/tags"),
        operation("content.untag", tags::untag, Write, CONTENT).route("DELETE /content/library/{content_id}/tags"),
        operation("content.images", images::list, Read, CONTENT).route("GET /content/images"),
        operation("content.image_delete", images::delete, Write, CONTENT).route("DELETE /content/images/{filename}"),
        operation("content.images_delete", images::delete_many, Write, CONTENT).route("POST /content/images/delete"),
        operation("content.images_download", zip::images_download, Read, CONTENT)
            .route("GET /content/images/download")
            .answers_file(),
    ]
}
