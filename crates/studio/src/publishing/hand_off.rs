//! The hand-off: files, words and a checklist in a folder, for platforms that are posted to by hand.

use super::{draft::WholePost, preflight::Checked};
use crate::{Error, Result, Studio, media_files::on_worker};
use std::{fmt::Write as _, path::PathBuf};
use troupe_library::{LibraryError, tables::accounts::UploadPlace};
use troupe_platforms::{Facts, LabelKind};

/// The folder of hand-offs within the library's.
const FOLDER: &str = "hand-off";

/// What was laid ready.
#[derive(Debug)]
pub(crate) struct Laid {
    /// The folder's name below the library's folder.
    pub(crate) folder: String,
    /// What is to be done, line by line.
    pub(crate) checklist: Vec<String>,
}

/// Whether posts of this account are made by hand.
pub(super) fn is_by_hand(whole: &WholePost, facts: &Facts) -> bool {
    !facts.capabilities.publish || whole.account.upload_place == Some(UploadPlace::HandOff)
}

/// Lays everything ready. Called again, it lays the same.
pub(super) async fn lay(studio: &Studio, whole: &WholePost, facts: &Facts, checked: &Checked) -> Result<Laid> {
    let post = whole.post.id.to_string();
    let mark = post.get(post.len() - 6..).unwrap_or_default();
    let day = whole.post.due_at.unwrap_or_else(|| studio.now()).format("%Y-%m-%d");
    let name =
        format!("{FOLDER}/{day} {} {} {mark}", facts.platform.words(), whole.account.handle.replace(['/', '\\'], "-"));
    let folder = studio.library_root().join(&name);
    let files: Vec<PathBuf> = checked.draft.media.iter().map(|file| file.path.clone()).collect();
    let alt_texts: Vec<String> = checked.draft.media.iter().map(|file| file.alt_text.clone()).collect();
    let lines = checklist(whole, facts, &alt_texts);
    let (words, checklist) = (checked.draft.text.clone(), as_file(whole, facts, &lines));
    on_worker(studio, move || -> Result<()> {
        let failed =
            |error| Error::from(LibraryError::file("the folder for posting by hand could not be written", error));
        std::fs::create_dir_all(&folder).map_err(failed)?;
        for (at, file) in files.iter().enumerate() {
            let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or("bin");
            std::fs::copy(file, folder.join(format!("{}.{extension}", at + 1))).map_err(failed)?;
        }
        std::fs::write(folder.join("caption.txt"), words).map_err(failed)?;
        std::fs::write(folder.join("checklist.txt"), checklist).map_err(failed)
    })
    .await??;
    Ok(Laid { folder: name, checklist: lines })
}

fn checklist(whole: &WholePost, facts: &Facts, alt_texts: &[String]) -> Vec<String> {
    let mut lines =
        vec!["Upload the numbered files in their order.".to_owned(), "Paste the words of caption.txt.".to_owned()];
    if whole.post.ai_label && whole.label_kind(facts) == LabelKind::Flag {
        lines.push(facts.label.words.clone());
    }
    for (at, alt_text) in alt_texts.iter().enumerate().filter(|(_, alt_text)| !alt_text.is_empty()) {
        lines.push(format!("Alt text of file {}: {alt_text}", at + 1));
    }
    lines.extend(facts.demands.iter().map(|demand| demand.text.clone()));
    lines.push("Come back to Troupe and say that it is up.".to_owned());
    lines
}

/// The checklist as a file to be ticked.
fn as_file(whole: &WholePost, facts: &Facts, lines: &[String]) -> String {
    let mut text = format!("{} for {}\n\n", facts.platform.words(), whole.account.handle);
    for line in lines {
        // Writing into a text can't fail.
        let _ = writeln!(text, "[ ] {line}");
    }
    text
}
