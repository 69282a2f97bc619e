//! OAuth 2.0 as the platforms speak it: the page that asks a person, the code, PKCE, and the exchange. A platform adds
//! how long its codes live, which redirects it takes, and what its tokens look like.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use super::accounts::{self, Account, App};
use super::answer::{Answer, Reply};
use super::call::Call;
use super::page::{escape, page};
use super::secret;
use super::world::{Change, Record, View, World};

/// The redirect that shows the code on a page for the person to copy.
pub(crate) const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";

/// How a platform does it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    /// The platform's name.
    pub(crate) platform: &'static str,
    /// As people write it.
    pub(crate) title: &'static str,
    /// How long a code can be redeemed, in seconds.
    pub(crate) code_seconds: i64,
    /// Whether a code challenge must be there. Where one is given it is always verified.
    pub(crate) needs_pkce: bool,
    /// What it calls the app's id: `client_id` in the standard.
    pub(crate) client_field: &'static str,
    /// Which redirects beside the registered ones are taken.
    pub(crate) redirects: Redirects,
}

/// Which redirects a platform takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Redirects {
    /// Only those registered, letter for letter.
    Exact,
    /// Loopback with any port and path besides, as Google has it for desktop programs.
    LoopbackAnyPort,
    /// A registered loopback address with any port (RFC 8252, section 7.3).
    LoopbackSamePath,
}

/// A code that waits to be redeemed. Its record's id is the SHA-256 of the code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Grant {
    /// The account's id.
    pub(crate) account: String,
    /// The app's client id.
    pub(crate) app: String,
    pub(crate) redirect: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) challenge: Option<String>,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) is_used: bool,
    /// The login that its tokens belong to.
    pub(crate) session: String,
}

impl Record for Grant {
    const KIND: &'static str = "grant";
}

/// The error of the token endpoint (RFC 6749, section 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenRefusal {
    InvalidRequest,
    InvalidClient,
    InvalidGrant,
    UnsupportedGrantType,
}

impl TokenRefusal {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnsupportedGrantType => "unsupported_grant_type",
        }
    }

    /// The answer of the standard, with a description.
    pub(crate) fn answer(self, description: &str) -> Answer {
        let status = if self == Self::InvalidClient { 401 } else { 400 };
        Answer::json(status, &json!({"error": self.name(), "error_description": description}))
    }
}

/// The authorize page: `GET` asks, `POST` is the person's answer, and `?auto=allow` or `?auto=deny` answers at once.
/// `account` names whom to post as; where nobody is there yet, `ada` is made.
pub(crate) fn authorize(world: &World, call: &Call, rules: &Rules) -> Reply {
    let ask = read_request(world, call, rules)?;
    let decision = call.text("decision").or_else(|| call.text("auto"));
    match decision.as_deref() {
        Some("allow") => allow(world, call, rules, &ask),
        Some("deny") => Ok(send_back(&ask, &[("error", "access_denied")])),
        _ => Ok(Answer::html(200, question(world, call, rules, &ask))),
    }
}

/// A checked request of an app.
struct Ask {
    app: App,
    redirect: String,
    scopes: Vec<String>,
    state: Option<String>,
    challenge: Option<String>,
}

fn read_request(world: &World, call: &Call, rules: &Rules) -> Result<Ask, Answer> {
    // A wrong app or redirect is told to the person: the sender is not to be trusted with a redirect.
    let wrong = |words: &str| Answer::html(400, page(rules.title, &format!("<main class=ask><h1>{words}</h1></main>")));
    let id = call.text(rules.client_field).unwrap_or_default();
    let app = world.read(rules.platform, |view| view.get::<App>(&id));
    let app = app.ok_or_else(|| wrong(&format!("This app is not known here ({}).", rules.client_field)))?;
    let redirect = call.text("redirect_uri").unwrap_or_default();
    if !fits(&app, &redirect, rules.redirects) {
        return Err(wrong("This address to return to is not registered for the app (redirect_uri)."));
    }
    let scopes = call.text("scope").unwrap_or_default();
    let ask = Ask {
        app,
        redirect,
        scopes: scopes.split([' ', ',']).filter(|scope| !scope.is_empty()).map(str::to_owned).collect(),
        state: call.text("state"),
        challenge: call.text("code_challenge"),
    };
    let refuse = |error| Err(send_back(&ask, &[("error", error)]));
    if call.text("response_type").as_deref() != Some("code") {
        return refuse("unsupported_response_type");
    }
    match &ask.challenge {
        None if rules.needs_pkce => return refuse("invalid_request"),
        Some(_) if call.text("code_challenge_method").as_deref() != Some("S256") => return refuse("invalid_request"),
        _ => {}
    }
    Ok(ask)
}

fn fits(app: &App, redirect: &str, rule: Redirects) -> bool {
    if app.redirects.iter().any(|known| known == redirect) {
        return true;
    }
    let loopback = |address: &str| {
        let mut url = Url::parse(address).ok()?;
        let is_loopback = url.scheme() == "http" && matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
        is_loopback.then(|| url.set_port(None).ok()).flatten().map(|()| url)
    };
    match (rule, loopback(redirect)) {
        (Redirects::Exact, _) | (_, None) => false,
        (Redirects::LoopbackAnyPort, Some(_)) => true,
        (Redirects::LoopbackSamePath, given) => app.redirects.iter().any(|known| loopback(known) == given),
    }
}

fn send_back(ask: &Ask, answer: &[(&str, &str)]) -> Answer {
    let Ok(mut url) = Url::parse(&ask.redirect) else { return Answer::text(400, "The redirect is no address.") };
    url.query_pairs_mut().extend_pairs(answer);
    if let Some(state) = &ask.state {
        url.query_pairs_mut().append_pair("state", state);
    }
    Answer::redirect(url.as_str())
}

fn question(world: &World, call: &Call, rules: &Rules, ask: &Ask) -> String {
    let handles =
        world.read(rules.platform, |view| view.all::<Account>().map(|(_, account)| account.handle).collect::<Vec<_>>());
    let wanted = call.text("account").unwrap_or_default();
    let choice = |handle: &String| {
        let chosen = if *handle == wanted { " selected" } else { "" };
        format!("<option{chosen}>{}</option>", escape(handle))
    };
    let choices = match handles.as_slice() {
        [] => "<option>ada</option>".to_owned(),
        all => all.iter().map(choice).collect(),
    };
    let names = [
        rules.client_field,
        "redirect_uri",
        "response_type",
        "scope",
        "state",
        "code_challenge",
        "code_challenge_method",
    ];
    let hidden = |name: &&str| {
        let value = call.text(name)?;
        Some(format!("<input type=hidden name={name} value=\"{}\">", escape(&value)))
    };
    let hidden: String = names.iter().filter_map(hidden).collect();
    let scopes: String = ask.scopes.iter().map(|scope| format!("<li><code>{}</code></li>", escape(scope))).collect();
    let body = format!(
        "<main class=ask><p class=quiet>{title}</p><h1>Allow {app} to post as you?</h1>\
        <p>This is a rehearsal: nothing leaves this computer.</p><form method=post>{hidden}\
        <label>Account <select name=account>{choices}</select></label><ul>{scopes}</ul>\
        <p><button name=decision value=allow class=main>Allow</button> \
        <button name=decision value=deny>Deny</button></p></form></main>",
        title = escape(rules.title),
        app = escape(&ask.app.name),
    );
    page(&format!("{} (rehearsal)", rules.title), &body)
}

fn allow(world: &World, call: &Call, rules: &Rules, ask: &Ask) -> Reply {
    let code = secret::random();
    let handle = call.text("account").unwrap_or_default();
    world.change(rules.platform, "authorize", |change| {
        let account = whom(change, world, &handle, rules.platform)?;
        let grant = Grant {
            account: account.id,
            app: ask.app.id.clone(),
            redirect: ask.redirect.clone(),
            scopes: ask.scopes.clone(),
            challenge: ask.challenge.clone(),
            expires_at: change.now + TimeDelta::seconds(rules.code_seconds),
            is_used: false,
            session: secret::random(),
        };
        change.put(secret::sha256_hex(code.as_bytes()), &grant);
        Ok(())
    })?;
    if ask.redirect == OUT_OF_BAND {
        let words = "Copy this code and paste it into the program that asked for it.";
        let body = format!("<main class=ask><h1>Your code</h1><p>{words}</p><pre>{code}</pre></main>");
        return Ok(Answer::html(200, page(rules.title, &body)));
    }
    Ok(send_back(ask, &[("code", &code)]))
}

/// The account by its handle; without a handle the only or first one, made where there is none.
fn whom(change: &mut Change, world: &World, handle: &str, platform: &'static str) -> Result<Account, Answer> {
    let find = |view: &View| match handle {
        "" => view.all::<Account>().next().map(|(_, account)| account),
        handle => accounts::by_handle(view, handle),
    };
    if let Some(account) = find(change) {
        return Ok(account);
    }
    let handle = if handle.is_empty() { "ada" } else { handle };
    let stand_in = super::PLATFORMS.iter().find(|stand_in| stand_in.name() == platform);
    if let Some(stand_in) = stand_in {
        let opened = stand_in.open_account(world, change, handle, &serde_json::Map::new());
        opened.map_err(|words| Answer::text(400, &words))?;
    }
    accounts::by_handle(change, handle).ok_or_else(|| Answer::text(400, "There is no such account."))
}

/// Whether a client may use the token endpoint: a public client by its id, a confidential one by its secret as well,
/// in the body or as HTTP Basic.
///
/// # Errors
/// [`TokenRefusal::InvalidClient`].
pub(crate) fn client(view: &View, call: &Call) -> Result<App, TokenRefusal> {
    client_in(view, call, "client_id")
}

/// The same where the app's id has another name in the body.
///
/// # Errors
/// [`TokenRefusal::InvalidClient`].
pub(crate) fn client_in(view: &View, call: &Call, field: &str) -> Result<App, TokenRefusal> {
    let basic = basic(call);
    let id = basic.as_ref().map(|(id, _)| id.clone()).or_else(|| call.text(field)).unwrap_or_default();
    let given = basic.map(|(_, secret)| secret).or_else(|| call.text("client_secret"));
    let app = view.get::<App>(&id).ok_or(TokenRefusal::InvalidClient)?;
    match (&app.secret, given) {
        (None, _) => Ok(app),
        (Some(kept), Some(given)) if *kept == secret::sha256_hex(given.as_bytes()) => Ok(app),
        _ => Err(TokenRefusal::InvalidClient),
    }
}

fn basic(call: &Call) -> Option<(String, String)> {
    use base64::Engine;
    let (scheme, encoded) = call.header("authorization")?.split_once(' ')?;
    let bytes = base64::engine::general_purpose::STANDARD.decode(encoded.trim()).ok()?;
    let (id, secret) =
        String::from_utf8(bytes).ok()?.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))?;
    scheme.eq_ignore_ascii_case("basic").then_some((id, secret))
}

/// Redeems a code: of this app, for the same redirect, once, in time, with the verifier of its challenge.
///
/// # Errors
/// The refusal as the token endpoint names it.
pub(crate) fn redeem(change: &mut Change, call: &Call, app: &App) -> Result<Grant, TokenRefusal> {
    redeem_by(change, call, app, secret::challenge)
}

/// The same where the challenge of a verifier has another form.
///
/// # Errors
/// As [`redeem`].
pub(crate) fn redeem_by(
    change: &mut Change,
    call: &Call,
    app: &App,
    challenge_of: fn(&str) -> String,
) -> Result<Grant, TokenRefusal> {
    let code = call.text("code").filter(|code| !code.is_empty()).ok_or(TokenRefusal::InvalidRequest)?;
    let id = secret::sha256_hex(code.as_bytes());
    let grant = change.get::<Grant>(&id).ok_or(TokenRefusal::InvalidGrant)?;
    let same_redirect = call.text("redirect_uri").is_some_and(|redirect| redirect == grant.redirect);
    let verified = match (&grant.challenge, call.text("code_verifier")) {
        (None, _) => true,
        (Some(challenge), Some(verifier)) => challenge_of(&verifier) == *challenge,
        (Some(_), None) => false,
    };
    if grant.app != app.id || grant.is_used || grant.expires_at <= change.now || !same_redirect || !verified {
        return Err(TokenRefusal::InvalidGrant);
    }
    change.put(id, &Grant { is_used: true, ..grant.clone() });
    Ok(grant)
}
