//! One entry of the registry: name, function, effect, routes, tags, schemas.

use super::read::read_input;
use crate::{Error, Result, Studio};
use futures::future::BoxFuture;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::{fmt, future::Future};

/// What a call does to the world; interfaces ask, hint or refuse by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Looks only.
    Read,
    /// Makes or changes something that can be undone or made again.
    Write,
    /// Takes something away for good.
    Destroy,
    /// Shows something to the public.
    Publish,
}

/// The class in which the REST interface counts a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RateClass {
    /// Everything else.
    General,
    /// Making pictures.
    Image,
    /// Making words.
    Text,
    /// The content library.
    Content,
    /// Characters.
    Characters,
}

/// An HTTP method of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads; the input is in the query.
    Get,
    /// The input is in the body.
    Post,
    /// The input is in the body.
    Put,
    /// The input is in the query or in the body.
    Delete,
}

impl Method {
    /// The method as HTTP spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// One REST route of an operation, below `/api/v1`.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with `{name}` for the fields that it carries.
    pub path: &'static str,
    /// Fields that this route fixes.
    pub constants: &'static [(&'static str, &'static str)],
}

type Check = Box<dyn Fn(Value) -> Result<()> + Send + Sync>;
type Run = Box<dyn for<'a> Fn(&'a Studio, Value) -> BoxFuture<'a, Result<Value>> + Send + Sync>;

/// An operation as the interfaces see it.
pub struct Operation {
    /// Its one name on every interface, `group.verb`.
    pub name: &'static str,
    /// What it does to the world.
    pub effect: Effect,
    /// Its routes, the canonical one first.
    pub routes: Vec<Route>,
    /// What it shows (`Read`) or changes (all others); `changed` events carry these.
    pub tags: &'static [&'static str],
    /// How the REST interface counts it.
    pub rate_class: RateClass,
    /// Its answer is a [`crate::File`].
    pub answers_file: bool,
    /// Its answer is a job whose events REST can stream.
    pub streams_job: bool,
    /// Its answer is words that REST can stream while they are written: its input has a `stream_id`.
    pub streams_text: bool,
    /// It also answers while the library is damaged.
    pub in_safe_mode: bool,
    /// The input's schema; the input's doc comment is the operation's description.
    pub input_schema: fn(&mut SchemaGenerator) -> Schema,
    /// The answer's schema.
    pub output_schema: fn(&mut SchemaGenerator) -> Schema,
    pub(super) run: Run,
    check: Check,
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation").field("name", &self.name).field("effect", &self.effect).finish_non_exhaustive()
    }
}

/// An `async fn(&Studio, I) -> Result<O>`. The future is named here so that the list can ask for it to
/// be `Send` while it borrows the studio.
pub(crate) trait Handler<'a, I, O>: Send + Sync {
    type Future: Future<Output = Result<O>> + Send + 'a;
    fn call(&self, studio: &'a Studio, input: I) -> Self::Future;
}

impl<'a, F, Fut, I, O> Handler<'a, I, O> for F
where
    F: Fn(&'a Studio, I) -> Fut + Send + Sync,
    Fut: Future<Output = Result<O>> + Send + 'a,
{
    type Future = Fut;
    fn call(&self, studio: &'a Studio, input: I) -> Fut {
        self(studio, input)
    }
}

/// Starts the line of an operation; [`Operation::route`] and the others complete it.
pub(crate) fn operation<I, O, H>(
    name: &'static str,
    handler: H,
    effect: Effect,
    tags: &'static [&'static str],
) -> Operation
where
    I: DeserializeOwned + JsonSchema + Send + 'static,
    O: Serialize + JsonSchema + Send + 'static,
    H: for<'a> Handler<'a, I, O> + 'static,
{
    let handler = std::sync::Arc::new(handler);
    Operation {
        name,
        effect,
        routes: Vec::new(),
        tags,
        rate_class: rate_class(name),
        answers_file: false,
        streams_job: false,
        streams_text: false,
        in_safe_mode: false,
        input_schema: |generator| generator.subschema_for::<I>(),
        output_schema: |generator| generator.subschema_for::<O>(),
        check: Box::new(|input| read_input::<I>(input).map(drop)),
        run: Box::new(move |studio, input| {
            let handler = handler.clone();
            Box::pin(async move {
                let input = read_input::<I>(input)?;
                let output = handler.call(studio, input).await?;
                serde_json::to_value(output).map_err(Error::internal)
            })
        }),
    }
}

impl Operation {
    /// Whether the input can be read, without doing anything.
    ///
    /// # Errors
    /// `validation_error` with the field's path.
    pub(crate) fn check(&self, input: Value) -> Result<()> {
        (self.check)(input)
    }

    /// Adds a REST route, `"GET /characters/{character_id}"`; the first is the canonical one.
    #[must_use]
    pub(crate) fn route(self, route: &'static str) -> Self {
        self.route_with(route, &[])
    }

    /// Adds a REST route that fixes fields.
    #[must_use]
    pub(crate) fn route_with(
        mut self,
        route: &'static str,
        constants: &'static [(&'static str, &'static str)],
    ) -> Self {
        let (method, path) = route.split_once(' ').unwrap_or(("", route));
        let method = match method {
            "POST" => Method::Post,
            "PUT" => Method::Put,
            "DELETE" => Method::Delete,
            _ => Method::Get,
        };
        self.routes.push(Route { method, path, constants });
        self
    }

    /// Counts it in another class than its name's.
    #[must_use]
    pub(crate) fn rate(mut self, class: RateClass) -> Self {
        self.rate_class = class;
        self
    }

    /// Its answer is a [`crate::File`].
    #[must_use]
    pub(crate) fn answers_file(mut self) -> Self {
        self.answers_file = true;
        self
    }

    /// Its answer is a job whose events can be streamed.
    #[must_use]
    pub(crate) fn streams_job(mut self) -> Self {
        self.streams_job = true;
        self
    }

    /// Its answer is words that can be streamed while they are written.
    #[must_use]
    pub(crate) fn streams_text(mut self) -> Self {
        self.streams_text = true;
        self
    }

    /// It also answers while the library is damaged.
    #[must_use]
    pub(crate) fn in_safe_mode(mut self) -> Self {
        self.in_safe_mode = true;
        self
    }
}

/// The class that an operation's group belongs to.
fn rate_class(name: &str) -> RateClass {
    match name.split('.').next().unwrap_or_default() {
        "characters" | "references" | "styles" => RateClass::Characters,
        "content" | "trash" => RateClass::Content,
        _ => RateClass::General,
    }
}
