//! Logins: OAuth 2.0 with PKCE, whose codes live for thirty seconds and whose refresh tokens change with each use, and
//! the four keys of OAuth 1.0a.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::accounts::{self, Account, App, NewToken, Token, TokenKind};
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::oauth::{self, Redirects, Rules, TokenRefusal};
use super::super::secret;
use super::super::world::{Change, Record, View, World};
use super::{NAME, forbidden, signature, unauthorized};

const RULES: Rules = Rules {
    platform: NAME,
    title: "X",
    code_seconds: 30,
    needs_pkce: true,
    client_field: "client_id",
    redirects: Redirects::Exact,
};

/// How long an access token lives, in seconds.
const ACCESS_SECONDS: i64 = 7200;

/// The redirect that the steps of the login tell to register.
const REDIRECT: &str = "http://127.0.0.1:28789/x/callback";

/// All that the four keys may do.
const KEY_SCOPES: [&str; 4] = ["tweet.read", "tweet.write", "users.read", "media.write"];

/// An app's API key. Its record's id is the key's SHA-256.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct ApiKey {
    /// The account that made the app.
    account: String,
}

impl Record for ApiKey {
    const KIND: &'static str = "api_key";
}

/// An app of the account's owner and its four keys.
pub(super) fn connect(change: &mut Change, account: &Account) -> Value {
    let more = account.options.get("redirect_uris").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let redirects: Vec<String> =
        std::iter::once(REDIRECT).chain(more.iter().filter_map(Value::as_str)).map(str::to_owned).collect();
    let plain = account.is("confidential").then(secret::random);
    let app = accounts::put_app(change, "Troupe", &redirects, plain.as_deref());
    let key = secret::random();
    change.put(secret::sha256_hex(key.as_bytes()), &ApiKey { account: account.id.clone() });
    let token = format!("{}-{}", account.id, secret::random());
    let scopes: Vec<String> = KEY_SCOPES.iter().map(|&scope| scope.to_owned()).collect();
    let kind = TokenKind::Access;
    let new =
        NewToken { kind, account: &account.id, app: None, scopes: &scopes, life: None, session: &secret::random() };
    accounts::issue(change, &token, &new);
    json!({"client_id": app.id, "client_secret": plain, "redirect_uris": redirects,
        "api_key_secret": signature::secret_of(&key), "api_key": key,
        "access_token_secret": signature::secret_of(&token), "access_token": token})
}

pub(super) async fn authorize(world: Arc<World>, call: Call) -> Reply {
    oauth::authorize(&world, &call, &RULES)
}

fn refusal(refusal: TokenRefusal) -> Answer {
    match refusal {
        TokenRefusal::InvalidClient => Answer::json(
            401,
            &json!({"error": "unauthorized_client", "error_description": "Missing valid authorization header"}),
        ),
        // X names a dead code or token so.
        TokenRefusal::InvalidGrant => TokenRefusal::InvalidRequest.answer("Value passed for the token was invalid."),
        TokenRefusal::InvalidRequest => refusal.answer("Missing required parameter [code]."),
        TokenRefusal::UnsupportedGrantType => refusal.answer("Value passed for the grant_type was invalid."),
    }
}

pub(super) async fn token(world: Arc<World>, call: Call) -> Reply {
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
    let mut give = |kind, life| {
        let plain = format!("{}{}", secret::random(), secret::random());
        let new = NewToken { kind, account, app: Some(&app.id), scopes, life, session };
        accounts::issue(change, &plain, &new);
        plain
    };
    let access = give(TokenKind::Access, Some(ACCESS_SECONDS));
    let refresh = scopes.iter().any(|scope| scope == "offline.access").then(|| give(TokenKind::Refresh, None));
    let mut body = json!({"token_type": "bearer", "expires_in": ACCESS_SECONDS, "access_token": access,
        "scope": scopes.join(" ")});
    if let Some(refresh) = refresh {
        body["refresh_token"] = refresh.into();
    }
    Answer::json(200, &body)
}

pub(super) async fn revoke(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let app = oauth::client(change, &call).map_err(refusal)?;
        let id = secret::sha256_hex(call.text("token").unwrap_or_default().as_bytes());
        if let Some(token) = change.get::<Token>(&id).filter(|token| token.app.as_deref() == Some(&app.id)) {
            change.put(id, &Token { is_revoked: true, ..token });
        }
        Ok(Answer::json(200, &json!({"revoked": true})))
    })
}

/// The account that a call is made as, when its token is good for `scope`.
pub(super) fn signed_in(world: &World, view: &View, call: &Call, scope: &str) -> Result<Account, Answer> {
    let by_keys = signature::token(call);
    if by_keys.is_some() {
        let key = signature::api_key(call).unwrap_or_default();
        let is_known = view.get::<ApiKey>(&secret::sha256_hex(key.as_bytes())).is_some();
        if !is_known || !signature::is_right(world, call) {
            return Err(unauthorized());
        }
    }
    let plain = by_keys.as_deref().or_else(|| call.bearer());
    let token = accounts::token(view, plain, TokenKind::Access).map_err(|_| unauthorized())?;
    if !token.scopes.iter().any(|given| given == scope) {
        return Err(forbidden("You are not permitted to perform this action."));
    }
    view.get::<Account>(&token.account).ok_or_else(unauthorized)
}

/// The same before a call that keeps bytes.
pub(super) fn check(world: &World, call: &Call, scope: &str) -> Result<Account, Answer> {
    world.read(NAME, |view| signed_in(world, view, call, scope))
}
