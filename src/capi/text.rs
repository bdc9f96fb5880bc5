//! Texts between C and Rust.

use std::ffi::{CStr, CString, c_char};

/// The text that C has given, which ends with a zero.
///
/// # Safety
/// `text` is null or a good C string.
pub(crate) unsafe fn c_text<'a>(text: *const c_char) -> &'a str {
    if text.is_null() {
        return "";
    }
    // SAFETY: the caller's promise.
    unsafe { CStr::from_ptr(text) }.to_str().unwrap_or("")
}

/// The bytes that C has given.
///
/// # Safety
/// `bytes` is null or points to that many.
pub(crate) unsafe fn c_bytes<'a>(bytes: *const u8, length: usize) -> &'a [u8] {
    // SAFETY: the caller's promise.
    if bytes.is_null() { &[] } else { unsafe { std::slice::from_raw_parts(bytes, length) } }
}

/// Makes a text for C, which frees it. Readers of C strings stop at the first zero in it.
pub(crate) fn to_c(text: String) -> *mut c_char {
    let mut bytes = text.into_bytes();
    bytes.push(0);
    let boxed: Box<[u8]> = bytes.into();
    // The length stands before the text, so that it can be freed.
    let mut whole = (boxed.len() as u64).to_le_bytes().to_vec();
    whole.extend_from_slice(&boxed);
    let start = Box::into_raw(whole.into_boxed_slice()).cast::<u8>();
    start.wrapping_add(8).cast()
}

/// Frees a text of the functions here.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cairn_free_text(text: *mut c_char) {
    if text.is_null() {
        return;
    }
    // SAFETY: `to_c` made the text, with its length in the eight bytes before.
    unsafe {
        let start = text.cast::<u8>().sub(8);
        let length = u64::from_le_bytes(*start.cast::<[u8; 8]>()) as usize;
        drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(start, length + 8)));
    }
}

/// A message as C has it: up to its first zero.
pub(crate) fn message(text: &str) -> CString {
    CString::new(text.split('\0').next().unwrap_or_default()).unwrap_or_default()
}
