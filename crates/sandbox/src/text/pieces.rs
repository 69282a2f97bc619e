//! An answer that comes piece by piece, at the sandbox's pace, and may break off.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};

use super::faults::TextFaultKind;

/// How many words a piece has.
const WORDS: usize = 3;

/// The text in pieces of a few words, with the spaces between them.
pub(super) fn split(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    words.chunks(WORDS).map(|words| words.concat()).collect()
}

/// Sends the frames one after another. `Cut` breaks the connection in the middle, `EndsEarly` ends there in good order.
pub(super) fn stream(
    kind: &'static str,
    mut frames: Vec<String>,
    fault: Option<TextFaultKind>,
    pace: Duration,
) -> Response {
    let breaks = fault == Some(TextFaultKind::Cut);
    if breaks || fault == Some(TextFaultKind::EndsEarly) {
        frames.truncate((frames.len() / 2).max(1));
    }
    let paced = stream::iter(frames).then(move |frame| async move {
        if !pace.is_zero() {
            tokio::time::sleep(pace).await;
        }
        Ok::<_, Infallible>(frame)
    });
    let body = if breaks {
        let end = stream::once(async {
            // What was written reaches the client only if the stream pauses before it breaks.
            tokio::time::sleep(Duration::from_millis(30)).await;
            Err(std::io::Error::from(std::io::ErrorKind::ConnectionAborted))
        });
        Body::from_stream(paced.map(|frame| Ok(frame.unwrap_or_default())).chain(end))
    } else {
        Body::from_stream(paced)
    };
    (StatusCode::OK, [(header::CONTENT_TYPE, kind)], body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_text_again() {
        let text = "Slate day.\n\nNothing to prove, nothing in the kiln. ";
        let pieces = split(text);
        assert_eq!(pieces.concat(), text);
        assert!(pieces.len() > 2);
    }
}
