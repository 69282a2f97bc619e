//! `POST /uploads`: a file comes in piece by piece, and an operation takes it up by its id within 24
//! hours.

use crate::{access::Access, answer, app::App};
use axum::{
    Extension,
    extract::{
        FromRequest, Multipart, Request, State,
        multipart::{MultipartError, MultipartRejection},
    },
    http::StatusCode,
    response::Response,
};
use serde_json::json;
use std::sync::Arc;
use troupe_studio::{Code, Error, LARGEST_UPLOAD_BYTES};

/// The field of the form that holds the file.
const FIELD: &str = "file";

/// Takes one file in the field `file`; answers its `upload_id`.
pub(crate) async fn take(
    State(app): State<Arc<App>>,
    Extension(access): Extension<Access>,
    request: Request,
) -> Response {
    let now = app.studio.now();
    let form = match Multipart::from_request(request, &()).await {
        Ok(form) => form,
        Err(rejection) => return no_form(&app, rejection),
    };
    let studio = app.studio.as_caller(access.caller());
    match receive(&studio, form).await {
        Ok(data) => answer::success(data, now),
        Err(error) => answer::failure(&error, now),
    }
}

async fn receive(studio: &troupe_studio::Studio, mut form: Multipart) -> Result<serde_json::Value, Error> {
    let mut found = None;
    while let Some(mut field) = form.next_field().await.map_err(|error| broken(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        if name != FIELD || found.is_some() {
            let words = if name == FIELD {
                "was sent twice; send one file a call"
            } else {
                "is not known here; send the file as `file`"
            };
            return Err(Error::field(name, words));
        }
        let file_name = field.file_name().unwrap_or_default().to_owned();
        let mut upload = studio.begin_upload(&file_name).await?;
        let mut size_bytes = 0;
        while let Some(piece) = field.chunk().await.map_err(|error| broken(&error))? {
            size_bytes += piece.len();
            upload.write(&piece).await?;
        }
        let upload_id = upload.finish().await?;
        found = Some(json!({ "upload_id": upload_id, "name": file_name, "size_bytes": size_bytes }));
    }
    found.ok_or_else(|| Error::field(FIELD, "is needed: send a multipart form with the file in this field"))
}

fn broken(error: &MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Error::new(
            Code::PayloadTooLarge,
            format!("The file is larger than {} MB, the most that is taken.", LARGEST_UPLOAD_BYTES / 1_000_000),
        );
    }
    Error::new(Code::ValidationError, "The upload broke off or is no multipart form. Send it again.")
}

fn no_form(app: &App, rejection: MultipartRejection) -> Response {
    let error = Error::new(
        Code::Unsupported,
        "Send the file as a multipart form (Content-Type: multipart/form-data) in the field `file`.",
    )
    .because(rejection);
    answer::failure_with(StatusCode::UNSUPPORTED_MEDIA_TYPE, &error, app.studio.now())
}
