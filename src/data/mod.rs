//! Lays out Scheme objects, and works on them: equality, hashing, hash tables, conditions,
//! ports, arithmetic.

pub mod address;
pub mod arith;
pub mod bridge;
pub mod code;
pub mod conditions;
pub mod dynamic;
pub mod equal;
pub mod error;
pub mod global;
pub mod guardian;
pub mod hash;
pub mod hashtable;
pub mod lists;
pub mod port;
pub mod records;
pub mod source;
