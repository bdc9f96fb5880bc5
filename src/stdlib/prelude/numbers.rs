//! Names the numbers that the prelude and the code in Rust agree on.
//!
//! A definition of the prelude writes the name; the compiler puts the number in its place.

use cairn_data::dynamic::{guard, winder};
use cairn_expand::Flavour;

use crate::eval::natives::step;

/// Each name and its number.
pub(super) const NUMBERS: &[(&str, usize)] = &[
    ("winder:before", winder::BEFORE),
    ("winder:after", winder::AFTER),
    ("winder:handlers", winder::HANDLERS),
    ("winder:parameters", winder::PARAMETERS),
    ("winder:continuation", winder::CONTINUATION),
    ("guard:continuation", guard::CONTINUATION),
    ("guard:again?", guard::AGAIN),
    ("step:done", step::DONE),
    ("step:run", step::RUN),
    ("flavour:renaming", Flavour::Renaming as usize),
    ("flavour:syntax", Flavour::Syntax as usize),
    ("flavour:implicit", Flavour::Implicit as usize),
    ("flavour:closing", Flavour::Closing as usize),
    ("flavour:reverse-closing", Flavour::ReverseClosing as usize),
    ("flavour:variable", Flavour::Variable as usize),
];
