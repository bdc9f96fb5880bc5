//! Reads Cairn's own sources with a Rust parser: its modules, and every path in them.

pub mod graph;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// The layers that are crates of their own, which Cargo keeps in their order.
const CRATES: &[&str] = &["number", "data", "text", "middle", "expand", "backend", "compiler", "jit", "vm", "stdlib"];

/// A module in a separate file.
pub struct Module {
    /// Its path from the folder `src`; empty for the root.
    pub path: Vec<String>,
    /// Its file, as named in messages.
    pub file: String,
    /// Its content.
    pub syntax: syn::File,
}

/// A path in a module that refers to another module.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Reference {
    /// The module that contains it.
    pub from: Vec<String>,
    /// The referenced item, from the folder `src`.
    pub to: Vec<String>,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// The folder of the package `cairn-scheme`.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Every module of the library with a separate file. Each file below `src` is one, except those of
/// the command and of the interface for C.
pub fn modules() -> Vec<Module> {
    let mut found = Vec::new();
    collect(&root().join("src/lib.rs"), &mut Vec::new(), &mut found);
    for layer in CRATES {
        collect(&root().join("src").join(layer).join("lib.rs"), &mut vec![layer.to_string()], &mut found);
    }
    let reached: BTreeSet<_> = found.iter().map(|module| module.file.clone()).collect();
    let stray: Vec<_> = rust_files(&root().join("src"))
        .into_iter()
        .map(|path| name_of(&path))
        .filter(|name| !reached.contains(name) && name != "src/main.rs")
        .filter(|name| !["src/cli/", "src/capi/"].iter().any(|folder| name.starts_with(folder)))
        .collect();
    assert!(stray.is_empty(), "files that no module names: {stray:?}");
    found
}

fn collect(file: &Path, path: &mut Vec<String>, found: &mut Vec<Module>) {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let is_root = file.ends_with("mod.rs") || file.ends_with("lib.rs");
    let folder = if is_root { file.with_file_name("") } else { file.with_extension("") };
    let children: BTreeSet<String> = syntax.items.iter().filter_map(declared).collect();
    found.push(Module { path: path.clone(), file: name_of(file), syntax });
    for child in children {
        let single = folder.join(&child).with_extension("rs");
        let file = if single.is_file() { single } else { folder.join(&child).join("mod.rs") };
        path.push(child);
        collect(&file, path, found);
        path.pop();
    }
}

/// The module that an item declares in a file of its own.
fn declared(item: &syn::Item) -> Option<String> {
    let syn::Item::Mod(module) = item else { return None };
    assert!(!module.attrs.iter().any(|attribute| attribute.path().is_ident("path")), "a module with #[path]");
    module.content.is_none().then(|| module.ident.to_string())
}

/// The Rust files below a folder.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of sources");
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        match path.is_dir() {
            true => files.extend(rust_files(&path)),
            false if path.extension().is_some_and(|extension| extension == "rs") => files.push(path),
            false => {}
        }
    }
    files
}

fn name_of(file: &Path) -> String {
    file.strip_prefix(root()).expect("a file of the package").to_string_lossy().into_owned()
}

/// Every path in the module that starts at the root of a crate of Cairn's, at the module or at one
/// that contains it.
pub fn references(module: &Module) -> Vec<Reference> {
    let mut walk = Walk { module: module.path.clone(), file: &module.file, found: Vec::new() };
    walk.visit_file(&module.syntax);
    walk.found
}

struct Walk<'a> {
    module: Vec<String>,
    file: &'a str,
    found: Vec<Reference>,
}

impl Walk<'_> {
    fn name(&mut self, path: &[String], line: usize) {
        if let Some(to) = absolute(&self.module, path) {
            self.found.push(Reference { from: self.module.clone(), to, file: self.file.to_string(), line });
        }
    }

    fn use_tree(&mut self, tree: &syn::UseTree, path: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(inner) => {
                path.push(inner.ident.to_string());
                self.use_tree(&inner.tree, path);
                path.pop();
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.use_tree(item, path)),
            syn::UseTree::Name(syn::UseName { ident }) | syn::UseTree::Rename(syn::UseRename { ident, .. }) => {
                // `self` in a group means the path before the group.
                let is_self = ident == "self" && !path.is_empty();
                path.extend((!is_self).then(|| ident.to_string()));
                self.name(path, ident.span().start().line);
                path.truncate(path.len() - usize::from(!is_self));
            }
            syn::UseTree::Glob(glob) => {
                path.push("*".to_string());
                self.name(path, glob.span().start().line);
                path.pop();
            }
        }
    }

    /// Paths in the arguments or rules of a macro.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            if let TokenTree::Group(group) = &tokens[at] {
                self.tokens(group.stream());
            }
            let path = path_at(&tokens[at..]);
            if path.len() > 1 {
                self.name(&path, tokens[at].span().start().line);
            }
            at += path.len().max(1);
        }
    }
}

/// The path at the beginning of the tokens, `a::b::c`, if it may start inside a crate of Cairn's.
fn path_at(tokens: &[TokenTree]) -> Vec<String> {
    let ident = |at: usize| match tokens.get(at) {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    };
    let is_colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    let mut path: Vec<String> = ident(0)
        .into_iter()
        .filter(|first| ["crate", "self", "super"].contains(&&**first) || crate_of(first).is_some())
        .collect();
    let mut at = 1;
    while !path.is_empty() && is_colon(at) && is_colon(at + 1) {
        match ident(at + 2) {
            Some(name) => path.push(name),
            None => break,
        }
        at += 3;
    }
    path
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.content.is_some() {
            self.module.push(item.ident.to_string());
            visit::visit_item_mod(self, item);
            self.module.pop();
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.use_tree(&item.tree, &mut Vec::new());
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        panic!("{}:{}: `extern crate` hides paths", self.file, item.span().start().line);
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.name(&names, path.span().start().line);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }
}

/// The layer whose crate has this name.
pub fn crate_of(name: &str) -> Option<&str> {
    name.strip_prefix("cairn_").filter(|layer| CRATES.contains(layer))
}

/// A path from the folder `src`; `None` if it does not start inside a crate of Cairn's.
fn absolute(module: &[String], path: &[String]) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    if let Some(layer) = crate_of(first) {
        return Some([&[layer.to_string()], rest].concat());
    }
    match &**first {
        "crate" => {
            let own = module.first().filter(|layer| CRATES.contains(&&***layer));
            Some(own.into_iter().chain(rest).cloned().collect())
        }
        "self" if !rest.is_empty() => Some([module, rest].concat()),
        "super" => {
            let around = &module[..module.len().checked_sub(1).expect("a module around")];
            match rest.first().map(|next| &**next) {
                Some("super") => absolute(around, rest),
                _ => Some([around, rest].concat()),
            }
        }
        _ => None,
    }
}
