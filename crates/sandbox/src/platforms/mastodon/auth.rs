//! Apps, logins and tokens. Tokens have no expiry; they live until they are revoked.

use std::sync::Arc;

use serde_json::json;

use super::super::accounts::{self, Account, App, NewToken, Token, TokenKind, TokenProblem};
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::oauth::{self, OUT_OF_BAND, Redirects, Rules, TokenRefusal};
use super::super::secret;
use super::super::world::{Change, View, World};
use super::{NAME, refused, shapes};

const RULES: Rules = Rules {
    platform: NAME,
    title: "Mastodon",
    code_seconds: 600,
    needs_pkce: false,
    client_field: "client_id",
    redirects: Redirects::LoopbackSamePath,
};

/// Every scope of the interface that a token for posting can ask for.
const SCOPES: &[&str] = &[
    "read",
    "write",
    "follow",
    "push",
    "profile",
    "read:accounts",
    "read:statuses",
    "read:search",
    "read:notifications",
    "write:statuses",
    "write:media",
    "write:favourites",
    "write:follows",
    "write:accounts",
];

fn scopes_of(text: &str) -> Vec<String> {
    text.split([' ', '+']).filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}

pub(super) async fn create_app(world: Arc<World>, call: Call) -> Reply {
    let name = call.text("client_name").unwrap_or_default();
    if name.trim().is_empty() {
        return Err(refused(422, "Validation failed: Application name can't be blank"));
    }
    let redirects: Vec<String> =
        call.texts("redirect_uris").iter().flat_map(|given| given.split_whitespace()).map(str::to_owned).collect();
    if redirects.is_empty() {
        return Err(refused(422, "Validation failed: Redirect URI can't be blank"));
    }
    if redirects.iter().any(|redirect| redirect != OUT_OF_BAND && url::Url::parse(redirect).is_err()) {
        return Err(refused(422, "Validation failed: Redirect URI must be an absolute URI."));
    }
    let scopes = scopes_of(&call.text("scopes").unwrap_or_else(|| "read".into()));
    if scopes.iter().any(|scope| !SCOPES.contains(&scope.as_str())) {
        return Err(refused(422, "Validation failed: Scopes doesn't match configured on the server."));
    }
    let secret = format!("{}{}", secret::random(), secret::random());
    let app = App {
        id: format!("{}{}", secret::random(), secret::random()),
        name,
        secret: Some(secret::sha256_hex(secret.as_bytes())),
        redirects,
        scopes,
    };
    world.change(NAME, call.slug, |change| {
        let number = change.next("apps");
        change.put(app.id.as_str(), &app);
        let shown = json!({"id": number.to_string(), "name": app.name, "website": call.text("website"),
            "scopes": app.scopes, "redirect_uri": app.redirects.join("\n"), "redirect_uris": app.redirects,
            "client_id": app.id, "client_secret": secret, "client_secret_expires_at": 0, "vapid_key": ""});
        Ok(Answer::json(200, &shown))
    })
}

pub(super) async fn authorize(world: Arc<World>, call: Call) -> Reply {
    let id = call.text("client_id").unwrap_or_default();
    let allowed = world.read(NAME, |view| view.get::<App>(&id)).map(|app| app.scopes).unwrap_or_default();
    let wanted = scopes_of(&call.text("scope").unwrap_or_else(|| "read".into()));
    if !wanted.iter().all(|scope| covers(&allowed, scope)) && !allowed.is_empty() {
        return Err(refused(400, "The requested scope is invalid, unknown, or malformed."));
    }
    oauth::authorize(&world, &call, &RULES)
}

/// Whether scopes that were given hold one that is needed: `write` holds `write:media`.
fn covers(given: &[String], needed: &str) -> bool {
    let group = needed.split_once(':').map_or(needed, |(group, _)| group);
    given.iter().any(|scope| scope == needed || scope == group)
}

fn refusal(refusal: TokenRefusal) -> Answer {
    refusal.answer(match refusal {
        TokenRefusal::InvalidRequest => "Missing required parameter: code.",
        TokenRefusal::InvalidClient => {
            "Client authentication failed due to unknown client, no client authentication included, or unsupported \
            authentication method."
        }
        TokenRefusal::InvalidGrant => {
            "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in \
            the authorization request, or was issued to another client."
        }
        TokenRefusal::UnsupportedGrantType => {
            "The authorization grant type is not supported by the authorization server."
        }
    })
}

/// Issues a token and gives its text. Without an account it is one of the app alone.
pub(super) fn issue(
    change: &mut Change,
    account: Option<&str>,
    app: Option<&str>,
    scopes: &[String],
    session: &str,
) -> String {
    let plain = format!("{}{}", secret::random(), secret::random().get(..11).unwrap_or_default());
    let account = account.unwrap_or_default();
    let new = NewToken { kind: TokenKind::Access, account, app, scopes, life: None, session };
    accounts::issue(change, &plain, &new);
    plain
}

pub(super) async fn token(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let app = oauth::client(change, &call).map_err(refusal)?;
        let (token, scopes) = match call.text("grant_type").as_deref() {
            Some("authorization_code") => {
                let grant = oauth::redeem(change, &call, &app).map_err(refusal)?;
                let scopes = if grant.scopes.is_empty() { vec!["read".to_owned()] } else { grant.scopes };
                (issue(change, Some(&grant.account), Some(&app.id), &scopes, &grant.session), scopes)
            }
            Some("client_credentials") => {
                let scopes = scopes_of(&call.text("scope").unwrap_or_else(|| "read".into()));
                (issue(change, None, Some(&app.id), &scopes, &secret::random()), scopes)
            }
            _ => return Err(refusal(TokenRefusal::UnsupportedGrantType)),
        };
        let answer = json!({"access_token": token, "token_type": "Bearer", "scope": scopes.join(" "),
            "created_at": change.now.timestamp()});
        Ok(Answer::json(200, &answer))
    })
}

pub(super) async fn revoke(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let words = "You are not authorized to revoke this token";
        let unauthorized = || Answer::json(403, &json!({"error": "unauthorized_client", "error_description": words}));
        let app = oauth::client(change, &call).map_err(|_| unauthorized())?;
        let id = secret::sha256_hex(call.text("token").unwrap_or_default().as_bytes());
        match change.get::<Token>(&id) {
            // A token that is not there is as good as revoked (RFC 7009).
            None => {}
            Some(token) if token.app.as_deref() != Some(&app.id) => return Err(unauthorized()),
            Some(token) => change.put(id, &Token { is_revoked: true, ..token }),
        }
        Ok(Answer::json(200, &json!({})))
    })
}

fn problem(problem: TokenProblem) -> Answer {
    match problem {
        TokenProblem::Revoked => refused(401, "The access token was revoked"),
        TokenProblem::Expired => refused(401, "The access token expired"),
        TokenProblem::Missing | TokenProblem::Unknown => refused(401, "The access token is invalid"),
    }
}

/// The account whose token the call shows, when the token was given for this.
pub(super) fn signed_in(view: &View, call: &Call, scope: &str) -> Result<(Account, Token), Answer> {
    let token = accounts::token(view, call.bearer(), TokenKind::Access).map_err(problem)?;
    if !covers(&token.scopes, scope) {
        return Err(refused(403, "This action is outside the authorized scopes"));
    }
    let account = view.get::<Account>(&token.account);
    let account = account.ok_or_else(|| refused(422, "This method requires an authenticated user"))?;
    Ok((account, token))
}

pub(super) async fn verify(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let (account, _) = signed_in(view, &call, "profile").or_else(|refusal| {
            // Before 4.3 there was no scope of its own.
            signed_in(view, &call, "read:accounts").map_err(|_| refusal)
        })?;
        let mut shown = shapes::account(view, &account);
        shown["source"] = json!({"privacy": "public", "sensitive": false, "language": null, "note": "", "fields": [],
            "follow_requests_count": 0});
        Ok(Answer::json(200, &shown))
    })
}
