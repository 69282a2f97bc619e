//! What the tests share: a sandbox whose clock stands still, the platforms that ask it, drafts with real files, and a
//! driver that takes a post through its steps as the studio does.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};
use std::{io::Cursor, path::Path, sync::Arc, time::Duration};
use troupe_net::{Client, ClientOptions, Request, Secret};
use troupe_platforms::{
    Call, Credentials, Draft, Error, Found, Hosts, Media, MediaKind, Platform, PlatformName, Platforms, PostType,
    Progress, RefusalKind, Session, Step, StepResult, UploadAccess,
};
use troupe_sandbox::{Sandbox, SandboxConfig};
use uuid::Uuid;

/// Where the clock of every test begins.
pub(crate) const START: &str = "2030-01-07T09:00:00Z";

/// A sandbox with the platforms that ask it.
pub(crate) struct Stand {
    pub(crate) sandbox: Sandbox,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) platforms: Platforms,
    orders: Client,
}

impl Stand {
    pub(crate) async fn start() -> Self {
        // Short, so that a stand-in that never answers is not waited for.
        Self::waiting(Duration::from_millis(1500)).await
    }

    /// For tests that send many bytes, which take their time on a busy computer.
    pub(crate) async fn patient() -> Self {
        Self::waiting(Duration::from_secs(6)).await
    }

    async fn waiting(read_time: Duration) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Sandbox::start(SandboxConfig::new(folder.path())).unwrap();
        let hosts = Hosts { rehearsal: Some(sandbox.platforms_url().parse().unwrap()) };
        let options = ClientOptions { read_time, total_time: Duration::from_secs(10), ..ClientOptions::default() };
        let platforms = Platforms::open(hosts, options).unwrap();
        let address = sandbox.url().parse().unwrap();
        let orders = Client::open(ClientOptions::default().allowing_url(&address)).unwrap();
        let stand = Self { sandbox, folder, platforms, orders };
        stand.order("clock", json!({"now": START})).await;
        stand
    }

    pub(crate) fn platform(&self, name: PlatformName) -> Arc<dyn Platform> {
        Arc::clone(self.platforms.get(name).unwrap())
    }

    /// Gives an order under `/sandbox`.
    pub(crate) async fn order(&self, order: &str, body: Value) -> Value {
        let url = format!("{}/sandbox/{order}", self.sandbox.url()).parse().unwrap();
        self.orders.post_json(Request::post(url, "/sandbox/{order}"), &body).await.unwrap()
    }

    pub(crate) async fn look(&self, what: &str) -> Value {
        let url = format!("{}/sandbox/{what}", self.sandbox.url()).parse().unwrap();
        self.orders.get_json(Request::get(url, "/sandbox/{what}")).await.unwrap()
    }

    /// Makes an account at a stand-in and gives what is needed to connect to it.
    pub(crate) async fn open(&self, platform: &str, handle: &str, options: Value) -> Value {
        let order = json!({"platform": platform, "handle": handle, "options": options});
        self.order("accounts", order).await["connect"].clone()
    }

    /// A bucket of the creator's own, as upload place.
    pub(crate) async fn bucket(&self) -> UploadAccess {
        let told = self.open("bucket", "pictures", json!({})).await;
        let key = |name: &str| Some(Secret::new(told[name].as_str().unwrap()));
        let (access_key, secret_key) = (key("access_key"), key("secret_key"));
        let details = json!({ "bucket": told });
        UploadAccess::read("bucket", details.as_object().unwrap(), access_key, secret_key).unwrap()
    }

    /// A picture of this size as a file of the draft.
    pub(crate) fn picture_of(&self, name: &str, width: u32, height: u32) -> Media {
        let mut bytes = Cursor::new(Vec::new());
        let shade = name.bytes().fold(0_u8, u8::wrapping_add);
        let picture = image::RgbImage::from_pixel(width, height, image::Rgb([shade, 90, 120]));
        picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
        let path = self.write(name, bytes.get_ref());
        Media {
            path,
            kind: MediaKind::Image,
            mime_type: "image/jpeg".to_owned(),
            width,
            height,
            size_bytes: bytes.get_ref().len() as u64,
            duration_ms: None,
            alt_text: format!("What {name} shows"),
        }
    }

    /// What lies in the stand-in's journal as put and not taken away again, of a platform's kind.
    pub(crate) fn left(&self, platform: &str, kind: &str) -> usize {
        let journal = std::fs::read_to_string(self.folder.path().join("platforms/journal.jsonl")).unwrap();
        let mut ids = std::collections::BTreeSet::new();
        for line in journal.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            for edit in line["edits"].as_array().unwrap() {
                if edit["platform"] == platform && edit["kind"] == kind {
                    let id = edit["id"].as_str().unwrap().to_owned();
                    if edit["value"].is_null() {
                        ids.remove(&id)
                    } else {
                        ids.insert(id)
                    };
                }
            }
        }
        ids.len()
    }

    /// Lets a call go wrong.
    pub(crate) async fn arm(&self, platform: &str, call: &str, fault: &str) {
        self.arm_with(platform, call, fault, json!({})).await;
    }

    pub(crate) async fn arm_with(&self, platform: &str, call: &str, fault: &str, more: Value) {
        let mut order = json!({"platform": platform, "call": call, "fault": fault});
        order.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.order("platform_faults", order).await;
    }

    pub(crate) async fn advance(&self, seconds: i64) {
        self.order("clock", json!({"advance_seconds": seconds})).await;
    }

    pub(crate) async fn now(&self) -> DateTime<Utc> {
        self.look("clock").await["now"].as_str().unwrap().parse().unwrap()
    }

    /// What stands on the platforms.
    pub(crate) async fn feed(&self) -> Vec<Value> {
        self.look("feed").await.as_array().unwrap().clone()
    }

    /// How many posts were accepted more than once.
    pub(crate) async fn doubled(&self) -> Value {
        self.look("published").await["doubled"].clone()
    }

    /// A picture of one colour as a file of the draft.
    pub(crate) fn picture(&self, name: &str, shade: u8, alt_text: &str) -> Media {
        let (width, height) = (40, 50);
        let mut bytes = Cursor::new(Vec::new());
        let picture = image::RgbImage::from_pixel(width, height, image::Rgb([shade, 90, 120]));
        picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
        let path = self.write(name, bytes.get_ref());
        Media {
            size_bytes: bytes.get_ref().len() as u64,
            path,
            kind: MediaKind::Image,
            mime_type: "image/jpeg".to_owned(),
            width,
            height,
            duration_ms: None,
            alt_text: alt_text.to_owned(),
        }
    }

    /// The beginning of an MP4 file; enough for what looks at the type alone.
    pub(crate) fn clip(&self, name: &str) -> Media {
        self.clip_of(name, 24)
    }

    /// An MP4 file of that many bytes: its beginning, and then bytes of which no two pieces are alike.
    pub(crate) fn clip_of(&self, name: &str, length: usize) -> Media {
        let mut bytes = b"\0\0\0\x18ftypisom\0\0\0\0isommp42".to_vec();
        bytes.extend((bytes.len()..length).map(|at| (at / 251 + at) as u8));
        Media {
            path: self.write(name, &bytes),
            kind: MediaKind::Video,
            mime_type: "video/mp4".to_owned(),
            width: 720,
            height: 1280,
            size_bytes: bytes.len() as u64,
            duration_ms: Some(5000),
            alt_text: "Waves".to_owned(),
        }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> std::path::PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

/// Opens the login's page as a person's browser does who allows it at once, and answers where it is sent.
pub(crate) async fn allowed(address: &url::Url) -> url::Url {
    let mut address = address.clone();
    address.query_pairs_mut().append_pair("auto", "allow").append_pair("account", "ada");
    let client = Client::open(ClientOptions::default().allowing_url(&address)).unwrap();
    let response = client.send(Request::get(address, "/authorize").keeping_redirects()).await.unwrap();
    assert_eq!(response.status(), 302);
    response.header("location").unwrap().parse().unwrap()
}

/// The account `ada` of a stand-in, connected in the browser with an app's id and secret.
pub(crate) async fn signed_in(
    stand: &Stand,
    name: PlatformName,
    login: &str,
    redirect: &str,
    options: Value,
) -> (Arc<dyn Platform>, Session) {
    let platform = stand.platform(name);
    let told = stand.open(name.slug(), "ada", options).await;
    let text = |name: &str| told[name].as_str().unwrap();
    let credentials = pasted(&[("client_id", text("client_id")), ("client_secret", text("client_secret"))]);
    let login = platform.authorize(login, &credentials, &redirect.parse().unwrap()).await.unwrap();
    let back = allowed(&login.url).await;
    let code = back.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let connected = platform.exchange(&login, &code, stand.now().await).await.unwrap().remove(0);
    (platform, Session { account: connected.account, tokens: connected.tokens, app: connected.app, upload: None })
}

/// Performs all that is left, waiting as the platform asks; what is not known is looked for, as the studio does.
pub(crate) async fn ride(stand: &Stand, way: &mut Way, session: &Session) -> Result<(), Error> {
    while let Some(step) = way.step() {
        let mut seconds = match way.perform(session).await {
            Ok(Progress::Wait { seconds }) => seconds,
            Ok(Progress::Done(_)) => continue,
            Err(error) if step.is_public && !error.had_no_effect() => 0,
            Err(error) => return Err(error),
        };
        while seconds > 0 || way.step().as_ref() == Some(&step) && step.is_public {
            stand.advance(seconds.try_into().unwrap()).await;
            way.later(seconds.try_into().unwrap());
            if !step.is_public {
                break;
            }
            match way.reconcile(session).await {
                Found::Later { seconds: more } => seconds = more,
                Found::Unclear { known } => panic!("it could be asked: {known}"),
                Found::Done(_) | Found::Absent => break,
            }
        }
    }
    Ok(())
}

/// Pasted fields.
pub(crate) fn pasted(fields: &[(&str, &str)]) -> Credentials {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), Secret::new(*value)));
    Credentials { fields: fields.collect() }
}

/// A draft with these words and files.
pub(crate) fn draft(text: &str, media: Vec<Media>) -> Draft {
    Draft {
        post_type: PostType::Post,
        text: text.to_owned(),
        title: None,
        media,
        first_comment: None,
        ai_label: false,
        is_sensitive: false,
        fields: Map::new(),
        publish_at: None,
    }
}

/// A post on its way, as the ledger keeps it: the plan, what is done, when the open step was begun.
pub(crate) struct Way {
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) draft: Draft,
    pub(crate) plan: Vec<Step>,
    pub(crate) done: Vec<StepResult>,
    pub(crate) intent_at: DateTime<Utc>,
    pub(crate) now: DateTime<Utc>,
}

impl Way {
    pub(crate) async fn new(stand: &Stand, platform: &Arc<dyn Platform>, session: &Session, draft: Draft) -> Self {
        let now = stand.now().await;
        let plan = platform.plan(session, &draft, Uuid::now_v7(), now).unwrap();
        Self { platform: Arc::clone(platform), draft, plan, done: Vec::new(), intent_at: now, now }
    }

    /// The step that is next, if any.
    pub(crate) fn step(&self) -> Option<Step> {
        self.plan.get(self.done.len()).cloned()
    }

    fn call<'a>(&'a self, session: &'a Session) -> Call<'a> {
        Call {
            is_other_run: false,
            session,
            draft: &self.draft,
            plan: &self.plan,
            done: &self.done,
            intent_at: self.intent_at,
            now: self.now,
        }
    }

    /// Performs the next step once.
    pub(crate) async fn perform(&mut self, session: &Session) -> Result<Progress, Error> {
        let step = self.step().unwrap();
        let progress = self.platform.perform(&self.call(session), &step).await?;
        if let Progress::Done(result) = &progress {
            self.done.push(result.clone());
        }
        Ok(progress)
    }

    /// Performs steps until the public one is next.
    pub(crate) async fn up_to_public(&mut self, session: &Session) {
        while !self.step().unwrap().is_public {
            self.until_done(session).await;
        }
    }

    /// Performs the next step until it is done.
    pub(crate) async fn until_done(&mut self, session: &Session) {
        for _ in 0..20 {
            if matches!(self.perform(session).await.unwrap(), Progress::Done(_)) {
                return;
            }
        }
        panic!("the step never ended");
    }

    /// Performs all that is left and answers the post's id.
    pub(crate) async fn finish(&mut self, session: &Session) -> String {
        while self.step().is_some() {
            self.until_done(session).await;
        }
        self.id()
    }

    /// The id of the published post.
    pub(crate) fn id(&self) -> String {
        let published = self.plan.iter().zip(&self.done).find(|(step, _)| step.is_public).unwrap();
        published.1.id.clone().unwrap()
    }

    /// Looks for the next step, whose outcome is unknown; what is found counts as done.
    pub(crate) async fn reconcile(&mut self, session: &Session) -> Found {
        let step = self.step().unwrap();
        let found = self.platform.reconcile(&self.call(session), &step).await.unwrap();
        if let Found::Done(result) = &found {
            self.done.push(result.clone());
        }
        found
    }

    /// Lets time go by for the caller.
    pub(crate) fn later(&mut self, seconds: i64) {
        self.now += TimeDelta::seconds(seconds);
    }
}

/// The kind of a refusal.
pub(crate) fn kind<T: std::fmt::Debug>(result: Result<T, Error>) -> RefusalKind {
    let error = result.unwrap_err();
    error.kind().unwrap_or_else(|| panic!("no refusal: {error:?}"))
}

/// That no word of an error gives a secret away.
pub(crate) fn tells_no_secret(error: &Error, secret: &str) {
    let mut words = format!("{error} {error:?}");
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        words.push_str(&format!(" {error} {error:?}"));
        cause = error.source();
    }
    assert!(!words.contains(secret), "{words}");
}

/// Whether a file is there; for tests that read what was written.
pub(crate) fn exists(path: &Path) -> bool {
    path.exists()
}
