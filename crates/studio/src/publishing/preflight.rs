//! Preflight: the draft as it would be sent, its files made ready, and everything that speaks against it, each with
//! the button that mends it. While composing and again before sending.

use super::{
    draft::{WholePost, media_kind},
    guards,
    prepare::{self, Prepared},
};
use crate::{Result, Studio};
use troupe_library::tables::{content::ContentRow, post_media::Crop};
use troupe_platforms::{Draft, Facts, Finding, Fix, Media, MediaKind, Session, Severity};

/// What preflight brought.
#[derive(Debug)]
pub(crate) struct Checked {
    /// The post as it would be sent; its media are those that could be made ready.
    pub(crate) draft: Draft,
    /// What speaks against it.
    pub(crate) findings: Vec<Finding>,
    /// The files in their order; `None` for one that could not be made ready.
    pub(crate) prepared: Vec<Option<Prepared>>,
}

impl Checked {
    /// The findings that must be mended first.
    pub(crate) fn blocking(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Blocks)
    }

    /// Whether nothing speaks against sending it.
    pub(crate) fn is_ready(&self) -> bool {
        self.blocking().next().is_none()
    }
}

/// Makes a post's files ready and looks at everything.
///
/// # Errors
/// When the library does not answer. A file that can't be made ready is a finding.
pub(crate) async fn check(studio: &Studio, whole: &WholePost, session: Option<&Session>) -> Result<Checked> {
    let platform = whole.platform(studio)?;
    // What the account's own server names stands in for the general figures.
    let facts = &*platform.facts_for(session);
    let mut findings = guards::check(studio, whole, facts).await?;
    let (mut prepared, mut media) = (Vec::new(), Vec::new());
    for (at, (row, item)) in whole.media.iter().enumerate() {
        match ready(studio, whole, facts, item, row.crop).await {
            Ok((file, kind)) => {
                media.push(as_media(&file, kind, item, &row.alt_text));
                prepared.push(Some(file));
            }
            Err(why) => {
                findings.push(Finding::blocks("file", format!("media[{at}]"), why));
                prepared.push(None);
            }
        }
    }
    let is_whole = media.len() == whole.media.len();
    let draft = whole.draft(facts, media);
    if is_whole {
        let of_platform = platform.preflight(session, &draft);
        findings.extend(of_platform.into_iter().map(|finding| better(facts, whole, finding)));
    }
    // The gravest first; within them the platform's order.
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    Ok(Checked { draft, findings, prepared })
}

/// One file made ready, or in words why not.
async fn ready(
    studio: &Studio,
    whole: &WholePost,
    facts: &Facts,
    item: &ContentRow,
    crop: Option<Crop>,
) -> std::result::Result<(Prepared, MediaKind), String> {
    let Some(kind) = media_kind(item) else {
        return Err("Only pictures and clips can be posted; this is neither.".to_owned());
    };
    let rule = facts.post(whole.post_type()).and_then(|post| facts.media_rule(post, kind));
    let has_overlay = whole.post.ai_label && whole.character.as_ref().is_some_and(|one| one.disclosure.overlay);
    let prepared = prepare::prepare(studio, item, kind, crop, rule, has_overlay).await;
    prepared.map(|file| (file, kind)).map_err(|error| prepare::why(&error))
}

fn as_media(file: &Prepared, kind: MediaKind, item: &ContentRow, alt_text: &str) -> Media {
    let side = |own: u32, of_item: Option<i64>| {
        if own > 0 { own } else { of_item.and_then(|side| u32::try_from(side).ok()).unwrap_or(0) }
    };
    Media {
        path: file.path.clone(),
        kind,
        mime_type: file.facts.mime_type.clone(),
        width: side(file.facts.width, item.width),
        height: side(file.facts.height, item.height),
        size_bytes: file.facts.size_bytes,
        duration_ms: file.facts.duration_ms,
        alt_text: alt_text.to_owned(),
    }
}

/// The files are made over by us already, so that a re-encode is nothing the creator could do about a finding.
fn better(facts: &Facts, whole: &WholePost, finding: Finding) -> Finding {
    let has_type = facts.post(whole.post_type()).is_some();
    match finding.fix {
        Some(Fix::Reencode { .. }) if has_type => Finding { fix: None, ..finding },
        _ => finding,
    }
}
