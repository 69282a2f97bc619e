//! The WebSocket half: one connection a server, always drained, renewed when it breaks.

use std::{sync::Arc, time::Duration};

use futures::{SinkExt, StreamExt};
use serde_json::json;
use tokio::{
    net::TcpStream,
    sync::{broadcast, watch},
    task::JoinHandle,
    time::{Instant, MissedTickBehavior, interval, sleep, timeout},
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{Message, protocol::WebSocketConfig},
};
use url::Url;
use uuid::Uuid;

use crate::{Accepted, Client, ClientId, Error, Frame, Graph, PromptId, PromptRequest, Result, Watch};

/// How many events a slow reader may lag behind before it misses some.
const KEPT_EVENTS: usize = 1024;
/// The largest frame taken: a large picture of a node that sends its pictures this way.
const FRAME_LIMIT_BYTES: usize = 256 * 1024 * 1024;
/// A connection that lasted this long was a good one: the next wait is short again.
const GOOD_AFTER: Duration = Duration::from_secs(5);

/// The times of a connection.
#[derive(Debug, Clone)]
pub struct ConnectionOptions {
    /// How often we ask whether the server is still there. It never asks us.
    pub ping_every: Duration,
    /// How long a connection may take to come about, with the server's first word.
    pub connect_time: Duration,
    /// The first wait after a break; it doubles with every failure.
    pub first_wait: Duration,
    /// The longest wait between two tries.
    pub longest_wait: Duration,
}

impl Default for ConnectionOptions {
    /// A ping every 20 s, 10 s to connect, waits from 0.25 s to 15 s.
    fn default() -> Self {
        Self {
            ping_every: Duration::from_secs(20),
            connect_time: Duration::from_secs(10),
            first_wait: Duration::from_millis(250),
            longest_wait: Duration::from_secs(15),
        }
    }
}

/// What a connection tells.
#[derive(Debug, Clone)]
pub enum Event {
    /// The server is there. Prompts sent with this id are heard of here.
    Up(ClientId),
    /// The connection broke; prompts sent with its id are not heard of any more, and are followed by asking.
    Down,
    /// The server said something.
    Frame(Arc<Frame>),
}

/// Whether the server is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// No try has ended yet.
    Connecting,
    /// It is there; frames go to this id.
    Up(ClientId),
    /// It is not; tries go on.
    Down {
        /// What the last try said, for a person.
        why: String,
    },
}

/// One connection to a server, kept up by a task of its own until this is dropped. Every connection has a new client id:
/// a server that notices late that an old one is gone would otherwise silence the new one.
#[derive(Debug)]
pub struct Connection {
    client: Client,
    connect_time: Duration,
    events: broadcast::Sender<Event>,
    link: watch::Receiver<Link>,
    task: JoinHandle<()>,
}

impl Connection {
    /// Begins to connect, and keeps at it.
    pub fn open(client: Client, options: ConnectionOptions) -> Self {
        let (events, _) = broadcast::channel(KEPT_EVENTS);
        let (link_sender, link) = watch::channel(Link::Connecting);
        let connect_time = options.connect_time;
        let keeper = Keeper { client: client.clone(), options, events: events.clone(), link: link_sender };
        Self { client, connect_time, events, link, task: tokio::spawn(keeper.run()) }
    }

    /// The client of the same server.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Whether the server is there, and news of it.
    pub fn link(&self) -> watch::Receiver<Link> {
        self.link.clone()
    }

    /// Everything that the server says from now on. Who reads slowly misses some and holds up nobody.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// The client id of the connection as it is now, waiting up to `limit` for one; `None` when there is none by then.
    pub async fn client_id(&self, limit: Duration) -> Option<ClientId> {
        let mut link = self.link.clone();
        let up = timeout(limit, link.wait_for(|link| matches!(link, Link::Up(_)))).await.ok()?.ok()?;
        match &*up {
            Link::Up(client_id) => Some(client_id.clone()),
            _ => None,
        }
    }

    /// Follows a prompt that was sent before, as after a restart of ours.
    pub fn watch(&self, prompt_id: PromptId, graph: &Graph) -> Watch {
        Watch::new(self.client.clone(), prompt_id, graph, self.subscribe())
    }

    /// Sends a prompt and follows it. The connection is waited for first, so that no frame is missed; without one the
    /// prompt is sent all the same and followed by asking. If the answer gets lost, the server is asked whether it has
    /// the prompt; an error then means that it surely has not, or could not be asked.
    pub async fn submit(&self, prompt: &PromptRequest) -> Result<(Accepted, Watch)> {
        let listener = self.client_id(self.connect_time).await;
        let watch = self.watch(prompt.prompt_id, &prompt.graph);
        match self.client.prompt(prompt, listener.as_ref()).await {
            Ok(accepted) => Ok((accepted, watch)),
            Err(Error::Net(error)) if error.is_transient() && !error.is_before_sending() => {
                tracing::warn!(%error, prompt = %prompt.prompt_id, "the answer to a prompt was lost; asking whether it arrived");
                match self.client.job(prompt.prompt_id).await? {
                    Some(_) => Ok((Accepted { prompt_id: prompt.prompt_id, number: None, dropped: Vec::new() }, watch)),
                    None => Err(error.into()),
                }
            }
            Err(error) => Err(error),
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.task.abort();
    }
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// The task that keeps the connection up.
struct Keeper {
    client: Client,
    options: ConnectionOptions,
    events: broadcast::Sender<Event>,
    link: watch::Sender<Link>,
}

impl Keeper {
    async fn run(self) {
        let mut failures = 0_u32;
        loop {
            let began = Instant::now();
            let why = match timeout(self.options.connect_time, self.connect()).await {
                Ok(Ok((socket, client_id))) => {
                    self.client.forget_what_it_has();
                    self.link.send_replace(Link::Up(client_id.clone()));
                    self.tell(Event::Up(client_id));
                    let why = self.drain(socket).await;
                    self.tell(Event::Down);
                    why
                }
                Ok(Err(why)) => why,
                Err(_) => "it did not answer in time".to_owned(),
            };
            tracing::debug!(address = %self.client.address().authority(), %why, "no connection to ComfyUI");
            self.link.send_replace(Link::Down { why });
            failures = if began.elapsed() > GOOD_AFTER { 0 } else { failures.saturating_add(1) };
            sleep(self.wait(failures)).await;
        }
    }

    /// How long to wait after so many failures in a row. A random part keeps several programs from asking in step.
    fn wait(&self, failures: u32) -> Duration {
        let whole = self
            .options
            .first_wait
            .saturating_mul(1 << failures.saturating_sub(1).min(16))
            .min(self.options.longest_wait);
        let random = f64::from(Uuid::new_v4().as_fields().0) / f64::from(u32::MAX);
        whole.mul_f64(0.5 + random / 2.0)
    }

    /// Opens a socket, says what we can read, and waits for the server's first word. No `Origin` is sent: only web pages
    /// do, and the server refuses foreign ones.
    async fn connect(&self) -> Result<(Socket, ClientId), String> {
        troupe_net::install_crypto();
        let wanted = ClientId::random();
        let address = socket_address(&self.client, &wanted);
        let config = WebSocketConfig::default()
            .max_message_size(Some(FRAME_LIMIT_BYTES))
            .max_frame_size(Some(FRAME_LIMIT_BYTES));
        let (mut socket, _) =
            connect_async_with_config(address.as_str(), Some(config), true).await.map_err(|error| error.to_string())?;
        // This must be our first frame, or previews come without the prompt that they belong to.
        let hello = json!({ "type": "feature_flags", "data": { "supports_preview_metadata": true } });
        socket.send(Message::text(hello.to_string())).await.map_err(|error| error.to_string())?;
        while let Some(message) = socket.next().await {
            let message = message.map_err(|error| error.to_string())?;
            if let Message::Text(text) = &message
                && let Some(Frame::Status { sid, .. }) = Frame::read_text(text)
            {
                return Ok((socket, sid.map_or(wanted, ClientId::from)));
            }
        }
        Err("it closed the connection at once".to_owned())
    }

    /// Reads until the connection breaks, and says why it did.
    async fn drain(&self, mut socket: Socket) -> String {
        let mut pings = interval(self.options.ping_every);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard_at = Instant::now();
        let mut current: Option<PromptId> = None;
        loop {
            tokio::select! {
                message = socket.next() => {
                    heard_at = Instant::now();
                    let frame = match message {
                        None => return "it closed the connection".to_owned(),
                        Some(Err(error)) => return error.to_string(),
                        Some(Ok(Message::Text(text))) => Frame::read_text(&text),
                        Some(Ok(Message::Binary(bytes))) => Frame::read_binary(bytes),
                        Some(Ok(_)) => None,
                    };
                    if let Some(frame) = frame {
                        let frame = frame.about(current);
                        current = match &frame {
                            Frame::Executing { node: None, .. } => None,
                            frame => frame.prompt_id().or(current),
                        };
                        self.tell(Event::Frame(Arc::new(frame)));
                    }
                }
                _ = pings.tick() => {
                    // Two pings without any word: the other end is gone, though nothing has closed.
                    if heard_at.elapsed() > self.options.ping_every.saturating_mul(2) {
                        return "it fell silent".to_owned();
                    }
                    match timeout(self.options.connect_time, socket.send(Message::Ping(Default::default()))).await {
                        Ok(Ok(())) => {}
                        Ok(Err(error)) => return error.to_string(),
                        Err(_) => return "it takes nothing any more".to_owned(),
                    }
                }
            }
        }
    }

    fn tell(&self, event: Event) {
        // Nobody may be listening, and that is fine.
        let _ = self.events.send(event);
    }
}

fn socket_address(client: &Client, client_id: &ClientId) -> Url {
    let mut url = client.url(&["ws"]);
    let scheme = if url.scheme() == "https" { "wss" } else { "ws" };
    // Both schemes belong to the web, so the change is always allowed.
    let _ = url.set_scheme(scheme);
    url.query_pairs_mut().append_pair("clientId", client_id.as_str());
    url
}
