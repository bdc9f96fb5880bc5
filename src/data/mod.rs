//! Lays out Scheme objects, and works on them: equality, hashing, hash tables, conditions,
//! ports, arithmetic.

pub mod address;
pub mod arith;
pub mod bridge;
pub mod conditions;
pub mod equal;
pub mod error;
pub mod hash;
pub mod hashtable;
pub mod port;
pub mod source;
