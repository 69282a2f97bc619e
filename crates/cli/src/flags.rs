//! Flags of an operation from its input's fields, and the input from the flags that were given.

use crate::failure::Failure;
use clap::{Arg, ArgAction, ArgMatches, parser::ValueSource};
use serde_json::{Map, Value, json};
use std::path::Path;
use troupe_server::schema::{Field, Kind, Schemas};
use troupe_studio::Operation;

/// Fields that the command line answers for itself.
const OWN: &[&str] = &["wait", "idempotency_key"];

/// The arguments of an operation: the path's fields by place, and every field by flag.
pub(crate) fn args(operation: &Operation, schemas: &Schemas) -> Vec<Arg> {
    let fields = schemas.fields(operation.name);
    let mut args: Vec<Arg> = placed(operation)
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            let words = fields.iter().find(|field| field.name == name).map(|field| field.description.clone());
            Arg::new(format!("at:{name}")).index(at + 1).value_name(name.to_uppercase()).help(words.unwrap_or_default())
        })
        .collect();
    let mut has_nullable = false;
    for (path, field) in leaves(&fields, "") {
        has_nullable |= field.is_nullable && !field.is_required;
        args.push(arg(path, field));
    }
    if has_nullable {
        args.push(
            Arg::new("clear")
                .long("clear")
                .value_name("FIELD")
                .action(ArgAction::Append)
                .value_delimiter(',')
                .help("Empty these fields"),
        );
    }
    args
}

/// The fields that the canonical route carries in its path.
fn placed(operation: &Operation) -> Vec<&'static str> {
    let path = operation.routes.first().map_or("", |route| route.path);
    path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')).collect()
}

/// Every field that gets a flag, with its dotted path. An object gets one a field, and one for itself.
fn leaves<'a>(fields: &'a [Field], prefix: &str) -> Vec<(String, &'a Field)> {
    let mut found = Vec::new();
    for field in fields.iter().filter(|field| !prefix.is_empty() || !OWN.contains(&field.name.as_str())) {
        let path = format!("{prefix}{}", field.name);
        if let Kind::Object(inner) = &field.kind
            && !is_file(&field.kind)
        {
            found.extend(leaves(inner, &format!("{path}.")));
        }
        found.push((path, field));
    }
    found
}

/// Whether this is a file that comes in: a path, an upload or an address.
fn is_file(kind: &Kind) -> bool {
    matches!(kind, Kind::Object(fields) if ["path", "upload_id", "url"].iter().all(|name| fields.iter().any(|field| field.name == *name)))
}

/// Whether the field must not stand in a command that others can see.
fn is_secret(field: &Field) -> bool {
    field.schema.get("writeOnly") == Some(&Value::Bool(true))
}

fn arg(path: String, field: &Field) -> Arg {
    let mut words = field.description.replace('\n', " ");
    let (value_name, is_list) = match &field.kind {
        Kind::List(items) => (value_name(items), true),
        kind => (value_name(kind), false),
    };
    match &field.kind {
        Kind::Choice(choices) => words.push_str(&format!(" [{}]", choices.join(", "))),
        Kind::List(items) if !is_file(items) => words.push_str(" [several: with commas, repeated, or as JSON]"),
        Kind::List(_) => words.push_str(" [several: repeated]"),
        Kind::Object(_) if !is_file(&field.kind) => words.push_str(" [as JSON, or by its own flags]"),
        _ => {}
    }
    let long = path.replace('_', "-");
    let mut arg = Arg::new(path.clone()).long(long.clone()).value_name(value_name).help(words);
    if matches!(field.kind, Kind::Integer | Kind::Number | Kind::Other) {
        arg = arg.allow_negative_numbers(true);
    }
    if long != path {
        arg = arg.alias(path.clone());
    }
    let within = path.rsplit_once('.').map(|(outer, _)| format!("{outer}.")).unwrap_or_default();
    for alias in &field.aliases {
        let dashed = alias.replace('_', "-");
        if dashed != *alias {
            arg = arg.alias(format!("{within}{dashed}"));
        }
        arg = arg.visible_alias(format!("{within}{alias}"));
    }
    if is_list {
        arg = arg.action(ArgAction::Append);
    }
    if is_secret(field) {
        return arg
            .value_name("-")
            .num_args(0..=1)
            .default_missing_value("-")
            .help(format!("{} [read from standard input]", field.description));
    }
    if field.kind == Kind::Boolean {
        arg = arg.num_args(0..=1).default_missing_value("true");
    }
    arg
}

fn value_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text => "TEXT",
        Kind::Choice(_) => "WORD",
        Kind::Integer => "N",
        Kind::Number => "NUMBER",
        Kind::Boolean => "true|false",
        Kind::List(_) => "LIST",
        kind if is_file(kind) => "FILE|URL",
        Kind::Object(_) | Kind::Other => "JSON",
    }
}

/// What stands in the place of the outside world, so that reading flags can be tried.
pub(crate) trait Surroundings {
    /// The text of `--input`.
    fn input(&mut self, file: &str) -> Result<String, Failure>;
    /// A secret from standard input, asked for by its field's name.
    fn secret(&mut self, field: &str) -> Result<String, Failure>;
}

/// The input that the flags say.
pub(crate) fn input(
    operation: &Operation,
    schemas: &Schemas,
    matches: &ArgMatches,
    surroundings: &mut impl Surroundings,
) -> Result<Value, Failure> {
    let fields = schemas.fields(operation.name);
    let mut input = match matches.get_one::<String>("input") {
        Some(file) => from_json(file, &surroundings.input(file)?)?,
        None => Map::new(),
    };
    for name in placed(operation) {
        if let Some(text) = matches.get_one::<String>(&format!("at:{name}")) {
            let kind = fields.iter().find(|field| field.name == name).map_or(&Kind::Text, |field| &field.kind);
            set(&mut input, name, read(name, kind, std::slice::from_ref(text))?);
        }
    }
    // Objects as a whole first, so that the flags of their fields refine them.
    let mut given = leaves(&fields, "");
    given.sort_by_key(|(path, _)| path.matches('.').count());
    for (path, field) in given {
        if matches.value_source(&path) != Some(ValueSource::CommandLine) {
            continue;
        }
        let texts: Vec<String> = matches.get_many::<String>(&path).into_iter().flatten().cloned().collect();
        let value = if is_secret(field) {
            if texts.iter().any(|text| text != "-") {
                return Err(Failure::words(format!(
                    "{path}: a secret is read from standard input, never from a flag that others can see."
                )));
            }
            Value::String(surroundings.secret(&field.name)?)
        } else {
            read(&path, &field.kind, &texts)?
        };
        set(&mut input, &path, value);
    }
    // A secret that is needed is asked for without its flag.
    for field in fields.iter().filter(|field| field.is_required && is_secret(field)) {
        if !input.contains_key(&field.name) {
            input.insert(field.name.clone(), Value::String(surroundings.secret(&field.name)?));
        }
    }
    if let Ok(Some(cleared)) = matches.try_get_many::<String>("clear") {
        for name in cleared {
            set(&mut input, &name.replace('-', "_"), Value::Null);
        }
    }
    if let Ok(Some(key)) = matches.try_get_one::<String>("idempotency_key") {
        input.insert("idempotency_key".to_owned(), json!(key));
    }
    let mut input = Value::Object(input);
    make_paths_absolute(&mut input, &fields);
    Ok(input)
}

fn from_json(file: &str, text: &str) -> Result<Map<String, Value>, Failure> {
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Failure::words(format!("--input {file}: must be a JSON object, {{ \"field\": value }}."))),
        Err(error) => Err(Failure::words(format!("--input {file}: is no JSON: {error}."))),
    }
}

fn read(path: &str, kind: &Kind, texts: &[String]) -> Result<Value, Failure> {
    let fault = |words: String| Failure::words(format!("--{}: {words}", path.replace('_', "-")));
    match kind {
        kind if is_file(kind) => texts.first().map_or(Ok(Value::Null), |text| Ok(file(text))),
        Kind::List(items) if is_file(items) => Ok(Value::Array(texts.iter().map(|text| file(text)).collect())),
        kind => kind.read_all(texts).map_err(fault),
    }
}

/// `https://…` is an address, `upload:…` an upload, `{…}` JSON, and everything else a path.
fn file(text: &str) -> Value {
    if text.starts_with("https://") || text.starts_with("http://") {
        return json!({ "url": text });
    }
    if let Some(id) = text.strip_prefix("upload:") {
        return json!({ "upload_id": id });
    }
    match serde_json::from_str(text) {
        Ok(value @ Value::Object(_)) => value,
        _ => json!({ "path": text }),
    }
}

/// Sets a field by its dotted path.
fn set(input: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            input.insert(path.to_owned(), value);
        }
        Some((outer, rest)) => {
            let inner = input.entry(outer.to_owned()).or_insert_with(|| json!({}));
            if !inner.is_object() {
                *inner = json!({});
            }
            if let Value::Object(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}

/// The owner of the library may stand in another folder: paths go on as absolute ones.
fn make_paths_absolute(value: &mut Value, fields: &[Field]) {
    let Value::Object(values) = value else { return };
    for field in fields {
        match (&field.kind, values.get_mut(&field.name)) {
            (Kind::Text, Some(Value::String(path))) if field.name == "path" && !path.is_empty() => {
                if let Ok(absolute) = std::path::absolute(Path::new(path)) {
                    *path = absolute.to_string_lossy().into_owned();
                }
            }
            (Kind::Object(inner), Some(value)) => make_paths_absolute(value, inner),
            (Kind::List(items), Some(Value::Array(values))) => {
                if let Kind::Object(inner) = &**items {
                    values.iter_mut().for_each(|value| make_paths_absolute(value, inner));
                }
            }
            _ => {}
        }
    }
}
