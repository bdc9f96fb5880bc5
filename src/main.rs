//! Runs scripts and sessions: the `cairn` command.

#![deny(unreachable_pub)]

use std::process::ExitCode;

mod cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cairn_gc::pages::start_small();
    cli::run()
}
