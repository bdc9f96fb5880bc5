//! Times what a host does with other embedded languages, as `benches/embedding.rs` does with Cairn: the same
//! rows, the same scripts as far as the languages allow.
//!
//!     cargo run --release --features lua54       (or luau; both are mlua, which has one at a time)
//!     cargo run --release --features rhai,piccolo

#[cfg(any(feature = "lua54", feature = "luau"))]
mod lua;
#[cfg(feature = "piccolo")]
mod piccolo_host;
#[cfg(feature = "rhai")]
mod rhai_host;
#[path = "../../embedding/least.rs"]
mod least;

fn main() {
    #[cfg(any(feature = "lua54", feature = "luau"))]
    lua::run();
    #[cfg(feature = "rhai")]
    rhai_host::run();
    #[cfg(feature = "piccolo")]
    piccolo_host::run();
}
