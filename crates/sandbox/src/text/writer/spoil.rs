//! Answers gone wrong, as models give them.

/// A model's polite no.
pub(super) const REFUSAL: &str = "I'm sorry, but I can't help with that request.";

/// JSON, and not what was asked for.
pub(super) const WRONG_FORM: &str = r#"{"result": {"status": "ok"}}"#;

/// German where English was asked for.
pub(super) const OTHER_LANGUAGE: &str = "Heute war ein wunderschöner Tag, und ich habe am Wasser gesessen und an nichts gedacht. Manchmal reicht das völlig aus, um wieder glücklich zu sein.";

/// JSON that breaks off, within a fence and after a friendly word.
pub(super) fn broken(text: &str) -> String {
    let half: String = text.chars().take((text.chars().count() / 2).max(2)).collect();
    format!("Sure! Here it is:\n```json\n{}", half.trim_end_matches(['}', ']']))
}

/// The same again and again, far over every limit of a caption.
pub(super) fn too_long(text: &str) -> String {
    let sentence = format!("{} ", text.trim());
    sentence.repeat(6_000 / sentence.len().max(1) + 1).trim_end().to_owned()
}
