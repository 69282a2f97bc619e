//! The open WebSockets by client id, and the one task that sends to them.
//!
//! Two faults of the real server are kept, because a client must live with them: one task sends to all, so that a
//! client that does not read stalls everyone; and when one of two sockets with the same client id closes, the other
//! is forgotten too.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::extract::ws::{Message, WebSocket};
use futures::SinkExt;
use futures::stream::SplitSink;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::lock;

/// Who gets a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum To {
    Everyone,
    Client(String),
}

/// A preview has two forms; which one a socket gets depends on what its client said it understands.
#[derive(Debug)]
enum Frame {
    Plain(Message),
    Preview { with_metadata: Message, without: Message },
}

/// One open socket.
pub(crate) struct Socket {
    sink: tokio::sync::Mutex<SplitSink<WebSocket, Message>>,
    supports_metadata: AtomicBool,
    /// Cancelled to break the connection without a close frame.
    pub(crate) broken: CancellationToken,
}

impl Socket {
    pub(crate) fn new(sink: SplitSink<WebSocket, Message>) -> Arc<Self> {
        Arc::new(Self {
            sink: tokio::sync::Mutex::new(sink),
            supports_metadata: AtomicBool::new(false),
            broken: CancellationToken::new(),
        })
    }

    /// Sends one frame; a broken socket is noticed by its reader, so an error needs no answer here.
    pub(crate) async fn send(&self, message: Message) {
        let send = async {
            let _ = self.sink.lock().await.send(message).await;
        };
        tokio::select! {
            () = send => {}
            () = self.broken.cancelled() => {}
        }
    }

    pub(crate) fn set_supports_metadata(&self, yes: bool) {
        self.supports_metadata.store(yes, Ordering::Relaxed);
    }
}

/// The open sockets.
pub(crate) struct Sockets {
    open: Arc<Mutex<HashMap<String, Arc<Socket>>>>,
    outgoing: mpsc::UnboundedSender<(To, Frame)>,
}

impl Sockets {
    /// Begins with no socket and a task that sends; it ends with the sandbox's runtime.
    pub(crate) fn start() -> Self {
        let open: Arc<Mutex<HashMap<String, Arc<Socket>>>> = Arc::default();
        let (outgoing, incoming) = mpsc::unbounded_channel();
        tokio::spawn(publish(open.clone(), incoming));
        Self { open, outgoing }
    }

    pub(crate) fn register(&self, sid: &str, socket: Arc<Socket>) {
        lock(&self.open).insert(sid.to_owned(), socket);
    }

    /// Forgets whatever socket has this client id, be it this one or a newer one: as the real server does.
    pub(crate) fn unregister(&self, sid: &str) {
        lock(&self.open).remove(sid);
    }

    /// Puts a frame in line.
    pub(crate) fn send(&self, to: To, message: Message) {
        let _ = self.outgoing.send((to, Frame::Plain(message)));
    }

    /// Puts a preview in line, in both its forms.
    pub(crate) fn send_preview(&self, to: To, with_metadata: Message, without: Message) {
        let _ = self.outgoing.send((to, Frame::Preview { with_metadata, without }));
    }

    /// Breaks every connection without a close frame.
    pub(crate) fn drop_all(&self) {
        for (_, socket) in lock(&self.open).drain() {
            socket.broken.cancel();
        }
    }
}

async fn publish(open: Arc<Mutex<HashMap<String, Arc<Socket>>>>, mut incoming: mpsc::UnboundedReceiver<(To, Frame)>) {
    while let Some((to, frame)) = incoming.recv().await {
        let sockets: Vec<Arc<Socket>> = {
            let open = lock(&open);
            match &to {
                To::Everyone => open.values().cloned().collect(),
                To::Client(sid) => open.get(sid).cloned().into_iter().collect(),
            }
        };
        for socket in sockets {
            let message = match &frame {
                Frame::Plain(message) => message,
                Frame::Preview { with_metadata, .. } if socket.supports_metadata.load(Ordering::Relaxed) => {
                    with_metadata
                }
                Frame::Preview { without, .. } => without,
            };
            socket.send(message.clone()).await;
        }
    }
}
