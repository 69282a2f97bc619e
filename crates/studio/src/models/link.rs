//! What a creator pastes: a page or a file of Hugging Face or Civitai, or any address of a file.

use crate::{Error, Result};
use url::Url;

/// A link that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Link {
    /// A file of a repository, or the repository when no file is named.
    HuggingFace {
        /// Owner and name.
        repository: String,
        /// Branch, tag or commit.
        revision: String,
        /// The file's path within it.
        path: Option<String>,
    },
    /// A version of a model, the newest when none is named.
    Civitai {
        /// The model's number.
        model: Option<u64>,
        /// The version's number.
        version: Option<u64>,
    },
    /// A file anywhere.
    File(Url),
}

/// Reads a pasted link. Keys in it are taken out.
pub(crate) fn parse(text: &str) -> Result<Link> {
    let wrong = |message: &str| Error::field("link", message);
    let text = text.trim();
    let mut url = Url::parse(text)
        .or_else(|error| match text.contains("://") {
            false if text.contains('.') => Url::parse(&format!("https://{text}")),
            _ => Err(error),
        })
        .map_err(|_| wrong("is no web address: paste the address of the model's page or of its file"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("must be an address that begins with https://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("carries a name and a password: keys belong in Settings, not in addresses"));
    }
    url.set_fragment(None);
    let host = url.host_str().unwrap_or_default().trim_start_matches("www.").to_owned();
    match host.as_str() {
        "huggingface.co" | "hf.co" => hugging_face(&url)
            .ok_or_else(|| wrong("is no page of a model on Hugging Face: paste the address of the model or of a file")),
        "civitai.com" | "civitai.green" | "civitai.red" => {
            civitai(&url).ok_or_else(|| wrong("is no page of a model on Civitai: paste the address of the model"))
        }
        _ => {
            let kept: Vec<(String, String)> =
                url.query_pairs().filter(|(name, _)| !is_key(name)).map(|(a, b)| (a.into(), b.into())).collect();
            url.set_query(None);
            if !kept.is_empty() {
                url.query_pairs_mut().extend_pairs(kept);
            }
            Ok(Link::File(url))
        }
    }
}

/// Names under which addresses carry keys.
fn is_key(name: &str) -> bool {
    ["token", "api_key", "apikey", "key", "access_token", "auth"].contains(&name.to_ascii_lowercase().as_str())
}

fn hugging_face(url: &Url) -> Option<Link> {
    let parts: Vec<String> = url
        .path_segments()?
        .filter(|part| !part.is_empty())
        .map(|part| percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned())
        .collect();
    let [owner, name, rest @ ..] = parts.as_slice() else { return None };
    if ["datasets", "spaces", "docs", "api"].contains(&owner.as_str()) || parts.iter().any(|part| part == "..") {
        return None;
    }
    let (revision, path) = match rest {
        [kind, revision, path @ ..] if ["blob", "resolve", "raw", "tree"].contains(&kind.as_str()) => {
            (revision.clone(), (!path.is_empty() && kind != "tree").then(|| path.join("/")))
        }
        _ => ("main".to_owned(), None),
    };
    Some(Link::HuggingFace { repository: format!("{owner}/{name}"), revision, path })
}

fn civitai(url: &Url) -> Option<Link> {
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let asked = url.query_pairs().find(|(name, _)| name == "modelVersionId").and_then(|(_, id)| id.parse().ok());
    match parts.as_slice() {
        ["api", "download", "models", version, ..] => {
            Some(Link::Civitai { model: None, version: version.parse().ok() })
        }
        ["models", model, ..] => Some(Link::Civitai { model: Some(model.parse().ok()?), version: asked }),
        ["model-versions", version, ..] => Some(Link::Civitai { model: None, version: Some(version.parse().ok()?) }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn hugging_face(repository: &str, revision: &str, path: Option<&str>) -> Link {
        Link::HuggingFace { repository: repository.into(), revision: revision.into(), path: path.map(str::to_owned) }
    }

    #[test]
    fn what_is_pasted_is_understood() {
        for (text, expected) in [
            ("https://huggingface.co/a/b", hugging_face("a/b", "main", None)),
            ("huggingface.co/a/b/tree/main", hugging_face("a/b", "main", None)),
            (
                "https://hf.co/a/b/blob/v2/x/y.safetensors?download=true",
                hugging_face("a/b", "v2", Some("x/y.safetensors")),
            ),
            (
                "https://huggingface.co/a/b/resolve/main/y%20z.safetensors",
                hugging_face("a/b", "main", Some("y z.safetensors")),
            ),
            ("https://civitai.com/models/12/some-name", Link::Civitai { model: Some(12), version: None }),
            ("https://civitai.com/models/12?modelVersionId=34", Link::Civitai { model: Some(12), version: Some(34) }),
            ("https://civitai.com/api/download/models/34?token=x", Link::Civitai { model: None, version: Some(34) }),
            (
                "https://example.com/m.safetensors?v=1&token=abc#x",
                Link::File("https://example.com/m.safetensors?v=1".parse().unwrap()),
            ),
            (
                "https://example.com/m.safetensors?token=abc",
                Link::File("https://example.com/m.safetensors".parse().unwrap()),
            ),
        ] {
            assert_eq!(parse(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_model_is_refused_in_words() {
        for (text, words) in [
            ("", "no web address"),
            ("a model", "no web address"),
            ("ftp://example.com/a", "https"),
            ("https://me:pw@example.com/a", "password"),
            ("https://huggingface.co/datasets/a/b", "Hugging Face"),
            ("https://huggingface.co/a", "Hugging Face"),
            ("https://civitai.com/user/somebody", "Civitai"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.message.contains(words), "{text}: {error}");
        }
    }
}
