//! One window on a home of its own: keychain, window manager, driver and program, all ended with the test.

use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

/// How long the window may take to open on a busy machine.
const OPEN_LIMIT: Duration = Duration::from_secs(60);

/// How long the page may take over one step.
const STEP_LIMIT: Duration = Duration::from_secs(30);

pub(crate) struct Session {
    pub(crate) page: Client,
    // Ended when it is dropped, after the page.
    _home: Home,
}

impl Session {
    /// Starts the program with `arguments` on a library in a temporary folder, and waits for its page.
    pub(crate) async fn start(arguments: &[&str]) -> Self {
        let mut home = Home::new();
        let (port, native_port) = (free_port(), free_port());
        let driver = std::env::var_os("TAURI_DRIVER").expect("TAURI_DRIVER: start this test with `cargo xtask test`");
        let mut driver = Command::new(driver);
        driver.args(["--port", &port.to_string(), "--native-port", &native_port.to_string()]);
        home.start(driver);

        let mut arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        arguments.extend(["--library".to_owned(), home.library().to_string_lossy().into_owned()]);
        let options = json!({ "application": PROGRAM, "args": arguments });
        Self { page: connect(port, options).await, _home: home }
    }

    /// Runs an operation as the page does.
    pub(crate) async fn run(&self, name: &str, input: Value) -> Value {
        let script = "const [name, input, done] = arguments;
            window.__TAURI_INTERNALS__.invoke('run', { name, input })
                .then((data) => done({ data }), (error) => done({ error }));";
        let answer = self.page.execute_async(script, vec![json!(name), input]).await.unwrap();
        assert!(answer.get("error").is_none(), "{name}: {}", answer["error"]);
        answer["data"].clone()
    }

    /// Loads a file of the library as the page shows it; answers its size in pixels.
    pub(crate) async fn picture(&self, file: &str) -> Value {
        let script = "const [file, done] = arguments;
            const picture = new Image();
            picture.onload = () => done({ width: picture.naturalWidth, height: picture.naturalHeight });
            picture.onerror = () => done({ error: 'it was not shown' });
            picture.src = window.__TAURI_INTERNALS__.convertFileSrc(file, 'media');";
        let answer = self.page.execute_async(script, vec![json!(file)]).await.unwrap();
        assert!(answer.get("error").is_none(), "{file}: {}", answer["error"]);
        answer
    }

    /// Waits until the page itself shows a picture of the library.
    pub(crate) async fn sees_a_picture(&self) {
        let script = "const done = arguments[0];
            const shown = [...document.images].find((picture) =>
                picture.src.includes('content%2F') && picture.complete && picture.naturalWidth > 0);
            if (!shown) done(false);
            else shown.decode().then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));";
        let started = Instant::now();
        while self.page.execute_async(script, Vec::new()).await.unwrap() != json!(true) {
            if started.elapsed() > STEP_LIMIT {
                self.screenshot("missing").await;
                panic!("the page shows no picture");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Goes to a screen of the page.
    pub(crate) async fn go(&self, screen: &str) {
        let script = "window.location.hash = arguments[0]";
        self.page.execute(script, vec![json!(screen)]).await.unwrap();
    }

    /// Presses the button that begins with these words (its key may follow), as soon as it is there.
    pub(crate) async fn press(&self, words: &str) {
        let started = Instant::now();
        loop {
            let button = self.wait_for(&format!("//button[starts-with(normalize-space(), '{words}')]")).await;
            match button.click().await {
                Ok(()) => return,
                Err(error) if started.elapsed() > STEP_LIMIT => panic!("{words} could not be pressed: {error}"),
                // The page drew it anew between finding and pressing: what it shows has just arrived.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// The field under this label.
    pub(crate) async fn field(&self, label: &str) -> Element {
        self.wait_for(&format!("//input[@id=//label[starts-with(normalize-space(),'{label}')]/@for]")).await
    }

    /// The heading with these words.
    pub(crate) async fn heading(&self, words: &str) -> Element {
        self.wait_for(&format!("//*[self::h1 or self::h2][normalize-space()='{words}']")).await
    }

    async fn wait_for(&self, xpath: &str) -> Element {
        let waiting = self.page.wait().at_most(STEP_LIMIT).for_element(Locator::XPath(xpath));
        match waiting.await {
            Ok(element) => element,
            Err(error) => {
                self.screenshot("missing").await;
                panic!("{xpath} did not come: {error}");
            }
        }
    }

    /// Writes what the window shows to `$WINDOW_TEST_OUTPUT/<name>.png`, where that is set.
    pub(crate) async fn screenshot(&self, name: &str) {
        let Some(folder) = std::env::var_os("WINDOW_TEST_OUTPUT").map(PathBuf::from) else { return };
        let picture = self.page.screenshot().await.unwrap();
        assert!(picture.starts_with(b"\x89PNG"), "the screenshot is no picture");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
    }

    /// Closes the window's program and everything that was started around it.
    pub(crate) async fn end(self) {
        self.page.close().await.unwrap();
    }
}

async fn connect(port: u16, options: Value) -> Client {
    let capabilities = json!({ "tauri:options": options }).as_object().unwrap().clone();
    let started = Instant::now();
    loop {
        let attempt = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await;
        match attempt {
            Ok(page) => return page,
            Err(error) if started.elapsed() > OPEN_LIMIT => panic!("the window did not open: {error}"),
            // The driver is not listening yet.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_troupe");

/// A home of its own with a keychain and a window manager; what was started in it ends with it.
pub(crate) struct Home {
    folder: TempDir,
    started: Vec<Child>,
}

impl Home {
    pub(crate) fn new() -> Self {
        let mut home = Self { folder: tempfile::tempdir().unwrap(), started: Vec::new() };
        home.start_keychain();
        home.start(Command::new("openbox"));
        home
    }

    /// Where the program under test keeps its library.
    pub(crate) fn library(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    /// Starts a program in this home.
    pub(crate) fn start(&mut self, mut command: Command) -> &mut Child {
        let folder = self.folder.path();
        command.env("HOME", folder).env("XDG_RUNTIME_DIR", folder);
        for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            command.env_remove(name);
        }
        let child = command.spawn().unwrap_or_else(|error| panic!("{command:?} could not be started: {error}"));
        self.started.push(child);
        self.started.last_mut().unwrap()
    }

    /// A keychain that is unlocked with an empty password, in this home.
    fn start_keychain(&mut self) {
        let mut keychain = Command::new("gnome-keyring-daemon");
        keychain
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        self.start(keychain).stdin.take().unwrap().write_all(b"\n").unwrap();
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        for child in self.started.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
