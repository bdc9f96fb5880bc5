//! Suggests the nearest known name for a misspelt one, for hints.

/// The candidate that is the fewest typing mistakes away, if they are few. Among equals, the first
/// in the alphabet, so that the hint does not depend on hashing.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = match wrong.chars().count() {
        0..=2 => return None,
        3..=4 => 1,
        _ => 2,
    };
    let near = candidates.into_iter().filter(|name| name.len().abs_diff(wrong.len()) <= limit && *name != wrong);
    near.map(|name| (slips(wrong, name), name)).filter(|(slips, _)| *slips <= limit).min().map(|(_, name)| name)
}

/// The number of letters omitted, added, replaced or swapped with their neighbour (the restricted
/// Damerau-Levenshtein distance).
fn slips(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_of_the_keyboard() {
        let names = ["write", "white", "cddr", "fold-left", "fold-right", "call/cc"];
        assert_eq!(nearest("wirte", names), Some("write"));
        assert_eq!(nearest("fold-lefft", names), Some("fold-left"));
        assert_eq!(nearest("cdrr", names), Some("cddr"));
        assert_eq!(nearest("completely-different", names), None);
        assert_eq!(nearest("ca", names), None);
        assert_eq!(nearest("write", ["write"]), None);
    }
}
