//! Writes the manual page and the completions of shells from the command's own definition.

use clap::CommandFactory;
use clap_complete::Shell;

use super::options::Options;

/// Prints the manual page, in roff.
pub(super) fn manual() -> u8 {
    let mut out = Vec::new();
    let command = Options::command();
    // Writing to memory does not fail.
    let _ = clap_mangen::Man::new(command.clone()).render(&mut out);
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        out.extend(format!(".SH \"CAIRN {}\"\n", sub.get_name().to_uppercase()).bytes());
        let page = clap_mangen::Man::new(sub.clone());
        let _ = page.render_description_section(&mut out);
        let _ = page.render_options_section(&mut out);
    }
    super::print(&String::from_utf8_lossy(&out));
    0
}

/// Prints the completions for a shell.
pub(super) fn completions(shell: Shell) -> u8 {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Options::command(), "cairn", &mut out);
    super::print(&String::from_utf8_lossy(&out));
    0
}
