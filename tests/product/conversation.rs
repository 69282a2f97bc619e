//! An agent's side of the protocol, written by hand: over standard input and output of the real program, and over HTTP.

use super::running::{LIMIT, Product, cli};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Stdio},
};

/// The version that this side speaks.
const VERSION: &str = "2025-06-18";

/// A program that speaks with `troupe-cli mcp`.
pub(crate) struct Conversation {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
    count: u64,
}

impl Conversation {
    /// Starts the program and shakes hands.
    pub(crate) fn start(library: &Path, arguments: &[&str]) -> Self {
        let mut conversation = Self::start_silent(library, arguments);
        let hello =
            json!({ "protocolVersion": VERSION, "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } });
        let told = conversation.ask("initialize", hello);
        assert_eq!(told["result"]["serverInfo"]["name"], "troupe", "{told}");
        conversation.say(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        conversation
    }

    /// Starts the program.
    pub(crate) fn start_silent(library: &Path, arguments: &[&str]) -> Self {
        let mut child = cli(library)
            .arg("mcp")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (to, from) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, to, from, count: 0 }
    }

    /// Writes one line.
    pub(crate) fn say(&mut self, message: &Value) {
        self.write(&message.to_string());
    }

    pub(crate) fn write(&mut self, line: &str) {
        let to = self.to.as_mut().unwrap();
        to.write_all(format!("{line}\n").as_bytes()).unwrap();
        to.flush().unwrap();
    }

    /// Reads one line, which is nothing but the protocol.
    pub(crate) fn hear(&mut self) -> Value {
        let mut line = String::new();
        self.from.read_line(&mut line).unwrap();
        let message: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("not of the protocol: {line:?}"));
        assert_eq!(message["jsonrpc"], "2.0", "{message}");
        message
    }

    /// Asks; gives the message with the answer.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.count += 1;
        let id = self.count;
        self.say(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        let message = self.hear();
        assert_eq!(message["id"], id, "{message}");
        message
    }

    /// Calls a tool; gives its result.
    pub(crate) fn call(&mut self, tool: &str, input: Value) -> Value {
        let message = self.ask("tools/call", json!({ "name": tool, "arguments": input }));
        assert!(message["result"].is_object(), "{message}");
        message["result"].clone()
    }

    /// Calls a tool that must go well; gives what it answered.
    pub(crate) fn done(&mut self, tool: &str, input: Value) -> Value {
        answered(&self.call(tool, input))
    }

    /// Closes the conversation; gives the exit status and what was said besides.
    pub(crate) fn close(mut self) -> (Option<i32>, String) {
        drop(self.to.take());
        let mut rest = String::new();
        while self.from.read_line(&mut rest).unwrap() > 0 {}
        assert!(rest.is_empty(), "nothing is left: {rest}");
        let mut said = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            std::io::Read::read_to_string(&mut stderr, &mut said).unwrap();
        }
        (self.child.wait().unwrap().code(), said)
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The answer of a call that went well.
pub(crate) fn answered(result: &Value) -> Value {
    assert_ne!(result["isError"], true, "{result}");
    let text = result["content"][0]["text"].as_str().unwrap_or_else(|| panic!("no text: {result}"));
    serde_json::from_str(text).unwrap()
}

/// The error of a call that was refused.
pub(crate) fn refusal(result: &Value) -> Value {
    assert_eq!(result["isError"], true, "{result}");
    result["structuredContent"]["error"].clone()
}

/// An agent that comes by HTTP.
pub(crate) struct ByHttp<'a> {
    product: &'a Product,
    client: Client,
    token: String,
}

impl<'a> ByHttp<'a> {
    pub(crate) fn new(product: &'a Product, token: &str) -> Self {
        let client = Client::builder().no_proxy().timeout(LIMIT).build().unwrap();
        Self { product, client, token: token.to_owned() }
    }

    /// Sends one message.
    pub(crate) async fn send(&self, message: &Value) -> Response {
        self.client
            .post(format!("{}/mcp", self.product.url))
            .bearer_auth(&self.token)
            .header("accept", "application/json, text/event-stream")
            .header("mcp-protocol-version", VERSION)
            .json(message)
            .send()
            .await
            .unwrap()
    }

    /// Asks; gives the message with the answer.
    pub(crate) async fn ask(&self, method: &str, params: Value) -> Value {
        let answer = self.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params })).await;
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{status} {text}");
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"))
    }

    /// Calls a tool; gives its result.
    pub(crate) async fn call(&self, tool: &str, input: Value) -> Value {
        self.ask("tools/call", json!({ "name": tool, "arguments": input })).await["result"].clone()
    }
}
