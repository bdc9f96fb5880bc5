//! Derives the conversions of structs and enums.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::punctuated::Punctuated;
use syn::token::Comma;
use syn::{Data, DataEnum, DeriveInput, Field, Fields, Generics, Ident, Lifetime, Member, Variant, parse_quote};

use crate::names::Said;

type Made = syn::Result<TokenStream>;

fn fields_or_variants(input: &DeriveInput) -> syn::Result<Shape<'_>> {
    match &input.data {
        Data::Struct(data) => Ok(Shape::Struct(&data.fields)),
        Data::Enum(data) => Ok(Shape::Enum(data)),
        Data::Union(data) => {
            Err(syn::Error::new(data.union_token.span, "a union does not say which of its fields it has"))
        }
    }
}

enum Shape<'a> {
    Struct(&'a Fields),
    Enum(&'a DataEnum),
}

/// The generics with this bound on each type.
fn bounded(generics: &Generics, bound: &TokenStream) -> Generics {
    let mut generics = generics.clone();
    let types: Vec<Ident> = generics.type_params().map(|parameter| parameter.ident.clone()).collect();
    let clause = generics.make_where_clause();
    clause.predicates.extend(types.iter().map(|ident| -> syn::WherePredicate { parse_quote!(#ident: #bound) }));
    generics
}

/// The derived implementation of `FromValue`.
pub(crate) fn from_value(input: &DeriveInput) -> Made {
    let (name, shape) = (&input.ident, fields_or_variants(input)?);
    let body = match shape {
        Shape::Struct(fields) => {
            let content = read_content(&quote!(Self), fields)?;
            let start = read_start(fields, &quote!(value));
            quote! { #start ::core::result::Result::Ok(#content) }
        }
        Shape::Enum(data) => read_enum(data)?,
    };
    let gc = Lifetime::new("'gc", proc_macro2::Span::call_site());
    let bounded = bounded(&input.generics, &quote!(::cairn::FromValue<#gc>));
    let (_, own, clause) = bounded.split_for_impl();
    let mut generics = bounded.clone();
    generics.params.insert(0, parse_quote!(#gc));
    let (all, ..) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #all ::cairn::FromValue<#gc> for #name #own #clause {
            fn from_value(
                scope: &mut ::cairn::Scope<'_, #gc>,
                value: ::cairn::Value<#gc>,
            ) -> ::core::result::Result<Self, ::cairn::Mismatch> {
                scope.nested(|scope| { #body })
            }
        }
    })
}

/// Takes `value` apart, before the contents of fields are read from it.
fn read_start(fields: &Fields, value: &TokenStream) -> TokenStream {
    match fields {
        Fields::Named(_) => quote! { let parts = ::cairn::Fields::of(scope, #value)?; },
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => quote! { let only = #value; },
        Fields::Unnamed(fields) => {
            let count = fields.unnamed.len();
            quote! { let items = <[::cairn::Value<'gc>; #count] as ::cairn::FromValue<'gc>>::from_value(scope, #value)?; }
        }
        Fields::Unit => quote! { let _ = (&scope, #value); },
    }
}

/// The struct or variant with its fields read.
fn read_content(path: &TokenStream, fields: &Fields) -> Made {
    Ok(match fields {
        Fields::Unit => quote!(#path),
        Fields::Named(fields) => {
            let named = named(&fields.named)?;
            let read = named.iter().map(read_named);
            quote! { #path { #(#read),* } }
        }
        Fields::Unnamed(fields) => {
            fields.unnamed.iter().try_for_each(|field| Said::of(&field.attrs, &[]).map(drop))?;
            let read = read_unnamed(fields.unnamed.len());
            quote! { #path(#(#read),*) }
        }
    })
}

fn read_unnamed(count: usize) -> Vec<TokenStream> {
    if count == 1 {
        return vec![quote! { ::cairn::FromValue::from_value(scope, only)? }];
    }
    let read = |at| {
        let part = format!("element {}", at + 1);
        quote! { ::cairn::FromValue::from_value(scope, items[#at]).map_err(|mismatch| mismatch.within(#part))? }
    };
    (0..count).map(read).collect()
}

/// A field with its name in programs; none for one that they do not see.
struct Named<'a> {
    ident: &'a Ident,
    name: Option<String>,
    default: bool,
}

/// The fields of a struct or a variant.
fn named(fields: &Punctuated<Field, Comma>) -> syn::Result<Vec<Named<'_>>> {
    let mut all: Vec<Named<'_>> = Vec::new();
    for field in fields {
        let (ident, said) = (name_of(field)?, Said::of(&field.attrs, &["name", "skip", "default"])?);
        let default = said.default;
        let name = (!said.skip).then(|| said.name(ident));
        refuse_second(ident, name.as_deref(), all.iter().map(|other| other.name.as_deref()))?;
        all.push(Named { ident, name, default });
    }
    Ok(all)
}

/// Fails when another part has the same name in programs.
fn refuse_second<'a>(
    ident: &Ident,
    name: Option<&str>,
    mut others: impl Iterator<Item = Option<&'a str>>,
) -> syn::Result<()> {
    match name {
        Some(name) if others.any(|other| other == Some(name)) => {
            Err(syn::Error::new_spanned(ident, format!("`{name}` is the name of two parts")))
        }
        _ => Ok(()),
    }
}

fn read_named(field: &Named<'_>) -> TokenStream {
    let ident = field.ident;
    match &field.name {
        None => quote! { #ident: ::core::default::Default::default() },
        Some(name) if field.default => quote! { #ident: parts.find(scope, #name)?.unwrap_or_default() },
        Some(name) => quote! { #ident: parts.get(scope, #name)? },
    }
}

fn name_of(field: &Field) -> syn::Result<&Ident> {
    field.ident.as_ref().ok_or_else(|| syn::Error::new_spanned(field, "a field without a name"))
}

/// The variants of an enum, with their names in programs.
fn variants(data: &DataEnum) -> syn::Result<Vec<(&Variant, String)>> {
    let mut all: Vec<(&Variant, String)> = Vec::new();
    for variant in &data.variants {
        let name = Said::of(&variant.attrs, &["name"])?.name(&variant.ident);
        refuse_second(&variant.ident, Some(&name), all.iter().map(|(_, other)| Some(other.as_str())))?;
        all.push((variant, name));
    }
    Ok(all)
}

/// Reads a symbol, or a list that begins with one.
fn read_enum(data: &DataEnum) -> Made {
    let variants = variants(data)?;
    let arms = variants.iter().map(|(variant, name)| {
        let ident = &variant.ident;
        let content = read_content(&quote!(Self::#ident), &variant.fields)?;
        let start = match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => quote! {
                let [only] = <[::cairn::Value<'gc>; 1] as ::cairn::FromValue<'gc>>::from_value(scope, rest)?;
            },
            Fields::Unit => quote! {
                let [] = <[::cairn::Value<'gc>; 0] as ::cairn::FromValue<'gc>>::from_value(scope, rest)?;
            },
            fields => read_start(fields, &quote!(rest)),
        };
        Ok(quote! {
            #name => {
                let read = |scope: &mut ::cairn::Scope<'_, 'gc>| { #start ::core::result::Result::Ok(#content) };
                read(scope).map_err(|mismatch: ::cairn::Mismatch| mismatch.within(#name))
            }
        })
    });
    let arms = arms.collect::<syn::Result<Vec<_>>>()?;
    let names: Vec<&str> = variants.iter().map(|(_, name)| name.as_str()).collect();
    let expected = format!("one of {}", names.join(", "));
    Ok(quote! {
        let (tag, rest) = ::cairn::Fields::tagged(scope, value, #expected)?;
        match tag {
            #(#arms)*
            _ => ::core::result::Result::Err(scope.mismatch(#expected, value)),
        }
    })
}

/// The derived implementation of `IntoValue`.
pub(crate) fn into_value(input: &DeriveInput) -> Made {
    let (name, shape) = (&input.ident, fields_or_variants(input)?);
    let arms = match shape {
        Shape::Struct(fields) => vec![write_arm(&quote!(Self), fields, None)?],
        Shape::Enum(data) => variants(data)?
            .into_iter()
            .map(|(variant, name)| {
                let ident = &variant.ident;
                write_arm(&quote!(Self::#ident), &variant.fields, Some(name))
            })
            .collect::<syn::Result<_>>()?,
    };
    let generics = bounded(&input.generics, &quote!(::cairn::IntoValue));
    let (all, own, clause) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #all ::cairn::IntoValue for #name #own #clause {
            fn into_value<'gc>(
                self,
                scope: &mut ::cairn::Scope<'_, 'gc>,
            ) -> ::core::result::Result<::cairn::Value<'gc>, ::cairn::Mismatch> {
                scope.nested(|scope| match self { #(#arms)* })
            }
        }
    })
}

/// Takes a struct or a variant apart, and makes a value of its fields, after the symbol of a variant.
fn write_arm(path: &TokenStream, fields: &Fields, tag: Option<String>) -> Made {
    let members: Vec<Member> = fields.members().collect();
    let parts: Vec<Ident> = (0..members.len()).map(|at| format_ident!("part{at}")).collect();
    let is_newtype = matches!(fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1);
    if let (true, None) = (is_newtype, &tag) {
        return Ok(quote! { #path(only) => ::cairn::IntoValue::into_value(only, scope), });
    }
    if let (Fields::Unit, Some(tag)) = (fields, &tag) {
        return Ok(quote! { #path => scope.make(::cairn::Symbol::from(#tag)), });
    }
    let mut items: Vec<TokenStream> =
        tag.iter().map(|tag| quote! { scope.make(::cairn::Symbol::from(#tag))? }).collect();
    match fields {
        Fields::Named(fields) => {
            items.extend(named(&fields.named)?.iter().zip(&parts).filter_map(|(field, part)| write_named(field, part)));
        }
        _ => items.extend(parts.iter().map(|part| quote! { scope.make(#part)? })),
    }
    Ok(quote! {
        #path { #(#members: #parts),* } => {
            #(let _ = &#parts;)*
            let items = [#(#items),*];
            ::core::result::Result::Ok(scope.list(&items))
        }
    })
}

/// The pair of a field's name and its content.
fn write_named(field: &Named<'_>, part: &Ident) -> Option<TokenStream> {
    let name = field.name.as_ref()?;
    Some(quote! {{
        let (key, content) = (scope.make(::cairn::Symbol::from(#name))?, scope.make(#part)?);
        scope.cons(key, content)
    }})
}

/// The derived implementation of `Userdata`.
pub(crate) fn userdata(input: &DeriveInput) -> Made {
    let name = Said::of(&input.attrs, &["name"])?.name(&input.ident);
    let (ident, bounded) = (&input.ident, bounded(&input.generics, &quote!(::core::marker::Send + 'static)));
    let (all, own, clause) = bounded.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #all ::cairn::Userdata for #ident #own #clause {
            const NAME: &'static str = #name;
        }
    })
}
