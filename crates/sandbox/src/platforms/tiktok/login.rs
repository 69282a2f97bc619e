//! The login: Login Kit for desktop programs with TikTok's own challenge, short-lived tokens, and refresh tokens that
//! change with each use.

use std::sync::Arc;

use serde_json::json;

use super::super::accounts::{self, App, NewToken, Token, TokenKind};
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::oauth::{self, Redirects, Rules, TokenRefusal};
use super::super::secret;
use super::super::world::{Change, World};
use super::NAME;

const RULES: Rules = Rules {
    platform: NAME,
    title: "TikTok",
    code_seconds: 300,
    needs_pkce: true,
    client_field: "client_key",
    redirects: Redirects::LoopbackSamePath,
};

/// What was registered as `http://127.0.0.1:*/tiktok/callback`.
pub(super) const REDIRECT: &str = "http://127.0.0.1/tiktok/callback";

/// How long tokens live, in seconds: two hours, and 180 days.
const ACCESS_SECONDS: i64 = 7200;
const REFRESH_SECONDS: i64 = 180 * 86_400;

/// TikTok's challenge is the SHA-256 of the verifier in hexadecimal digits.
fn challenge(verifier: &str) -> String {
    secret::sha256_hex(verifier.as_bytes())
}

pub(super) async fn authorize(world: Arc<World>, call: Call) -> Reply {
    oauth::authorize(&world, &call, &RULES)
}

fn refusal(refusal: TokenRefusal) -> Answer {
    let words = match refusal {
        TokenRefusal::InvalidClient => "Client key or secret is incorrect.",
        TokenRefusal::InvalidGrant => "Authorization code or refresh token is expired or invalid.",
        TokenRefusal::InvalidRequest => "The request parameters are malformed.",
        TokenRefusal::UnsupportedGrantType => "The grant type is not supported.",
    };
    let body = json!({"error": refusal.name(), "error_description": words, "log_id": secret::random()});
    Answer::json(if refusal == TokenRefusal::InvalidClient { 401 } else { 400 }, &body)
}

pub(super) async fn token(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let app = oauth::client_in(change, &call, "client_key").map_err(refusal)?;
        match call.text("grant_type").as_deref() {
            Some("authorization_code") => {
                let grant = oauth::redeem_by(change, &call, &app, challenge).map_err(refusal)?;
                Ok(issue(change, &app, &grant.account, &grant.scopes, &grant.session))
            }
            Some("refresh_token") => {
                let plain = call.text("refresh_token");
                let old = accounts::token(change, plain.as_deref(), TokenKind::Refresh);
                let old = old.ok().filter(|token| token.app.as_deref() == Some(&app.id));
                let old = old.ok_or_else(|| refusal(TokenRefusal::InvalidGrant))?;
                // The old one is dead from here on.
                let id = secret::sha256_hex(plain.unwrap_or_default().as_bytes());
                change.put(id, &Token { is_revoked: true, ..old.clone() });
                Ok(issue(change, &app, &old.account, &old.scopes, &old.session))
            }
            _ => Err(refusal(TokenRefusal::UnsupportedGrantType)),
        }
    })
}

fn issue(change: &mut Change, app: &App, account: &str, scopes: &[String], session: &str) -> Answer {
    let mut give = |kind, prefix: &str, life| {
        let plain = format!("{prefix}.{}{}", secret::random(), secret::random());
        let new = NewToken { kind, account, app: Some(&app.id), scopes, life: Some(life), session };
        accounts::issue(change, &plain, &new);
        plain
    };
    let access = give(TokenKind::Access, "act", ACCESS_SECONDS);
    let refresh = give(TokenKind::Refresh, "rft", REFRESH_SECONDS);
    let body = json!({"open_id": account, "scope": scopes.join(","), "access_token": access,
        "expires_in": ACCESS_SECONDS, "refresh_token": refresh, "refresh_expires_in": REFRESH_SECONDS,
        "token_type": "Bearer"});
    Answer::json(200, &body)
}

pub(super) async fn revoke(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let app = oauth::client_in(change, &call, "client_key").map_err(refusal)?;
        let plain = call.text("token").unwrap_or_default();
        let token = change.get::<Token>(&secret::sha256_hex(plain.as_bytes()));
        if let Some(token) = token.filter(|token| token.app.as_deref() == Some(&app.id)) {
            accounts::revoke_session(change, &token.session);
        }
        Ok(Answer::empty(200))
    })
}
