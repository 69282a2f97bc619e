//! Google's login for desktop programs. Access tokens live for an hour; the refresh token stays, but for projects in
//! testing, whose logins end after seven days.

use std::sync::Arc;

use serde_json::json;

use super::super::accounts::{self, Account, App, NewToken, Token, TokenKind};
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::oauth::{self, Grant, Redirects, Rules, TokenRefusal};
use super::super::secret;
use super::super::world::{Change, View, World};
use super::{NAME, error, unauthorized};

const RULES: Rules = Rules {
    platform: NAME,
    title: "Google",
    code_seconds: 600,
    needs_pkce: false,
    client_field: "client_id",
    redirects: Redirects::LoopbackAnyPort,
};

const ACCESS_SECONDS: i64 = 3600;
/// How long a login lives while the project is in testing.
const TESTING_SECONDS: i64 = 7 * 86_400;

/// The rights as Google writes them.
const RIGHTS: &str = "https://www.googleapis.com/auth/";

pub(super) async fn authorize(world: Arc<World>, call: Call) -> Reply {
    oauth::authorize(&world, &call, &RULES)
}

fn refusal(refusal: TokenRefusal) -> Answer {
    refusal.answer(match refusal {
        TokenRefusal::InvalidClient => "The OAuth client was not found.",
        TokenRefusal::InvalidGrant => "Token has been expired or revoked.",
        TokenRefusal::InvalidRequest => "Missing required parameter: code",
        TokenRefusal::UnsupportedGrantType => "Invalid grant_type",
    })
}

pub(super) async fn token(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let app = oauth::client(change, &call).map_err(refusal)?;
        match call.text("grant_type").as_deref() {
            Some("authorization_code") => {
                let grant = oauth::redeem(change, &call, &app).map_err(refusal)?;
                Ok(first(change, &app, &grant))
            }
            Some("refresh_token") => {
                let token = accounts::token(change, call.text("refresh_token").as_deref(), TokenKind::Refresh);
                let token = token.ok().filter(|token| token.app.as_deref() == Some(&app.id));
                let token = token.ok_or_else(|| refusal(TokenRefusal::InvalidGrant))?;
                let access = access(change, &app, &token.account, &token.scopes, &token.session);
                let body = json!({"access_token": access, "expires_in": ACCESS_SECONDS - 1,
                    "scope": token.scopes.join(" "), "token_type": "Bearer"});
                Ok(Answer::json(200, &body))
            }
            _ => Err(refusal(TokenRefusal::UnsupportedGrantType)),
        }
    })
}

/// The tokens of a new login.
fn first(change: &mut Change, app: &App, grant: &Grant) -> Answer {
    let access = access(change, app, &grant.account, &grant.scopes, &grant.session);
    let is_testing = change.get::<Account>(&grant.account).is_some_and(|account| account.is("is_testing"));
    let plain = format!("1//{}{}", secret::random(), secret::random());
    let new = NewToken {
        kind: TokenKind::Refresh,
        account: &grant.account,
        app: Some(&app.id),
        scopes: &grant.scopes,
        life: is_testing.then_some(TESTING_SECONDS),
        session: &grant.session,
    };
    accounts::issue(change, &plain, &new);
    let mut body = json!({"access_token": access, "expires_in": ACCESS_SECONDS - 1, "refresh_token": plain,
        "scope": grant.scopes.join(" "), "token_type": "Bearer"});
    if is_testing {
        body["refresh_token_expires_in"] = (TESTING_SECONDS - 1).into();
    }
    Answer::json(200, &body)
}

fn access(change: &mut Change, app: &App, account: &str, scopes: &[String], session: &str) -> String {
    let plain = format!("ya29.{}{}", secret::random(), secret::random());
    let kind = TokenKind::Access;
    let new = NewToken { kind, account, app: Some(&app.id), scopes, life: Some(ACCESS_SECONDS), session };
    accounts::issue(change, &plain, &new);
    plain
}

/// Either token takes the whole login back.
pub(super) async fn revoke(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let id = secret::sha256_hex(call.text("token").unwrap_or_default().as_bytes());
        match change.get::<Token>(&id).filter(|token| !token.is_revoked) {
            Some(token) => accounts::revoke_session(change, &token.session),
            None => {
                let body = json!({"error": "invalid_token", "error_description": "Token expired or revoked"});
                return Err(Answer::json(400, &body));
            }
        }
        Ok(Answer::json(200, &json!({})))
    })
}

/// The account that a call is made as, when its token is good for one of these rights.
pub(super) fn signed_in(view: &View, call: &Call, rights: &[&str]) -> Result<Account, Answer> {
    let token = accounts::token(view, call.bearer(), TokenKind::Access).map_err(|_| unauthorized())?;
    let has = |right: &&str| token.scopes.iter().any(|scope| scope.strip_prefix(RIGHTS) == Some(right));
    if !rights.iter().any(has) {
        return Err(error(
            403,
            "insufficientPermissions",
            "Insufficient Permission: Request had insufficient authentication scopes.",
        ));
    }
    let account = view.get::<Account>(&token.account).ok_or_else(unauthorized)?;
    if account.options.get("has_channel") == Some(&json!(false)) && call.slug != "channels" {
        return Err(error(401, "youtubeSignupRequired", "The user has not enabled YouTube."));
    }
    Ok(account)
}

/// The rights that reading takes, and those that writing takes.
pub(super) const READ: &[&str] = &["youtube.readonly", "youtube", "youtube.force-ssl"];
pub(super) const UPLOAD: &[&str] = &["youtube.upload", "youtube", "youtube.force-ssl"];
pub(super) const WRITE: &[&str] = &["youtube.force-ssl"];
