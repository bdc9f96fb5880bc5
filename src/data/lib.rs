//! Lays out Scheme objects and operates on them: arithmetic, equality, hashing, hash tables,
//! conditions, ports.

#![forbid(unsafe_code)]

pub mod arith;
pub mod bindings;
pub mod bridge;
pub mod code;
pub mod conditions;
pub mod coverage;
pub mod diagnostic;
pub mod dynamic;
pub mod equal;
pub mod error;
pub mod global;
pub mod guardian;
pub mod hash;
pub mod hashtable;
pub mod homogeneous;
pub mod limbs;
pub mod lists;
pub mod port;
pub mod records;
pub mod scratch;
pub mod source;
pub mod wide;
