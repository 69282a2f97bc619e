//! A call as a handler sees it: one reader for query, form, multipart and JSON, so that a platform's file stays short.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, Method, header};
use bytes::Bytes;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::form_urlencoded;

use super::answer::Answer;
use super::faults::{FaultKind, PlatformFault};

/// Larger bodies than this are refused: more than the largest upload that a platform takes in one call.
const MAX_BODY_BYTES: usize = 1 << 30;

/// A file of a multipart body.
#[derive(Debug, Clone)]
pub(crate) struct FilePart {
    /// The field's name.
    pub(crate) name: String,
    /// What the client says it is.
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Bytes,
}

/// One call.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// The slug of its route.
    pub(crate) slug: &'static str,
    pub(crate) method: Method,
    /// The host of the real world.
    pub(crate) host: String,
    /// The path of the real world, not decoded.
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    /// The body as it came.
    pub(crate) body: Bytes,
    /// The body as JSON; `null` when it is none.
    pub(crate) json: Value,
    /// The files of a multipart body.
    pub(crate) files: Vec<FilePart>,
    /// What was armed for this call, where the handler itself has to let it come true.
    pub(crate) fault: Option<PlatformFault>,
    params: BTreeMap<&'static str, String>,
    query: Vec<(String, String)>,
    fields: Vec<(String, String)>,
}

impl Call {
    /// Reads a request whole. `host` and `path` are those of the real world.
    ///
    /// # Errors
    /// 400 when the body is not what its type says, 413 when it is too large.
    pub(crate) async fn read(
        slug: &'static str,
        host: &str,
        path: &str,
        params: BTreeMap<&'static str, String>,
        request: Request,
    ) -> Result<Self, Answer> {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, MAX_BODY_BYTES)
            .await
            .map_err(|_| Answer::text(413, "Request Entity Too Large"))?;
        let mut call = Self {
            slug,
            method: parts.method.clone(),
            host: host.to_owned(),
            path: path.to_owned(),
            headers: parts.headers.clone(),
            body: body.clone(),
            json: Value::Null,
            files: Vec::new(),
            fault: None,
            params,
            query: pairs(parts.uri.query().unwrap_or_default().as_bytes()),
            fields: Vec::new(),
        };
        match call.content_type().as_deref() {
            Some("multipart/form-data") => call.read_multipart(Request::from_parts(parts, body.into())).await?,
            Some("application/x-www-form-urlencoded") => call.fields = pairs(&body),
            // Many clients name no type, or a wrong one, for JSON.
            _ if matches!(body.first(), Some(b'{' | b'[')) => {
                call.json = serde_json::from_slice(&body).unwrap_or_default();
            }
            _ => {}
        }
        Ok(call)
    }

    async fn read_multipart(&mut self, request: Request) -> Result<(), Answer> {
        let wrong = |_| Answer::text(400, "The multipart body could not be read.");
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| wrong(()))?;
        while let Some(part) = parts.next_field().await.map_err(|_| wrong(()))? {
            let name = part.name().unwrap_or_default().to_owned();
            let is_file = part.file_name().is_some();
            let content_type = part.content_type().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| wrong(()))?;
            if is_file {
                self.files.push(FilePart { name, content_type, bytes });
            } else {
                self.fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
        Ok(())
    }

    /// The type of the body in small letters, without its parameters.
    pub(crate) fn content_type(&self) -> Option<String> {
        let whole = self.header(header::CONTENT_TYPE.as_str())?;
        Some(whole.split(';').next().unwrap_or(whole).trim().to_ascii_lowercase())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The token of `Authorization: Bearer …`.
    pub(crate) fn bearer(&self) -> Option<&str> {
        let (scheme, token) = self.header("authorization")?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }

    /// A part of the path by its name in the route, decoded; empty when the route has none of that name.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// A value of the query alone.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The query as it came, decoded, in its order.
    pub(crate) fn query_pairs(&self) -> &[(String, String)] {
        &self.query
    }

    /// What a signature of OAuth 1.0a covers beside its own parts: the query, and the body of a web form.
    pub(crate) fn signed_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_form = self.content_type().as_deref() == Some("application/x-www-form-urlencoded");
        let fields = if is_form { self.fields.as_slice() } else { &[] };
        self.query.iter().chain(fields).map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A value by its name, from the body (JSON, form or multipart) or else the query. A number or truth value of JSON
    /// is given as text, an object or list as JSON.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let json = match self.json.get(name) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.clone()),
            Some(other) => Some(other.to_string()),
        };
        let field = || self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        json.or_else(field).or_else(|| self.query(name).map(str::to_owned))
    }

    /// All values of a list: a JSON list or one text, or a name given several times, with or without `[]`.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        match self.json.get(name) {
            Some(Value::Array(list)) => {
                return list.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)).collect();
            }
            Some(Value::String(one)) => return vec![one.clone()],
            _ => {}
        }
        let meant = |key: &str| key.strip_suffix("[]").unwrap_or(key) == name;
        let given = self.fields.iter().chain(&self.query).filter(|(key, _)| meant(key));
        given.map(|(_, value)| value.clone()).collect()
    }

    /// A truth value in any of its spellings.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        match self.text(name)?.to_ascii_lowercase().as_str() {
            "true" | "1" | "on" | "yes" => Some(true),
            "false" | "0" | "off" | "no" | "" => Some(false),
            _ => None,
        }
    }

    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.text(name)?.trim().parse().ok()
    }

    /// A field that is JSON in itself, as `media` of an album.
    pub(crate) fn parsed(&self, name: &str) -> Option<Value> {
        match self.json.get(name) {
            Some(value) if !value.is_string() => Some(value.clone()),
            _ => serde_json::from_str(&self.text(name)?).ok(),
        }
    }

    pub(crate) fn file(&self, name: &str) -> Option<&FilePart> {
        self.files.iter().find(|file| file.name == name)
    }

    /// Whether this fault was armed for this call, for the handler to let it come true.
    pub(crate) fn strikes(&self, kind: FaultKind) -> bool {
        self.fault.as_ref().is_some_and(|fault| fault.fault == kind)
    }
}

fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).into_owned().collect()
}

/// A part of a path as text.
pub(crate) fn decoded(part: &str) -> String {
    percent_decode_str(part).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use axum::body::Body;
    use serde_json::json;

    use super::*;

    async fn read(query: &str, content_type: &str, body: &str) -> Call {
        let request = Request::post(format!("http://a/b?{query}"))
            .header("content-type", content_type)
            .header("authorization", "bearer abc")
            .body(Body::from(body.to_owned()))
            .unwrap();
        Call::read("slug", "a", "/b", BTreeMap::new(), request).await.unwrap()
    }

    #[tokio::test]
    async fn every_form_of_body_is_read_in_the_same_way() {
        let multipart = "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhi there\r\n\
            --x\r\nContent-Disposition: form-data; name=\"ids[]\"\r\n\r\n1\r\n\
            --x\r\nContent-Disposition: form-data; name=\"ids[]\"\r\n\r\n2\r\n\
            --x\r\nContent-Disposition: form-data; name=\"flag\"\r\n\r\ntrue\r\n\
            --x\r\nContent-Disposition: form-data; name=\"media\"\r\n\r\n[{\"type\":\"photo\"}]\r\n\
            --x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n--x--\r\n";
        let bodies = [
            ("application/json", r#"{"text":"hi there","ids":["1",2],"flag":true,"media":[{"type":"photo"}]}"#),
            (
                "application/x-www-form-urlencoded",
                "text=hi+there&ids[]=1&ids%5B%5D=2&flag=1&media=[{\"type\":\"photo\"}]",
            ),
            ("multipart/form-data; boundary=x", multipart),
        ];
        for (content_type, body) in bodies {
            let call = read("text=other&only=query", content_type, body).await;
            assert_eq!(call.text("text").unwrap(), "hi there", "{content_type}");
            assert_eq!(call.texts("ids"), ["1", "2"], "{content_type}");
            assert_eq!(call.flag("flag"), Some(true), "{content_type}");
            assert_eq!(call.parsed("media").unwrap(), json!([{"type": "photo"}]), "{content_type}");
            assert_eq!((call.text("only").unwrap().as_str(), call.bearer()), ("query", Some("abc")));
            assert_eq!(call.text("absent"), None);
        }
        let call = read("", "multipart/form-data; boundary=x", multipart).await;
        assert_eq!(call.file("photo").unwrap().bytes, "JPEG");
    }
}
