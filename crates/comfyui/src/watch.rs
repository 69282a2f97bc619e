//! Following one prompt to its end: frames as they come, and questions in between, because frames get lost.

use std::time::Duration;

use bytes::Bytes;
use tokio::{
    sync::broadcast::{self, error::RecvError},
    time::{Instant, sleep_until},
};

use crate::{
    Cancel, Client, Event, Failure, FailureKind, Frame, Graph, Job, JobStatus, NodeId, NodeOutput, Outputs, Progress,
    PromptId, Result, progress::ProgressCount,
};

/// How often the server is asked while nothing has ended.
const POLL_EVERY: Duration = Duration::from_millis(1_500);
/// How often it is asked after a frame said that the prompt has ended, until its entry is there.
const POLL_AFTER_END: Duration = Duration::from_millis(250);
/// How long the frame that says "the entry is there" is waited for before the first of those questions.
const ENTRY_GRACE: Duration = Duration::from_millis(20);
/// How long the entry is waited for; then what the frames said is taken.
const ENTRY_LIMIT: Duration = Duration::from_secs(10);

/// News of a prompt.
#[derive(Debug, Clone, PartialEq)]
pub enum Update {
    /// It waits in the server's queue.
    Waiting,
    /// It runs.
    Started,
    /// It is so far.
    Progress(Progress),
    /// A picture of the work in progress: small, rough and soon replaced.
    Preview {
        /// The node that it comes from, where the server says it.
        node: Option<NodeId>,
        /// `image/jpeg` or `image/png`.
        media_type: String,
        /// The picture's file.
        bytes: Bytes,
    },
    /// A node has brought something forth; it can be fetched while the rest still runs.
    Output {
        /// The node.
        node: NodeId,
        /// What.
        output: NodeOutput,
    },
    /// The server can't be reached; it is asked again and again. Who wants to give up drops the watch.
    Away,
    /// It has ended. There is no more news.
    Ended(RunOutcome),
}

/// How a prompt ended.
#[derive(Debug, Clone, PartialEq)]
pub enum RunOutcome {
    /// Well.
    Done {
        /// What it brought forth, of frames and history together. Empty if its nodes report nothing.
        outputs: Outputs,
    },
    /// With an error.
    Failed {
        /// Why.
        failure: Failure,
        /// What was brought forth before it; these files exist.
        outputs_before: Outputs,
    },
    /// Interrupted, or taken out of the queue by [`Watch::cancel`].
    Cancelled {
        /// What was brought forth before that.
        outputs_before: Outputs,
    },
    /// The server does not know it: it was started again, or somebody took the prompt out of the queue. Its files may
    /// be there all the same: see [`Client::find_saved`]. It may be sent again under the same id.
    Lost {
        /// What frames told of before that.
        outputs_before: Outputs,
    },
}

/// One prompt being followed. Make it before the prompt is sent and ask for news after; it holds up nobody when it is
/// left alone for a while. [`next`](Self::next) may be cancelled at any time (in a `select!`) without losing anything.
#[derive(Debug)]
pub struct Watch {
    client: Client,
    prompt_id: PromptId,
    /// `None` once the connection is gone for good.
    events: Option<broadcast::Receiver<Event>>,
    count: ProgressCount,
    outputs: Outputs,
    shown: Shown,
    is_cancelled: bool,
    poll_every: Duration,
    next_poll: Instant,
    end: Option<End>,
    outcome: Option<RunOutcome>,
}

/// What was told last, so that it is not told twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    Waiting,
    Started,
    Away,
}

/// What a frame said of the end.
#[derive(Debug, Clone)]
struct End {
    word: EndWord,
    heard_at: Instant,
}

#[derive(Debug, Clone)]
enum EndWord {
    Success,
    Error(Failure),
    Interrupted,
    /// Ended, no matter how.
    Unsaid,
}

impl Watch {
    pub(crate) fn new(client: Client, prompt_id: PromptId, graph: &Graph, events: broadcast::Receiver<Event>) -> Self {
        Self {
            client,
            prompt_id,
            events: Some(events),
            count: ProgressCount::new(graph),
            outputs: Outputs::default(),
            shown: Shown::Nothing,
            is_cancelled: false,
            poll_every: POLL_EVERY,
            next_poll: Instant::now() + POLL_EVERY,
            end: None,
            outcome: None,
        }
    }

    /// Asks the server so often instead of every 1.5 s, the first time at once: for a prompt that was sent before.
    pub fn polling_every(mut self, interval: Duration) -> Self {
        self.poll_every = interval;
        self.next_poll = Instant::now();
        self
    }

    /// The prompt.
    pub fn prompt_id(&self) -> PromptId {
        self.prompt_id
    }

    /// Cancels the prompt, and remembers it: a prompt that was still waiting leaves no trace on the server.
    pub async fn cancel(&mut self) -> Result<Cancel> {
        let answer = self.client.cancel(self.prompt_id).await?;
        self.is_cancelled |= answer == Cancel::Cancelled;
        self.next_poll = Instant::now();
        Ok(answer)
    }

    /// Waits for the end, whatever comes before.
    pub async fn outcome(&mut self) -> Result<RunOutcome> {
        loop {
            if let Update::Ended(outcome) = self.next().await? {
                return Ok(outcome);
            }
        }
    }

    /// The next news. After [`Update::Ended`] it answers the same again. An error means that the server answered
    /// something unusable; asking for the next news goes on trying.
    pub async fn next(&mut self) -> Result<Update> {
        loop {
            if let Some(outcome) = &self.outcome {
                return Ok(Update::Ended(outcome.clone()));
            }
            let event = tokio::select! {
                // Frames first: they are here already, and may make the question needless.
                biased;
                event = receive(&mut self.events) => Some(event),
                () = sleep_until(self.next_poll) => None,
            };
            let update = match event {
                Some(event) => self.hear(event),
                None => self.poll().await?,
            };
            if let Some(update) = update {
                return Ok(update);
            }
        }
    }

    fn hear(&mut self, event: Result<Event, RecvError>) -> Option<Update> {
        let frame = match event {
            Ok(Event::Frame(frame)) => frame,
            // Something may have been missed: ask now.
            Ok(Event::Down) | Err(RecvError::Lagged(_)) => {
                self.next_poll = Instant::now();
                return None;
            }
            Ok(Event::Up(_)) => return None,
            Err(RecvError::Closed) => {
                self.events = None;
                return None;
            }
        };
        if frame.prompt_id() != Some(self.prompt_id) {
            return None;
        }
        match &*frame {
            Frame::Preview { node, media_type, bytes, .. } => {
                return Some(Update::Preview {
                    node: node.clone(),
                    media_type: media_type.clone(),
                    bytes: bytes.clone(),
                });
            }
            Frame::Executed { node, output, .. } => {
                self.outputs.merge(Outputs([(node.clone(), output.clone())].into()));
                return Some(Update::Output { node: node.clone(), output: output.clone() });
            }
            Frame::Success { .. } => self.hear_end(EndWord::Success),
            Frame::Error { failure, .. } => self.hear_end(EndWord::Error(failure.clone())),
            Frame::Interrupted { .. } => self.hear_end(EndWord::Interrupted),
            // The entry is there now.
            Frame::Executing { node: None, .. } => {
                self.hear_end(EndWord::Unsaid);
                self.next_poll = Instant::now();
                return None;
            }
            Frame::Start { .. } if self.shown != Shown::Started => {
                self.shown = Shown::Started;
                return Some(Update::Started);
            }
            _ => {}
        }
        self.count.take(&frame).map(Update::Progress)
    }

    fn hear_end(&mut self, word: EndWord) {
        let now = Instant::now();
        match &mut self.end {
            // "Ended" without a how does not replace a how.
            Some(end) if !matches!(end.word, EndWord::Unsaid) => {}
            Some(end) => end.word = word,
            None => {
                self.end = Some(End { word, heard_at: now });
                self.next_poll = now + ENTRY_GRACE;
            }
        }
    }

    /// Asks the server where the prompt stands.
    async fn poll(&mut self) -> Result<Option<Update>> {
        let answer = self.client.job(self.prompt_id).await;
        self.next_poll = Instant::now() + if self.end.is_some() { POLL_AFTER_END } else { self.poll_every };
        let job = match answer {
            Ok(job) => job,
            Err(crate::Error::Net(error)) if error.is_transient() => {
                tracing::debug!(%error, prompt = %self.prompt_id, "ComfyUI could not be asked");
                return Ok(self.show(Shown::Away, Update::Away));
            }
            Err(error) => return Err(error),
        };
        let ended = match job {
            Some(job) if job.status.is_final() => Some(self.end_by_entry(job)),
            Some(_) if self.end.as_ref().is_some_and(|end| end.heard_at.elapsed() > ENTRY_LIMIT) => {
                self.end_by_frames()
            }
            Some(job) if job.status == JobStatus::Running => return Ok(self.show(Shown::Started, Update::Started)),
            Some(_) => return Ok(self.show(Shown::Waiting, Update::Waiting)),
            None => Some(self.end_by_frames().unwrap_or_else(|| {
                let outputs_before = self.outputs.clone();
                if self.is_cancelled {
                    RunOutcome::Cancelled { outputs_before }
                } else {
                    RunOutcome::Lost { outputs_before }
                }
            })),
        };
        self.outcome = ended.clone();
        Ok(ended.map(Update::Ended))
    }

    fn show(&mut self, shown: Shown, update: Update) -> Option<Update> {
        let is_new = self.shown != shown;
        self.shown = shown;
        is_new.then_some(update)
    }

    fn end_by_entry(&self, job: Job) -> RunOutcome {
        let mut outputs = self.outputs.clone();
        outputs.merge(job.outputs);
        match job.status {
            JobStatus::Done => RunOutcome::Done { outputs },
            JobStatus::Cancelled => RunOutcome::Cancelled { outputs_before: outputs },
            _ => {
                let told = match &self.end {
                    Some(End { word: EndWord::Error(failure), .. }) => Some(failure.clone()),
                    _ => None,
                };
                RunOutcome::Failed { failure: job.failure.or(told).unwrap_or_else(no_reason), outputs_before: outputs }
            }
        }
    }

    /// The end as frames told it, for a server that has forgotten it since; `None` if they did not say how.
    fn end_by_frames(&self) -> Option<RunOutcome> {
        let outputs = self.outputs.clone();
        match &self.end.as_ref()?.word {
            EndWord::Success => Some(RunOutcome::Done { outputs }),
            EndWord::Error(failure) => Some(RunOutcome::Failed { failure: failure.clone(), outputs_before: outputs }),
            EndWord::Interrupted => Some(RunOutcome::Cancelled { outputs_before: outputs }),
            EndWord::Unsaid => None,
        }
    }
}

/// The next event, or never when the connection is gone for good.
async fn receive(events: &mut Option<broadcast::Receiver<Event>>) -> Result<Event, RecvError> {
    match events {
        Some(events) => events.recv().await,
        None => std::future::pending().await,
    }
}

fn no_reason() -> Failure {
    Failure {
        kind: FailureKind::Other,
        node: None,
        class_type: String::new(),
        message: "ComfyUI gave no reason; its log may have one".to_owned(),
        exception_type: String::new(),
        traceback: Vec::new(),
    }
}
