//! IANA time zones, with a suggestion where a name is nearly one.

use chrono_tz::{TZ_VARIANTS, Tz};

/// The zone of that name.
///
/// # Errors
/// With words that say what is wrong, and the nearest zone where there is one.
pub(crate) fn parse(name: &str) -> Result<Tz, String> {
    let name = name.trim();
    if let Ok(zone) = name.parse::<Tz>() {
        return Ok(zone);
    }
    Err(match nearest(name) {
        Some(zone) => format!("is no IANA time zone; did you mean {}?", zone.name()),
        None => "is no IANA time zone; write one such as Europe/Berlin or America/New_York".to_owned(),
    })
}

/// The zone whose name, or whose city, is the same but for a few letters.
fn nearest(name: &str) -> Option<Tz> {
    let wanted = plain(name);
    if wanted.len() < 3 || wanted.len() > 60 {
        return None;
    }
    let distance = |zone: &Tz| {
        let known = plain(zone.name());
        let city = known.rsplit('/').next().unwrap_or_default().to_owned();
        edits(&wanted, &known).min(edits(&wanted, &city))
    };
    let (best, zone) = TZ_VARIANTS.iter().map(|zone| (distance(zone), zone)).min_by_key(|(distance, _)| *distance)?;
    // A third of the letters wrong is no slip of the finger any more.
    (best * 3 <= wanted.chars().count()).then_some(*zone)
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace([' ', '-'], "_")
}

/// How many letters must be put in, taken out or changed (Levenshtein's distance).
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (at, letter) in from.chars().enumerate() {
        let mut corner = at;
        let mut left = at + 1;
        for (other, cell) in to.iter().zip(row.iter_mut().skip(1)) {
            let above = *cell;
            let changed = corner + usize::from(letter != *other);
            left = changed.min(above + 1).min(left + 1);
            corner = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_miss_is_answered_with_the_zone_meant() {
        for (name, expected) in [
            ("Europe/Berlin", Ok("Europe/Berlin")),
            (" UTC ", Ok("UTC")),
            ("Europe/Berln", Err("did you mean Europe/Berlin?")),
            ("america/new york", Err("did you mean America/New_York?")),
            ("Tokyo", Err("did you mean Asia/Tokyo?")),
            ("new york", Err("did you mean America/New_York?")),
            ("Mars/Olympus Mons", Err("write one such as")),
            ("", Err("write one such as")),
            ("+02:00", Err("write one such as")),
        ] {
            match (parse(name), expected) {
                (Ok(zone), Ok(wanted)) => assert_eq!(zone.name(), wanted),
                (Err(words), Err(wanted)) => assert!(words.contains(wanted), "{name}: {words}"),
                (found, _) => panic!("{name}: {found:?}"),
            }
        }
    }

    #[test]
    fn edits_are_counted() {
        for (from, to, expected) in [("", "abc", 3), ("abc", "abc", 0), ("kitten", "sitting", 3), ("ab", "ba", 2)] {
            assert_eq!(edits(from, to), expected, "{from} to {to}");
        }
    }
}
