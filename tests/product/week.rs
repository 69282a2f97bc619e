//! A week of a plan in a rehearsal, from outside: two characters with four accounts each, filled with Fill week, one
//! login that ends, one post that is refused for its shape and mended, the program killed in the middle of a publish.
//! Every post stands on its platform exactly once.

use super::{
    running::{Product, data, data_or_dead},
    stand_ins::{Account, BLUESKY, FACEBOOK, INSTAGRAM, Login, MASTODON, StandIns, TELEGRAM, X, rate_safe},
};
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};

/// The Sunday before the week.
const SUNDAY: &str = "2030-01-06T12:00:00Z";
const STOP_AT: &str = "stop-at";
const DAYS: usize = 7;
/// How long after its hour a post that nothing held up may stand on its platform.
const ON_TIME: TimeDelta = TimeDelta::minutes(5);

/// A character with four accounts.
struct Cast {
    id: Value,
    accounts: Vec<(Account, String)>,
}

/// The rehearsal as a creator has it.
struct Week {
    stand_ins: StandIns,
    product: Option<Product>,
    cast: Vec<Cast>,
}

impl Week {
    fn product(&self) -> &Product {
        self.product.as_ref().unwrap()
    }

    /// Lets time pass until then; `false` when the program died on the way.
    async fn until(&self, moment: &str) -> bool {
        let order = json!({ "until": moment });
        let passed = self.product().request(Method::POST, "/rehearsal/clock").json(&order).send().await;
        data_or_dead(passed).await.is_some()
    }

    async fn character(&mut self, name: &str, timezone: &str, logins: [Login; 4]) {
        let character = json!({ "name": name, "age": 27, "timezone": timezone });
        let id = self.product().post("/characters", character).await["id"].clone();
        let mut accounts = Vec::new();
        for login in logins {
            let account = self.stand_ins.open_account(&login, &name.to_lowercase()).await;
            let account_id = account.connect(self.product()).await;
            let own = json!({ "character_id": id, "timezone": timezone });
            self.product().put(&format!("/platforms/accounts/{account_id}"), own).await;
            let slot = json!({ "account_id": account_id, "weekdays": [1, 2, 3, 4, 5, 6, 7], "time": "18:00" });
            self.product().post("/scheduling/slots", slot).await;
            accounts.push((account, account_id));
        }
        self.cast.push(Cast { id, accounts });
    }

    /// Approved pictures of a character, in that shape.
    async fn pictures(&self, character: usize, count: usize, (width, height): (u32, u32)) {
        let input = json!({ "prompt": "a woman in a café", "character_id": self.cast[character].id, "count": count,
            "width": width, "height": height, "steps": 1, "wait": 120 });
        let job = self.product().post("/generate/image", input).await;
        for id in job["content_ids"].as_array().unwrap() {
            let id = id.as_str().unwrap();
            rate_safe(self.product(), id).await;
            self.product().post(&format!("/content/{id}/approve"), json!({})).await;
        }
    }

    /// Fill week: the preview, then all its rows with words of their own. Answers how many posts that are.
    async fn fill(&self) -> usize {
        let range = json!({ "from_date": "2030-01-07", "to_date": "2030-01-13", "timezone": "Europe/Berlin" });
        let preview = self.product().post("/scheduling/calendar", range).await;
        assert_eq!(preview["ready"], 2 * DAYS, "{preview}");
        let rows: Vec<Value> = preview["rows"]
            .as_array()
            .unwrap()
            .iter()
            .enumerate()
            .map(|(at, row)| {
                json!({ "character_id": row["character_id"], "account_ids": row["account_ids"],
                    "content_id": row["content_id"], "wall_time": row["wall_time"], "timezone": row["timezone"],
                    "slot_ids": row["slot_ids"], "caption": format!("Post {at:02} of the week") })
            })
            .collect();
        // The same operation at the command line.
        let file = self.product().folder.path().join("rows.json");
        std::fs::write(&file, json!({ "rows": rows }).to_string()).unwrap();
        let done = self.product().cli(&["calendar", "create", "--input", file.to_str().unwrap(), "--json"]);
        let filled: Value = serde_json::from_slice(&done.stdout).unwrap_or_else(|_| {
            panic!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr))
        });
        assert_eq!(filled["refused"], json!([]), "{filled}");
        filled["created"].as_array().unwrap().len()
    }

    /// Starts the program again; where no keychain runs the accounts are connected anew.
    async fn start_again(&mut self) {
        let product = self.product.take().unwrap().start_again_in_rehearsal(&self.stand_ins.url, STOP_AT);
        self.product = Some(product);
        let product = self.product.as_ref().unwrap();
        for (account, _) in self.cast.iter_mut().flat_map(|one| &mut one.accounts) {
            // The pasted credentials of Sunday may have ended meanwhile.
            *account = self.stand_ins.open_account(&account.login, &account.handle).await;
            account.connect(product).await;
        }
    }

    async fn posts(&self, status: &str) -> Vec<Value> {
        let listed = self.product().get(&format!("/posts?status={status}&limit=200")).await;
        listed["posts"].as_array().unwrap().clone()
    }
}

#[tokio::test]
async fn a_week_in_the_sandbox_shows_each_post_exactly_once() {
    let folder = tempfile::tempdir().unwrap();
    let stand_ins = StandIns::start(folder.path());
    let stop_at = folder.path().join(STOP_AT);
    let ahead = SUNDAY.parse::<DateTime<Utc>>().unwrap() - Utc::now();
    stand_ins.order("clock", json!({ "ahead_ms": ahead.num_milliseconds() })).await;
    let product = Product::start_rehearsal(folder, &stand_ins.url, STOP_AT);
    let limits = json!({ "general": 100_000, "image": 1000, "text": 1000, "content": 1000, "characters": 1000 });
    product.put("/settings", json!({ "interface": { "rate_limits": limits } })).await;
    let mut week = Week { stand_ins, product: Some(product), cast: Vec::new() };
    week.character("Mira", "Europe/Berlin", [BLUESKY, MASTODON, INSTAGRAM, FACEBOOK]).await;
    week.character("Kimia", "America/Sao_Paulo", [BLUESKY, TELEGRAM, X, FACEBOOK]).await;
    week.pictures(0, DAYS - 1, (640, 640)).await;
    // Instagram takes nothing this wide.
    week.pictures(0, 1, (1280, 512)).await;
    week.pictures(1, DAYS, (640, 640)).await;
    let planned = week.fill().await;
    assert_eq!(planned, 8 * DAYS);

    // Kimia's login at Facebook ends on Tuesday; on Wednesday it is connected again, and what waited is sent.
    assert!(week.until("2030-01-08T12:00:00Z").await);
    week.stand_ins.order("tokens", json!({ "platform": "facebook", "handle": "kimia", "end": "expire" })).await;
    assert!(week.until("2030-01-09T12:00:00Z").await);
    let kims = week.cast[1].accounts[3].1.clone();
    let health = week.product().get(&format!("/platforms/accounts/{kims}/status")).await;
    assert_ne!(health["connection_status"], "connected", "{health}");
    let account = week.stand_ins.open_account(&FACEBOOK, "kimia").await;
    assert_eq!(account.connect(week.product()).await, kims);
    week.cast[1].accounts[3].0 = account;
    let resume = format!("/platforms/accounts/{kims}/resume_posts");
    let sent = week.product().post(&resume, json!({ "choice": "now" })).await;
    assert_eq!(sent["post_ids"].as_array().map(Vec::len), Some(1), "{sent}");

    // On Thursday the program is killed in the middle of a publish.
    assert!(week.until("2030-01-10T12:00:00Z").await);
    std::fs::write(&stop_at, "mastodon:5").unwrap();
    assert!(!week.until("2030-01-11T12:00:00Z").await, "it is killed");
    std::fs::remove_file(&stop_at).unwrap();
    week.start_again().await;
    assert!(week.until("2030-01-14T12:00:00Z").await);

    // The post whose shape Instagram refused says so, and is mended with what it offers.
    let failed = week.posts("failed").await;
    assert_eq!(failed.len(), 1, "{failed:?}");
    let (id, fix) = (failed[0]["id"].as_str().unwrap(), &failed[0]["error"]["fix"]);
    assert_eq!((&failed[0]["platform"], &fix["kind"]), (&json!("instagram"), &json!("crop")), "{}", failed[0]);
    let share = fix["max_ratio"].as_f64().unwrap() / (1280.0 / 512.0);
    let crop = json!({ "x": (1.0 - share) / 2.0, "y": 0.0, "width": share, "height": 1.0 });
    week.product().put(&format!("/posts/{id}"), json!({ "crops": [crop] })).await;
    let again = week.product().request(Method::POST, &format!("/posts/{id}/publish")).json(&json!({})).send();
    data(again.await.unwrap()).await;
    assert!(week.until("2030-01-14T12:30:00Z").await);

    let up = week.posts("published").await;
    assert_eq!(up.len(), planned, "{:?}", week.posts("failed").await);
    let feed = week.stand_ins.look("feed").await;
    let feed = feed.as_array().unwrap();
    let published = week.stand_ins.look("published").await;
    assert_eq!((feed.len(), &published["doubled"]), (planned, &json!(0)), "{published}");
    let mut late = 0;
    for post in &up {
        let words = post["caption"].as_str().unwrap();
        let is_it = |entry: &&Value| {
            entry["platform"] == post["platform"] && entry["text"].as_str().is_some_and(|text| text.contains(words))
        };
        let there: Vec<_> = feed.iter().filter(is_it).collect();
        assert_eq!(there.len(), 1, "{post}");
        let at = there[0]["created_at"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
        let due = post["scheduled_at"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
        assert!(at >= due, "{post}");
        late += usize::from(at > due + ON_TIME);
    }
    // The one that waited for its sign-in, the four of the minute in which the program died, the one whose picture was
    // mended.
    assert!(late <= 6, "{late} posts were late");
}
