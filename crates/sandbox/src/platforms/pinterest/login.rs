//! The login: the code flow, whose client shows itself by HTTP Basic alone. Refresh tokens are continuous.

use std::sync::Arc;

use serde_json::json;

use super::super::accounts::{self, App, NewToken, Token, TokenKind};
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::oauth::{self, Redirects, Rules, TokenRefusal};
use super::super::secret;
use super::super::world::{Change, World};
use super::{NAME, invalid, unauthorized};

const RULES: Rules = Rules {
    platform: NAME,
    title: "Pinterest",
    code_seconds: 300,
    needs_pkce: false,
    client_field: "client_id",
    redirects: Redirects::Exact,
};

/// The redirect that the steps of the login tell to register.
pub(super) const REDIRECT: &str = "http://127.0.0.1:28790/pinterest/callback";

/// How long tokens live, in seconds: 30 days, and 60.
const ACCESS_SECONDS: i64 = 30 * 86_400;
const REFRESH_SECONDS: i64 = 60 * 86_400;

pub(super) async fn authorize(world: Arc<World>, call: Call) -> Reply {
    oauth::authorize(&world, &call, &RULES)
}

fn refusal(refusal: TokenRefusal) -> Answer {
    match refusal {
        TokenRefusal::InvalidClient => unauthorized(),
        TokenRefusal::InvalidGrant => invalid("Invalid grant."),
        TokenRefusal::InvalidRequest => invalid("Invalid request."),
        TokenRefusal::UnsupportedGrantType => invalid("Invalid grant_type."),
    }
}

pub(super) async fn token(world: Arc<World>, call: Call) -> Reply {
    if !call.header("authorization").is_some_and(|value| value.starts_with("Basic ")) {
        return Err(unauthorized());
    }
    world.change(NAME, call.slug, |change| {
        let app = oauth::client(change, &call).map_err(refusal)?;
        match call.text("grant_type").as_deref() {
            Some("authorization_code") => {
                let grant = oauth::redeem(change, &call, &app).map_err(refusal)?;
                Ok(issue(change, &app, &grant.account, &grant.scopes, &grant.session))
            }
            Some("refresh_token") => {
                let plain = call.text("refresh_token");
                let old = accounts::token(change, plain.as_deref(), TokenKind::Refresh);
                let old: Token = old
                    .ok()
                    .filter(|token| token.app.as_deref() == Some(&app.id))
                    .ok_or_else(|| refusal(TokenRefusal::InvalidGrant))?;
                Ok(issue(change, &app, &old.account, &old.scopes, &old.session))
            }
            _ => Err(refusal(TokenRefusal::UnsupportedGrantType)),
        }
    })
}

fn issue(change: &mut Change, app: &App, account: &str, scopes: &[String], session: &str) -> Answer {
    let mut give = |kind, prefix: &str, life| {
        let plain = format!("{prefix}_{}{}", secret::random(), secret::random());
        let new = NewToken { kind, account, app: Some(&app.id), scopes, life: Some(life), session };
        accounts::issue(change, &plain, &new);
        plain
    };
    let access = give(TokenKind::Access, "pina", ACCESS_SECONDS);
    let refresh = give(TokenKind::Refresh, "pinr", REFRESH_SECONDS);
    let body = json!({"response_type": "authorization_code", "access_token": access, "token_type": "bearer",
        "expires_in": ACCESS_SECONDS, "scope": scopes.join(" "), "refresh_token": refresh,
        "refresh_token_expires_in": REFRESH_SECONDS});
    Answer::json(200, &body)
}
