//! Boards and pins.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::accounts::Account;
use super::super::answer::{Answer, Reply};
use super::super::call::Call;
use super::super::posts::{Media, Post, answers, put_post};
use super::super::secret;
use super::super::world::{Change, Record, View, World};
use super::{NAME, invalid, media, refused, signed_in};

const MAX_TITLE: usize = 100;
const MAX_DESCRIPTION: usize = 800;
const MAX_ALT: usize = 500;
const MAX_LINK: usize = 2048;
/// The largest picture inside a call, in bytes.
const MAX_IMAGE: usize = 20_000_000;

/// A board.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Board {
    account: String,
    name: String,
    is_secret: bool,
}

impl Record for Board {
    const KIND: &'static str = "board";
}

/// Makes the boards that an account was ordered with; those that are there stay.
pub(super) fn put_boards(change: &mut Change, account: &Account) {
    let names = account.options.get("boards").and_then(Value::as_array).cloned();
    let mut names: Vec<(String, bool)> = match names {
        Some(names) => names.iter().filter_map(Value::as_str).map(|name| (name.to_owned(), false)).collect(),
        None => vec![("Ideas".to_owned(), false)],
    };
    names.extend(account.text("secret_board").map(|name| (name.to_owned(), true)));
    for (at, (name, is_secret)) in names.into_iter().enumerate() {
        let hash = secret::sha256_hex(format!("{} {name}", account.id).as_bytes());
        let digits: String = hash.bytes().map(|digit| char::from(b'0' + digit % 10)).take(12).collect();
        change.put(format!("549{at:03}{digits}"), &Board { account: account.id.clone(), name, is_secret });
    }
}

pub(super) async fn user(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = signed_in(view, &call, "user_accounts:read")?;
        let boards = view.all::<Board>().filter(|(_, board)| board.account == account.id).count();
        let body = json!({"id": account.id, "username": account.handle, "account_type": "BUSINESS",
            "business_name": account.handle, "follower_count": account.number("followers").unwrap_or(0),
            "board_count": boards, "profile_image": null, "website_url": ""});
        Ok(Answer::json(200, &body))
    })
}

pub(super) async fn boards(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = signed_in(view, &call, "boards:read")?;
        let own = view.all::<Board>().filter(|(_, board)| board.account == account.id);
        let items: Vec<Value> = own
            .map(|(id, board)| {
                json!({"id": id, "name": board.name, "description": "", "owner": {"username": account.handle},
                    "privacy": if board.is_secret { "SECRET" } else { "PUBLIC" }})
            })
            .collect();
        Ok(Answer::json(200, &json!({"items": items, "bookmark": null})))
    })
}

fn own_board(view: &View, account: &Account, id: &str) -> Result<Board, Answer> {
    let board = view.get::<Board>(id).filter(|board| board.account == account.id);
    board.ok_or_else(|| refused(404, 40, "Board not found."))
}

/// What a pin is made of.
enum Source {
    Pictures(Vec<Media>),
    Clip(String),
}

pub(super) async fn create(world: Arc<World>, call: Call) -> Reply {
    let account = world.read(NAME, |view| signed_in(view, &call, "pins:write"))?;
    let text = |name: &str| call.json[name].as_str().unwrap_or_default().to_owned();
    let limits = [("title", MAX_TITLE), ("description", MAX_DESCRIPTION), ("alt_text", MAX_ALT), ("link", MAX_LINK)];
    for (name, most) in limits {
        if text(name).chars().count() > most {
            return Err(invalid(&format!("Invalid request: {name} must be at most {most} characters.")));
        }
    }
    let disclosures = &call.json["ai_disclosures"];
    let is_known = |value: &Value| matches!(value.as_str(), Some("AI_MODIFIED" | "SYNTHETIC_PERFORMER"));
    let values = disclosures["values"].as_array();
    if !disclosures.is_null() && !values.is_some_and(|values| values.iter().all(is_known)) {
        return Err(invalid("Invalid request: ai_disclosures."));
    }
    let source = source_of(&world, &call.json["media_source"])?;
    world.change(NAME, call.slug, |change| {
        let board_id = text("board_id");
        let board = own_board(change, &account, &board_id)?;
        let mut files = match source {
            Source::Pictures(pictures) => pictures,
            Source::Clip(id) => {
                let clip = media::find(change, &account, &id).ok_or_else(|| refused(404, 2897, "Media not found."))?;
                if clip.status(change.now) != "succeeded" {
                    return Err(invalid("Invalid request: the media is not ready."));
                }
                clip.media.into_iter().collect()
            }
        };
        if let Some(first) = files.first_mut() {
            first.alt = Some(text("alt_text")).filter(|alt| !alt.is_empty());
        }
        let id = format!("81{}", change.snowflake());
        let is_hidden = board.is_secret || account.is("is_on_trial");
        let label = values.map(|values| values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "));
        let post = Post {
            id: id.clone(),
            account: account.id.clone(),
            permalink: format!("https://www.pinterest.com/pin/{id}/"),
            text: text("description"),
            media: files,
            ai_label: label,
            visibility: if is_hidden { "private" } else { "public" }.to_owned(),
            created_at: change.now,
            reply_to: None,
            is_deleted: false,
            likes: 0,
            reposts: 0,
            fields: json!({"title": text("title"), "link": text("link"), "alt_text": text("alt_text"),
                "board": board_id, "ai_disclosures": disclosures}),
        };
        put_post(change, &post);
        Ok(Answer::json(201, &describe(&post)))
    })
}

fn source_of(world: &World, source: &Value) -> Result<Source, Answer> {
    match source["source_type"].as_str() {
        Some("image_base64") => Ok(Source::Pictures(vec![picture(world, source)?])),
        Some("multiple_image_base64") => {
            let items = source["items"].as_array().map_or(&[][..], Vec::as_slice);
            if !(2..=5).contains(&items.len()) {
                return Err(invalid("Invalid request: items must have 2 to 5 entries."));
            }
            let pictures: Vec<Media> = items.iter().map(|item| picture(world, item)).collect::<Result<_, _>>()?;
            let size = |media: &Media| (media.width, media.height);
            if pictures.iter().any(|one| pictures.first().is_some_and(|first| size(first) != size(one))) {
                return Err(invalid("Invalid request: image dimensions must be the same."));
            }
            Ok(Source::Pictures(pictures))
        }
        Some("video_id") => {
            let has_cover = ["cover_image_data", "cover_image_url", "cover_image_key_frame_time"]
                .iter()
                .any(|name| !source[*name].is_null());
            let id = source["media_id"].as_str().filter(|_| has_cover);
            let id = id.ok_or_else(|| invalid("Invalid request: media_id and a cover are required."))?;
            Ok(Source::Clip(id.to_owned()))
        }
        _ => Err(invalid("Invalid request: media_source.")),
    }
}

fn picture(world: &World, item: &Value) -> Result<Media, Answer> {
    let wrong = || invalid("Invalid request: the image could not be read.");
    let bytes = STANDARD.decode(item["data"].as_str().unwrap_or_default()).map_err(|_| wrong())?;
    let said = item["content_type"].as_str().unwrap_or_default();
    if bytes.len() > MAX_IMAGE || !matches!(said, "image/jpeg" | "image/png") {
        return Err(wrong());
    }
    let media = Media::keep(world, &bytes, Some(said))?;
    if media.content_type == said && media.width.is_some() { Ok(media) } else { Err(wrong()) }
}

fn describe(post: &Post) -> Value {
    let given = |name: &str| post.fields[name].as_str().filter(|text| !text.is_empty());
    json!({"id": post.id, "created_at": post.created_at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        "title": given("title"), "description": (!post.text.is_empty()).then_some(&post.text), "link": given("link"),
        "alt_text": given("alt_text"), "board_id": post.fields["board"], "board_section_id": null,
        "creative_type": "REGULAR", "is_owner": true, "is_standard": true,
        "ai_disclosures": post.fields["ai_disclosures"]})
}

/// A pin of the account, that is not deleted.
fn own_pin(view: &View, call: &Call, scope: &str) -> Result<Post, Answer> {
    let account = signed_in(view, call, scope)?;
    let pin = view.get::<Post>(call.param("id")).filter(|pin| pin.account == account.id && !pin.is_deleted);
    pin.ok_or_else(|| refused(404, 50, "Pin not found."))
}

pub(super) async fn show(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let pin = own_pin(view, &call, "pins:read")?;
        let mut body = describe(&pin);
        if call.flag("pin_metrics") == Some(true) {
            body["pin_metrics"] = json!({"lifetime_metrics": {"impression": 10 * (pin.likes + 1),
                "pin_click": 0, "clickthrough": 0, "save": pin.reposts, "reaction": pin.likes,
                "comment": answers(view, &pin.id).len()}});
        }
        Ok(Answer::json(200, &body))
    })
}

/// The pins of a board, newest first, in pages.
pub(super) async fn of_board(world: Arc<World>, call: Call) -> Reply {
    world.read(NAME, |view| {
        let account = signed_in(view, &call, "pins:read")?;
        let id = call.param("id");
        own_board(view, &account, id)?;
        let mut all: Vec<Post> =
            view.all::<Post>().map(|(_, pin)| pin).filter(|pin| pin.fields["board"] == id && !pin.is_deleted).collect();
        all.sort_by_key(|pin| std::cmp::Reverse((pin.created_at, pin.id.clone())));
        let number = |name: &str| call.number(name).and_then(|number| usize::try_from(number).ok());
        let (from, most) = (number("bookmark").unwrap_or(0), number("page_size").unwrap_or(25).clamp(1, 250));
        let items: Vec<Value> = all.iter().skip(from).take(most).map(describe).collect();
        let next = (from + most < all.len()).then(|| (from + most).to_string());
        Ok(Answer::json(200, &json!({"items": items, "bookmark": next})))
    })
}

pub(super) async fn delete(world: Arc<World>, call: Call) -> Reply {
    world.change(NAME, call.slug, |change| {
        let pin = own_pin(change, &call, "pins:write")?;
        let id = pin.id.clone();
        change.put(id, &Post { is_deleted: true, ..pin });
        Ok(Answer::empty(204))
    })
}
