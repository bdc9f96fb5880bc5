//! Implements `cairn explain`: prints the page about a kind of error.

use cairn::Code;

/// The page of all errors.
const ERRORS: &str = include_str!("../../docs/errors.md");

/// The section about a code; none when there is no such code.
pub(super) fn section(text: &str) -> Option<&'static str> {
    let code = Code::parse(text)?;
    let start = ERRORS.find(&format!("\n## {code} "))? + 1;
    let rest = &ERRORS[start..];
    let end = rest[1..].find("\n## ").map_or(rest.len(), |at| at + 1);
    Some(rest[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_section() {
        for code in Code::ALL {
            let text = section(&code.to_string()).unwrap_or_else(|| panic!("{code}"));
            assert!(text.starts_with(&format!("## {code} ")), "{code}");
        }
        assert!(section("E998").is_none());
    }
}
