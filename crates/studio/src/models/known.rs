//! Well-known models: where a file of that name is fetched from, so that what a workflow lacks is one button.

/// Folder, name and address, a line each.
const KNOWN: &str = include_str!("known.tsv");

/// Where the model of that name is fetched from, for models of ComfyUI's official workflows.
pub(crate) fn address_of(folder: &str, name: &str) -> Option<&'static str> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    lines().find(|(in_folder, known, _)| *in_folder == folder && *known == file).map(|(_, _, address)| address)
}

fn lines() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    KNOWN.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut parts = line.split('\t');
        Some((parts.next()?, parts.next()?, parts.next()?))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::models::link::{Link, parse};

    #[test]
    fn every_known_model_has_an_address_that_can_be_fetched() {
        assert!(lines().count() > 200);
        for (folder, name, address) in lines() {
            let link = parse(address);
            assert!(matches!(link, Ok(Link::HuggingFace { .. })), "{folder}/{name}: {link:?}");
            assert!(crate::models::install::check_name(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_model_is_found_in_any_folder_below() {
        let (folder, name, address) = lines().next().unwrap();
        assert_eq!(address_of(folder, name), Some(address));
        assert_eq!(address_of(folder, &format!("sub/{name}")), Some(address));
        assert_eq!(address_of("nowhere", name), None);
    }
}
