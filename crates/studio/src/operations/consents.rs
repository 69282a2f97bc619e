//! Consents: where a face, a voice or a training set comes from, with the paper behind it. Withdrawing
//! one stops what rests on it.

use crate::{
    Effect::{Read, Write},
    Error, File, FileInput, OpenFile, Operation, Page, Patch, Result, Studio, incoming, media_files,
    open_file::{self, FULL},
    origins::{self, ConsentState},
    registry::operation,
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use troupe_library::{
    ConsentId, LibraryError, Origin,
    tables::consents::{self, ConsentRow, Resting, SubjectKind},
};

/// The largest paper: a scan of many pages.
const LARGEST_PAPER_BYTES: u64 = 50 * 1000 * 1000;
/// The folder of the papers, within the library's.
const FOLDER: &str = "consents";
/// The longest name, scope and notes, in letters.
const LONGEST_TEXT: usize = 10_000;

pub(super) fn operations() -> Vec<Operation> {
    vec![
        operation("consents.list", list, Read, &["consents"]).route("GET /consents"),
        operation("consents.create", create, Write, &["consents"]).route("POST /consents"),
        operation("consents.update", update, Write, &["consents", "characters", "references"])
            .route("PUT /consents/{consent_id}"),
        operation("consents.download", download, Read, &["consents"])
            .route("GET /consents/{consent_id}/file")
            .answers_file(),
    ]
}

/// A consent, and what rests on it.
#[derive(Debug, Serialize, JsonSchema)]
struct Consent {
    id: ConsentId,
    /// What it is about.
    subject_kind: SubjectKind,
    /// Whose it is.
    origin: Origin,
    /// The person's name.
    subject_name: Option<String>,
    /// Whether the signed paper is kept.
    has_file: bool,
    /// What the person agreed to.
    scope: Option<String>,
    notes: Option<String>,
    /// Until when it holds; null has no end.
    expires_at: Option<DateTime<Utc>>,
    withdrawn_at: Option<DateTime<Utc>>,
    /// Whether it holds now.
    state: ConsentState,
    /// How many characters rest on it.
    character_count: i64,
    /// How many reference pictures rest on it.
    reference_count: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl Consent {
    fn new(row: ConsentRow, resting: Resting, now: DateTime<Utc>) -> Self {
        Self {
            state: origins::state(&row, now),
            id: row.id,
            subject_kind: row.subject_kind,
            origin: row.origin,
            subject_name: row.subject_name,
            has_file: row.file.is_some(),
            scope: row.scope,
            notes: row.notes,
            expires_at: row.expires_at,
            withdrawn_at: row.withdrawn_at,
            character_count: resting.characters,
            reference_count: resting.character_references,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// The origins of faces, voices and training sets, newest first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListConsents {
    /// At most this many, 1 to 200 (50).
    limit: Option<u32>,
    /// After this many.
    offset: Option<u32>,
}

/// A page of consents.
#[derive(Debug, Serialize, JsonSchema)]
struct ConsentList {
    consents: Vec<Consent>,
    total: i64,
    limit: u32,
    offset: u32,
}

async fn list(studio: &Studio, input: ListConsents) -> Result<ConsentList> {
    let page = Page::of(input.limit, input.offset, 50)?;
    let mut read = studio.library().read().await?;
    let (rows, total) = consents::list(&mut read, page.limit, page.offset).await?;
    let mut list = Vec::with_capacity(rows.len());
    for row in rows {
        let resting = consents::resting(&mut read, row.id).await?;
        list.push(Consent::new(row, resting, studio.now()));
    }
    Ok(ConsentList { consents: list, total, limit: page.limit, offset: page.offset })
}

/// Notes where a face, a voice or a training set comes from. Another person's needs the written consent:
/// its file, the person's name, and what was agreed to.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreateConsent {
    /// What it is about (`face`).
    #[serde(default = "face")]
    subject_kind: SubjectKind,
    /// Whose it is (`consent`: another person's).
    #[serde(default = "written")]
    origin: Origin,
    /// The person's name.
    #[serde(default)]
    subject_name: Option<String>,
    /// What the person agreed to.
    #[serde(default)]
    scope: Option<String>,
    #[serde(default)]
    notes: Option<String>,
    /// Until when it holds, RFC 3339; absent has no end.
    #[serde(default)]
    expires_at: Option<DateTime<Utc>>,
    /// The signed paper: a PDF, a picture, a document.
    #[serde(default)]
    file: Option<FileInput>,
}

fn face() -> SubjectKind {
    SubjectKind::Face
}

fn written() -> Origin {
    Origin::Consent
}

async fn create(studio: &Studio, input: CreateConsent) -> Result<Consent> {
    let now = studio.now();
    if input.expires_at.is_some_and(|at| at <= now) {
        return Err(Error::field("expires_at", "must be in the future"));
    }
    let mut row = ConsentRow {
        id: ConsentId::new(),
        subject_kind: input.subject_kind,
        origin: input.origin,
        subject_name: input.subject_name,
        file: None,
        scope: input.scope,
        notes: input.notes,
        expires_at: input.expires_at,
        withdrawn_at: None,
        created_at: now,
        updated_at: now,
    };
    check(&mut row, input.file.is_some())?;
    if let Some(file) = &input.file {
        row.file = Some(keep_paper(studio, row.id, file).await?);
    }
    let mut write = studio.library().write().await?;
    consents::save(&mut write, &row).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(Consent::new(row, Resting::default(), now))
}

/// Changes a consent; only the fields that are sent change. Withdrawing it stops what rests on it: no
/// pictures are made any more of characters and with references that rest on it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UpdateConsent {
    consent_id: ConsentId,
    /// The person's name.
    #[serde(default)]
    subject_name: Patch<String>,
    /// What the person agreed to.
    #[serde(default)]
    scope: Patch<String>,
    #[serde(default)]
    notes: Patch<String>,
    /// Until when it holds, RFC 3339; null has no end.
    #[serde(default)]
    expires_at: Patch<DateTime<Utc>>,
    /// True withdraws it, false takes the withdrawal back.
    #[serde(default, alias = "withdrawn")]
    #[schemars(extend("x-aliases" = ["withdrawn"]))]
    is_withdrawn: Option<bool>,
    /// A new paper in place of the old one, which stays in the library's folder.
    #[serde(default)]
    file: Option<FileInput>,
}

async fn update(studio: &Studio, input: UpdateConsent) -> Result<Consent> {
    let now = studio.now();
    let id = input.consent_id;
    let missing = || Error::not_found("consent", id);
    // The paper is fetched before the write begins, since an address may take its time, and after a look
    // at the rest, so that a refused update leaves no paper behind.
    let mut row = consents::get(&mut *studio.library().read().await?, id).await?.ok_or_else(missing)?;
    apply(&input, &mut row, now)?;
    let paper = match &input.file {
        Some(file) => Some(keep_paper(studio, id, file).await?),
        None => None,
    };
    let mut write = studio.library().write().await?;
    let mut row = consents::get(&mut write, id).await?.ok_or_else(missing)?;
    apply(&input, &mut row, now)?;
    row.file = paper.or(row.file);
    consents::save(&mut write, &row).await?;
    let resting = consents::resting(&mut write, id).await?;
    write.commit().await.map_err(LibraryError::from)?;
    Ok(Consent::new(row, resting, now))
}

fn apply(input: &UpdateConsent, row: &mut ConsentRow, now: DateTime<Utc>) -> Result<()> {
    input.subject_name.clone().apply_option(&mut row.subject_name);
    input.scope.clone().apply_option(&mut row.scope);
    input.notes.clone().apply_option(&mut row.notes);
    input.expires_at.clone().apply_option(&mut row.expires_at);
    match input.is_withdrawn {
        Some(true) => row.withdrawn_at = row.withdrawn_at.or(Some(now)),
        Some(false) => row.withdrawn_at = None,
        None => {}
    }
    row.updated_at = now;
    let has_file = row.file.is_some() || input.file.is_some();
    check(row, has_file)
}

/// The signed paper of a consent, as a file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DownloadConsent {
    consent_id: ConsentId,
}

async fn download(studio: &Studio, input: DownloadConsent) -> Result<File> {
    let (path, name) = paper(studio, input.consent_id).await?;
    Ok(File {
        kind: "consent".into(),
        id: input.consent_id.to_string(),
        variant: FULL.into(),
        mime_type: mime_type(&name).into(),
        name,
        size_bytes: tokio::fs::metadata(path).await.ok().map(|metadata| metadata.len()),
    })
}

/// Opens the paper of a consent.
pub(crate) async fn open(studio: &Studio, id: &str) -> Result<OpenFile> {
    let id = id.parse().map_err(|_| Error::not_found("consent", id))?;
    let (path, name) = paper(studio, id).await?;
    let mime_type = mime_type(&name);
    let etag = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    open_file::on_disk(&path, name, mime_type, etag).await
}

async fn paper(studio: &Studio, id: ConsentId) -> Result<(PathBuf, String)> {
    let mut read = studio.library().read().await?;
    let row = consents::get(&mut read, id).await?.ok_or_else(|| Error::not_found("consent", id))?;
    let file = row.file.ok_or_else(|| Error::not_found("file", id))?;
    // `consents/<id>-<number>-<name>`: the name that it came with follows the second mark.
    let name = file.rsplit('/').next().unwrap_or_default();
    let name = name.get(PREFIX_LENGTH..).unwrap_or(name).to_owned();
    Ok((studio.library().root().join(&file), name))
}

/// An id of 36 letters and a hyphen.
const PREFIX_LENGTH: usize = 37;

/// Keeps the paper under the library's folder; answers its place there.
async fn keep_paper(studio: &Studio, id: ConsentId, file: &FileInput) -> Result<String> {
    let incoming = incoming::resolve(studio, "file", file, LARGEST_PAPER_BYTES).await?;
    if incoming.size_bytes == 0 {
        return Err(Error::field("file", "is empty (0 bytes); it was probably not copied completely"));
    }
    let bytes = incoming.read("file").await?;
    let root = studio.library().root().to_owned();
    // Each paper of a consent has an id of its own, so that a new one does not stand in the old one's place.
    let place = format!("{FOLDER}/{}-{}", ConsentId::new(), incoming.name);
    tracing::info!(consent = %id, "a paper is kept");
    media_files::on_worker(studio, move || -> Result<_> {
        media_files::make_folder(&root, &root.join(FOLDER))?;
        troupe_media::write_new_file(&root.join(&place), &bytes)?;
        Ok(place)
    })
    .await?
}

fn mime_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Trims the texts and checks that a written consent says who agreed to what, and where that is written.
fn check(row: &mut ConsentRow, has_file: bool) -> Result<()> {
    for (name, text) in [("subject_name", &mut row.subject_name), ("scope", &mut row.scope), ("notes", &mut row.notes)]
    {
        *text = text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if text.as_ref().is_some_and(|text| text.chars().count() > LONGEST_TEXT) {
            return Err(Error::field(name, format!("must be at most {LONGEST_TEXT} letters")));
        }
    }
    if row.origin != Origin::Consent {
        return Ok(());
    }
    for (name, is_there, why) in [
        ("subject_name", row.subject_name.is_some(), "is needed: whose consent it is"),
        ("scope", row.scope.is_some(), "is needed: what the person agreed to"),
        ("file", has_file, "is needed: the signed paper"),
    ] {
        if !is_there {
            return Err(Error::field(name, why));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{
        Body, Caller, Code, File,
        operations::characters::tests::{fields, place},
    };
    use chrono::TimeDelta;
    use serde_json::{Value, json};

    #[tokio::test]
    async fn a_written_consent_is_kept_with_its_paper() {
        let place = place().await;
        let paper = place.folder.path().join("Maria's paper.pdf");
        std::fs::write(&paper, b"%PDF signed").unwrap();
        let made = place
            .run(
                "consents.create",
                json!({ "subject_name": " Maria ", "scope": "pictures for Ada", "file": { "path": paper },
                        "expires_at": place.clock.now() + TimeDelta::days(1) }),
            )
            .await;
        assert_eq!(
            (&made["subject_name"], &made["state"], &made["has_file"]),
            (&json!("Maria"), &json!("valid"), &json!(true))
        );
        assert_eq!((&made["subject_kind"], &made["origin"]), (&json!("face"), &json!("consent")));
        let answer = place.run("consents.download", json!({ "consent_id": made["id"] })).await;
        let file: File = serde_json::from_value(answer).unwrap();
        assert_eq!((file.name.as_str(), file.mime_type.as_str()), ("Maria's paper.pdf", "application/pdf"));
        let open = place.studio.open_file(&file).await.unwrap();
        assert!(matches!(open.body, Body::Disk(_, 11)), "{open:?}");

        let ada = json!({ "name": "Ada", "age": 30, "origin": "consent", "consent_id": made["id"] });
        let ada = place.run("characters.create", ada).await;
        let picture = json!({ "character_id": ada["id"], "path": place.png_file("a.png", 600, 1) });
        let added = place.run("references.add", picture).await;
        assert_eq!(added["results"][0]["reference"]["consent_id"], made["id"]);
        let list = place.run("consents.list", json!({})).await;
        let one = &list["consents"][0];
        assert_eq!(
            (&one["character_count"], &one["reference_count"], &list["total"]),
            (&json!(1), &json!(1), &json!(1))
        );

        let withdrawn = place.run("consents.update", json!({ "consent_id": made["id"], "withdrawn": true })).await;
        assert_eq!((&withdrawn["state"], &withdrawn["subject_name"]), (&json!("withdrawn"), &json!("Maria")));
        let picture = json!({ "character_id": ada["id"], "path": place.png_file("b.png", 600, 2) });
        assert_eq!(fields(&place.refused("references.add", picture).await), ["consent_id"]);
    }

    #[tokio::test]
    async fn an_incomplete_consent_is_refused() {
        let place = place().await;
        let paper = place.folder.path().join("p.txt");
        std::fs::write(&paper, b"x").unwrap();
        let empty = place.folder.path().join("e.txt");
        std::fs::write(&empty, b"").unwrap();
        let (paper, empty) = (json!({ "path": paper }), json!({ "path": empty }));
        for (input, field) in [
            (json!({}), "subject_name"),
            (json!({ "subject_name": "M", "file": paper }), "scope"),
            (json!({ "subject_name": "M", "scope": "s" }), "file"),
            (json!({ "subject_name": "M", "scope": "s", "file": empty }), "file"),
            (json!({ "subject_name": "M", "scope": "s", "file": { "path": "/nowhere/at/all" } }), "file.path"),
            (
                json!({ "subject_name": "M", "scope": "s", "file": paper, "expires_at": "2001-01-01T00:00:00Z" }),
                "expires_at",
            ),
            (json!({ "subject_name": "M", "scope": "s", "file": paper, "expires_at": "soon" }), "expires_at"),
            (json!({ "subject_kind": "hand" }), "subject_kind"),
        ] {
            let error = place.refused("consents.create", input.clone()).await;
            assert_eq!(fields(&error), [field], "{input}: {error}");
        }
        let rest = place.studio.as_caller(Caller::Rest);
        let input = json!({ "subject_name": "M", "scope": "s", "file": paper });
        assert_eq!(rest.run("consents.create", input).await.unwrap_err().code, Code::Forbidden);
        let own = place.run("consents.create", json!({ "origin": "own_likeness" })).await;
        assert_eq!((&own["has_file"], &own["expires_at"]), (&json!(false), &Value::Null));
        assert_eq!(place.refused("consents.download", json!({ "consent_id": own["id"] })).await.code, Code::NotFound);
        let wrong = json!({ "name": "A", "age": 20, "origin": "consent", "consent_id": own["id"] });
        assert_eq!(fields(&place.refused("characters.create", wrong).await), ["consent_id"]);
        let voice = place.run("consents.create", json!({ "origin": "own_likeness", "subject_kind": "voice" })).await;
        let wrong = json!({ "name": "A", "age": 20, "origin": "own_likeness", "consent_id": voice["id"] });
        assert_eq!(fields(&place.refused("characters.create", wrong).await), ["consent_id"]);
        let gone = json!({ "consent_id": "018f0000-0000-7000-8000-000000000000", "notes": "x" });
        assert_eq!(place.refused("consents.update", gone).await.details["kind"], "consent");
    }
}
