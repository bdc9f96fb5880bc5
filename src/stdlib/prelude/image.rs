//! Includes the compiled prelude: its procedures as saved code, in the order of their rows.
//!
//! The test here writes `image.bin`, and fails if it differs from the compiled definitions;
//! `CAIRN_BLESS=1 cargo test -p cairn-stdlib prelude` writes it again. An image of other definitions, or for
//! another instruction set, is not used: then each process compiles the definitions that it needs.

use cairn_backend::saved::{self, Image};

use super::SOURCES;

/// The latest image.
static IMAGE: &[u8] = include_bytes!("image.bin");

/// The beginning of an image of the present definitions.
const FINGERPRINT: u64 = {
    let mut texts = [""; SOURCES.len()];
    let mut i = 0;
    while i < texts.len() {
        texts[i] = SOURCES[i].text;
        i += 1;
    }
    saved::fingerprint(&texts)
};

/// The image, if it belongs to the present definitions.
pub const CURRENT: Option<&'static [u8]> = match Image::fingerprint(IMAGE) {
    Some(FINGERPRINT) => Some(IMAGE),
    _ => None,
};

#[cfg(test)]
mod tests {
    use cairn_gc::{Heap, Rootable};

    use super::*;
    use crate::{builtins, new_world};
    use cairn_backend::saved::Saver;
    use cairn_compiler as compile;
    use cairn_middle::primitives::{BuiltinId, Code};
    use cairn_vm::{Machine, Stack};

    /// The image of the definitions, compiled in this order.
    fn image(order: impl Fn(&mut Vec<BuiltinId>)) -> Vec<u8> {
        let mut heap: Heap<Rootable![Machine<'_>]> =
            Heap::new(cairn_gc::Config::default(), |_| Machine::new(new_world(), Stack::new(1 << 20).expect("memory")));
        heap.mutate(|mc, machine| {
            let primitives = &builtins().primitives;
            let mut ids: Vec<_> =
                primitives.all().filter(|(_, row)| row.code == Code::Scheme).map(|(id, _)| id).collect();
            order(&mut ids);
            let mut procedures: Vec<_> = ids
                .iter()
                .map(|&id| (id, compile::defined(mc, &mut machine.world, id).expect("a procedure")))
                .collect();
            procedures.sort_unstable_by_key(|&(id, _)| id);
            let mut saver = Saver::new(primitives);
            for (id, procedure) in procedures {
                saver.add(procedure).unwrap_or_else(|e| panic!("{}: {e:?}", primitives.row(id).name));
            }
            saver.finish(FINGERPRINT)
        })
    }

    #[test]
    fn the_image_is_what_the_definitions_compile_to() {
        let made = image(|_| {});
        assert!(made == image(|ids| ids.reverse()), "the image depends on the order of compilation");
        if std::env::var_os("CAIRN_BLESS").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/prelude/image.bin");
            return std::fs::write(path, made).expect("image.bin can be written");
        }
        assert!(made == IMAGE, "image.bin is out of date: CAIRN_BLESS=1 cargo test -p cairn-stdlib prelude");
        assert!(CURRENT.is_some());
    }
}
