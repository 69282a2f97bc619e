//! Accounts at the platforms: connecting them, seeing how they are, testing, changing, disconnecting them.

mod connect;
mod list;
mod update;
pub(crate) mod view;

use crate::{
    Effect::{Destroy, Publish, Read, Write},
    Operation,
    registry::operation,
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("accounts.list", list::list, Read, &["accounts"]).route("GET /platforms/accounts"),
        operation("accounts.connect", connect::connect, Write, &["accounts", "characters"])
            .route("POST /platforms/{platform}/connect")
            .route_with("POST /instagram/connect", &[("platform", "instagram")])
            .route_with("POST /twitter/connect", &[("platform", "x")])
            .route_with("POST /facebook/connect", &[("platform", "facebook")])
            .route_with("POST /youtube/connect", &[("platform", "youtube")])
            .route_with("POST /telegram/connect", &[("platform", "telegram")])
            .route_with("POST /onlyfans/connect", &[("platform", "onlyfans")]),
        operation("accounts.attempt", connect::attempt, Read, &["accounts"])
            .route("GET /platforms/attempts/{attempt_id}"),
        operation("accounts.choose", connect::choose, Write, &["accounts", "characters"])
            .route("POST /platforms/attempts/{attempt_id}/choose"),
        operation("accounts.cancel_attempt", connect::cancel, Write, &["accounts"])
            .route("POST /platforms/attempts/{attempt_id}/cancel"),
        operation("accounts.disconnect", list::disconnect, Destroy, &["accounts", "characters"])
            .route("POST /platforms/accounts/{account_id}/disconnect"),
        operation("accounts.status", list::status, Read, &["accounts", "posts"])
            .route("GET /platforms/accounts/{account_id}/status"),
        operation("accounts.sync", list::sync, Write, &["accounts", "characters"])
            .route("POST /platforms/accounts/{account_id}/sync"),
        operation("accounts.test", list::test, Write, &["accounts"])
            .route("POST /platforms/accounts/{account_id}/test"),
        operation("accounts.update", update::update, Write, &["accounts", "characters"])
            .route("PUT /platforms/accounts/{account_id}"),
        operation("accounts.resume_posts", list::resume_posts, Publish, &["posts", "schedule", "accounts"])
            .route("POST /platforms/accounts/{account_id}/resume_posts"),
        operation("accounts.test_upload_place", update::test_upload_place, Write, &[])
            .route("POST /platforms/accounts/{account_id}/upload_place/test"),
    ]
}
