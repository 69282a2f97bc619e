//! Asking the host of a pasted link what stands there: the file, its size and hash, licence, family, trigger words.

use super::{
    download::host_client,
    install::check_name,
    link::{Link, parse},
};
use crate::{Code, Error, Result, Secret, Studio, incoming};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use troupe_library::tables::model_installs::ModelSource;
use troupe_net::Request;
use url::Url;

/// A model that a link leads to, before anything of it is fetched.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct FoundModel {
    /// Whose link it is.
    pub(crate) source: ModelSource,
    /// Where the file is fetched from.
    pub(crate) url: String,
    /// The page that describes it.
    pub(crate) page_url: Option<String>,
    /// Its name on that page.
    pub(crate) title: String,
    /// The file's name.
    pub(crate) file_name: String,
    /// The folder that it belongs into, as far as the page tells.
    pub(crate) folder: Option<String>,
    /// The file's size, as the host says it.
    pub(crate) size_bytes: Option<u64>,
    /// The file's SHA-256, as the page says it.
    pub(crate) sha256: Option<String>,
    /// The licence in the page's words; `null` when it says none.
    pub(crate) licence: Option<String>,
    /// The family, in the page's words.
    pub(crate) base_model: Option<String>,
    /// Words that wake what it learned.
    pub(crate) trigger_words: Vec<String>,
    /// A picture made with it.
    pub(crate) preview_url: Option<String>,
    /// Whether the host wants a key or a consent first.
    pub(crate) is_gated: bool,
    /// Why it is not installed, in words; `null` when nothing is against it.
    pub(crate) refused: Option<String>,
}

/// What stands at a pasted link.
pub(crate) async fn inspect(studio: &Studio, text: &str) -> Result<FoundModel> {
    let mut found = match parse(text)? {
        Link::HuggingFace { repository, revision, path } => {
            hugging_face(studio, &repository, &revision, path.as_deref()).await?
        }
        Link::Civitai { model, version } => civitai(studio, model, version).await?,
        Link::File(url) => file(studio, url).await?,
    };
    found.refused = check_name(&found.file_name).err().map(|error| error.message.into_owned());
    Ok(found)
}

async fn hugging_face(studio: &Studio, repository: &str, revision: &str, path: Option<&str>) -> Result<FoundModel> {
    let api = url_of(&["https://huggingface.co/api/models", repository, "revision", revision], "blobs=true")?;
    let page: Value = ask(studio, ModelSource::HuggingFace, api, "/api/models/{repository}").await?;
    let files = page.get("siblings").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let name_of = |file: &Value| file.get("rfilename").and_then(Value::as_str).map(str::to_owned);
    let path = match path {
        Some(path) => path.to_owned(),
        None => only_model(files.iter().filter_map(name_of).collect())?,
    };
    let file = files.iter().find(|file| name_of(file).as_deref() == Some(&path)).ok_or_else(|| {
        Error::field("link", format!("{repository} has no file {path}: look whether it was renamed or moved"))
    })?;
    let card = page.get("cardData").cloned().unwrap_or_default();
    let tag = |prefix: &str| {
        let tags = page.get("tags")?.as_array()?;
        tags.iter().filter_map(Value::as_str).find_map(|tag| tag.strip_prefix(prefix)).map(str::to_owned)
    };
    Ok(FoundModel {
        source: ModelSource::HuggingFace,
        url: url_of(&["https://huggingface.co", repository, "resolve", revision, &path], "")?.into(),
        page_url: Some(url_of(&["https://huggingface.co", repository], "")?.into()),
        title: repository.rsplit('/').next().unwrap_or(repository).to_owned(),
        file_name: incoming::tidy_name(&path),
        folder: folder_in_path(&path).or_else(|| tag("template:sd-").map(|_| "loras".to_owned())),
        size_bytes: file.get("size").and_then(Value::as_u64),
        sha256: file.pointer("/lfs/sha256").or_else(|| file.pointer("/lfs/oid")).and_then(sha256),
        licence: text(&card, "license_name").or_else(|| text(&card, "license")).or_else(|| tag("license:")),
        base_model: text(&card, "base_model").or_else(|| tag("base_model:")),
        trigger_words: text(&card, "instance_prompt").into_iter().collect(),
        preview_url: None,
        is_gated: page.get("gated").is_some_and(|gated| *gated != json!(false)),
        refused: None,
    })
}

/// The one model file of a repository; which one is meant has to be said where there are several.
fn only_model(names: Vec<String>) -> Result<String> {
    let mut models: Vec<String> = names.into_iter().filter(|name| check_name(name).is_ok()).collect();
    match models.len() {
        0 => Err(Error::field(
            "link",
            "leads to a repository without a safetensors or GGUF file, so nothing of it is installed",
        )),
        1 => Ok(models.remove(0)),
        many => {
            models.truncate(50);
            Err(Error::field("link", format!("leads to {many} model files: paste the address of one of them"))
                .with("files", json!(models)))
        }
    }
}

/// Repositories made for ComfyUI name the folder in the path.
fn folder_in_path(path: &str) -> Option<String> {
    const FOLDERS: [&str; 12] = [
        "checkpoints",
        "diffusion_models",
        "loras",
        "vae",
        "text_encoders",
        "clip_vision",
        "controlnet",
        "upscale_models",
        "latent_upscale_models",
        "model_patches",
        "embeddings",
        "audio_encoders",
    ];
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    parts.into_iter().rev().find(|part| FOLDERS.contains(part)).map(str::to_owned)
}

async fn civitai(studio: &Studio, model: Option<u64>, version: Option<u64>) -> Result<FoundModel> {
    let base = "https://civitai.com/api/v1";
    let version: Value = match (version, model) {
        (Some(version), _) => {
            let url = url_of(&[base, "model-versions", &version.to_string()], "")?;
            ask(studio, ModelSource::Civitai, url, "/api/v1/model-versions/{id}").await?
        }
        (None, Some(model)) => {
            let url = url_of(&[base, "models", &model.to_string()], "")?;
            let page: Value = ask(studio, ModelSource::Civitai, url, "/api/v1/models/{id}").await?;
            let newest = page.pointer("/modelVersions/0").and_then(|newest| newest.get("id")).and_then(Value::as_u64);
            let newest =
                newest.ok_or_else(|| Error::field("link", "leads to a model that has no version to be fetched"))?;
            let url = url_of(&[base, "model-versions", &newest.to_string()], "")?;
            ask(studio, ModelSource::Civitai, url, "/api/v1/model-versions/{id}").await?
        }
        (None, None) => return Err(Error::field("link", "names no model: paste the address of its page")),
    };
    let model_id = version.get("modelId").and_then(Value::as_u64).or(model);
    let licence = match model_id {
        // The licence stands with the model alone; without it the rest still helps.
        Some(id) => {
            let url = url_of(&[base, "models", &id.to_string()], "")?;
            let page: Result<Value> = ask(studio, ModelSource::Civitai, url, "/api/v1/models/{id}").await;
            page.ok().as_ref().map(civitai_licence)
        }
        None => None,
    };
    let files = version.get("files").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let is_model =
        |file: &&Value| matches!(file.get("type").and_then(Value::as_str), None | Some("Model" | "Pruned Model"));
    let is_safe = |file: &&Value| text(file, "name").is_some_and(|name| check_name(&name).is_ok());
    let is_primary = |file: &&Value| file.get("primary").and_then(Value::as_bool) == Some(true);
    let file = files
        .iter()
        .find(|file| is_primary(file) && is_safe(file))
        .or_else(|| files.iter().filter(is_model).find(is_safe))
        .or_else(|| files.first())
        .ok_or_else(|| Error::field("link", "leads to a version without a file"))?;
    let missing =
        || Error::new(Code::UpstreamError, "Civitai named no file to fetch. Look whether the page opens in a browser.");
    let kind = version.pointer("/model/type").and_then(Value::as_str).unwrap_or_default();
    Ok(FoundModel {
        source: ModelSource::Civitai,
        url: text(file, "downloadUrl").ok_or_else(missing)?,
        page_url: model_id.map(|id| format!("https://civitai.com/models/{id}")),
        title: [version.pointer("/model/name"), version.get("name")]
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(", "),
        file_name: incoming::tidy_name(&text(file, "name").ok_or_else(missing)?),
        folder: folder_of_type(kind).map(str::to_owned),
        size_bytes: file.get("sizeKB").and_then(Value::as_f64).map(kilobytes),
        sha256: file.pointer("/hashes/SHA256").and_then(sha256),
        licence,
        base_model: text(&version, "baseModel"),
        trigger_words: strings(version.get("trainedWords")),
        preview_url: version.pointer("/images/0/url").and_then(Value::as_str).map(str::to_owned),
        is_gated: version.get("availability").and_then(Value::as_str) == Some("EarlyAccess"),
        refused: None,
    })
}

/// The page says kilobytes with a fraction that gives the bytes again.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn kilobytes(size: f64) -> u64 {
    (size * 1024.0).round().max(0.0) as u64
}

/// What a maker on Civitai allows, in words.
fn civitai_licence(page: &Value) -> String {
    let allows = |name: &str| page.get(name).and_then(Value::as_bool);
    let sells = strings(page.get("allowCommercialUse"));
    let mut words = vec![match sells.iter().any(|use_| use_ != "None") {
        true => format!("commercial use: {}", sells.join(", ")),
        false => "no commercial use".to_owned(),
    }];
    if allows("allowNoCredit") == Some(false) {
        words.push("the maker has to be named".to_owned());
    }
    if allows("allowDerivatives") == Some(false) {
        words.push("no merges shared".to_owned());
    }
    format!("Civitai: {}", words.join("; "))
}

/// The folder for a type of model on Civitai.
fn folder_of_type(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "Checkpoint" => "checkpoints",
        "LORA" | "LoCon" | "DoRA" => "loras",
        "TextualInversion" => "embeddings",
        "VAE" => "vae",
        "Controlnet" => "controlnet",
        "Upscaler" => "upscale_models",
        "Hypernetwork" => "hypernetworks",
        _ => return None,
    })
}

/// A file anywhere: what its host says without sending it.
async fn file(studio: &Studio, url: Url) -> Result<FoundModel> {
    let client = host_client(studio)?;
    let asked = studio.rehearsed(&url)?;
    let answer = client.send(Request::head(asked, "/…")).await.map_err(at_link)?;
    // A host that knows no HEAD is asked again when the file is fetched.
    let size_bytes = matches!(answer.status(), 200..=299).then(|| answer.content_length()).flatten();
    if matches!(answer.status(), 404 | 410) {
        return Err(Error::field("link", "leads to nothing: the file is not there (any more)"));
    }
    let last = url.path_segments().and_then(|mut parts| parts.next_back()).unwrap_or_default().to_owned();
    let name = percent_encoding::percent_decode_str(&last).decode_utf8_lossy().into_owned();
    Ok(FoundModel {
        source: ModelSource::Url,
        url: url.into(),
        page_url: None,
        title: name.clone(),
        file_name: incoming::tidy_name(&name),
        folder: None,
        size_bytes,
        sha256: None,
        licence: None,
        base_model: None,
        trigger_words: Vec::new(),
        preview_url: None,
        is_gated: matches!(answer.status(), 401 | 403),
        refused: None,
    })
}

/// The name of the secret that opens a host's closed models.
pub(super) fn key_name(source: ModelSource) -> Option<&'static str> {
    match source {
        ModelSource::HuggingFace => Some("huggingface"),
        ModelSource::Civitai => Some("civitai"),
        ModelSource::Url => None,
    }
}

/// The key of a host, when the creator gave one.
pub(super) async fn key(studio: &Studio, source: ModelSource) -> Result<Option<Secret>> {
    match key_name(source) {
        Some(name) => studio.secrets().get(name).await,
        None => Ok(None),
    }
}

async fn ask(studio: &Studio, source: ModelSource, url: Url, route: &'static str) -> Result<Value> {
    let mut request = Request::get(studio.rehearsed(&url)?, route);
    if let Some(key) = key(studio, source).await? {
        request = request.bearer(&key)?;
    }
    host_client(studio)?.get_json(request).await.map_err(at_link)
}

/// What the network's error means for the person who pasted the link.
pub(super) fn at_link(error: troupe_net::Error) -> Error {
    use troupe_net::Error as Net;
    let status = error.status();
    match (&error, status) {
        (_, Some(404 | 410)) => Error::field("link", "leads to nothing: look whether the page opens in a browser"),
        (_, Some(401 | 403)) => Error::new(
            Code::Forbidden,
            "The host wants a key for this model. Accept its terms on its page, put your key into Settings, and try again.",
        ),
        (_, Some(429)) => Error::new(Code::RateLimitExceeded, "The host was asked too often. Try again in a few minutes."),
        (Net::PrivateAddress { .. }, _) => {
            Error::field("link", "leads into this computer or its own network, and such addresses are not fetched")
        }
        (Net::BadAddress { .. } | Net::Redirect { .. }, _) => Error::field("link", crate::error::sentence(&error.to_string())),
        _ => return error.into(),
    }
    .because(error)
}

/// An address made of a beginning and parts; slashes within a part stay.
fn url_of(parts: &[&str], query: &str) -> Result<Url> {
    let mut url = Url::parse(parts.first().copied().unwrap_or_default()).map_err(Error::internal)?;
    if let Ok(mut path) = url.path_segments_mut() {
        path.extend(parts.iter().skip(1).flat_map(|part| part.split('/')));
    }
    url.set_query(Some(query).filter(|query| !query.is_empty()));
    Ok(url)
}

fn text(value: &Value, name: &str) -> Option<String> {
    let value = value.get(name)?;
    let text = value.as_str().or_else(|| value.get(0)?.as_str())?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(one)) => vec![one.clone()],
        _ => Vec::new(),
    }
}

/// A SHA-256 in small letters; anything else is none.
fn sha256(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim_start_matches("sha256:").to_ascii_lowercase();
    (text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(text)
}
