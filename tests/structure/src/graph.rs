//! States the order of the folders of `src`, and builds the graph of their uses.

use std::collections::BTreeSet;

use super::{Module, Reference, references};

/// The layers, each above those before it. A file is in the layer with the longest name
/// that its module's path begins with.
pub const LAYERS: &[&str] = &[
    "number",
    "data",
    "text",
    "middle/names",
    "middle/deep",
    "middle/primitives",
    "middle/environment",
    "middle/ir",
    "middle/results",
    "middle/options",
    "middle/session",
    "expand",
    "backend/bytecode",
    "backend/passes",
    "backend/codegen",
    "backend/saved",
    "compiler",
    "jit",
    "vm",
    "stdlib",
    "engine",
];

/// The number of a module's layer; `None` for modules that only contain others.
pub fn layer_of(path: &[String]) -> Option<usize> {
    LAYERS.iter().position(|layer| path.iter().map(|part| &**part).take(layer.split('/').count()).eq(layer.split('/')))
}

/// Describes an illegal reference.
pub fn wrong(reference: &Reference) -> Option<String> {
    let Reference { from, to, file, line } = reference;
    let user = layer_of(from)?;
    let named = || format!("{file}:{line}: {} names crate::{}", LAYERS[user], to.join("::"));
    match layer_of(to) {
        Some(used) if used <= user => None,
        Some(used) => Some(format!("{}, which is in {}, above it", named(), LAYERS[used])),
        None => Some(format!("{}, which is in no layer", named())),
    }
}

/// For each layer, the layers that it uses.
pub fn graph(modules: &[Module]) -> Vec<BTreeSet<usize>> {
    let mut uses = vec![BTreeSet::new(); LAYERS.len()];
    for Reference { from, to, .. } in modules.iter().flat_map(references) {
        if let (Some(user), Some(used)) = (layer_of(&from), layer_of(&to))
            && user != used
        {
            uses[user].insert(used);
        }
    }
    uses
}

/// The layers as a table: the purpose of each, from its module header, and the layers it uses.
pub fn table(modules: &[Module]) -> String {
    let mut out = String::from("| layer | purpose | uses |\n|---|---|---|\n");
    for (layer, used) in LAYERS.iter().zip(graph(modules)) {
        let path: Vec<&str> = layer.split('/').collect();
        let module = modules.iter().find(|module| module.path == path).expect("each layer is a module");
        let used: Vec<String> = used.into_iter().map(|used| format!("`{}`", LAYERS[used])).collect();
        out.push_str(&format!("| `{layer}` | {} | {} |\n", purpose(module), used.join(", ")));
    }
    out
}

/// The first paragraph of a module's header.
fn purpose(module: &Module) -> String {
    let lines = module.syntax.attrs.iter().filter_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    let first: Vec<String> = lines.map(|line| line.trim().to_string()).take_while(|line| !line.is_empty()).collect();
    first.join(" ").trim_end_matches('.').to_string()
}
