//! Writing files: whole or not at all, and in words when it fails.

use std::fs;
use std::path::Path;

use troupe_media::{MediaError, PART_SUFFIX, write_file, write_new_file};

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_file_is_written_whole_and_nothing_lies_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Grüße 🎭.png");
    write_new_file(&path, b"first").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"first");
    write_file(&path, b"second").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"second");
    assert_eq!(names(folder.path()), ["Grüße 🎭.png"]);
}

#[test]
fn an_existing_file_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    write_new_file(&path, b"first").unwrap();
    assert!(matches!(write_new_file(&path, b"second"), Err(MediaError::AlreadyExists { .. })));
    assert_eq!(fs::read(&path).unwrap(), b"first");
    assert_eq!(names(folder.path()), ["a.png"]);
}

#[test]
fn a_missing_folder_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let refused = write_file(&folder.path().join("gone/a.png"), b"x").unwrap_err();
    let MediaError::NotFound { path, .. } = refused else { panic!("{refused}") };
    assert_eq!(path, folder.path().join("gone"));
}

#[test]
fn a_folder_in_the_way_is_said_and_nothing_is_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    fs::create_dir(&path).unwrap();
    assert!(write_file(&path, b"x").is_err());
    assert!(names(folder.path()).iter().all(|name| !name.ends_with(PART_SUFFIX)));
}

#[test]
fn of_many_writers_of_one_name_one_wins_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    let won = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..8u8)
            .map(|writer| {
                let path = &path;
                scope.spawn(move || write_new_file(path, &[writer; 10_000]).is_ok())
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).filter(|won| *won).count()
    });
    assert_eq!(won, 1);
    let content = fs::read(&path).unwrap();
    assert_eq!(content, vec![content[0]; 10_000]);
}

#[cfg(unix)]
#[test]
fn the_usual_mask_decides_who_may_read_it() {
    use std::os::unix::fs::MetadataExt;
    let folder = tempfile::tempdir().unwrap();
    let (ours, plain) = (folder.path().join("ours"), folder.path().join("plain"));
    write_file(&ours, b"x").unwrap();
    fs::write(&plain, b"x").unwrap();
    assert_eq!(fs::metadata(ours).unwrap().mode(), fs::metadata(plain).unwrap().mode());
}
