//! Has the processor fetch objects before they are read: collections spend most of their time
//! waiting for memory, and several requests can wait together.

/// Objects that wait in a line. About as many requests as processors have in progress.
const LINE: usize = 8;

/// Has the processor fetch the start of the object of a word, where it can be told to.
#[inline(always)]
pub(crate) fn prefetch(word: u64) {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    // SAFETY: a hint about any address changes nothing that the program can see.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(std::ptr::without_provenance(word as usize));
    }
    #[cfg(not(all(target_arch = "x86_64", not(miri))))]
    let _ = word;
}

/// A line of words whose objects are being fetched.
pub(crate) struct Line {
    words: [u64; LINE],
    first: usize,
    count: usize,
}

impl Line {
    pub(crate) fn new() -> Line {
        Line { words: [0; LINE], first: 0, count: 0 }
    }

    /// Adds a word; returns the one that has waited longest if the line was full.
    #[inline(always)]
    pub(crate) fn add(&mut self, word: u64) -> Option<u64> {
        prefetch(word);
        if self.count < LINE {
            self.words[(self.first + self.count) % LINE] = word;
            self.count += 1;
            return None;
        }
        let oldest = std::mem::replace(&mut self.words[self.first], word);
        self.first = (self.first + 1) % LINE;
        Some(oldest)
    }

    /// Removes and returns the word that has waited longest.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> Option<u64> {
        if self.count == 0 {
            return None;
        }
        let oldest = self.words[self.first];
        self.first = (self.first + 1) % LINE;
        self.count -= 1;
        Some(oldest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_leave_a_line_in_their_order() {
        let mut line = Line::new();
        let mut left = Vec::new();
        for word in 1..=20 {
            left.extend(line.add(word));
            if word % 5 == 0 {
                left.extend(line.take());
            }
        }
        left.extend(std::iter::from_fn(|| line.take()));
        assert_eq!(left, (1..=20).collect::<Vec<u64>>());
    }
}
