//! Tests of the compiler that need the builtins, and of code that runs.

#[cfg(test)]
mod codegen;
pub mod damage;
#[cfg(test)]
mod damaged;
#[cfg(test)]
mod expand;
#[cfg(test)]
mod passes;
#[cfg(test)]
mod rows;
#[cfg(test)]
mod saved;
mod support;
#[cfg(test)]
mod work;
