//! Implements case mapping, folding and digit values of characters, using the tables of Rust's
//! standard library.
//!
//! The library has the full upper- and lower-case mappings and the derived properties, but neither
//! the decimal digits (general category Nd) nor case folding. The digits are a table of zeros here,
//! because every run of Nd is ten long (Unicode's stability policy). Folding is the lower case of
//! the upper case, apart from the exceptions below, found by comparing that rule with
//! `CaseFolding.txt` for all code points. So no further crate is needed.

/// The zero of each run of ten decimal digits, in order (Unicode 17).
#[rustfmt::skip]
static ZEROS: [u32; 75] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6,
    0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0,
    0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0,
    0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50, 0x11DA0, 0x11DE0, 0x11F50,
    0x16A60, 0x16AC0, 0x16B50, 0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0,
    0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// The value of a decimal digit (R7RS 6.6, `digit-value`).
pub fn digit_value(c: char) -> Option<u32> {
    let c = c as u32;
    let run = ZEROS.partition_point(|&zero| zero <= c);
    let value = c - ZEROS[run.checked_sub(1)?];
    (value < 10).then_some(value)
}

/// The only character of `mapped`, or `None` if there are several.
fn single(mut mapped: impl Iterator<Item = char>) -> Option<char> {
    let first = mapped.next()?;
    mapped.next().is_none().then_some(first)
}

/// The simple upper-case mapping (`char-upcase`).
pub fn upcase(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_uppercase();
    }
    let title = |offset| char::from_u32(c as u32 + offset).unwrap_or(c);
    single(c.to_uppercase()).unwrap_or(match c as u32 {
        // Greek with iota subscript: the full mapping writes the iota out.
        0x1F80..=0x1F87 | 0x1F90..=0x1F97 | 0x1FA0..=0x1FA7 => title(8),
        0x1FB3 | 0x1FC3 | 0x1FF3 => title(9),
        _ => c,
    })
}

/// The simple lower-case mapping (`char-downcase`).
pub fn downcase(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    // Only U+0130, a capital I with a dot, has a longer full mapping.
    single(c.to_lowercase()).unwrap_or('i')
}

/// Whether the letter is Cherokee, which folds to upper case.
fn is_cherokee(c: char) -> bool {
    matches!(c as u32, 0x13A0..=0x13FD | 0xAB70..=0xABBF)
}

/// Simple case folding (`char-foldcase`): statuses C and S of `CaseFolding.txt`.
pub fn fold_char(c: char) -> char {
    match c {
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        '\u{130}' | '\u{131}' => c,
        '\u{1FD3}' => '\u{390}',
        '\u{1FE3}' => '\u{3B0}',
        '\u{FB05}' => '\u{FB06}',
        _ if is_cherokee(c) => upcase(c),
        _ => single(c.to_uppercase()).map_or_else(|| downcase(c), downcase),
    }
}

/// Full case folding (`string-foldcase`): statuses C and F of `CaseFolding.txt`.
pub fn fold(c: char) -> impl Iterator<Item = char> {
    let (chars, count) = folded(c);
    chars.into_iter().take(count)
}

fn folded(c: char) -> ([char; 3], usize) {
    match c {
        _ if c.is_ascii() => ([c.to_ascii_lowercase(); 3], 1),
        '\u{130}' => (['i', '\u{307}', c], 2),
        '\u{131}' => ([c; 3], 1),
        '\u{1E9E}' => (['s'; 3], 2),
        _ if is_cherokee(c) => ([upcase(c); 3], 1),
        _ => {
            let mut chars = [c; 3];
            let upper = c.to_uppercase();
            let count = upper.len().min(3);
            chars.iter_mut().zip(upper).for_each(|(to, u)| *to = downcase(u));
            (chars, count)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_numeric_and_ordered() {
        assert!(ZEROS.is_sorted());
        for &zero in &ZEROS {
            for value in 0..10 {
                let c = char::from_u32(zero + value).expect("digit");
                assert_eq!(digit_value(c), Some(value));
                assert!(c.is_numeric(), "{:x}", c as u32);
            }
        }
        for c in ['a', '/', ':', '²', '½', 'Ⅷ', '\u{0}', '\u{10FFFF}'] {
            assert_eq!(digit_value(c), None, "{c}");
        }
    }

    #[test]
    fn simple_mappings() {
        for (c, up, down, fold) in [
            ('a', 'A', 'a', 'a'),
            ('ß', 'ß', 'ß', 'ß'),
            ('ẞ', 'ẞ', 'ß', 'ß'),
            ('ς', 'Σ', 'ς', 'σ'),
            ('İ', 'İ', 'i', 'İ'),
            ('ı', 'I', 'ı', 'ı'),
            ('ᾀ', 'ᾈ', 'ᾀ', 'ᾀ'),
            ('ᾳ', 'ᾼ', 'ᾳ', 'ᾳ'),
            ('ǅ', 'Ǆ', 'ǆ', 'ǆ'),
            ('\u{AB70}', '\u{13A0}', '\u{AB70}', '\u{13A0}'),
            ('ÿ', 'Ÿ', 'ÿ', 'ÿ'),
            ('µ', 'Μ', 'µ', 'μ'),
            ('K', 'K', 'k', 'k'),
        ] {
            assert_eq!((upcase(c), downcase(c), fold_char(c)), (up, down, fold), "{c}");
        }
    }

    #[test]
    fn full_folding() {
        for (text, folded) in
            [("Straße", "strasse"), ("ẞ", "ss"), ("ŉ", "ʼn"), ("ΑΣ", "ας"), ("ﬃ", "ffi"), ("İı", "i̇ı")]
        {
            let wanted: String = folded.replace('ς', "σ");
            assert_eq!(text.chars().flat_map(fold).collect::<String>(), wanted);
        }
    }
}
