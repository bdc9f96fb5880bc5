//! Small hosts, each of which embeds Scheme for another purpose:
//! `cargo run --example hosts -- game`.

mod config;
mod editor;
mod game;
mod judge;
mod pool;
mod rules;
mod server;

type Outcome = Result<String, Box<dyn std::error::Error>>;
type Host = fn() -> Outcome;

/// Each host, by name: what it prints.
const HOSTS: &[(&str, Host)] = &[
    ("config", config::run),
    ("editor", editor::run),
    ("game", game::run),
    ("judge", judge::run),
    ("pool", pool::run),
    ("rules", rules::run),
    ("server", server::run),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let wanted = std::env::args().nth(1);
    for (name, host) in HOSTS.iter().filter(|(name, _)| wanted.as_ref().is_none_or(|wanted| wanted == name)) {
        println!("{name}: {}", host()?);
    }
    Ok(())
}
