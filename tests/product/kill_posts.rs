//! The owner killed before and after every write of a post's ledger and every call to its platform, with the reply
//! lost too: posts doubled 0, lost 0, shown wrongly 0, and the creator is asked only where the platform can't be.

use super::{
    running::{Product, data_or_dead},
    stand_ins::{
        BLUESKY, FACEBOOK, INSTAGRAM, Login, MASTODON, PINTEREST, StandIns, TELEGRAM, THREADS, TIKTOK, X, YOUTUBE,
        rate_safe,
    },
};
use reqwest::Method;
use serde_json::{Value, json};

/// The most points that one post passes; more would be a loop.
const MOST_POINTS: usize = 60;

/// So many points lie between the call that publishes and the end.
const AFTER_THE_CALL: usize = 7;

/// The most waits of one post.
const MOST_WAITS: usize = 60;

/// The file that names the point at which the program ends.
const STOP_AT: &str = "stop-at";

/// What a post to a platform is, and which call of it makes it public.
struct Way {
    login: Login,
    publishing_call: &'static str,
    /// How many calls of that name come before the one that publishes.
    calls_before: usize,
    is_clip: bool,
    /// The platform's own fields of the post, as JSON.
    fields: &'static str,
    /// Whether a lost reply can leave a question: the platform has no way to look.
    cannot_be_asked: bool,
}

/// One kill at each point of a post's way, on one library.
async fn killed_at_every_point(way: Way) {
    let folder = tempfile::tempdir().unwrap();
    let stand_ins = StandIns::start(folder.path());
    let stop_at = folder.path().join(STOP_AT);
    let mut product = Product::start_rehearsal(folder, &stand_ins.url, STOP_AT);
    let limits = json!({ "general": 100_000, "image": 1000, "text": 1000, "content": 1000, "characters": 1000 });
    let settings = json!({ "interface": { "rate_limits": limits } });
    product.put("/settings", settings).await;
    let file = if way.is_clip { clip(&product).await } else { picture(&product).await };
    let (mut kills, mut asked, mut points) = (0, 0, 1);
    for reply_is_lost in [false, true] {
        // Up to the call that loses its reply both ways are the same.
        for point in if reply_is_lost { points.max(AFTER_THE_CALL) - AFTER_THE_CALL + 1 } else { 1 }.. {
            points = point;
            assert!(point < MOST_POINTS, "a post passes fewer points");
            let words = format!("{} {point}{}", way.login.platform, if reply_is_lost { " lost" } else { "" });
            // Logins are counted by the platforms too, so that each post has an account of its own.
            let handle = format!("mira{}{point}", if reply_is_lost { "lost" } else { "" });
            let account = stand_ins.open_account(&way.login, &handle).await;
            let account_id = account.connect(&product).await;
            if reply_is_lost {
                let fault = json!({ "platform": way.login.platform, "call": way.publishing_call, "fault": "reply_lost",
                    "after": way.calls_before });
                stand_ins.order("platform_faults", fault).await;
            }
            // Five a minute is the limit of a character, so each of these posts is another one's.
            let character = product.post("/characters", json!({ "name": words, "age": 30 })).await["id"].clone();
            let mut input = json!({ "platform_account_id": account_id, "character_id": character, "content_id": file,
                "caption": words });
            if way.is_clip {
                (input["title"], input["post_type"]) = (json!(words), json!("video"));
            }
            input["fields"] = serde_json::from_str(way.fields).unwrap();
            let post = product.post("/posts", input).await["post_id"].as_str().unwrap().to_owned();
            std::fs::write(&stop_at, format!("{}:{point}", way.login.platform)).unwrap();
            // The program may be gone before it has answered.
            let _ = product.request(Method::POST, &format!("/posts/{post}/publish")).json(&json!({})).send().await;
            let mut shown = settled(&product, &post).await;
            let was_killed = shown.is_none();
            std::fs::remove_file(&stop_at).unwrap();
            if was_killed {
                kills += 1;
                product = product.start_again_in_rehearsal(&stand_ins.url, STOP_AT);
                // No keychain runs here.
                account.connect(&product).await;
                shown = settled(&product, &post).await;
            }
            let shown = shown.expect("nothing kills it now");
            let case = format!("{words}, killed: {was_killed}: {shown}");
            let standing = stand_ins.standing(way.login.platform, &words).await;
            match shown["status"].as_str().unwrap() {
                "published" => {
                    assert_eq!(standing, 1, "shown wrongly or doubled: {case}");
                    assert!(shown["platform_post_id"].is_string() && shown["read_back_at"].is_string(), "{case}");
                }
                "needs_attention" => {
                    assert!(way.cannot_be_asked && standing <= 1, "the platform could have been asked: {case}");
                    assert!(!shown["attention"]["known"].as_array().unwrap().is_empty(), "{case}");
                    asked += 1;
                }
                other => panic!("lost, {other}: {case}"),
            }
            stand_ins.disarm().await;
            if !was_killed {
                break;
            }
        }
    }
    let published = stand_ins.look("published").await;
    assert_eq!(published["doubled"], 0, "{published}");
    println!("{}: killed {kills} times; asked {asked} times; {published}", way.login.platform);
    assert!(kills >= 15, "the way has more points than {kills}");
}

/// A picture that may go out.
pub(crate) async fn picture(product: &Product) -> String {
    let input = json!({ "prompt": "a woman in a café", "width": 640, "height": 640, "steps": 2, "wait": 60 });
    let job = product.post("/generate/image", input).await;
    let id = job["content_ids"][0].as_str().unwrap().to_owned();
    rate_safe(product, &id).await;
    id
}

/// A clip that may go out.
pub(crate) async fn clip(product: &Product) -> String {
    std::fs::write(product.library().join("media/clip.mp4"), five_seconds()).unwrap();
    let adopted = product.post("/library/adopt", json!({ "files": ["clip.mp4"] })).await;
    let id = adopted["content_ids"][0].as_str().unwrap_or_else(|| panic!("{adopted}")).to_owned();
    rate_safe(product, &id).await;
    id
}

/// An MP4 file of five seconds, as far as its boxes say.
fn five_seconds() -> Vec<u8> {
    let in_box =
        |name: &[u8; 4], body: &[u8]| [&u32::try_from(body.len() + 8).unwrap().to_be_bytes()[..], name, body].concat();
    let mut header = vec![0; 100];
    header[12..16].copy_from_slice(&1000_u32.to_be_bytes());
    header[16..20].copy_from_slice(&5000_u32.to_be_bytes());
    let file = [
        in_box(b"ftyp", b"isom\0\0\0\0isommp42"),
        in_box(b"moov", &in_box(b"mvhd", &header)),
        in_box(b"mdat", &[7; 9000]),
    ];
    file.concat()
}

/// The post once it is final; time passes meanwhile as it says that it waits. `None` when the program died.
pub(crate) async fn settled(product: &Product, post: &str) -> Option<Value> {
    let mut shown = Value::Null;
    for _ in 0..MOST_WAITS {
        let wait = match &shown["next_attempt_at"] {
            Value::String(until) => json!({ "until": until }),
            _ => json!({ "seconds": 0 }),
        };
        data_or_dead(product.request(Method::POST, "/rehearsal/clock").json(&wait).send().await).await?;
        let asked = product.request(Method::GET, &format!("/posts/{post}")).send().await;
        shown = data_or_dead(asked).await?["post"].clone();
        if matches!(shown["status"].as_str(), Some("published" | "failed" | "needs_attention" | "cancelled")) {
            return Some(shown);
        }
    }
    panic!("the post comes to its end: {shown}");
}

/// A way with nothing special about it.
fn way(login: Login, publishing_call: &'static str) -> Way {
    Way { login, publishing_call, calls_before: 0, is_clip: false, fields: "{}", cannot_be_asked: false }
}

#[tokio::test]
async fn killed_at_every_point_a_post_to_bluesky_is_up_once() {
    killed_at_every_point(way(BLUESKY, "put_record")).await;
}

#[tokio::test]
async fn killed_at_every_point_a_post_to_mastodon_is_up_once() {
    killed_at_every_point(way(MASTODON, "post_status")).await;
}

#[tokio::test]
async fn killed_at_every_point_a_post_to_telegram_is_up_once_or_asked_about() {
    killed_at_every_point(Way { cannot_be_asked: true, ..way(TELEGRAM, "send_photo") }).await;
}

#[tokio::test]
async fn killed_at_every_point_a_post_to_x_is_up_once() {
    killed_at_every_point(way(X, "tweet")).await;
}

#[tokio::test]
async fn killed_at_every_point_a_post_to_a_facebook_page_is_up_once() {
    killed_at_every_point(way(FACEBOOK, "create_post")).await;
}

#[tokio::test]
async fn killed_at_every_point_a_post_to_instagram_is_up_once() {
    killed_at_every_point(way(INSTAGRAM, "publish")).await;
}

#[tokio::test]
async fn killed_at_every_point_a_clip_for_youtube_is_up_once() {
    // Twice the session is asked how much has arrived.
    killed_at_every_point(Way { calls_before: 2, is_clip: true, ..way(YOUTUBE, "upload") }).await;
}

#[tokio::test]
async fn killed_at_every_point_a_post_to_threads_is_up_once() {
    killed_at_every_point(way(THREADS, "publish")).await;
}

#[tokio::test]
async fn killed_at_every_point_a_clip_for_tiktok_is_up_once() {
    let fields = r#"{ "privacy_level": "PUBLIC_TO_EVERYONE" }"#;
    killed_at_every_point(Way { is_clip: true, fields, ..way(TIKTOK, "upload_clip") }).await;
}

#[tokio::test]
async fn killed_at_every_point_a_pin_on_pinterest_is_up_once() {
    killed_at_every_point(way(PINTEREST, "create_pin")).await;
}
