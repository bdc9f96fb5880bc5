//! Makes procedures of the public functions of an `impl` block.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{FnArg, GenericArgument, ImplItem, ImplItemFn, ItemImpl, PathArguments, ReturnType, Type, Visibility};

use crate::names::{Said, in_programs};

/// The block, with a function `methods` that adds the procedures to a library.
pub(crate) fn library(arguments: &TokenStream, block: &mut ItemImpl) -> syn::Result<TokenStream> {
    if !arguments.is_empty() {
        return Err(syn::Error::new_spanned(arguments, "`methods` takes no arguments"));
    }
    let Type::Path(path) = &*block.self_ty else {
        return Err(syn::Error::new_spanned(&block.self_ty, "expected the name of a type"));
    };
    let type_name = path.path.segments.last().map(|segment| in_programs(&segment.ident)).unwrap_or_default();
    let mut adds = Vec::new();
    for item in &mut block.items {
        if let ImplItem::Fn(function) = item {
            adds.extend(add(&block.self_ty, &type_name, function)?);
            function.attrs.retain(|attribute| !attribute.path().is_ident("cairn"));
        }
    }
    let (all, _, clause) = block.generics.split_for_impl();
    let own = &block.self_ty;
    Ok(quote! {
        #block

        impl #all #own #clause {
            /// Adds the procedures of this type to a library.
            #[must_use]
            pub fn methods(library: ::cairn::Library) -> ::cairn::Library {
                library #(#adds)*
            }
        }
    })
}

/// The call that adds a function, if programs are to see it.
fn add(own: &Type, type_name: &str, function: &ImplItemFn) -> syn::Result<Option<TokenStream>> {
    let said = Said::of(&function.attrs, &["name", "skip"])?;
    if said.skip || !matches!(function.vis, Visibility::Public(_)) {
        return Ok(None);
    }
    let signature = &function.sig;
    if let Some(asynchronous) = &signature.asyncness {
        return Err(syn::Error::new_spanned(asynchronous, "an async method: give it to `Library::future`"));
    }
    if !signature.generics.params.is_empty() {
        return Err(syn::Error::new_spanned(&signature.generics, "a generic method has no types to convert"));
    }
    let (mut receiver, mut types) = (None, Vec::new());
    for argument in &signature.inputs {
        match argument {
            FnArg::Receiver(this) if this.reference.is_some() => receiver = Some(this.mutability.is_some()),
            FnArg::Receiver(this) => {
                return Err(syn::Error::new_spanned(
                    this,
                    "a program keeps its object: expected `&self` or `&mut self`",
                ));
            }
            FnArg::Typed(typed) => types.push(&typed.ty),
        }
    }
    let names: Vec<_> = (0..types.len()).map(|at| format_ident!("argument{at}")).collect();
    let ident = &signature.ident;
    let plain = in_programs(ident);
    let name = said.name.unwrap_or_else(|| match receiver {
        None if plain == "new" => format!("make-{type_name}"),
        Some(true) => format!("{type_name}-{plain}!"),
        _ => format!("{type_name}-{plain}"),
    });
    Ok(Some(match receiver {
        None => {
            let made = wrapped(own, &signature.output, quote! { <#own>::#ident(#(#names),*) });
            quote! { .func(#name, |#(#names: #types),*| #made) }
        }
        Some(changes) => {
            let made = wrapped(own, &signature.output, quote! { this.#ident(#(#names),*) });
            let (method, this) =
                if changes { (quote!(method_mut), quote!(&mut #own)) } else { (quote!(method), quote!(&#own)) };
            quote! { .#method(#name, |this: #this #(, #names: #types)*| #made) }
        }
    }))
}

/// The value of a call; one of the type itself becomes an object.
fn wrapped(own: &Type, output: &ReturnType, call: TokenStream) -> TokenStream {
    let ReturnType::Type(_, output) = output else { return call };
    let is_own = |of: &Type| of == own || matches!(of, Type::Path(path) if path.path.is_ident("Self"));
    if is_own(output) {
        return quote! { ::cairn::New(#call) };
    }
    let of_result = match &**output {
        Type::Path(path) => path.path.segments.last().filter(|segment| segment.ident == "Result"),
        _ => None,
    };
    let first = of_result.and_then(|segment| match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.first(),
        _ => None,
    });
    match first {
        Some(GenericArgument::Type(of)) if is_own(of) => quote! { #call.map(::cairn::New) },
        _ => call,
    }
}
