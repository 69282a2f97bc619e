//! JSON that fits a schema: asked for, found in whatever came, checked, and asked for once more.

use crate::{Answer, Ending, Error, Question, Result, TextEngine, Turn, Usage, is_refusal, schema};
use serde_json::Value;

/// How much of an answer an error shows, in letters.
const EXCERPT: usize = 400;

/// JSON that fits the schema, and what it took.
#[derive(Debug, Clone, PartialEq)]
pub struct Structured {
    /// The JSON.
    pub value: Value,
    /// The tokens of both tries together.
    pub usage: Usage,
    /// What the last answer still lacks of what the caller asked for besides the schema.
    pub lacks: Option<String>,
}

/// Asks a question that has a schema. Engines that know schemas are told it; all are told in words, because some keep
/// to one of the two only. An answer that does not fit is given back once with what is wrong. `also` is a check that a
/// schema can't say: its words go back to the model in the same way, but an answer that fits the schema is given with them
/// the second time.
///
/// # Errors
/// [`Error::Form`] when the second answer does not fit either, [`Error::Declined`] when the model declined in words, and
/// those of [`TextEngine::write`].
pub async fn write_json(
    engine: &dyn TextEngine,
    question: &Question,
    also: impl Fn(&Value) -> Option<String>,
) -> Result<Structured> {
    let schema = question.schema.clone().unwrap_or_default();
    let mut question = question.clone();
    if let Some(turn) = question.turns.last_mut() {
        turn.text.push_str(&format!("\n\nAnswer with JSON alone, of this schema:\n{schema}"));
    }
    let first = engine.write(&question, &mut |_| {}).await?;
    let fault = match read(&first, &schema) {
        Ok(value) => match also(&value) {
            None => return Ok(Structured { value, usage: first.usage, lacks: None }),
            Some(fault) => fault,
        },
        Err(fault) => fault,
    };
    if is_refusal(&first.text) {
        let words = first.text.chars().take(EXCERPT).collect();
        return Err(Error::Declined { model: question.model, words });
    }
    tracing::debug!(model = question.model, fault, "asking once more");
    question.turns.push(Turn::assistant(first.text));
    question.turns.push(Turn::user(format!("That does not fit: {fault}. Give the whole answer again as JSON alone.")));
    let second = engine.write(&question, &mut |_| {}).await?;
    let usage = first.usage.and(second.usage);
    match read(&second, &schema) {
        Ok(value) => Ok(Structured { lacks: also(&value), value, usage }),
        Err(_) if is_refusal(&second.text) => {
            Err(Error::Declined { model: question.model, words: second.text.chars().take(EXCERPT).collect() })
        }
        Err(fault) => {
            Err(Error::Form { model: question.model, fault, excerpt: second.text.chars().take(EXCERPT).collect() })
        }
    }
}

fn read(answer: &Answer, schema: &Value) -> Result<Value, String> {
    let Some(value) = find_json(&answer.text) else {
        return Err(match answer.ending {
            Ending::Length => "it was too long and was cut off; be shorter".to_owned(),
            Ending::Done => "it is no JSON".to_owned(),
        });
    };
    match schema::fault(schema, &value) {
        None => Ok(value),
        Some(fault) => Err(fault),
    }
}

/// The JSON in an answer: the whole of it, or what stands between the first brace and the last, as models put words or
/// a fence of code around it.
fn find_json(text: &str) -> Option<Value> {
    let whole = serde_json::from_str::<Value>(text).ok().filter(|value| value.is_object() || value.is_array());
    whole.or_else(|| {
        let start = text.find(['{', '['])?;
        let end = text.rfind(['}', ']'])?;
        serde_json::from_str(text.get(start..=end)?).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_is_found_among_words() {
        for (text, found) in [
            (r#"{"a": 1}"#, Some(json!({"a": 1}))),
            ("Here you are:\n```json\n{\"a\": 1}\n```\nEnjoy!", Some(json!({"a": 1}))),
            ("[1, 2]", Some(json!([1, 2]))),
            (r#"{"a": 1"#, None),
            ("} {", None),
            ("no", None),
            ("\"no\"", None),
        ] {
            assert_eq!(find_json(text), found, "{text:?}");
        }
    }
}
