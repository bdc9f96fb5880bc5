//! Encodes bytes as text: base64 (RFC 4648), hexadecimal digits, and the percent signs of URLs
//! (RFC 3986).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_gc::{Kind, Value};

use super::{BYTES_PER_UNIT, data};
use crate::{Args, Builtin, Context, args, between, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("base64-encode", between(1, 2), base64_encode, flag::NONE, "(base64-encode data [url?]) the text that stands for a bytevector, or for a string in UTF-8; with url?, in the alphabet for URLs and without padding."),
    native("base64-decode", exactly(1), base64_decode, flag::NONE, "(base64-decode string) the bytes that it stands for. Either alphabet, with or without padding; white space is left out."),
    native("hex-encode", exactly(1), hex_encode, flag::NONE, "(hex-encode data) two hexadecimal digits for each byte."),
    native("hex-decode", exactly(1), hex_decode, flag::NONE, "(hex-decode string) the bytes that it stands for."),
    native("url-encode", exactly(1), url_encode, flag::NONE, "(url-encode data) the text in which all but letters, digits and - . _ ~ are percent signs with two digits."),
    native("url-decode", between(1, 2), url_decode, flag::NONE, "(url-decode string [plus?]) the text that it stands for, which must be UTF-8; with plus?, a + is a space."),
];

/// Fails: what was to be decoded is wrong at this character.
#[cold]
fn undecodable<'gc>(who: &str, at: usize, reason: &str, value: Value<'gc>) -> Throw<'gc> {
    Throw::new(ErrorKind::Read, format!("{who}: {reason} at character {at}:"), &[value])
}

fn base64_encode<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = data(ctx, "base64-encode", args[0])?;
    ctx.mc.check_room(bytes.len().saturating_mul(4))?;
    ctx.mc.work(bytes.len() / BYTES_PER_UNIT)?;
    let engine = if args::optional(args, 1).is_some_and(Value::is_true) { &URL_SAFE_NO_PAD } else { &STANDARD };
    Ok(ctx.mc.string(&engine.encode(&bytes))?)
}

/// Decodes what ends with padding or without.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

fn base64_decode<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "base64-decode";
    let chars = args::string(WHO, args[0])?;
    ctx.mc.check_room(chars.len().saturating_mul(2))?;
    ctx.mc.work(chars.len() / BYTES_PER_UNIT)?;
    // Where each character that counts stands, for messages.
    let counting = || chars.iter().enumerate().filter(|(_, c)| !c.is_ascii_whitespace());
    let text: Vec<u8> = counting()
        .map(|(_, c)| match c {
            '-' => b'+',
            '_' => b'/',
            c => u8::try_from(c).unwrap_or(0),
        })
        .collect();
    match LENIENT.decode(&text) {
        Ok(bytes) => Ok(ctx.mc.alloc_bytes_from(Kind::Bytes, &bytes)?),
        Err(error) => {
            use base64::DecodeError::{InvalidByte, InvalidLastSymbol};
            let (InvalidByte(at, _) | InvalidLastSymbol { offset: at, .. }) = error else {
                return Err(undecodable(WHO, chars.len(), "the text is cut off", args[0]));
            };
            let at = counting().nth(at).map_or(chars.len(), |(at, _)| at);
            Err(undecodable(WHO, at, "no base64", args[0]))
        }
    }
}

fn hex_encode<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = data(ctx, "hex-encode", args[0])?;
    ctx.mc.check_room(bytes.len().saturating_mul(4))?;
    ctx.mc.work(bytes.len() / BYTES_PER_UNIT)?;
    Ok(ctx.mc.string(&hex(&bytes))?)
}

/// Two digits for each byte.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

fn hex_decode<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "hex-decode";
    let text = args::string(WHO, args[0])?;
    ctx.mc.check_room(text.len())?;
    ctx.mc.work(text.len() / BYTES_PER_UNIT)?;
    let mut digits = Vec::with_capacity(text.len());
    for (at, c) in text.iter().enumerate() {
        digits.push(c.to_digit(16).ok_or_else(|| undecodable(WHO, at, "no hexadecimal digit", args[0]))? as u8);
    }
    if !digits.len().is_multiple_of(2) {
        return Err(undecodable(WHO, digits.len(), "an odd number of digits", args[0]));
    }
    let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    Ok(ctx.mc.alloc_bytes_from(Kind::Bytes, &bytes)?)
}

fn url_encode<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = data(ctx, "url-encode", args[0])?;
    ctx.mc.check_room(bytes.len().saturating_mul(4))?;
    ctx.mc.work(bytes.len() / BYTES_PER_UNIT)?;
    let mut out = String::with_capacity(bytes.len());
    for &byte in &*bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(ctx.mc.string(&out)?)
}

fn url_decode<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "url-decode";
    ctx.mc.check_room(args::string(WHO, args[0])?.len().saturating_mul(2))?;
    let text = args::text(ctx.mc, WHO, args[0])?;
    ctx.mc.work(text.len() / BYTES_PER_UNIT)?;
    let plus = args::optional(args, 1).is_some_and(Value::is_true);
    let (bytes, mut out, mut at) = (text.as_bytes(), Vec::with_capacity(text.len()), 0);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        out.push(match byte {
            b'%' => {
                let digits = bytes.get(at..at + 2).and_then(|digits| std::str::from_utf8(digits).ok());
                // A sign would be taken for part of the number.
                let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
                let code = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                let place = || text[..at - 1].chars().count();
                let code = code.ok_or_else(|| undecodable(WHO, place(), "no two hexadecimal digits", args[0]))?;
                at += 2;
                code
            }
            b'+' if plus => b' ',
            byte => byte,
        });
    }
    match String::from_utf8(out) {
        Ok(text) => Ok(ctx.mc.string(&text)?),
        Err(_) => Err(Throw::new(ErrorKind::Read, format!("{WHO}: the bytes are no UTF-8 text:"), &[args[0]])),
    }
}
