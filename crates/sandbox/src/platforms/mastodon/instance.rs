//! What an instance says of itself, and its accounts as anybody sees them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::accounts::{self, Account};
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::world::World;
use super::{HOST, NAME, not_found, shapes};

const VERSION: &str = "4.5.0";

/// The limits, with the numbers that Mastodon has from the start.
pub(super) const MAX_CHARACTERS: usize = 500;
pub(super) const MAX_ATTACHMENTS: usize = 4;
pub(super) const CHARACTERS_OF_A_URL: usize = 23;
pub(super) const IMAGE_SIZE: u64 = 16 << 20;
pub(super) const IMAGE_MATRIX: u64 = 33_177_600;
pub(super) const VIDEO_SIZE: u64 = 99 << 20;
pub(super) const DESCRIPTION: usize = 1500;

/// The types that are taken.
pub(super) const TYPES: &[&str] = &[
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/heic",
    "image/heif",
    "image/webp",
    "image/avif",
    "video/webm",
    "video/mp4",
    "video/quicktime",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/flac",
    "audio/aac",
    "audio/m4a",
];

fn configuration() -> Value {
    json!({
        "urls": {"streaming": format!("wss://{HOST}")},
        "accounts": {"max_featured_tags": 10, "max_pinned_statuses": 5},
        "statuses": {"max_characters": MAX_CHARACTERS, "max_media_attachments": MAX_ATTACHMENTS,
            "characters_reserved_per_url": CHARACTERS_OF_A_URL},
        "media_attachments": {"description_limit": DESCRIPTION, "image_matrix_limit": IMAGE_MATRIX,
            "image_size_limit": IMAGE_SIZE, "supported_mime_types": TYPES, "video_frame_rate_limit": 120,
            "video_matrix_limit": 8_294_400, "video_size_limit": VIDEO_SIZE},
        "polls": {"max_options": 4, "max_characters_per_option": 50, "min_expiration": 300, "max_expiration": 2_629_746},
        "translation": {"enabled": false},
    })
}

pub(super) async fn second(_: Arc<World>, _: Call) -> Reply {
    let instance = json!({"domain": HOST, "title": "Mastodon (rehearsal)", "version": VERSION,
        "source_url": "https://github.com/mastodon/mastodon", "description": "A stand-in: nothing leaves this computer.",
        "languages": ["en"], "configuration": configuration(), "api_versions": {"mastodon": 7},
        "registrations": {"enabled": false, "approval_required": false, "message": null},
        "rules": [{"id": "1", "text": "Say when a picture was made with AI.", "hint": ""}]});
    Ok(Answer::json(200, &instance))
}

pub(super) async fn first(_: Arc<World>, _: Call) -> Reply {
    let instance = json!({"uri": HOST, "title": "Mastodon (rehearsal)", "version": VERSION, "languages": ["en"],
        "short_description": "A stand-in: nothing leaves this computer.", "description": "", "email": "",
        "urls": {"streaming_api": format!("wss://{HOST}")}, "configuration": configuration(), "registrations": false,
        "stats": {"user_count": 1, "status_count": 0, "domain_count": 1}, "rules": []});
    Ok(Answer::json(200, &instance))
}

pub(super) async fn metadata(world: Arc<World>, _: Call) -> Reply {
    let at = |path: &str| world.at(HOST, path);
    let metadata = json!({
        "issuer": at(""),
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "revocation_endpoint": at("/oauth/revoke"),
        "app_registration_endpoint": at("/api/v1/apps"),
        "scopes_supported": ["read", "profile", "write", "write:media", "write:statuses", "read:statuses", "follow"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    });
    Ok(Answer::json(200, &metadata))
}

pub(super) async fn lookup(world: Arc<World>, call: Call) -> Reply {
    let acct = call.text("acct").unwrap_or_default();
    let handle = acct.strip_suffix(&format!("@{HOST}")).unwrap_or(&acct).to_owned();
    world.read(NAME, |view| {
        let account = accounts::by_handle(view, &handle).ok_or_else(not_found)?;
        Ok(Answer::json(200, &shapes::account(view, &account)))
    })
}

pub(super) async fn account(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = view.get::<Account>(call.param("id")).ok_or_else(not_found)?;
        Ok(Answer::json(200, &shapes::account(view, &account)))
    })
}
