//! Measures how late the scheduler takes posts up, on the real clock, with 10,000 posts in the plan: each of some
//! hundred posts falls due at a moment of its own, and the row says when it was taken up. One JSON line.
//!
//! `cargo bench -p troupe-studio --bench schedule` measures; `cargo test` runs it on a few posts, so that it does not
//! break unseen. No platform is asked: these accounts have none that this program knows, so each post ends at once.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use std::{error::Error, path::Path, time::Duration};
use troupe_library::{
    AccountId, CharacterId, Library, samples,
    tables::{
        accounts::{self, AccountRow},
        characters::{self, Filter},
        posts::{self, PostFilter, PostRow, PostStatus},
    },
};
use troupe_studio::{OpenOptions, Studio};

/// How much is measured.
#[derive(Clone, Copy)]
struct Size {
    /// How many posts are in the plan.
    planned: usize,
    /// How many of them fall due while it is measured.
    due: usize,
    /// Within how many seconds.
    seconds: i64,
}

const MEASURED: Size = Size { planned: 10_000, due: 500, seconds: 50 };
const TRIED: Size = Size { planned: 50, due: 3, seconds: 2 };
/// How long the studio has to open before the first post is due, in seconds.
const AHEAD: i64 = 4;
const PLATFORM: &str = "measured";

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    // `cargo bench` adds this flag, `cargo test` does not.
    let size = if std::env::args().any(|argument| argument == "--bench") { MEASURED } else { TRIED };
    let folder = tempfile::tempdir()?;
    let first = fill(folder.path(), size).await?;
    let studio = Studio::open(OpenOptions::new(folder.path())).await?;
    studio.start_tasks();
    let last = first + TimeDelta::seconds(size.seconds + 2);
    while Utc::now() < last {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    studio.close().await;
    drop(studio);
    report(folder.path(), size, last).await
}

/// Writes the plan: posts of the next seconds, each on an account of its own, and the others over the year.
async fn fill(folder: &Path, size: Size) -> Result<DateTime<Utc>, Failure> {
    let library = Library::open(folder).await?;
    samples::fill(&library, 1, Utc::now()).await?;
    let mut read = library.read().await?;
    let (cards, _) = characters::list(&mut read, &Filter::default(), 1, 0).await?;
    let model = cards.into_iter().next().ok_or("no character")?.character;
    drop(read);
    let now = Utc::now();
    let mut write = library.write().await?;
    // Four posts of a character at the most fall due here, so that its limit a minute holds none back.
    let mut places: Vec<(CharacterId, AccountId)> = Vec::with_capacity(size.due);
    for number in 0..size.due {
        let character = match places.last() {
            Some((id, _)) if number % 4 != 0 => *id,
            _ => {
                let row = characters::CharacterRow {
                    id: CharacterId::new(),
                    name: format!("Character {number}"),
                    ..model.clone()
                };
                characters::save(&mut write, &row).await?;
                row.id
            }
        };
        let account = account(character, number, now);
        accounts::save(&mut write, &account).await?;
        places.push((character, account.id));
    }
    for number in size.due..size.planned {
        let Some((character, account)) = places.get(number % places.len()).copied() else { continue };
        let due = now + TimeDelta::hours(1) + TimeDelta::minutes(number as i64);
        posts::save(&mut write, &post(character, account, due, now)).await?;
    }
    let first = Utc::now() + TimeDelta::seconds(AHEAD);
    for (number, (character, account)) in places.iter().enumerate() {
        let due = first + TimeDelta::milliseconds(size.seconds * 1000 * number as i64 / size.due as i64);
        posts::save(&mut write, &post(*character, *account, due, now)).await?;
    }
    write.commit().await?;
    library.close().await;
    if Utc::now() > first {
        return Err("writing the plan took too long to measure anything".into());
    }
    Ok(first)
}

async fn report(folder: &Path, size: Size, last: DateTime<Utc>) -> Result<(), Failure> {
    let library = Library::open(folder).await?;
    let mut read = library.read().await?;
    let filter = PostFilter { due_to: Some(last), by_time: true, ..PostFilter::default() };
    let rows = posts::list(&mut read, &filter).await?;
    let mut late: Vec<f64> = rows
        .iter()
        .filter_map(|row| Some((row.publishing_since? - row.due_at?).num_microseconds()? as f64 / 1000.0))
        .collect();
    late.sort_by(f64::total_cmp);
    if rows.len() != size.due || late.len() != size.due {
        return Err(format!("{} of {} due posts were taken up", late.len(), size.due).into());
    }
    let at = |share: f64| late.get(((late.len() - 1) as f64 * share) as usize).copied().unwrap_or_default().round();
    println!(
        "{}",
        json!({ "what": "scheduler lateness", "planned": size.planned, "due": size.due, "p50_ms": at(0.5), "p99_ms": at(0.99), "max_ms": at(1.0) })
    );
    Ok(())
}

fn account(character: CharacterId, number: usize, now: DateTime<Utc>) -> AccountRow {
    AccountRow {
        character_id: Some(character),
        login: PLATFORM.to_owned(),
        ..AccountRow::new(PLATFORM, &number.to_string(), &format!("account {number}"), now)
    }
}

fn post(character: CharacterId, account: AccountId, due: DateTime<Utc>, now: DateTime<Utc>) -> PostRow {
    PostRow {
        character_id: Some(character),
        status: PostStatus::Scheduled,
        caption: "Words.".to_owned(),
        wall_time: Some(due.naive_utc()),
        timezone: Some("UTC".to_owned()),
        due_at: Some(due),
        approved_at: Some(now),
        next_attempt_at: Some(due),
        ..PostRow::new(account, PLATFORM, now)
    }
}
