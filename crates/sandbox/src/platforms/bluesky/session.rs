//! Accounts, app passwords and sessions.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::super::accounts::{self, Account, NewToken, Token, TokenKind, TokenProblem};
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::rates::Limit;
use super::super::secret;
use super::super::world::{Change, View, World};
use super::{NAME, PDS, invalid, refused, too_many};

/// How long an access token lives, in seconds: 120 minutes.
const ACCESS_LIFE: i64 = 120 * 60;
/// How long a refresh token lives, in seconds: 90 days.
const REFRESH_LIFE: i64 = 90 * 24 * 3600;
/// Logins of one account.
const LOGINS: Limit = Limit { points: 30, seconds: 300 };
const LOGINS_A_DAY: Limit = Limit { points: 300, seconds: 86_400 };

/// The decentralised id of whoever has this handle: 24 letters that follow from it.
pub(super) fn did(handle: &str) -> String {
    let hash = secret::sha256_hex(handle.to_ascii_lowercase().as_bytes());
    // The letters of base32 instead of hexadecimal digits.
    let letters = hash.bytes().take(24).map(|digit| match digit {
        b'0'..=b'1' => char::from(digit - b'0' + b'x'),
        other => char::from(other),
    });
    format!(
        "did:plc:{}",
        letters.map(|letter| if matches!(letter, '8' | '9') { 'k' } else { letter }).collect::<String>()
    )
}

/// Makes an account, or a fresh app password for one that is there.
pub(super) fn open(world: &World, change: &mut Change, handle: &str, options: &Map<String, Value>) -> Value {
    let handle =
        if handle.contains('.') { handle.to_ascii_lowercase() } else { format!("{handle}.{PDS}").to_ascii_lowercase() };
    let account = accounts::put(change, did(&handle), &handle, options);
    let letters = secret::random();
    let password = format!("{}-{}-{}-{}", &letters[..4], &letters[4..8], &letters[8..12], &letters[12..16]);
    let new = NewToken {
        kind: TokenKind::AppPassword,
        account: &account.id,
        app: None,
        scopes: &[],
        life: None,
        session: &secret::random(),
    };
    accounts::issue(change, &password, &new);
    json!({"handle": handle, "did": account.id, "app_password": password, "service": service(world)})
}

/// Where the account's server is, without a slash at the end, as a DID document has it.
fn service(world: &World) -> String {
    world.at(PDS, "").trim_end_matches('/').to_owned()
}

fn did_doc(world: &World, account: &Account) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/did/v1"],
        "id": account.id,
        "alsoKnownAs": [format!("at://{}", account.handle)],
        "service": [{"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": service(world)}],
    })
}

/// The account by its handle or DID.
pub(super) fn account(view: &View, named: &str) -> Option<Account> {
    if named.starts_with("did:") { view.get::<Account>(named) } else { accounts::by_handle(view, named) }
}

/// What a token refuses in the words of the PDS.
fn problem(problem: TokenProblem) -> Answer {
    match problem {
        TokenProblem::Missing => refused(401, "AuthMissing", "Authentication Required"),
        TokenProblem::Unknown => refused(400, "InvalidToken", "Token could not be verified"),
        TokenProblem::Expired => refused(400, "ExpiredToken", "Token has expired"),
        TokenProblem::Revoked => refused(400, "ExpiredToken", "Token has been revoked"),
    }
}

/// The account whose access token the call shows.
pub(super) fn signed_in(view: &View, call: &Call) -> Result<Account, Answer> {
    let token = accounts::token(view, call.bearer(), TokenKind::Access).map_err(problem)?;
    view.get::<Account>(&token.account).ok_or_else(|| problem(TokenProblem::Unknown))
}

pub(super) async fn create(world: Arc<World>, call: Call) -> Reply {
    let (Some(identifier), Some(password)) = (call.text("identifier"), call.text("password")) else {
        let missing = if call.text("identifier").is_none() { "identifier" } else { "password" };
        return Err(invalid(&format!("Error: Input must have the property \"{missing}\"")));
    };
    for limit in [LOGINS, LOGINS_A_DAY] {
        let name = format!("bluesky logins of {identifier} in {}", limit.seconds);
        let window = world.rates.spend(&name, limit, 1, world.now());
        if !window.is_within {
            return Err(too_many(&window));
        }
    }
    world.change(NAME, call.slug, |change| {
        let wrong = || refused(401, "AuthenticationRequired", "Invalid identifier or password");
        let account = account(change, identifier.trim_start_matches('@')).ok_or_else(wrong)?;
        let password = accounts::token(change, Some(&password), TokenKind::AppPassword).map_err(|_| wrong())?;
        if password.account != account.id {
            return Err(wrong());
        }
        let mut answer = tokens(change, &account);
        let known = shown(&world, &account);
        merge(&mut answer, known);
        Ok(Answer::json(200, &answer))
    })
}

fn shown(world: &World, account: &Account) -> Value {
    json!({"handle": account.handle, "did": account.id, "didDoc": did_doc(world, account),
        "email": format!("{}@example.org", account.handle), "emailConfirmed": true, "emailAuthFactor": false,
        "active": true})
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

/// A new pair of tokens.
fn tokens(change: &mut Change, account: &Account) -> Value {
    let session = secret::random();
    let mut pair = Vec::new();
    for (kind, scope, life) in [
        (TokenKind::Access, "com.atproto.appPass", ACCESS_LIFE),
        (TokenKind::Refresh, "com.atproto.refresh", REFRESH_LIFE),
    ] {
        let plain = jwt(change, account, scope, life);
        let new = NewToken { kind, account: &account.id, app: None, scopes: &[], life: Some(life), session: &session };
        accounts::issue(change, &plain, &new);
        pair.push(plain);
    }
    json!({"accessJwt": pair[0], "refreshJwt": pair[1]})
}

/// A token in the form of a JWT: clients read from it until when it lives. It is known by its hash, not its signature.
fn jwt(change: &Change, account: &Account, scope: &str, life: i64) -> String {
    let typ = if scope.ends_with("refresh") { "refresh+jwt" } else { "at+jwt" };
    let now = change.now.timestamp();
    let head = json!({"typ": typ, "alg": "HS256"});
    let body = json!({"scope": scope, "sub": account.id, "iat": now, "exp": now + life, "jti": secret::random(),
        "aud": format!("did:web:{PDS}")});
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.{}", encode(&head), encode(&body), URL_SAFE_NO_PAD.encode(secret::random()))
}

/// New tokens for a refresh token, which is dead from then on, with the access token that came with it.
pub(super) async fn refresh(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        if accounts::token(change, call.bearer(), TokenKind::Access).is_ok() {
            return Err(refused(400, "InvalidToken", "Bad token scope"));
        }
        let token = accounts::token(change, call.bearer(), TokenKind::Refresh).map_err(problem)?;
        let account = change.get::<Account>(&token.account).ok_or_else(|| problem(TokenProblem::Unknown))?;
        retire(change, &token);
        let mut answer = tokens(change, &account);
        merge(&mut answer, shown(&world, &account));
        Ok(Answer::json(200, &answer))
    })
}

fn retire(change: &mut Change, token: &Token) {
    accounts::revoke_session(change, &token.session);
}

pub(super) async fn get(world: Arc<World>, call: Call) -> Reply {
    let account = world.read(NAME, |view| signed_in(view, &call))?;
    Ok(Answer::json(200, &shown(&world, &account)))
}

pub(super) async fn delete(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let token = accounts::token(change, call.bearer(), TokenKind::Refresh).map_err(problem)?;
        retire(change, &token);
        Ok(Answer::empty(200))
    })
}

pub(super) async fn describe(_: Arc<World>, _: Call) -> Reply {
    let answer = json!({"did": format!("did:web:{PDS}"), "availableUserDomains": [format!(".{PDS}")],
        "inviteCodeRequired": false, "phoneVerificationRequired": true, "links": {}, "contact": {}});
    Ok(Answer::json(200, &answer))
}

pub(super) async fn resolve(world: Arc<World>, call: Call) -> Reply {
    let handle = call.text("handle").unwrap_or_default();
    let account = world.read(NAME, |view| accounts::by_handle(view, &handle));
    let account = account.ok_or_else(|| invalid("Unable to resolve handle"))?;
    Ok(Answer::json(200, &json!({"did": account.id})))
}
