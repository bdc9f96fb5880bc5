//! Derives conversions between Rust types and values of programs, and makes procedures of methods.
//!
//! The crate `cairn-scheme` exports the macros with its feature `derive`; they are described there.

mod methods;
mod names;
mod parts;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;
use syn::{DeriveInput, ItemImpl, parse_macro_input};

/// Derives `cairn::FromValue`.
#[proc_macro_derive(FromValue, attributes(cairn))]
pub fn from_value(input: TokenStream) -> TokenStream {
    finished(parts::from_value(&parse_macro_input!(input as DeriveInput)))
}

/// Derives `cairn::IntoValue`.
#[proc_macro_derive(IntoValue, attributes(cairn))]
pub fn into_value(input: TokenStream) -> TokenStream {
    finished(parts::into_value(&parse_macro_input!(input as DeriveInput)))
}

/// Derives `cairn::Userdata`.
#[proc_macro_derive(Userdata, attributes(cairn))]
pub fn userdata(input: TokenStream) -> TokenStream {
    finished(parts::userdata(&parse_macro_input!(input as DeriveInput)))
}

/// Makes procedures of the public functions of an `impl` block.
#[proc_macro_attribute]
pub fn methods(arguments: TokenStream, input: TokenStream) -> TokenStream {
    let mut block = parse_macro_input!(input as ItemImpl);
    finished(methods::library(&arguments.into(), &mut block))
}

fn finished(made: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    made.unwrap_or_else(syn::Error::into_compile_error).into()
}
