//! Sessions at a terminal: scripts in `tests/terminal`, each played on a pseudo-terminal.
//!
//! A line of a script is a command and what it takes. `type TEXT` sends characters and `key
//! NAME` a key; `gap MS` sets the time between two characters that are typed; `see TEXT`
//! waits until the screen shows a text, `not TEXT` checks that it does not, and `times N
//! TEXT` waits until it shows it so often; `clear` forgets what the screen shows, `file NAME
//! TEXT` makes a file in the session's folder, `end CODE` waits for the end. In a text, `\r`,
//! `\n`, `\t` and `\e` are the characters; the screen has 100 columns and 50 rows. Lines that
//! begin with `#` are comments.

#[cfg(not(target_os = "linux"))]
fn main() {}

#[cfg(target_os = "linux")]
mod common;
#[cfg(target_os = "linux")]
#[path = "common/trials.rs"]
mod trials;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    trials::run(trials::of_files("terminal", "terminal", "txt", |_| true, linux::play))
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs::{self, File, OpenOptions};
    use std::io::{Read, Write};
    use std::path::{Path, PathBuf};
    use std::process::{Child, Command};
    use std::sync::{Arc, Mutex};
    use std::time::{Duration, Instant};

    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use rustix::termios::{Winsize, tcsetwinsize};

    const ROWS: u16 = 50;
    const COLUMNS: u16 = 100;
    /// How long a text may take to appear.
    const PATIENCE: Duration = Duration::from_secs(60);

    const KEYS: &[(&str, &str)] = &[
        ("enter", "\r"),
        ("tab", "\t"),
        ("up", "\x1b[A"),
        ("down", "\x1b[B"),
        ("right", "\x1b[C"),
        ("left", "\x1b[D"),
        ("home", "\x1b[H"),
        ("end", "\x1b[F"),
        ("backspace", "\x7f"),
        ("ctrl-c", "\x03"),
        ("ctrl-d", "\x04"),
        ("paste-begin", "\x1b[200~"),
        ("paste-end", "\x1b[201~"),
    ];

    /// A session at a pseudo-terminal.
    struct Session {
        child: Child,
        keyboard: File,
        screen: Arc<Mutex<vt100::Parser>>,
        folder: PathBuf,
        gap: Duration,
    }

    /// Plays a script: what goes wrong.
    pub(crate) fn play(script: &Path) -> Result<(), String> {
        let text = fs::read_to_string(script).expect("the script");
        let name = script.file_stem().expect("a name").to_string_lossy();
        let mut session = Session::start(&name);
        let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        for (number, line) in lines {
            let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
            session.act(command, rest).map_err(|error| {
                format!("line {}: {line}: {error}; the screen shows\n{}", number + 1, session.contents())
            })?;
        }
        Ok(())
    }

    impl Session {
        fn start(name: &str) -> Session {
            let folder = std::env::temp_dir().join(format!("cairn-terminal-{}-{name}", std::process::id()));
            fs::create_dir_all(&folder).expect("a folder");
            let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
            grantpt(&master).and_then(|()| unlockpt(&master)).expect("its other side");
            let path = ptsname(&master, Vec::new()).expect("its name");
            let size = Winsize { ws_row: ROWS, ws_col: COLUMNS, ws_xpixel: 0, ws_ypixel: 0 };
            tcsetwinsize(&master, size).expect("a size");
            let terminal = || OpenOptions::new().read(true).write(true).open(path.to_str().expect("a path"));
            let standard = || terminal().expect("the other side");
            // The terminal becomes that of the session, so that Ctrl-C is its signal.
            let child = Command::new("setsid")
                .args(["--ctty", "--wait", env!("CARGO_BIN_EXE_cairn")])
                .env("CAIRN_HISTORY", "")
                .env("TERM", "xterm")
                .current_dir(&folder)
                .stdin(standard())
                .stdout(standard())
                .stderr(standard())
                .spawn()
                .expect("the command");
            let keyboard = File::from(master);
            let screen = Arc::new(Mutex::new(vt100::Parser::new(ROWS, COLUMNS, 0)));
            show(keyboard.try_clone().expect("a terminal"), Arc::clone(&screen));
            Session { child, keyboard, screen, folder, gap: Duration::ZERO }
        }

        fn contents(&self) -> String {
            self.screen.lock().expect("a screen").screen().contents()
        }

        fn act(&mut self, command: &str, rest: &str) -> Result<(), String> {
            let (first, second) = rest.split_once(' ').unwrap_or((rest, ""));
            let number = || first.parse::<u64>().expect("a number");
            match command {
                "type" => self.send(&unescaped(rest)),
                "key" => {
                    let key = KEYS.iter().find(|(name, _)| *name == rest).expect("a key").1;
                    let gap = std::mem::take(&mut self.gap);
                    self.send(key);
                    self.gap = gap;
                }
                "gap" => self.gap = Duration::from_millis(number()),
                "see" => return self.wait(|screen| screen.contains(rest)),
                "times" => return self.wait(|screen| screen.matches(second).count() as u64 == number()),
                "not" if self.contents().contains(rest) => return Err("it is there".to_string()),
                "not" => {}
                "clear" => self.screen.lock().expect("a screen").process(b"\x1b[2J\x1b[H"),
                "pause" => std::thread::sleep(Duration::from_millis(number())),
                "file" => fs::write(self.folder.join(first), unescaped(second)).expect("written"),
                "end" => {
                    let status = self.child.wait().expect("an end");
                    return if status.code() == Some(number() as i32) { Ok(()) } else { Err(status.to_string()) };
                }
                _ => return Err("what is this command?".to_string()),
            }
            Ok(())
        }

        fn send(&mut self, text: &str) {
            if self.gap.is_zero() {
                return self.keyboard.write_all(text.as_bytes()).expect("written");
            }
            for c in text.chars() {
                self.keyboard.write_all(c.to_string().as_bytes()).expect("written");
                std::thread::sleep(self.gap);
            }
        }

        fn wait(&self, shows: impl Fn(&str) -> bool) -> Result<(), String> {
            let start = Instant::now();
            while !shows(&self.contents()) {
                if start.elapsed() > PATIENCE {
                    return Err("it does not come".to_string());
                }
                std::thread::sleep(Duration::from_millis(5));
            }
            Ok(())
        }
    }

    impl Drop for Session {
        fn drop(&mut self) {
            let _ = self.keyboard.write_all(b"\x03\x04");
            let _ = self.child.kill();
            let _ = self.child.wait();
            let _ = fs::remove_dir_all(&self.folder);
        }
    }

    /// Shows on the screen what the terminal gets.
    fn show(mut terminal: File, screen: Arc<Mutex<vt100::Parser>>) {
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = terminal.read(&mut bytes) {
                screen.lock().expect("a screen").process(&bytes[..count]);
            }
        });
    }

    fn unescaped(text: &str) -> String {
        text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t").replace("\\e", "\x1b")
    }
}
