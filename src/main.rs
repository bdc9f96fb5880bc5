//! Runs scripts and sessions: the `cairn` command.

#![deny(unreachable_pub)]

use std::process::ExitCode;

use cairn_gc::allocator::Counted;
use mimalloc::MiMalloc;

mod cli;

#[global_allocator]
static ALLOCATOR: Counted<MiMalloc> = Counted(MiMalloc);

fn main() -> ExitCode {
    cairn_gc::pages::start_small();
    let code = cli::run();
    cairn_gc::allocator::keep_everything();
    code
}
