//! Finds the names that parts of a type have in programs.

use syn::ext::IdentExt;
use syn::{Attribute, Ident, LitStr, Path};

/// The content of `#[cairn(...)]` for a part.
#[derive(Default)]
pub(crate) struct Said {
    /// Its name in programs.
    pub name: Option<String>,
    /// Programs do not see it.
    pub skip: bool,
    /// It may be missing.
    pub default: bool,
}

impl Said {
    /// Reads the attributes of a part, in which these words may stand.
    ///
    /// # Errors
    /// When they say something else.
    pub(crate) fn of(attributes: &[Attribute], words: &[&str]) -> syn::Result<Said> {
        let mut said = Said::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("cairn")) {
            attribute.parse_nested_meta(|meta| {
                match word(&meta.path, words) {
                    Some("name") => said.name = Some(meta.value()?.parse::<LitStr>()?.value()),
                    Some("skip") => said.skip = true,
                    Some("default") => said.default = true,
                    _ => return Err(meta.error(expected(words))),
                }
                Ok(())
            })?;
        }
        Ok(said)
    }

    /// The name in programs of what has this name in Rust.
    pub(crate) fn name(self, ident: &Ident) -> String {
        self.name.unwrap_or_else(|| in_programs(ident))
    }
}

/// Which of the words a path is.
fn word<'a>(path: &Path, words: &[&'a str]) -> Option<&'a str> {
    words.iter().copied().find(|word| path.is_ident(word))
}

fn expected(words: &[&str]) -> String {
    let shown =
        words.iter().map(|word| if *word == "name" { "`name = \"...\"`".to_string() } else { format!("`{word}`") });
    match words {
        [] => "`#[cairn(...)]` means nothing here".to_string(),
        _ => format!("expected {}", shown.collect::<Vec<_>>().join(" or ")),
    }
}

/// `max_width` and `MaxWidth` are `max-width`.
pub(crate) fn in_programs(ident: &Ident) -> String {
    let mut name = String::new();
    let mut after_capital = true;
    for c in ident.unraw().to_string().chars() {
        if c.is_uppercase() && !after_capital {
            name.push('-');
        }
        after_capital = c.is_uppercase() || c == '_';
        if c == '_' {
            name.push('-');
        } else {
            name.extend(c.to_lowercase());
        }
    }
    name.trim_matches('-').to_string()
}
