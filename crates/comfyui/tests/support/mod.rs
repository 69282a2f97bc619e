//! A tiny programmable ComfyUI on a real socket: a test says what each route answers and what the sockets say.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{
        Query, State,
        ws::{Message, WebSocket, WebSocketUpgrade},
    },
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::any,
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, runtime::Runtime, sync::broadcast};
use troupe_comfyui::{Client, ClientOptions, Connection, ConnectionOptions, Graph, NodeId, OutputFile, PromptId};

/// One question that the stand-in was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: Method,
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Asked {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// `GET /queue`, for a `match`.
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

type Answer = Arc<dyn Fn(&Asked) -> Response + Send + Sync>;

#[derive(Clone)]
struct Shared {
    answer: Answer,
    asked: Arc<Mutex<Vec<Asked>>>,
    /// Client ids in the order of their connections.
    listeners: Arc<Mutex<Vec<String>>>,
    /// Text frames that clients sent.
    heard: Arc<Mutex<Vec<String>>>,
    pings: Arc<Mutex<usize>>,
    socket_headers: Arc<Mutex<Vec<HeaderMap>>>,
    say: broadcast::Sender<Message>,
}

pub struct Stand {
    pub socket: SocketAddr,
    shared: Shared,
    /// Of its own, so that stopping ends every open connection as a killed process would.
    runtime: Option<Runtime>,
}

impl Stand {
    pub async fn start(answer: impl Fn(&Asked) -> Response + Send + Sync + 'static) -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap(), answer).await
    }

    pub async fn start_at(socket: SocketAddr, answer: impl Fn(&Asked) -> Response + Send + Sync + 'static) -> Self {
        let listener = std::net::TcpListener::bind(socket).unwrap();
        listener.set_nonblocking(true).unwrap();
        let socket = listener.local_addr().unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let shared = Shared {
            answer: Arc::new(answer),
            asked: Arc::default(),
            listeners: Arc::default(),
            heard: Arc::default(),
            pings: Arc::default(),
            socket_headers: Arc::default(),
            say: broadcast::channel(4096).0,
        };
        let app = Router::new().route("/ws", any(open_socket)).fallback(any(answer_any)).with_state(shared.clone());
        runtime.spawn(async move { axum::serve(TcpListener::from_std(listener).unwrap(), app).await.unwrap() });
        Self { socket, shared, runtime: Some(runtime) }
    }

    pub fn client(&self) -> Client {
        Client::new(format!("http://{}/", self.socket).parse().unwrap(), ClientOptions::default()).unwrap()
    }

    pub fn connection(&self) -> Connection {
        Connection::open(self.client(), quick())
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().clone()
    }

    pub fn lines(&self) -> Vec<String> {
        self.asked().iter().map(Asked::line).collect()
    }

    pub fn count(&self, line: &str) -> usize {
        self.lines().iter().filter(|asked| *asked == line).count()
    }

    pub fn listeners(&self) -> Vec<String> {
        self.shared.listeners.lock().unwrap().clone()
    }

    pub fn heard(&self) -> Vec<String> {
        self.shared.heard.lock().unwrap().clone()
    }

    pub fn pings(&self) -> usize {
        *self.shared.pings.lock().unwrap()
    }

    pub fn socket_headers(&self) -> Vec<HeaderMap> {
        self.shared.socket_headers.lock().unwrap().clone()
    }

    /// Says a text frame to every socket.
    pub fn say(&self, kind: &str, data: Value) {
        let _ = self.shared.say.send(Message::text(json!({ "type": kind, "data": data }).to_string()));
    }

    pub fn say_bytes(&self, bytes: impl Into<Bytes>) {
        let _ = self.shared.say.send(Message::Binary(bytes.into()));
    }

    /// Closes every socket.
    pub fn hang_up(&self) {
        let _ = self.shared.say.send(Message::Close(None));
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        self.runtime.take().unwrap().shutdown_background();
    }
}

async fn answer_any(
    State(shared): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let query = uri.query().unwrap_or_default().to_owned();
    let asked = Asked { method, path: uri.path().to_owned(), query, headers, body };
    shared.asked.lock().unwrap().push(asked.clone());
    (shared.answer)(&asked)
}

#[derive(serde::Deserialize)]
struct Listener {
    #[serde(rename = "clientId")]
    client_id: String,
}

async fn open_socket(
    State(shared): State<Shared>,
    Query(listener): Query<Listener>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    shared.socket_headers.lock().unwrap().push(headers);
    upgrade.on_upgrade(move |socket| talk(shared, listener.client_id, socket))
}

async fn talk(shared: Shared, client_id: String, mut socket: WebSocket) {
    let mut say = shared.say.subscribe();
    let hello = json!({"type": "status", "data": {"status": {"exec_info": {"queue_remaining": 0}}, "sid": client_id}});
    if socket.send(Message::text(hello.to_string())).await.is_err() {
        return;
    }
    shared.listeners.lock().unwrap().push(client_id);
    loop {
        tokio::select! {
            said = say.recv() => match said {
                Ok(message) => if socket.send(message).await.is_err() { return },
                Err(_) => return,
            },
            heard = socket.recv() => match heard {
                Some(Ok(Message::Text(text))) => shared.heard.lock().unwrap().push(text.to_string()),
                Some(Ok(Message::Ping(_))) => *shared.pings.lock().unwrap() += 1,
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return,
            },
        }
    }
}

pub fn quick() -> ConnectionOptions {
    ConnectionOptions {
        first_wait: Duration::from_millis(5),
        longest_wait: Duration::from_millis(50),
        ..ConnectionOptions::default()
    }
}

pub fn ok(value: Value) -> Response {
    axum::Json(value).into_response()
}

pub fn status(code: u16, value: Value) -> Response {
    (StatusCode::from_u16(code).unwrap(), axum::Json(value)).into_response()
}

/// What a server says of a route that it does not have.
pub fn no_route() -> Response {
    (StatusCode::NOT_FOUND, "404: Not Found").into_response()
}

pub fn empty(code: u16) -> Response {
    StatusCode::from_u16(code).unwrap().into_response()
}

/// An answer that breaks off after its head.
pub fn broken() -> Response {
    let pieces = [Ok(Bytes::from_static(b"{")), Err(std::io::Error::other("cut"))];
    Body::from_stream(futures::stream::iter(pieces)).into_response()
}

pub fn unknown_job() -> Response {
    status(404, json!({"error": "Job not found"}))
}

pub fn job(id: PromptId, state: &str, outputs: Value) -> Response {
    ok(json!({"id": id, "status": state, "outputs": outputs}))
}

pub fn pictures(node: &str, names: &[&str]) -> Value {
    let files: Vec<_> =
        names.iter().map(|name| json!({"filename": name, "subfolder": "troupe", "type": "output"})).collect();
    json!({ node: { "images": files } })
}

pub fn picture(name: &str) -> OutputFile {
    serde_json::from_value(json!({"filename": name, "subfolder": "troupe", "type": "output"})).unwrap()
}

pub fn graph() -> Graph {
    Graph::from_json(
        r#"{"3":{"class_type":"KSampler","inputs":{"steps":4}},"9":{"class_type":"SaveImage","inputs":{"images":["3",0],"filename_prefix":"x"}}}"#,
    )
    .unwrap()
}

pub fn node(id: &str) -> NodeId {
    id.into()
}

/// Waits until `condition` holds.
pub async fn until(what: &str, condition: impl Fn() -> bool) {
    let waiting = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), waiting).await.unwrap_or_else(|_| panic!("waited in vain: {what}"));
}
