//! What the stand-ins for Instagram, Facebook Pages and Threads share: the form of Meta's Graph interface, its errors, its
//! usage headers, and the tokens of Pages.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::accounts::{self, Account, App, Token, TokenKind, TokenProblem};
use super::answer::{Answer, Reply};
use super::call::Call;
use super::faults::{FaultKind, PlatformFault};
use super::fetch::FetchProblem;
use super::secret;
use super::world::{Change, Record, View};

/// The host of Pages and of the Facebook login.
pub(crate) const FACEBOOK: &str = "graph.facebook.com";
/// The host of the Instagram login.
pub(crate) const INSTAGRAM: &str = "graph.instagram.com";
/// The host that takes a clip's bytes.
pub(crate) const UPLOAD: &str = "rupload.facebook.com";

/// The host of Threads.
pub(crate) const THREADS: &str = "graph.threads.net";

/// How long a token of the Graph API Explorer lives, in seconds.
const SHORT_LIFE: i64 = 2 * 3600;
/// How long a long-lived token lives, in seconds: 60 days.
pub(crate) const LONG_LIFE: i64 = 60 * 24 * 3600;
/// What a token of the Explorer may do, when its maker ticked all of it.
const SCOPES: [&str; 13] = [
    "pages_show_list",
    "pages_manage_posts",
    "pages_read_engagement",
    "pages_manage_engagement",
    "pages_read_user_content",
    "read_insights",
    "business_management",
    "instagram_basic",
    "instagram_content_publish",
    "instagram_manage_comments",
    "instagram_manage_insights",
    "instagram_manage_contents",
    "public_profile",
];

/// What can go wrong at every call of each.
pub(crate) const FAULTS: [FaultKind; 6] = [
    FaultKind::RateLimited,
    FaultKind::TokenExpired,
    FaultKind::TokenRevoked,
    FaultKind::ErrorIn200,
    FaultKind::SpamBlocked,
    FaultKind::Restricted,
];

/// Who owns Pages and makes user tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) pages: Vec<String>,
}

impl Record for User {
    const KIND: &'static str = "user";
}

/// An error in the form of the Graph interface. A subcode of 0 is none.
pub(crate) fn refused(code: i64, subcode: i64, message: &str) -> Answer {
    let is_transient =
        matches!((code, subcode), (1 | 2 | 4 | 17 | 32 | 613, _) | (-1, 2_207_001 | 2_207_032) | (-2, 2_207_003));
    let mut error = json!({
        "message": message,
        "type": if code == 100 && subcode == 33 { "GraphMethodException" } else { "OAuthException" },
        "code": code,
        "is_transient": is_transient,
        "fbtrace_id": &secret::random()[..22],
    });
    if subcode != 0 {
        error["error_subcode"] = subcode.into();
        error["error_user_title"] = "Action not possible".into();
        error["error_user_msg"] = message.into();
    }
    let status = match code {
        1 | 2 if subcode == 0 => 500,
        10 | 200..=299 => 403,
        _ => 400,
    };
    Answer::json(status, &json!({ "error": error }))
}

/// A node that is not there, or not for this token.
pub(crate) fn unknown_node(id: &str) -> Answer {
    let message = format!(
        "Unsupported request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation."
    );
    refused(100, 33, &message)
}

/// A path that is none.
pub(crate) fn unknown_path(path: &str) -> Answer {
    refused(2500, 0, &format!("Unknown path components: {path}"))
}

/// An error of this status, as the interface writes it.
pub(crate) fn plain(status: u16) -> Answer {
    let (code, message) = match status {
        401 => (190, "Invalid OAuth access token."),
        403 => (10, "Application does not have permission for this action"),
        404 => (803, "Some of the aliases you requested do not exist"),
        429 => (4, "Application request limit reached"),
        500.. => (2, "Service temporarily unavailable"),
        _ => (100, "Invalid parameter"),
    };
    let body = json!({"error": {"message": message, "type": "OAuthException", "code": code,
        "is_transient": status >= 500, "fbtrace_id": &secret::random()[..22]}});
    Answer::json(status, &body)
}

/// An error that comes with status 200.
pub(crate) fn error_in_200() -> Answer {
    let error = json!({"message": "An unknown error occurred", "type": "OAuthException", "code": 1,
        "is_transient": true});
    Answer::json(200, &json!({ "error": error }))
}

/// Too many calls: no `Retry-After`, but usage headers with minutes.
pub(crate) fn too_many(account: &str, fault: &PlatformFault) -> Answer {
    let minutes = fault.wait().div_ceil(60);
    let usage = json!({account: [{"type": "instagram", "call_count": 100, "total_cputime": 25, "total_time": 25,
        "estimated_time_to_regain_access": minutes}]});
    refused(4, 0, "Application request limit reached")
        .header("x-business-use-case-usage", usage)
        .header("x-app-usage", json!({"call_count": 100, "total_time": 25, "total_cputime": 25}))
}

/// A file that could not be fetched from its address.
pub(crate) fn not_fetched(problem: &FetchProblem) -> Answer {
    let why = match problem {
        FetchProblem::NotPublic => "it is no public address".to_owned(),
        FetchProblem::Redirect => "it redirects".to_owned(),
        FetchProblem::Status(status) => format!("it answered {status}"),
        FetchProblem::Type(kind) => format!("it gave {kind:?}"),
        FetchProblem::TooLarge => "it is too large".to_owned(),
        FetchProblem::Unreachable => "nobody answered".to_owned(),
    };
    let message = format!(
        "Only photo or video can be accepted as media type. The media could not be fetched from this URI: {why}."
    );
    refused(9004, 2_207_052, &message)
}

/// The token that a call shows: as header of either scheme, or as parameter.
pub(crate) fn token_of(call: &Call) -> Option<String> {
    let header = call.header("authorization").and_then(|value| value.split_once(' '));
    let header = header.filter(|(scheme, _)| matches!(scheme.to_ascii_lowercase().as_str(), "bearer" | "oauth"));
    header.map(|(_, token)| token.trim().to_owned()).or_else(|| call.text("access_token"))
}

/// The token of a call, when it is good.
pub(crate) fn signed_in(view: &View, call: &Call) -> Result<Token, Answer> {
    let plain = token_of(call);
    accounts::token(view, plain.as_deref(), TokenKind::Access).map_err(|problem| match problem {
        TokenProblem::Missing => {
            refused(2500, 0, "An active access token must be used to query information about the current user.")
        }
        TokenProblem::Unknown => refused(190, 0, "Invalid OAuth access token - Cannot parse access token"),
        TokenProblem::Expired => {
            refused(190, 463, "Error validating access token: Session has expired. The current time is later.")
        }
        TokenProblem::Revoked => refused(
            190,
            460,
            "Error validating access token: The session has been invalidated because the user changed their password.",
        ),
    })
}

/// Gives of a node what was asked for; `id` always comes along. A field that the node does not have is refused.
pub(crate) fn pick(call: &Call, node: &Value) -> Reply {
    let Some(asked) = call.text("fields") else {
        return Ok(Answer::json(200, &json!({"id": node["id"]})));
    };
    let mut picked = Map::new();
    for field in names(&asked) {
        match node.get(&field) {
            Some(Value::Null) => {}
            Some(value) => {
                picked.insert(field, value.clone());
            }
            None => return Err(refused(100, 0, &format!("(#100) Tried accessing nonexisting field ({field})"))),
        }
    }
    if let Some(id) = node.get("id").filter(|id| !id.is_null()) {
        picked.insert("id".to_owned(), id.clone());
    }
    Ok(Answer::json(200, &picked))
}

/// The names at the top of `a,b{c,d},e.limit(0)`.
fn names(asked: &str) -> Vec<String> {
    let mut depth = 0_i32;
    let mut parts = vec![String::new()];
    for letter in asked.chars() {
        match letter {
            '{' | '(' => depth += 1,
            '}' | ')' => depth -= 1,
            ',' if depth == 0 => parts.push(String::new()),
            _ => {
                if depth == 0
                    && let Some(part) = parts.last_mut()
                {
                    part.push(letter);
                }
            }
        }
    }
    let name = |part: String| part.split('.').next().unwrap_or_default().trim().to_owned();
    parts.into_iter().map(name).filter(|name| !name.is_empty()).collect()
}

/// A list as the interface gives it, in one piece.
pub(crate) fn listed(items: Vec<Value>) -> Answer {
    Answer::json(200, &json!({ "data": items }))
}

/// A moment as the interface writes it.
pub(crate) fn stamp(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%dT%H:%M:%S+0000").to_string()
}

/// A moment that a caller gave in seconds since 1970.
pub(crate) fn moment(call: &Call, name: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(call.number(name)?, 0)
}

/// The id of the Page of this name: it follows from it, so that the same one is found again.
pub(crate) fn page_id(handle: &str) -> String {
    let hash = secret::sha256_hex(handle.to_ascii_lowercase().as_bytes());
    let digits: String = hash.bytes().map(|digit| char::from(b'0' + digit % 10)).take(12).collect();
    format!("61{digits}")
}

/// Puts a token under a platform's name, whichever platform the change is of.
pub(crate) fn put_token(
    change: &mut Change,
    platform: &str,
    plain: &str,
    account: &str,
    scopes: &[String],
    end: Option<DateTime<Utc>>,
) {
    let token = Token {
        kind: TokenKind::Access,
        account: account.to_owned(),
        app: None,
        scopes: scopes.to_vec(),
        issued_at: change.now,
        expires_at: end,
        is_revoked: false,
        session: account.to_owned(),
    };
    change.put_on(platform, secret::sha256_hex(plain.as_bytes()), &token);
}

/// Makes a Page with its owner, an app, and a user token as the Explorer gives it. Options: `user` (who owns it; the
/// handle when absent), `without` (a permission that was not ticked), `followers`.
pub(crate) fn open_page(
    change: &mut Change,
    handle: &str,
    options: &Map<String, Value>,
    instagram: Option<&str>,
) -> Value {
    const NAME: &str = super::facebook::NAME;
    let id = page_id(handle);
    let before = change.get_on::<Account>(NAME, &id);
    let mut kept = options.clone();
    let linked = instagram.map(str::to_owned).or_else(|| before.as_ref()?.text("instagram").map(str::to_owned));
    if let Some(linked) = linked {
        kept.insert("instagram".to_owned(), linked.into());
    }
    let created_at = before.map_or(change.now, |page| page.created_at);
    change.put_on(NAME, id.as_str(), &Account { id: id.clone(), handle: handle.to_owned(), options: kept, created_at });
    let owner = options.get("user").and_then(Value::as_str).unwrap_or(handle);
    let user = format!("user-{owner}");
    let mut pages = change.get_on::<User>(NAME, &user).map(|user| user.pages).unwrap_or_default();
    if !pages.contains(&id) {
        pages.push(id.clone());
    }
    change.put_on(NAME, user.as_str(), &User { pages });
    let (client_id, client_secret) = (secret::random(), secret::random());
    let app = App {
        id: client_id.clone(),
        name: "An app of one's own".to_owned(),
        secret: Some(secret::sha256_hex(client_secret.as_bytes())),
        redirects: Vec::new(),
        scopes: Vec::new(),
    };
    change.put_on(NAME, client_id.as_str(), &app);
    let without = options.get("without").and_then(Value::as_str).unwrap_or_default();
    let scopes: Vec<String> =
        SCOPES.iter().filter(|scope| **scope != without).map(|scope| (*scope).to_owned()).collect();
    let token = format!("EAA{}", secret::random());
    let end = change.now + TimeDelta::seconds(SHORT_LIFE);
    put_token(change, NAME, &token, &user, &scopes, Some(end));
    json!({"token": token, "client_id": client_id, "client_secret": client_secret, "page_id": id, "page_name": handle})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_with_what_stands_below_them() {
        assert_eq!(names("id,replies{id,text},comments.limit(0).summary(true),x"), ["id", "replies", "comments", "x"]);
        assert_eq!(names(""), Vec::<String>::new());
    }
}
