//! Rows for tests of publishing.

use serde_json::json;
use troupe_library::{
    AccountId, GroupId, PostId,
    tables::posts::{PostRow, PostStatus, WhenMissed},
};

/// A draft without words.
pub(crate) fn row() -> PostRow {
    let now = "2026-11-20T12:00:00Z".parse().unwrap_or_default();
    PostRow {
        id: PostId::new(),
        group_id: GroupId::new(),
        account_id: AccountId::new(),
        character_id: None,
        platform: "bluesky".into(),
        post_type: "post".into(),
        status: PostStatus::Draft,
        caption: String::new(),
        hashtags: Vec::new(),
        mentions: Vec::new(),
        title: None,
        first_comment: None,
        fields: json!({}),
        ai_label: true,
        allowed: Vec::new(),
        wall_time: None,
        timezone: None,
        due_at: None,
        at_platform: false,
        slot_id: None,
        rule_id: None,
        when_missed: WhenMissed::Late,
        late_minutes: 60,
        approved_at: None,
        next_attempt_at: None,
        attempts: 0,
        waiting_reason: None,
        publishing_since: None,
        platform_post_id: None,
        platform_post_url: None,
        visibility: None,
        published_at: None,
        read_back_at: None,
        attention: None,
        error: None,
        metrics: None,
        synced_at: None,
        text_hash: None,
        restores_to: None,
        state_changed_at: now,
        created_at: now,
        updated_at: now,
        deleted_at: None,
    }
}
