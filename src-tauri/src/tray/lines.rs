//! What the tray says, in words: a line that does not apply is absent.

use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Utc};
use serde::Deserialize;
use serde_json::Value;

use super::icon::Icon;

/// How the queue stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Queue {
    pub(super) is_paused: bool,
    /// Pictures of the jobs under way, and how many of them have been made or have failed.
    total: u64,
    settled: u64,
    /// Jobs that wait.
    waiting: u64,
}

/// How posting stands: what the tray shows of the answer of `scheduler.status`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Posting {
    pub(super) is_paused: bool,
    pause: Option<Pause>,
    next_post: Option<NextPost>,
    /// Posts on their way.
    publishing: u64,
    /// Posts planned.
    scheduled: u64,
    /// What the creator should look at.
    needs_you: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Pause {
    until: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct NextPost {
    account_handle: String,
    character_name: Option<String>,
    scheduled_at: DateTime<Utc>,
    /// What the clocks of its zone show then.
    wall_time: NaiveDateTime,
    timezone: String,
}

/// The words of the menu, the words over the icon, and the icon.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lines {
    pub(super) next: Option<String>,
    pub(super) needs_you: Option<String>,
    pub(super) queue: Option<String>,
    pub(super) pause_all: &'static str,
    pub(super) pause_queue: &'static str,
    pub(super) quit: &'static str,
    pub(super) icon: Icon,
}

impl Lines {
    /// What is said at `now` by a computer whose clocks show the time of `here`.
    pub(super) fn of<Z: TimeZone>(queue: &Queue, posting: &Posting, now: DateTime<Utc>, here: &Z) -> Self {
        Self {
            next: posting.words(now, here),
            needs_you: match posting.needs_you {
                0 => None,
                1 => Some("1 needs attention".to_owned()),
                count => Some(format!("{count} need attention")),
            },
            queue: queue.words(),
            pause_all: if posting.is_paused { "Resume all" } else { "Pause all" },
            pause_queue: if queue.is_paused { "Resume queue only" } else { "Pause queue only" },
            quit: if posting.scheduled > 0 && !posting.is_paused { "Quit, posts will wait" } else { "Quit" },
            icon: match (posting.needs_you, posting.is_paused || queue.is_paused, posting.publishing) {
                (1.., _, _) => Icon::NeedsYou,
                (0, true, _) => Icon::Paused,
                (0, false, 1..) => Icon::Publishing,
                (0, false, 0) => Icon::AtWork,
            },
        }
    }

    /// The lines that come and go, from top to bottom.
    pub(super) fn changing(&self) -> [Option<&str>; 3] {
        [self.next.as_deref(), self.needs_you.as_deref(), self.queue.as_deref()]
    }

    /// The words over the icon.
    pub(super) fn tooltip(&self) -> String {
        let mut words = vec!["Troupe"];
        words.extend(self.changing().into_iter().flatten());
        words.join(". ")
    }
}

impl Queue {
    /// Reads the answer of `queue.get`.
    pub(super) fn read(answer: &Value) -> Self {
        let jobs = |name: &str| answer.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let sum = |name: &str| jobs("running").iter().filter_map(|job| job.get(name)?.as_u64()).sum::<u64>();
        Self {
            is_paused: answer.get("is_paused").and_then(Value::as_bool).unwrap_or(false),
            total: sum("total"),
            settled: sum("success_count") + sum("failure_count"),
            waiting: jobs("waiting").len() as u64,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.total == 0 && self.waiting == 0
    }

    fn words(&self) -> Option<String> {
        let mut words = Vec::new();
        if self.total > 0 {
            words.push(format!("making {} of {}", (self.settled + 1).min(self.total), self.total));
        }
        if self.waiting > 0 {
            words.push(format!("{} waiting", self.waiting));
        }
        let words = words.join(", ");
        match (self.is_paused, words.is_empty()) {
            (false, true) => None,
            (false, false) => Some(upper_first(&words)),
            (true, true) => Some("Queue paused".to_owned()),
            (true, false) => Some(format!("Queue paused: {words}")),
        }
    }
}

impl Posting {
    fn words<Z: TimeZone>(&self, now: DateTime<Utc>, here: &Z) -> Option<String> {
        if self.is_paused {
            let until = self.pause.as_ref().and_then(|pause| pause.until);
            let until = until.map(|until| format!(" until {}", time(until, now, here))).unwrap_or_default();
            return Some(format!("Posting paused{until}"));
        }
        let next = self.next_post.as_ref()?;
        let who = next.character_name.as_deref().unwrap_or(&next.account_handle);
        let who = who.split_whitespace().next().unwrap_or(who);
        let mut words = format!("Next post: {who}, {}", time(next.scheduled_at, now, here));
        // Another zone is always named.
        if next.scheduled_at.with_timezone(here).naive_local() != next.wall_time {
            let city = next.timezone.rsplit('/').next().unwrap_or_default().replace('_', " ");
            words += &format!(", {} in {city}", next.wall_time.format("%H:%M"));
        }
        Some(words)
    }
}

/// `today 19:00`, `tomorrow 07:30`, `Sat 21 Nov 12:00` within seven days, then `5 Dec`.
fn time<Z: TimeZone>(at: DateTime<Utc>, now: DateTime<Utc>, here: &Z) -> String {
    let (wall, today) = (at.with_timezone(here).naive_local(), now.with_timezone(here).date_naive());
    match wall.date() - today {
        days if days == TimeDelta::zero() => wall.format("today %H:%M"),
        days if days == TimeDelta::days(1) => wall.format("tomorrow %H:%M"),
        days if days < TimeDelta::days(7) => wall.format("%a %-d %b %H:%M"),
        _ => wall.format("%-d %b"),
    }
    .to_string()
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chrono::FixedOffset;
    use serde_json::json;

    #[test]
    fn the_line_says_how_the_queue_stands() {
        let job = |total: u64, made: u64| json!({ "total": total, "success_count": made, "failure_count": 0 });
        for (answer, words) in [
            (json!({}), None),
            (json!({ "running": [job(8, 4)], "waiting": [] }), Some("Making 5 of 8")),
            (json!({ "running": [job(8, 4), job(2, 0)], "waiting": [job(1, 0)] }), Some("Making 5 of 10, 1 waiting")),
            (json!({ "running": [job(8, 8)], "waiting": [] }), Some("Making 8 of 8")),
            (json!({ "running": [], "waiting": [job(1, 0)], "is_paused": true }), Some("Queue paused: 1 waiting")),
            (json!({ "is_paused": true }), Some("Queue paused")),
        ] {
            assert_eq!(Queue::read(&answer).words().as_deref(), words, "{answer}");
        }
    }

    fn posting(answer: Value) -> Posting {
        let mut whole = json!({ "is_paused": false, "publishing": 0, "scheduled": 0, "needs_you": 0 });
        whole.as_object_mut().unwrap().extend(answer.as_object().unwrap().clone());
        serde_json::from_value(whole).unwrap()
    }

    fn lines(queue: Value, answer: Value, hours_east: i32) -> Lines {
        let now = "2026-11-19T14:57:00Z".parse().unwrap();
        let here = FixedOffset::east_opt(hours_east * 3600).unwrap();
        Lines::of(&Queue::read(&queue), &posting(answer), now, &here)
    }

    #[test]
    fn the_next_post_is_said_with_its_hour_here_and_there() {
        let next = |at: &str, wall: &str| {
            json!({ "next_post": { "account_handle": "mira", "character_name": "Mira Solano", "scheduled_at": at,
                "wall_time": wall, "timezone": "Europe/Lisbon" } })
        };
        for (hours_east, at, wall, words) in [
            (0, "2026-11-19T19:00:00Z", "2026-11-19T19:00:00", "Next post: Mira, today 19:00"),
            (0, "2026-11-20T07:30:00Z", "2026-11-20T07:30:00", "Next post: Mira, tomorrow 07:30"),
            (0, "2026-11-21T12:00:00Z", "2026-11-21T12:00:00", "Next post: Mira, Sat 21 Nov 12:00"),
            (0, "2026-12-05T12:00:00Z", "2026-12-05T12:00:00", "Next post: Mira, 5 Dec"),
            (1, "2026-11-19T19:00:00Z", "2026-11-19T19:00:00", "Next post: Mira, today 20:00, 19:00 in Lisbon"),
            (9, "2026-11-19T19:00:00Z", "2026-11-19T19:00:00", "Next post: Mira, tomorrow 04:00, 19:00 in Lisbon"),
        ] {
            assert_eq!(lines(json!({}), next(at, wall), hours_east).next.as_deref(), Some(words));
        }
    }

    #[test]
    fn lines_that_do_not_apply_are_absent() {
        let quiet = lines(json!({}), json!({}), 0);
        assert_eq!(quiet.changing(), [None; 3]);
        assert_eq!((quiet.pause_all, quiet.pause_queue, quiet.quit), ("Pause all", "Pause queue only", "Quit"));
        assert_eq!(quiet.tooltip(), "Troupe");

        let busy = lines(json!({ "is_paused": true }), json!({ "needs_you": 3, "scheduled": 2 }), 0);
        assert_eq!(busy.changing(), [None, Some("3 need attention"), Some("Queue paused")]);
        assert_eq!((busy.pause_queue, busy.quit), ("Resume queue only", "Quit, posts will wait"));
        assert_eq!(busy.tooltip(), "Troupe. 3 need attention. Queue paused");

        let pause = json!({ "is_paused": true, "scheduled": 2, "pause": { "until": "2026-11-20T08:00:00Z" } });
        let paused = lines(json!({}), pause, 0);
        assert_eq!(paused.next.as_deref(), Some("Posting paused until tomorrow 08:00"));
        assert_eq!((paused.pause_all, paused.quit), ("Resume all", "Quit"));
    }

    #[test]
    fn the_icon_shows_what_matters_most() {
        for (queue, answer, icon) in [
            (json!({}), json!({}), Icon::AtWork),
            (json!({}), json!({ "publishing": 1 }), Icon::Publishing),
            (json!({ "is_paused": true }), json!({ "publishing": 1 }), Icon::Paused),
            (json!({}), json!({ "is_paused": true }), Icon::Paused),
            (json!({}), json!({ "is_paused": true, "needs_you": 1 }), Icon::NeedsYou),
        ] {
            assert_eq!(lines(queue, answer.clone(), 0).icon, icon, "{answer}");
        }
    }
}
