//! Makes A64 instructions of the compiler's operations.
//!
//! An operation whose operands do not fit into an instruction takes several, with `x16` and `x17` in between. Flags are
//! as they are on x86-64 where the compiler looks at them: after sums that is whether they overflow, are 0 or
//! negative; after comparisons every condition holds that would there, also of doubles that are no numbers.

mod instructions;
#[cfg(target_arch = "aarch64")]
mod operations;

#[cfg(target_arch = "aarch64")]
pub(super) use operations::*;

#[cfg(test)]
mod tests;
