//! The frames that go out over `/ws`: JSON texts, and binary previews with a big-endian header.

use axum::extract::ws::Message;
use serde_json::{Map, Value, json};

/// What the server says of itself when a client opens with its own feature flags.
pub(crate) fn features() -> Value {
    json!({
        "supports_preview_metadata": true,
        "supports_model_type_tags": true,
        "max_upload_size": MAX_UPLOAD_BYTES,
        "extension": {"manager": {"supports_v4": true}},
        "node_replacements": true,
        "assets": false,
    })
}

/// The largest upload that is taken, in bytes.
pub(crate) const MAX_UPLOAD_BYTES: usize = 104_857_600;

/// A text frame of a type and its data.
pub(crate) fn text(kind: &str, data: Value) -> Message {
    Message::Text(json!({"type": kind, "data": data}).to_string().into())
}

/// How many jobs wait or run. The first frame on a socket also names its client id.
pub(crate) fn status(remaining: usize, sid: Option<&str>) -> Message {
    let mut data = Map::new();
    data.insert("status".into(), json!({"exec_info": {"queue_remaining": remaining}}));
    if let Some(sid) = sid {
        data.insert("sid".into(), sid.into());
    }
    text("status", Value::Object(data))
}

/// A JPEG preview of the node's picture in the making. Type 4 (with metadata) for clients that said that they
/// understand it, else type 1.
pub(crate) fn preview(jpeg: &[u8], prompt_id: &str, node: &str, with_metadata: bool) -> Message {
    let mut frame = Vec::with_capacity(jpeg.len() + 256);
    if with_metadata {
        let metadata = json!({
            "node_id": node,
            "prompt_id": prompt_id,
            "display_node_id": node,
            "parent_node_id": null,
            "real_node_id": node,
            "image_type": "image/jpeg",
        })
        .to_string();
        frame.extend_from_slice(&4_u32.to_be_bytes());
        frame.extend_from_slice(&u32::try_from(metadata.len()).unwrap_or(u32::MAX).to_be_bytes());
        frame.extend_from_slice(metadata.as_bytes());
    } else {
        frame.extend_from_slice(&1_u32.to_be_bytes());
        frame.extend_from_slice(&1_u32.to_be_bytes());
    }
    frame.extend_from_slice(jpeg);
    Message::Binary(frame.into())
}
