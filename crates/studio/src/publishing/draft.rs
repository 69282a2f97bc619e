//! A post as it is sent: rows become a [`Draft`], with caption, hashtags and disclosure line laid together exactly as
//! they go out.

use crate::{Error, Result, Studio};
use serde_json::json;
use std::sync::Arc;
use troupe_library::{
    PostId, SqliteConnection,
    tables::{
        accounts::{self, AccountRow},
        characters::{self, CharacterRow},
        content::{self, ContentRow, ContentType, Rating},
        post_media::{self, PostMediaRow},
        posts::{self, PostRow},
    },
};
use troupe_platforms::{Draft, Facts, LabelKind, Media, MediaKind, Platform, PlatformName, PostType};

/// The line that says so where the character has none of its own.
const DISCLOSURE: &str = "Made with AI.";

/// All that belongs to a post, read at one moment.
#[derive(Debug, Clone)]
pub(crate) struct WholePost {
    /// The post.
    pub(crate) post: PostRow,
    /// Where it goes.
    pub(crate) account: AccountRow,
    /// Whose it is.
    pub(crate) character: Option<CharacterRow>,
    /// Its files in their order.
    pub(crate) media: Vec<(PostMediaRow, ContentRow)>,
}

impl WholePost {
    /// Reads a post with all that belongs to it.
    ///
    /// # Errors
    /// `not_found` when there is no such post.
    pub(crate) async fn load(studio: &Studio, id: PostId) -> Result<Self> {
        let mut read = studio.library().read().await?;
        let post = find(&mut read, id).await?;
        let media = post_media::list(&mut read, id).await?;
        Self::of(&mut read, post, media).await
    }

    /// Reads what belongs to a post that may not be written yet.
    ///
    /// # Errors
    /// `not_found` when its account or one of its files is not there.
    pub(crate) async fn of(db: &mut SqliteConnection, post: PostRow, rows: Vec<PostMediaRow>) -> Result<Self> {
        let account = accounts::get(db, post.account_id).await?;
        let account = account.ok_or_else(|| Error::not_found("account", post.account_id))?;
        let character = match post.character_id {
            Some(id) => characters::get(db, id).await?,
            None => None,
        };
        let mut media = Vec::with_capacity(rows.len());
        for row in rows {
            let item = content::get(db, row.content_id).await?;
            let item = item.ok_or_else(|| Error::not_found("content", row.content_id))?;
            media.push((row, item));
        }
        Ok(Self { post, account, character, media })
    }

    /// The platform that it goes to.
    ///
    /// # Errors
    /// When this program does not know the platform of the row.
    pub(crate) fn platform(&self, studio: &Studio) -> Result<Arc<dyn Platform>> {
        let name: PlatformName = self.post.platform.parse().map_err(Error::internal)?;
        studio.platforms().get(name).cloned().ok_or_else(|| {
            Error::new(
                crate::Code::PlatformUnsupported,
                format!("This Troupe can't publish on {} yet. Install a newer one.", name.words()),
            )
            .with("platform", json!(name))
        })
    }

    /// The form of the post.
    pub(crate) fn post_type(&self) -> PostType {
        // Only what was checked is ever written.
        serde_json::from_value(json!(self.post.post_type)).unwrap_or(PostType::Post)
    }

    /// How it is marked as made with AI.
    pub(crate) fn label_kind(&self, facts: &Facts) -> LabelKind {
        facts.label_kind(self.post_type())
    }

    /// The words as they are sent.
    pub(crate) fn words(&self, facts: &Facts) -> String {
        let disclosure = self.character.as_ref().map(|character| character.disclosure.line.as_str());
        let line =
            (self.post.ai_label && self.label_kind(facts) == LabelKind::Line).then_some(disclosure.unwrap_or_default());
        words(&self.post, line)
    }

    /// The post as its platform gets it, with the files that lie at `files`, one for each of its media.
    pub(crate) fn draft(&self, facts: &Facts, files: Vec<Media>) -> Draft {
        let post = &self.post;
        Draft {
            post_type: self.post_type(),
            text: self.words(facts),
            title: post.title.clone(),
            media: files,
            first_comment: post.first_comment.clone().filter(|comment| !comment.trim().is_empty()),
            ai_label: post.ai_label && self.label_kind(facts) == LabelKind::Flag,
            is_sensitive: self.media.iter().any(|(_, item)| item.rating == Rating::Nsfw),
            fields: post.fields.as_object().cloned().unwrap_or_default(),
            publish_at: post.due_at.filter(|_| post.at_platform && facts.capabilities.schedule.is_some()),
        }
    }
}

/// A post that was not deleted.
///
/// # Errors
/// `not_found`.
pub(crate) async fn find(db: &mut SqliteConnection, id: PostId) -> Result<PostRow> {
    let post = posts::get(db, id).await?.filter(|post| post.deleted_at.is_none());
    post.ok_or_else(|| Error::not_found("post", id))
}

/// Which kind of file an item is; `None` for sounds and texts.
pub(crate) fn media_kind(item: &ContentRow) -> Option<MediaKind> {
    match item.content_type {
        ContentType::Image => Some(MediaKind::Image),
        ContentType::Video => Some(MediaKind::Video),
        ContentType::Audio | ContentType::Text => None,
    }
}

fn words(post: &PostRow, disclosure: Option<&str>) -> String {
    lay_together(&post.caption, &post.mentions, &post.hashtags, disclosure)
}

/// Caption, mentions, hashtags and disclosure line as they are sent. What stands in the caption already is not said
/// twice.
pub(crate) fn lay_together(
    caption: &str,
    mentions: &[String],
    hashtags: &[String],
    disclosure: Option<&str>,
) -> String {
    let caption = caption.trim();
    let said: Vec<String> = caption.split_whitespace().map(str::to_lowercase).collect();
    let missing = |sign: char, names: &[String]| -> Vec<String> {
        let mut written: Vec<String> = Vec::new();
        for name in names {
            let word = format!("{sign}{name}");
            let is_said = said.iter().any(|known| known.trim_end_matches(['.', ',', '!', '?']) == word.to_lowercase());
            if !is_said && !written.contains(&word) {
                written.push(word);
            }
        }
        written
    };
    let tail = [missing('@', mentions).join(" "), missing('#', hashtags).join(" ")];
    let line = disclosure.map(|line| if line.trim().is_empty() { DISCLOSURE } else { line.trim() });
    let line = line.filter(|line| !caption.to_lowercase().contains(&line.to_lowercase()));
    [caption, &tail[0], &tail[1], line.unwrap_or_default()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// By what the same words are known again: letters and digits alone, so that another blank or emoji does not hide them.
/// `None` where there are too few to tell.
pub(crate) fn text_hash(post: &PostRow) -> Option<String> {
    let plain: String =
        post.caption.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (plain.chars().count() >= 8).then(|| blake3::hash(plain.as_bytes()).to_hex().to_string())
}

#[cfg(test)]
mod tests {
    use super::super::samples::row;
    use super::*;

    #[test]
    fn the_words_are_laid_together_once_each() {
        for (caption, mentions, hashtags, disclosure, expected) in [
            ("Dusk.", vec![], vec![], None, "Dusk."),
            (" Dusk. ", vec!["ada"], vec!["dusk", "sea"], Some(""), "Dusk.\n\n@ada\n\n#dusk #sea\n\nMade with AI."),
            ("Dusk, #Dusk!", vec![], vec!["dusk", "sea", "sea"], None, "Dusk, #Dusk!\n\n#sea"),
            ("I am an AI.", vec![], vec![], Some("I am an AI."), "I am an AI."),
            ("", vec![], vec![], Some(" Virtual. "), "Virtual."),
            ("", vec![], vec![], None, ""),
        ] {
            let own = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
            let post = PostRow { caption: caption.into(), mentions: own(mentions), hashtags: own(hashtags), ..row() };
            assert_eq!(words(&post, disclosure), expected);
        }
    }

    #[test]
    fn the_same_words_are_known_again_however_they_are_set() {
        let hash = |caption: &str| text_hash(&PostRow { caption: caption.into(), ..row() });
        assert_eq!(hash("Dusk over the sea"), hash("dusk  over the SEA! 🌊"));
        assert_ne!(hash("Dusk over the sea"), hash("Dawn over the sea"));
        assert_eq!((hash("Hi!"), hash("")), (None, None), "too little to tell");
    }
}
