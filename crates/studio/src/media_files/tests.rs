//! Births, kills in the middle of them, thumbnails, and the comparison of rows and files.
#![allow(clippy::unwrap_used)]

use super::{add_picture, check, picture, samples::Sample};
use crate::{Body, Code, File, Kind, OpenFile};
use std::path::PathBuf;
use tokio::io::AsyncReadExt;
use troupe_library::{
    ContentId,
    tables::content::{self, filter::Filter, list},
};
use troupe_media::{SourceType, ai_mark, read_recipe};

async fn count(sample: &Sample) -> i64 {
    let mut read = sample.studio.library().read().await.unwrap();
    list::count(&mut read, &Filter::default()).await.unwrap()
}

fn media(sample: &Sample, file: &str) -> PathBuf {
    sample.studio.library().media_dir().join(file)
}

fn file(kind: &str, id: impl ToString, variant: &str) -> File {
    File {
        kind: kind.into(),
        id: id.to_string(),
        variant: variant.into(),
        name: String::new(),
        mime_type: String::new(),
        size_bytes: None,
    }
}

async fn bytes(open: OpenFile) -> Vec<u8> {
    let mut bytes = Vec::new();
    match open.body {
        Body::Disk(mut file, _) => _ = file.read_to_end(&mut bytes).await.unwrap(),
        Body::Memory(memory) => bytes = memory,
        Body::Stream(mut stream) => _ = stream.read_to_end(&mut bytes).await.unwrap(),
    }
    bytes
}

#[tokio::test]
async fn a_picture_becomes_a_marked_file_a_row_thumbnails_and_an_event() {
    let sample = Sample::new().await;
    let mut events = sample.studio.events().subscribe();
    let row = sample.add(|_| {}).await;

    assert!(row.file.ends_with(&row.file_name) && row.file.starts_with("picture/20"), "{}", row.file);
    assert_eq!((row.width, row.height), (Some(48), Some(64)));
    assert_eq!((row.seed, row.model.as_deref()), (Some(81_204), Some("flux2-dev.safetensors")));
    assert!(row.recipe["extra"].is_null(), "the row's recipe has no birth: {}", row.recipe);
    let written = std::fs::read(media(&sample, &row.file)).unwrap();
    assert_eq!(blake3::hash(&written).to_hex().to_string(), row.blake3);
    assert_eq!(ai_mark(&written).source_type, Some(SourceType::TrainedAlgorithmicMedia));
    assert_eq!(read_recipe(&written).unwrap().seed, Some(81_204));
    assert_eq!(std::fs::read_dir(sample.studio.library().thumbnails_dir()).unwrap().count(), 1);

    let event = events.next().await.unwrap();
    assert_eq!((event.kind, &event.data["content_id"]), (Kind::ContentGenerated, &row.id.to_string().into()));
}

#[tokio::test]
async fn files_lie_under_their_characters_names() {
    let sample = Sample::new().await;
    for (name, slug) in [("Mira López", "mira-lópez"), ("NUL", "nul-character"), ("..//..", "character"), ("凛", "凛")]
    {
        let character_id = sample.character(name).await;
        let row = sample.add(|picture| picture.birth.character_id = Some(character_id)).await;
        let parts: Vec<&str> = row.file.split('/').collect();
        assert_eq!((parts.len(), parts[0]), (3, slug), "{}", row.file);
        assert!(row.file_name.starts_with(&format!("{slug}-")) && media(&sample, &row.file).is_file());
        let shown = sample.studio.run("content.get", serde_json::json!({ "content_id": row.id })).await.unwrap();
        assert_eq!(shown["character_name"], name);
    }
}

#[tokio::test]
async fn a_drawn_picture_says_that_no_model_made_it() {
    let sample = Sample::new().await;
    let row = sample.add(|picture| picture.birth.is_drawn = true).await;
    let written = std::fs::read(media(&sample, &row.file)).unwrap();
    assert_eq!(ai_mark(&written).source_type, Some(SourceType::AlgorithmicMedia));
    assert!(!row.is_ai_made);
}

#[tokio::test]
async fn the_same_output_brought_twice_is_one_item() {
    let sample = Sample::new().await;
    let picture = sample.new_picture(|_| {}).await;
    let (first, second) =
        tokio::join!(add_picture(&sample.studio, picture.clone()), add_picture(&sample.studio, picture.clone()));
    let third = add_picture(&sample.studio, picture).await.unwrap();
    assert_eq!(first.unwrap().id, third.id);
    assert_eq!(second.unwrap().id, third.id);
    assert_eq!(count(&sample).await, 1);
}

#[tokio::test]
async fn a_file_whose_row_a_kill_prevented_is_adopted_at_the_start() {
    let sample = Sample::new().await;
    let new = sample.new_picture(|_| {}).await;
    let run_id = new.birth.run_id;
    let prepared = picture::prepare(&sample.studio, new.clone()).await.unwrap();
    let (_, file) = picture::place(&sample.studio, prepared).await.unwrap();
    assert_eq!(count(&sample).await, 0);

    let sample = sample.reopened().await;
    let found = check::check(&sample.studio).await.unwrap();
    assert_eq!(found.without_row, Vec::<String>::new());
    assert_eq!(count(&sample).await, 1);
    let mut read = sample.studio.library().read().await.unwrap();
    let row = content::get_output(&mut read, run_id, 1).await.unwrap().unwrap();
    assert_eq!((row.file, row.prompt.as_str()), (file, "portrait of a woman, ochre backdrop"));
    drop(read);

    // The queue fetches it once more, since it can't know.
    let again = add_picture(&sample.studio, new).await.unwrap();
    assert_eq!(again.id, row.id);
    assert_eq!(count(&sample).await, 1);
}

#[tokio::test]
async fn a_file_whose_row_a_kill_prevented_is_used_when_the_output_is_brought_again() {
    let sample = Sample::new().await;
    let new = sample.new_picture(|_| {}).await;
    let prepared = picture::prepare(&sample.studio, new.clone()).await.unwrap();
    let (_, file) = picture::place(&sample.studio, prepared).await.unwrap();
    let sample = sample.reopened().await;
    // Days later, so that the name must not depend on the hour of its writing.
    sample.clock.advance(chrono::TimeDelta::days(40));
    let row = add_picture(&sample.studio, new).await.unwrap();
    assert_eq!(row.file, file);
    let found = check::check(&sample.studio).await.unwrap();
    assert_eq!((found.without_row.len(), found.content_without_file.len()), (0, 0));
}

#[tokio::test]
async fn what_is_no_picture_is_refused_and_leaves_nothing() {
    let sample = Sample::new().await;
    let whole = super::samples::png(48, 64);
    for (bytes, code) in [
        (Vec::new(), Code::ValidationError),
        (b"<html>502 Bad Gateway</html>".to_vec(), Code::ValidationError),
        (whole[..whole.len() / 2].to_vec(), Code::ValidationError),
    ] {
        let new = sample.new_picture(|picture| picture.bytes = bytes).await;
        let error = add_picture(&sample.studio, new).await.unwrap_err();
        assert_eq!(error.code, code, "{error}");
    }
    assert_eq!(count(&sample).await, 0);
    assert_eq!(std::fs::read_dir(sample.studio.library().media_dir()).unwrap().count(), 0);
}

#[tokio::test]
async fn files_are_opened_whole_and_in_sizes() {
    let sample = Sample::new().await;
    let row = sample.add(|picture| picture.bytes = super::samples::png(800, 1000)).await;
    let whole = sample.studio.open_file(&file("content", row.id, "full")).await.unwrap();
    assert_eq!((whole.mime_type.as_str(), whole.etag.as_deref()), ("image/png", Some(row.blake3.as_str())));
    assert_eq!(bytes(whole).await, std::fs::read(media(&sample, &row.file)).unwrap());

    std::fs::remove_dir_all(sample.studio.library().thumbnails_dir()).unwrap();
    for (variant, size) in [("320", (256, 320)), ("200", (256, 320)), ("640", (512, 640)), ("160", (128, 160))] {
        let open = sample.studio.open_file(&file("content", row.id, variant)).await.unwrap();
        assert_eq!(open.mime_type, "image/jpeg");
        let small = image::load_from_memory(&bytes(open).await).unwrap();
        assert_eq!((small.width(), small.height()), size, "{variant}");
    }
    // Larger than the picture: the picture itself.
    let open = sample.studio.open_file(&file("content", row.id, "1280")).await.unwrap();
    assert_eq!(open.mime_type, "image/png");
}

#[tokio::test]
async fn what_is_not_there_is_said() {
    let sample = Sample::new().await;
    let row = sample.add(|picture| picture.bytes = super::samples::png(800, 1000)).await;
    std::fs::remove_file(media(&sample, &row.file)).unwrap();
    for (asked, code, says) in [
        (file("content", ContentId::new(), "full"), Code::NotFound, "no content"),
        (file("content", "../../library.db", "full"), Code::NotFound, "no content"),
        (file("content", row.id, "full"), Code::NotFound, "File missing"),
        (file("content", row.id, "500"), Code::NotFound, "not_made"),
        (file("content", row.id, "large"), Code::ValidationError, "variant"),
        (file("preview", row.id, "full"), Code::NotFound, "preview"),
        (file("zip", row.id, "full"), Code::NotFound, "Ask for it again"),
        (file("disk", row.id, "full"), Code::ValidationError, "kind"),
    ] {
        let result = sample.studio.open_file(&asked).await;
        if says == "not_made" {
            // The thumbnail was made with the picture and outlives it.
            assert!(result.is_ok());
            continue;
        }
        let error = result.unwrap_err();
        assert_eq!(error.code, code, "{error}");
        assert!(error.message.contains(says), "{error}");
        assert!(!error.message.contains(sample.folder.path().to_str().unwrap()), "{error}");
    }
    // 160 was never made, so it would have to be made from the missing file.
    let error = sample.studio.open_file(&file("content", row.id, "100")).await.unwrap_err();
    assert!(error.message.contains("File missing"), "{error}");
}

#[tokio::test]
async fn strangers_and_gaps_are_found_and_left_alone() {
    let sample = Sample::new().await;
    let kept = sample.add(|_| {}).await;
    let lost = sample.add(|_| {}).await;
    std::fs::remove_file(media(&sample, &lost.file)).unwrap();
    std::fs::create_dir_all(media(&sample, "holiday")).unwrap();
    std::fs::write(media(&sample, "holiday/beach.png"), super::samples::png(48, 64)).unwrap();
    std::fs::write(media(&sample, "holiday/.DS_Store"), b"x").unwrap();
    // A second copy of an item is a stranger, however well it knows its run.
    std::fs::copy(media(&sample, &kept.file), media(&sample, "holiday/copy.png")).unwrap();

    let mut found = check::check(&sample.studio).await.unwrap();
    found.without_row.sort();
    assert_eq!(found.without_row, ["holiday/beach.png", "holiday/copy.png"]);
    assert_eq!(found.content_without_file, [(lost.id, lost.file.clone())]);
    assert!(media(&sample, "holiday/beach.png").is_file());
    assert_eq!(count(&sample).await, 2);
}

#[tokio::test]
async fn the_start_reports_what_it_found_as_an_error() {
    let sample = Sample::new().await;
    std::fs::write(media(&sample, "stray.png"), super::samples::png(48, 64)).unwrap();
    let mut events = sample.studio.events().subscribe();
    check::check_library(sample.studio.clone()).await;
    let event = events.next().await.unwrap();
    assert_eq!(event.kind, Kind::ErrorOccurred);
    let mut read = sample.studio.library().read().await.unwrap();
    let (errors, total) = troupe_library::tables::errors::list(&mut read, 10, 0).await.unwrap();
    assert_eq!((total, errors[0].details["files"][0].as_str()), (1, Some("stray.png")));
    assert_eq!(errors[0].resolved_at, None);
    drop(read);
    // Once it is mended, the next comparison settles the error.
    std::fs::remove_file(media(&sample, "stray.png")).unwrap();
    check::check(&sample.studio).await.unwrap();
    let mut read = sample.studio.library().read().await.unwrap();
    let (errors, _) = troupe_library::tables::errors::list(&mut read, 10, 0).await.unwrap();
    assert!(errors[0].resolved_at.is_some());
}
