//! Tests that the public interface is the one listed in `api.txt`, next to this file: the names
//! that the crate's root exports, their public fields, variants and methods. `CAIRN_BLESS=1 cargo
//! test -p cairn-structure` rewrites it; record changes in CHANGELOG.md.

use std::collections::BTreeSet;
use std::path::Path;

use cairn_structure::{Module, crate_of, modules, references};
use quote::ToTokens;

#[test]
fn the_public_items_are_those_listed() {
    let modules = modules();
    let listed = listing(&modules);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api.txt");
    if std::env::var_os("CAIRN_BLESS").is_some() {
        std::fs::write(&file, &listed).expect("the list can be written");
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    let (found, listed): (BTreeSet<_>, BTreeSet<_>) = (found.lines().collect(), listed.lines().collect());
    let gone: Vec<_> = found.difference(&listed).collect();
    let new: Vec<_> = listed.difference(&found).collect();
    assert!(gone.is_empty() && new.is_empty(), "no longer public: {gone:#?}\nnew: {new:#?}");
}

#[test]
fn layers_are_no_part_of_the_interface() {
    let modules = modules();
    let root = &modules.iter().find(|module| module.path.is_empty()).expect("the root").syntax;
    let public = root.items.iter().filter_map(|item| match item {
        syn::Item::Mod(item) if matches!(item.vis, syn::Visibility::Public(_)) && !is_hidden(&item.attrs) => {
            Some(item.ident.to_string())
        }
        _ => None,
    });
    assert_eq!(public.collect::<Vec<_>>(), Vec::<String>::new());
}

/// The exported names with their public parts, one per line.
fn listing(modules: &[Module]) -> String {
    let root = &modules.iter().find(|module| module.path.is_empty()).expect("the root").syntax;
    let mut paths = Vec::new();
    for item in &root.items {
        match item {
            syn::Item::Use(item) if matches!(item.vis, syn::Visibility::Public(_)) && !is_hidden(&item.attrs) => {
                names(&item.tree, &mut Vec::new(), &mut paths);
            }
            _ => {}
        }
    }
    let mut lines = BTreeSet::new();
    for (exported, path) in paths {
        let home = home(modules, &path);
        let name = path.last().cloned().unwrap_or_default();
        let around = modules.iter().filter(|module| home.as_ref().is_some_and(|home| module.path.starts_with(home)));
        let mut found = BTreeSet::new();
        around.flat_map(|module| &module.syntax.items).for_each(|item| members(item, &name, &mut found));
        lines.extend(found.into_iter().map(|member| format!("{exported}: {member}")));
        lines.insert(exported);
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

/// Whether an item is left out of the documentation.
fn is_hidden(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let list = attribute.meta.require_list();
        list.is_ok_and(|list| list.path.is_ident("doc") && list.tokens.to_string() == "hidden")
    })
}

/// Each name that a `use` exports, with its full path.
fn names(tree: &syn::UseTree, path: &mut Vec<String>, found: &mut Vec<(String, Vec<String>)>) {
    let whole = |last: &syn::Ident| [&path[..], &[last.to_string()]].concat();
    match tree {
        syn::UseTree::Path(inner) => {
            let name = inner.ident.to_string();
            path.push(crate_of(&name).map_or(name.clone(), str::to_string));
            names(&inner.tree, path, found);
            path.pop();
        }
        syn::UseTree::Group(group) => group.items.iter().for_each(|item| names(item, path, found)),
        syn::UseTree::Name(name) => found.push((name.ident.to_string(), whole(&name.ident))),
        syn::UseTree::Rename(name) => found.push((name.rename.to_string(), whole(&name.ident))),
        syn::UseTree::Glob(_) => panic!("the root exports everything of a module"),
    }
}

/// The module that defines a path's target: the one named, or the one from which it re-exports the
/// name. `None` for names of other crates.
fn home(modules: &[Module], path: &[String]) -> Option<Vec<String>> {
    let (name, at) = path.split_last()?;
    let module = modules.iter().find(|module| module.path == at)?;
    let defines =
        |module: &&Module| module.syntax.items.iter().any(|item| defined(item).is_some_and(|ident| ident == name));
    if defines(&module) {
        return Some(at.to_vec());
    }
    let through = references(module).into_iter().find(|found| found.to.last() == Some(name) && found.to != path);
    match through {
        Some(found) => home(modules, &found.to),
        None => {
            let below = |module: &&Module| module.path.starts_with(at) && defines(module);
            modules.iter().find(below).map(|module| module.path.clone())
        }
    }
}

/// The name that an item defines.
fn defined(item: &syn::Item) -> Option<&syn::Ident> {
    match item {
        syn::Item::Struct(item) => Some(&item.ident),
        syn::Item::Enum(item) => Some(&item.ident),
        syn::Item::Trait(item) => Some(&item.ident),
        syn::Item::Type(item) => Some(&item.ident),
        syn::Item::Fn(item) => Some(&item.sig.ident),
        _ => None,
    }
}

/// Adds the fields, variants and methods of the type with this name.
fn members(item: &syn::Item, name: &str, lines: &mut BTreeSet<String>) {
    let is_public = |visibility: &syn::Visibility| matches!(visibility, syn::Visibility::Public(_));
    let mut add = |owner: &str, member: String| {
        if owner == name {
            lines.insert(member);
        }
    };
    match item {
        syn::Item::Struct(item) => {
            for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                let name = field.ident.as_ref().map_or("0".to_string(), ToString::to_string);
                add(&item.ident.to_string(), format!("{name}: {}", text(&field.ty)));
            }
        }
        syn::Item::Enum(item) => {
            for variant in &item.variants {
                let fields: Vec<String> = variant.fields.iter().map(|field| text(&field.ty)).collect();
                add(&item.ident.to_string(), format!("{}({})", variant.ident, fields.join(", ")));
            }
        }
        syn::Item::Trait(item) => {
            for part in &item.items {
                if let syn::TraitItem::Fn(function) = part {
                    add(&item.ident.to_string(), text(&function.sig));
                }
            }
        }
        syn::Item::Impl(item) if item.trait_.is_none() => {
            let owner = text(&item.self_ty).split([' ', '<']).next().unwrap_or_default().to_string();
            for function in &item.items {
                match function {
                    syn::ImplItem::Fn(function) if is_public(&function.vis) => add(&owner, text(&function.sig)),
                    syn::ImplItem::Const(constant) if is_public(&constant.vis) => {
                        add(&owner, format!("const {}: {}", constant.ident, text(&constant.ty)));
                    }
                    _ => {}
                }
            }
        }
        syn::Item::Fn(item) if is_public(&item.vis) => add(&item.sig.ident.to_string(), text(&item.sig)),
        syn::Item::Type(item) if is_public(&item.vis) => add(&item.ident.to_string(), text(&item.ty)),
        _ => {}
    }
}

/// Prints tokens on one line.
fn text(part: &impl ToTokens) -> String {
    part.to_token_stream().to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
