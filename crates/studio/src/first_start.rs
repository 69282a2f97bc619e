//! What a new library begins with: its id, presets, templates, formats and examples of prompts. What
//! the creator deletes of them stays deleted.

use crate::{Error, Result};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use troupe_library::{
    ExampleId, FormatId, Library, LibraryError, PresetId, TemplateId,
    tables::{
        formats::{self, FormatRow},
        presets::{self, PresetRow},
        prompt_examples::{self, PromptExampleRow},
        settings,
        templates::{self, TemplateRow},
    },
};

/// The setting that holds the library's id, under which its keys lie in the keychain.
const LIBRARY_ID: &str = "library.id";

/// The setting that tells a rehearsal's library from the creator's own.
const LIBRARY_KIND: &str = "library.kind";

/// What a library is filled with, as data.
const FILLING: &str = include_str!("first_start.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Filling {
    presets: Vec<Preset>,
    templates: Vec<Template>,
    formats: Vec<Format>,
    examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Preset {
    name: String,
    description: String,
    value: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    name: String,
    description: String,
    prompt: String,
    #[serde(default)]
    negative: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Format {
    name: String,
    description: String,
    width: i64,
    height: i64,
    platforms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    title: String,
    category: String,
    prompt: String,
    #[serde(default)]
    negative: String,
}

/// The library's id, which stays the same in its backups.
pub(crate) async fn library_id(library: &Library) -> Result<String> {
    let mut read = library.read().await?;
    let id = settings::get(&mut read, LIBRARY_ID).await?;
    Ok(id.map(|id| id.trim_matches('"').to_owned()).unwrap_or_default())
}

/// Fills a library that is opened for the first time, in one transaction; answers the keychain's name
/// for its entries. A rehearsal has a name of its own.
pub(crate) async fn prepare(library: &Library, is_rehearsal: bool, now: DateTime<Utc>) -> Result<String> {
    let mut read = library.read().await?;
    let known = settings::get(&mut read, LIBRARY_ID).await?;
    let kind = settings::get(&mut read, LIBRARY_KIND).await?;
    drop(read);
    let wanted = if is_rehearsal { "\"rehearsal\"" } else { "\"own\"" };
    if kind.is_some_and(|kind| kind != wanted) {
        return Err(Error::conflict(if is_rehearsal {
            "This folder holds your own library, and nothing drawn may get into it. Rehearse in another folder."
        } else {
            "This folder holds a rehearsal's library, whose pictures are drawn. Choose another folder for your own, or rehearse."
        }));
    }
    let id = match known {
        Some(id) => id.trim_matches('"').to_owned(),
        None => {
            let id = uuid::Uuid::now_v7().to_string();
            let mut write = library.write().await?;
            settings::set(&mut write, LIBRARY_ID, &format!("\"{id}\""), now).await?;
            settings::set(&mut write, LIBRARY_KIND, wanted, now).await?;
            fill(&mut write, now).await?;
            write.commit().await.map_err(LibraryError::from)?;
            id
        }
    };
    Ok(format!("troupe{}-{id}", if is_rehearsal { "-rehearsal" } else { "" }))
}

async fn fill(write: &mut troupe_library::Write, now: DateTime<Utc>) -> Result<()> {
    let filling: Filling = toml::from_str(FILLING).map_err(Error::internal)?;
    for preset in filling.presets {
        let Preset { name, description, value } = preset;
        let row = PresetRow { id: PresetId::new(), name, description, value, created_at: now, updated_at: now };
        presets::save(write, &row).await?;
    }
    for template in filling.templates {
        let row = TemplateRow {
            id: TemplateId::new(),
            name: template.name,
            description: template.description,
            prompt_template: template.prompt,
            negative_prompt: template.negative,
            created_at: now,
            updated_at: now,
        };
        templates::save(write, &row).await?;
    }
    for (format, position) in filling.formats.into_iter().zip(1_u32..) {
        let row = FormatRow {
            id: FormatId::new(),
            name: format.name,
            description: format.description,
            width: format.width,
            height: format.height,
            platforms: format.platforms,
            position: position.into(),
            created_at: now,
            updated_at: now,
        };
        formats::save(write, &row).await?;
    }
    for example in filling.examples {
        let row = PromptExampleRow {
            id: ExampleId::new(),
            title: example.title,
            prompt: example.prompt,
            negative_prompt: example.negative,
            category: example.category,
            created_at: now,
            updated_at: now,
        };
        prompt_examples::save(write, &row).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::generation::GenerationParameters;

    #[test]
    fn the_filling_holds_the_rules_of_what_a_creator_may_enter() {
        let filling: Filling = toml::from_str(FILLING).unwrap();
        for preset in filling.presets {
            let parameters: GenerationParameters = serde_json::from_value(preset.value).unwrap();
            parameters.check("").unwrap();
        }
        for format in filling.formats {
            assert!(format.width % 8 == 0 && format.height % 8 == 0, "{}", format.name);
        }
        for template in filling.templates {
            assert!(template.prompt.contains("{prompt}"), "{}", template.name);
        }
        for example in filling.examples {
            crate::word_rules::check("prompt", &example.prompt).unwrap();
        }
    }

    #[tokio::test]
    async fn a_library_is_filled_once_and_keeps_its_id() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).await.unwrap();
        let first = prepare(&library, false, Utc::now()).await.unwrap();
        let mut write = library.write().await.unwrap();
        for preset in presets::list(&mut write).await.unwrap() {
            presets::delete(&mut write, preset.id).await.unwrap();
        }
        write.commit().await.unwrap();
        assert_eq!(prepare(&library, false, Utc::now()).await.unwrap(), first);
        let mut read = library.read().await.unwrap();
        assert!(presets::list(&mut read).await.unwrap().is_empty(), "what was deleted stays deleted");
    }

    #[tokio::test]
    async fn a_rehearsal_and_a_library_of_ones_own_never_share_a_folder() {
        for first in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let library = Library::open(folder.path()).await.unwrap();
            prepare(&library, first, Utc::now()).await.unwrap();
            prepare(&library, first, Utc::now()).await.unwrap();
            let error = prepare(&library, !first, Utc::now()).await.unwrap_err();
            assert_eq!(error.code, crate::Code::Conflict, "{error}");
        }
    }
}
