//! Looking for a pin whose answer was lost: among the newest of its board, by title, words and link.

use super::{Pinterest, account::board_of, pin::Words};
use crate::{Call, Found, Result, StepResult, reply::text};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde_json::Value;

/// How long a new pin may take to stand among the board's.
const LISTED_WITHIN: TimeDelta = TimeDelta::minutes(2);
/// How far Pinterest's clock and ours may lie apart.
const SLACK: TimeDelta = TimeDelta::minutes(2);
/// The most pages of a board that are looked through, a hundred pins each: a board lists its newest first or last.
const MOST_PAGES: usize = 20;

impl Pinterest {
    pub(super) async fn look_for(&self, call: &Call<'_>) -> Result<Found> {
        let words = Words::of(call.draft);
        let Some(board) = board_of(&call.session.account, call.draft) else {
            return Ok(Found::unknowable("Pinterest"));
        };
        if call.is_other_run && words.is_empty() {
            return Ok(Found::unknowable("Pinterest"));
        }
        let mut nearest: Option<(TimeDelta, String)> = None;
        let mut bookmark = String::new();
        for _ in 0..MOST_PAGES {
            let path = format!("boards/{}/pins?page_size=100{bookmark}", board.id);
            let page = self.api.ask(self.read(call.session, &path, "/v5/boards/{id}/pins")?).await?;
            for pin in page.list("/items").iter().filter(|pin| said(pin) == words) {
                let (Some(id), Some(at)) = (text(pin, "/id"), made_at(pin)) else { continue };
                let away = (at - call.intent_at).abs();
                if at >= call.intent_at - SLACK && nearest.as_ref().is_none_or(|(least, _)| away < *least) {
                    nearest = Some((away, id));
                }
            }
            match page.text("/bookmark").filter(|bookmark| nearest.is_none() && !bookmark.is_empty()) {
                Some(next) => {
                    let encoded: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
                    bookmark = format!("&bookmark={encoded}");
                }
                None => break,
            }
        }
        Ok(match nearest {
            Some((_, id)) => {
                let permalink = format!("https://www.pinterest.com/pin/{id}/");
                Found::Done(StepResult::id(id).with("permalink", permalink))
            }
            None if call.now - call.intent_at < LISTED_WITHIN => Found::Later { seconds: 20 },
            None => Found::Absent,
        })
    }
}

/// What a listed pin says.
fn said(pin: &Value) -> Words {
    let of = |name: &str| text(pin, &format!("/{name}")).unwrap_or_default().trim().to_owned();
    Words { title: of("title"), description: of("description"), link: of("link") }
}

/// When a pin was made: Pinterest writes moments without their zone, which is UTC.
fn made_at(pin: &Value) -> Option<DateTime<Utc>> {
    let at = text(pin, "/created_at")?;
    at.parse::<DateTime<Utc>>().ok().or_else(|| at.parse::<NaiveDateTime>().ok().map(|at| at.and_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn moments_are_read_with_and_without_their_zone() {
        let expected = "2030-01-07T09:00:00Z".parse::<DateTime<Utc>>().ok();
        for at in ["2030-01-07T09:00:00", "2030-01-07T09:00:00Z", "2030-01-07T10:00:00+01:00"] {
            assert_eq!(made_at(&json!({ "created_at": at })), expected, "{at}");
        }
    }
}
