//! Records statistics of a heap: collections, bytes, pauses.

/// Buckets of a histogram, eight per power of two.
const BUCKETS: usize = 320;

/// Pauses of one kind of collection, in nanoseconds. Durations go into a histogram, so that a long
/// run costs no memory and percentiles are accurate to about 9 %.
#[derive(Clone, Default, Debug)]
pub struct Pauses {
    /// Empty before the first pause.
    buckets: Vec<u32>,
    /// Number of pauses.
    pub count: u64,
    /// Sum of all pauses.
    pub total: u64,
    /// Longest pause.
    pub max: u64,
}

impl Pauses {
    fn bucket(nanos: u64) -> usize {
        let n = nanos.max(8);
        let log = 63 - n.leading_zeros() as usize;
        let fraction = ((n >> (log - 3)) & 7) as usize;
        ((log - 3) * 8 + fraction).min(BUCKETS - 1)
    }

    /// Upper edge of a bucket.
    fn edge(bucket: usize) -> u64 {
        let log = bucket / 8 + 3;
        (9 + (bucket % 8) as u64) << (log - 3).min(59)
    }

    /// Adds one pause.
    pub fn record(&mut self, nanos: u64) {
        self.buckets.resize(BUCKETS, 0);
        self.buckets[Pauses::bucket(nanos)] += 1;
        self.count += 1;
        self.total += nanos;
        self.max = self.max.max(nanos);
    }

    /// The pauses after `earlier`, an older record of the same heap. If the longest pause is no
    /// longer than one before, it is known only to the precision of the percentiles.
    pub fn since(&self, earlier: &Pauses) -> Pauses {
        let mut later = self.clone();
        later.count -= earlier.count;
        later.total -= earlier.total;
        later.buckets.iter_mut().zip(&earlier.buckets).for_each(|(all, before)| *all -= before);
        if self.max == earlier.max {
            let longest = later.buckets.iter().rposition(|&n| n > 0);
            later.max = longest.map_or(0, |bucket| Pauses::edge(bucket).min(self.max));
        }
        later
    }

    /// The duration that `percent` of the pauses do not exceed.
    pub fn percentile(&self, percent: f64) -> u64 {
        let wanted = (self.count as f64 * percent / 100.0).ceil() as u64;
        let mut seen = 0;
        for (i, &n) in self.buckets.iter().enumerate() {
            seen += n as u64;
            if seen >= wanted && n > 0 {
                return Pauses::edge(i).min(self.max);
            }
        }
        self.max
    }
}

/// Statistics since the heap was created.
#[derive(Clone, Default, Debug)]
pub struct Stats {
    /// Minor collections.
    pub minor: Pauses,
    /// Increments of tenured marking and sweeping.
    pub increments: Pauses,
    /// Full collections, stopping the world.
    pub full: Pauses,
    /// Bytes that passed through the nursery.
    pub young_bytes: u64,
    /// Bytes born tenured: large objects, and objects allocated while the nursery was full.
    pub tenured_bytes: u64,
    /// Bytes promoted from the nursery.
    pub promoted_bytes: u64,
    /// Completed marking cycles of the tenured space.
    pub cycles: u64,
    /// Bytes live in the tenured space when a cycle last ended.
    pub live_after_cycle: u64,
    /// Greatest number of bytes in use at a safepoint.
    pub peak_bytes: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_close() {
        let mut p = Pauses::default();
        for n in 1..=1000u64 {
            p.record(n * 1000);
        }
        let (p50, p99) = (p.percentile(50.0), p.percentile(99.0));
        assert!((500_000..=570_000).contains(&p50), "{p50}");
        assert!((990_000..=1_000_000).contains(&p99), "{p99}");
        assert_eq!(p.max, 1_000_000);
    }

    #[test]
    fn what_came_before_is_not_counted() {
        let mut p = Pauses::default();
        p.record(1_000_000);
        let before = p.clone();
        assert_eq!(p.since(&before).max, 0);
        (0..100).for_each(|_| p.record(1000));
        let since = p.since(&before);
        assert_eq!((since.count, since.total), (100, 100_000));
        assert!((1000..=1130).contains(&since.max), "{}", since.max);
        assert!((1000..=1130).contains(&since.percentile(100.0)));
        p.record(2_000_000);
        assert_eq!(p.since(&before).max, 2_000_000);
    }
}
