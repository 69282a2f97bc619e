//! Formatted text: what of it counts, and what Telegram says where it cannot be read.

/// How the text is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Plain,
    Html,
    MarkdownV2,
}

impl Mode {
    /// The mode that `parse_mode` names; an unknown one is refused.
    pub(super) fn parse(name: Option<&str>) -> Result<Self, String> {
        match name.unwrap_or_default().to_ascii_lowercase().as_str() {
            "" => Ok(Self::Plain),
            "html" => Ok(Self::Html),
            "markdownv2" => Ok(Self::MarkdownV2),
            _ => Err("Bad Request: unsupported parse_mode".into()),
        }
    }
}

/// The text as it is shown, without its marks.
///
/// # Errors
/// The description of the refusal.
pub(super) fn shown(text: &str, mode: Mode) -> Result<String, String> {
    match mode {
        Mode::Plain => Ok(text.to_owned()),
        Mode::Html => html(text),
        Mode::MarkdownV2 => markdown(text),
    }
}

/// The tags of the Bot API's HTML.
const TAGS: &[&str] = &[
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "span",
    "tg-spoiler",
    "a",
    "code",
    "pre",
    "blockquote",
    "tg-emoji",
    "tg-time",
];

fn html(text: &str) -> Result<String, String> {
    let cannot = |words: String| format!("Bad Request: can't parse entities: {words}");
    let mut shown = String::with_capacity(text.len());
    let mut open: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        match letter {
            '<' => {
                let end =
                    text[at..].find('>').ok_or_else(|| cannot(format!("Unclosed start tag at byte offset {at}")))?;
                let tag = &text[at + 1..at + end];
                if let Some(name) = tag.strip_prefix('/') {
                    let name = name.trim();
                    match open.pop() {
                        None => return Err(cannot(format!("Unexpected end tag at byte offset {at}"))),
                        Some(wanted) if !name.is_empty() && wanted != name => {
                            let words = format!(
                                "Unmatched end tag at byte offset {at}, expected \"</{wanted}>\", found \"</{name}>\""
                            );
                            return Err(cannot(words));
                        }
                        Some(_) => {}
                    }
                } else {
                    let name = tag.split([' ', '\n', '\t']).next().unwrap_or_default();
                    let Some(known) = TAGS.iter().find(|known| known.eq_ignore_ascii_case(name)) else {
                        return Err(cannot(format!("Unsupported start tag \"{name}\" at byte offset {at}")));
                    };
                    open.push(known);
                }
                at += end + 1;
            }
            '&' => {
                let (letter, length) = entity(&text[at..]).unwrap_or(('&', 1));
                shown.push(letter);
                at += length;
            }
            other => {
                shown.push(other);
                at += other.len_utf8();
            }
        }
    }
    match open.last() {
        Some(tag) => Err(cannot(format!("Can't find end tag corresponding to start tag \"{tag}\""))),
        None => Ok(shown),
    }
}

/// A named or numbered letter at the beginning of a text, and how many bytes it takes.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.find(';').filter(|end| *end <= 10)?;
    let letter = match &text[1..end] {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        number => {
            let number = number.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((letter, end + 1))
}

/// Reads MarkdownV2 as far as a caption needs it: marks in pairs, links, and the letters that must be escaped.
fn markdown(text: &str) -> Result<String, String> {
    let cannot = |words: String| format!("Bad Request: can't parse entities: {words}");
    let mut shown = String::with_capacity(text.len());
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let rest = &text[at..];
        let in_code = open.last().is_some_and(|(mark, _)| mark.starts_with('`'));
        if letter == '\\'
            && rest[1..].chars().next().is_some_and(|next| next.is_ascii() && !next.is_ascii_alphanumeric())
        {
            shown.push_str(&rest[1..2]);
            at += 2;
            continue;
        }
        let marks: &[&str] = if in_code { &["```", "`"] } else { &["```", "`", "__", "_", "*", "~", "||"] };
        if let Some(mark) = marks.iter().find(|mark| rest.starts_with(**mark)) {
            match open.last() {
                Some((last, _)) if last == mark => {
                    open.pop();
                }
                _ => open.push((mark, at)),
            }
            at += mark.len();
            continue;
        }
        if !in_code {
            if letter == '[' {
                open.push(("[", at));
                at += 1;
                continue;
            }
            if letter == ']' && open.last().is_some_and(|(mark, _)| *mark == "[") {
                open.pop();
                let link = rest[1..].strip_prefix('(');
                let end = link.map(|link| {
                    link.find(')').ok_or_else(|| {
                        cannot("Can't find end of a URL at byte offset {at}".replace("{at}", &at.to_string()))
                    })
                });
                at += 1 + end.transpose()?.map_or(0, |end| end + 2);
                continue;
            }
            let starts_line = shown.is_empty() || shown.ends_with('\n');
            if letter == '>' && starts_line {
                at += 1;
                continue;
            }
            if matches!(letter, '(' | ')' | '>' | '#' | '+' | '-' | '=' | '|' | '{' | '}' | '.' | '!' | ']') {
                let words = format!("Character '{letter}' is reserved and must be escaped with the preceding '\\'");
                return Err(cannot(words));
            }
        }
        shown.push(letter);
        at += letter.len_utf8();
    }
    match open.last() {
        Some((mark, offset)) => {
            let name = match *mark {
                "*" => "Bold",
                "_" => "Italic",
                "__" => "Underline",
                "~" => "Strikethrough",
                "||" => "Spoiler",
                "`" => "Code",
                "```" => "Pre",
                _ => "Link",
            };
            Err(cannot(format!("Can't find end of {name} entity at byte offset {offset}")))
        }
        None => Ok(shown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_counts_and_what_cannot_be_read_is_refused() {
        let table = [
            (Mode::Plain, "a <b>", Ok("a <b>")),
            (Mode::Html, "a <b>bold</b> &amp; <a href=\"https://example.org\">link</a> &#233;", Ok("a bold & link é")),
            (Mode::Html, "5 < 6", Err("Unclosed start tag at byte offset 2")),
            (Mode::Html, "<b>x", Err("Can't find end tag corresponding to start tag \"b\"")),
            (Mode::Html, "<h1>x</h1>", Err("Unsupported start tag \"h1\" at byte offset 0")),
            (Mode::Html, "<b>x</i>", Err("Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"")),
            (Mode::MarkdownV2, "*bold* [a](https://e.org/x) 1\\.5", Ok("bold a 1.5")),
            (Mode::MarkdownV2, "Hello!", Err("Character '!' is reserved and must be escaped with the preceding '\\'")),
            (Mode::MarkdownV2, "é *x", Err("Can't find end of Bold entity at byte offset 3")),
        ];
        for (mode, text, wanted) in table {
            let wanted =
                wanted.map(str::to_owned).map_err(|words: &str| format!("Bad Request: can't parse entities: {words}"));
            assert_eq!(shown(text, mode), wanted, "{text}");
        }
    }
}
