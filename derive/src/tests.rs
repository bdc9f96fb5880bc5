//! Tests that what has no conversion is refused, and why.

use proc_macro2::TokenStream;
use quote::quote;

use crate::methods;
use crate::parts::{from_value, into_value, userdata};

/// The message of the compiler for a type.
fn refused(derive: impl Fn(&syn::DeriveInput) -> syn::Result<TokenStream>, input: TokenStream) -> String {
    let input = syn::parse2(input).expect("a type");
    derive(&input).err().map_or("accepted".to_string(), |error| error.to_string())
}

#[test]
fn parts_that_cannot_be_told_apart_are_refused() {
    for (input, message) in [
        (quote! { union U { a: u8, b: i8 } }, "a union does not say which of its fields it has"),
        (quote! { struct S { a_b: u8, #[cairn(name = "a-b")] c: u8 } }, "`a-b` is the name of two parts"),
        (quote! { enum E { OneTwo, #[cairn(name = "one-two")] Other } }, "`one-two` is the name of two parts"),
        (quote! { enum E { A { x: u8, #[cairn(name = "x")] y: u8 } } }, "`x` is the name of two parts"),
        (quote! { struct S { a: u8, #[cairn(skip)] a_: u8 } }, "accepted"),
    ] {
        assert_eq!(refused(from_value, input.clone()), message, "{input}");
        assert_eq!(refused(into_value, input.clone()), message, "{input}");
    }
}

#[test]
fn words_that_mean_nothing_are_refused() {
    let field = "expected `name = \"...\"` or `skip` or `default`";
    for (input, message) in [
        (quote! { struct S { #[cairn(rename = "b")] a: u8 } }, field),
        (quote! { struct S { #[cairn(name)] a: u8 } }, "expected `=`"),
        (quote! { struct S(#[cairn(skip)] u8, u8); }, "`#[cairn(...)]` means nothing here"),
        (quote! { enum E { #[cairn(skip)] A, B } }, "expected `name = \"...\"`"),
    ] {
        assert_eq!(refused(from_value, input.clone()), message, "{input}");
    }
    assert_eq!(refused(userdata, quote! { #[cairn(skip)] struct S; }), "expected `name = \"...\"`");
}

#[test]
fn methods_that_cannot_be_procedures_are_refused() {
    for (function, message) in [
        (quote! { pub fn f(self) {} }, "a program keeps its object: expected `&self` or `&mut self`"),
        (quote! { pub fn f<T>(&self, x: T) {} }, "a generic method has no types to convert"),
        (quote! { pub async fn f(&self) {} }, "an async method: give it to `Library::future`"),
        (quote! { #[cairn(default)] pub fn f(&self) {} }, "expected `name = \"...\"` or `skip`"),
        (quote! { fn f(self) {} }, "accepted"),
    ] {
        let mut block = syn::parse2(quote! { impl S { #function } }).expect("a block");
        let made = methods::library(&TokenStream::new(), &mut block);
        assert_eq!(made.err().map_or("accepted".to_string(), |error| error.to_string()), message, "{function}");
    }
}
