//! Making pictures: asking for them, and everything about the jobs that make them.

mod again;
mod cancel;
mod generate;
mod jobs;
mod remove;
mod stats;
mod upscale;

use crate::{
    Code,
    Effect::{Destroy, Read, Write},
    Error, Operation, RateClass,
    registry::operation,
};

pub(crate) use generate::generate;

/// No ComfyUI is named, so that nothing can be asked of it.
pub(crate) fn no_server() -> Error {
    Error::new(Code::ServiceUnavailable, "No ComfyUI is named yet. Add its address in Settings, or rehearse first.")
}

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("images.generate", generate::generate, Write, &["jobs"])
            .route("POST /generate/image")
            .route("POST /images/generate")
            .route("POST /ai/generate")
            .route("POST /generate-image")
            .rate(RateClass::Image)
            .streams_job(),
        operation("images.compose", generate::compose, Read, &["jobs"]).route("POST /generate/image/compose"),
        operation("images.generate_batch", generate::generate_batch, Write, &["jobs"])
            .route("POST /generate/image/batch")
            .rate(RateClass::Image),
        operation("characters.generate_image", generate::for_character, Write, &["jobs"])
            .route("POST /characters/{character_id}/generate/image")
            .rate(RateClass::Image)
            .streams_job(),
        operation("content.generate", generate::content, Write, &["jobs"])
            .route("POST /content/generate")
            .rate(RateClass::Image)
            .streams_job(),
        operation("content.generation", jobs::generation, Read, &["jobs"])
            .route("GET /content/generations/{generation_id}"),
        operation("content.again", again::again, Write, &["jobs"])
            .route("POST /content/library/{content_id}/again")
            .rate(RateClass::Image)
            .streams_job(),
        operation("images.jobs", jobs::list, Read, &["jobs"]).route("GET /generate/image/jobs"),
        operation("images.stats", stats::stats, Read, &["jobs"]).route("GET /generate/image/stats"),
        operation("images.batch_queue", jobs::batch_queue, Read, &["jobs"]).route("GET /generate/image/batch/queue"),
        operation("images.batch_summary", stats::batch_summary, Read, &["jobs"])
            .route("GET /generate/image/batch/{job_id}/summary"),
        operation("images.upscale", upscale::upscale, Write, &["jobs"])
            .route("POST /generate/image/upscale")
            .rate(RateClass::Image)
            .streams_job(),
        operation("images.job", jobs::job, Read, &["jobs"]).route("GET /generate/image/{job_id}"),
        operation("images.cancel", cancel::cancel, Write, &["jobs"]).route("POST /generate/image/{job_id}/cancel"),
        operation("images.retry", again::retry, Write, &["jobs"])
            .route("POST /generate/image/{job_id}/retry")
            .rate(RateClass::Image)
            .streams_job(),
        operation("images.delete", remove::delete, Destroy, &["jobs", "content"])
            .route("DELETE /generate/image/{job_id}"),
        operation("images.download", jobs::download, Read, &["jobs"])
            .route("GET /generate/image/{job_id}/download")
            .answers_file(),
        operation("images.run_preview", jobs::run_preview, Read, &["jobs"])
            .route("GET /generate/image/runs/{run_id}/preview")
            .answers_file(),
        operation("images.clear", remove::clear, Write, &["jobs"]).route("POST /generate/clear"),
    ]
}
