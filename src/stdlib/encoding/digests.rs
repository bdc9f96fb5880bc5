//! Computes digests of bytes and files, and authentication codes from them (RFC 2104).

use cairn_data::error::{Result, Throw};
use cairn_gc::{Kind, Value};
use sha2::digest::DynDigest;

use super::texts::hex;
use super::{BYTES_PER_UNIT, data};
use crate::{Args, Builtin, Context, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("digest", exactly(2), digest, flag::NONE, "(digest algorithm data) the digest of a bytevector, or of a string in UTF-8: bytes. The algorithms are md5, sha1, sha224, sha256, sha384, sha512 and blake3."),
    native("hex-digest", exactly(2), hex_digest, flag::NONE, "(hex-digest algorithm data) the same as hexadecimal digits."),
    native("hmac", exactly(3), hmac, flag::NONE, "(hmac algorithm key data) the authentication code of the data: bytes. RFC 2104."),
    native("hex-hmac", exactly(3), hex_hmac, flag::NONE, "(hex-hmac algorithm key data) the same as hexadecimal digits."),
    #[cfg(all(unix, feature = "system"))]
    native("file-digest", exactly(2), file_digest, flag::NONE, "(file-digest algorithm path) the digest of a file's content, as hexadecimal digits."),
];

/// Bytes that are hashed at a time.
const CHUNK: usize = 1 << 16;

/// A digest under way.
enum Hasher {
    Dynamic(Box<dyn DynDigest>),
    Blake3(Box<blake3::Hasher>),
}

/// An algorithm: its name, its bytes per block, and how it starts.
type Algorithm = (&'static str, usize, fn() -> Hasher);

fn dynamic<D: DynDigest + Default + 'static>() -> Hasher {
    Hasher::Dynamic(Box::new(D::default()))
}

const ALGORITHMS: &[Algorithm] = &[
    ("md5", 64, dynamic::<md5::Md5>),
    ("sha1", 64, dynamic::<sha1::Sha1>),
    ("sha224", 64, dynamic::<sha2::Sha224>),
    ("sha256", 64, dynamic::<sha2::Sha256>),
    ("sha384", 128, dynamic::<sha2::Sha384>),
    ("sha512", 128, dynamic::<sha2::Sha512>),
    ("blake3", 64, || Hasher::Blake3(Box::default())),
];

impl Hasher {
    fn update<'gc>(&mut self, ctx: &Context<'_, 'gc>, bytes: &[u8]) -> Result<'gc, ()> {
        for part in bytes.chunks(CHUNK) {
            ctx.mc.work(part.len() / BYTES_PER_UNIT)?;
            match self {
                Hasher::Dynamic(hasher) => hasher.update(part),
                Hasher::Blake3(hasher) => drop(hasher.update(part)),
            }
        }
        Ok(())
    }

    fn finish(self) -> Vec<u8> {
        match self {
            Hasher::Dynamic(hasher) => hasher.finalize().into_vec(),
            Hasher::Blake3(hasher) => hasher.finalize().as_bytes().to_vec(),
        }
    }
}

fn algorithm<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, &'static Algorithm> {
    let found = value.as_symbol().and_then(|name| ALGORITHMS.iter().find(|(known, ..)| *known == name));
    found.ok_or_else(|| {
        Throw::wrong_type(who, "an algorithm: md5, sha1, sha224, sha256, sha384, sha512 or blake3", value)
    })
}

fn digest_of<'gc>(ctx: &Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>) -> Result<'gc, Vec<u8>> {
    let mut hasher = algorithm(who, args[0])?.2();
    hasher.update(ctx, &data(ctx, who, args[1])?)?;
    Ok(hasher.finish())
}

fn digest<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = digest_of(ctx, "digest", args)?;
    Ok(ctx.mc.alloc_bytes_from(Kind::Bytes, &bytes)?)
}

fn hex_digest<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = digest_of(ctx, "hex-digest", args)?;
    Ok(ctx.mc.string(&hex(&bytes))?)
}

fn hmac_of<'gc>(ctx: &Context<'_, 'gc>, who: &str, args: Args<'_, 'gc>) -> Result<'gc, Vec<u8>> {
    let &(_, block, start) = algorithm(who, args[0])?;
    let mut key = data(ctx, who, args[1])?.into_owned();
    if key.len() > block {
        let mut hasher = start();
        hasher.update(ctx, &key)?;
        key = hasher.finish();
    }
    key.resize(block, 0);
    let with = |pad: u8| key.iter().map(|byte| byte ^ pad).collect::<Vec<_>>();
    let mut inner = start();
    inner.update(ctx, &with(0x36))?;
    inner.update(ctx, &data(ctx, who, args[2])?)?;
    let mut outer = start();
    outer.update(ctx, &with(0x5c))?;
    outer.update(ctx, &inner.finish())?;
    Ok(outer.finish())
}

fn hmac<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = hmac_of(ctx, "hmac", args)?;
    Ok(ctx.mc.alloc_bytes_from(Kind::Bytes, &bytes)?)
}

fn hex_hmac<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let bytes = hmac_of(ctx, "hex-hmac", args)?;
    Ok(ctx.mc.string(&hex(&bytes))?)
}

#[cfg(all(unix, feature = "system"))]
fn file_digest<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    use std::io::Read;

    use cairn_vm::system::{Problem, expect};

    const WHO: &str = "file-digest";
    let mut hasher = algorithm(WHO, args[0])?.2();
    let path = crate::args::path(WHO, args[1])?;
    let mut reader = expect(WHO, args[1], cairn_vm::ports::open_reader(ctx, &path))?;
    let mut buffer = vec![0; CHUNK];
    loop {
        let count = expect(WHO, args[1], reader.read(&mut buffer).map_err(Problem::from))?;
        if count == 0 {
            return Ok(ctx.mc.string(&hex(&hasher.finish()))?);
        }
        hasher.update(ctx, &buffer[..count])?;
    }
}
