//! Loads saved procedures: carries out the steps that make them.

use std::num::TryFromIntError;
use std::sync::Arc;

use cairn_data::bridge;
use cairn_data::code::{AssignedRange, CodeMeta, Early, LazyPlaces, LocalRange, Places, SavedPlaces};
use cairn_data::error::{ErrorKind, Throw};
use cairn_data::global;
use cairn_data::source::{Site, Sites, Source, Span, TAIL};
use cairn_gc::{Kind, Mutation, OutOfMemory, Value};
use cairn_middle::environment::cells::Cells;
use cairn_middle::primitives::BuiltinId;
use cairn_number as number;

use super::bytes::{Cursor, Damaged};
use super::format::{Step, part};
use crate::bytecode::{Op, Shape, Verifier, Word, closed_procedure, code_object};

/// Bytes of the fingerprint and the two counts.
const HEAD: usize = 24;

/// Saved code, from which items can be loaded.
#[derive(Clone, Copy)]
pub struct Image<'a> {
    bytes: &'a [u8],
    items: usize,
    /// The code is verified when it is loaded.
    is_checked: bool,
    /// The texts of positions, each with its number.
    sources: &'a [(u32, Arc<Source>)],
    /// The same code, if it stays in memory: then places are read from it later.
    shared: Option<&'a Arc<SharedImage>>,
}

/// Saved code that procedures share which were loaded from it, with the texts that positions are in.
pub struct SharedImage {
    bytes: Arc<Vec<u8>>,
    sources: Vec<(u32, Arc<Source>)>,
}

impl SharedImage {
    /// These bytes, with the texts that positions are in, each with its number, in the order of
    /// [`Saver::sources`](super::Saver::sources).
    pub fn new(bytes: Arc<Vec<u8>>, sources: Vec<(u32, Arc<Source>)>) -> Arc<Self> {
        Arc::new(SharedImage { bytes, sources })
    }

    /// The code, as [`Image::new`] takes it.
    ///
    /// # Errors
    /// As for that.
    pub fn image(&self) -> std::result::Result<Image<'_>, Damaged> {
        Ok(Image { sources: &self.sources, ..Image::new(&self.bytes)? })
    }

    /// The code, as [`Image::own`] takes it. The places of its procedures are read when they are asked for.
    ///
    /// # Errors
    /// As for that.
    pub fn own_image(self: &Arc<Self>) -> std::result::Result<Image<'_>, Damaged> {
        Ok(Image { sources: &self.sources, shared: Some(self), ..Image::own(&self.bytes)? })
    }
}

impl SavedPlaces for SharedImage {
    fn read(&self, at: usize) -> Places {
        self.image().and_then(|image| image.places(at)).unwrap_or_default()
    }
}

/// Why an item has not been loaded.
pub enum Failure<'gc> {
    /// It is damaged, or names a builtin that does not exist.
    Damaged,
    /// There is no room for it.
    Thrown(Throw<'gc>),
}

impl From<TryFromIntError> for Failure<'_> {
    fn from(_: TryFromIntError) -> Self {
        Failure::Damaged
    }
}

impl From<Damaged> for Failure<'_> {
    fn from(_: Damaged) -> Self {
        Failure::Damaged
    }
}

impl<'gc> From<Throw<'gc>> for Failure<'gc> {
    fn from(thrown: Throw<'gc>) -> Self {
        Failure::Thrown(thrown)
    }
}

impl From<OutOfMemory> for Failure<'_> {
    fn from(short: OutOfMemory) -> Self {
        Failure::Thrown(short.into())
    }
}

type Result<'gc, T = Value<'gc>> = std::result::Result<T, Failure<'gc>>;

impl<'a> Image<'a> {
    /// The saved code that these bytes are.
    ///
    /// # Errors
    /// When they are too few.
    pub fn new(bytes: &'a [u8]) -> std::result::Result<Self, Damaged> {
        let items = Cursor::new(bytes, 8)?.word()?;
        Ok(Image { bytes, items: usize::try_from(items)?, is_checked: true, sources: &[], shared: None })
    }

    /// The saved code that is a part of this executable: what wrote it has verified all of it, so
    /// that only builds for development do so again.
    ///
    /// # Errors
    /// As for [`Image::new`].
    pub fn own(bytes: &'a [u8]) -> std::result::Result<Self, Damaged> {
        Ok(Image { is_checked: cfg!(debug_assertions), ..Image::new(bytes)? })
    }

    /// The fingerprint that an image begins with.
    pub const fn fingerprint(bytes: &[u8]) -> Option<u64> {
        match bytes.first_chunk() {
            Some(word) => Some(u64::from_le_bytes(*word)),
            None => None,
        }
    }

    /// Makes the procedure of an item.
    ///
    /// # Errors
    /// See [`Failure`].
    pub fn load<'gc>(self, mc: Mutation<'gc>, cells: &mut Cells<'gc>, item: usize) -> Result<'gc> {
        self.load_with(mc, cells, item, &|_, _| None)
    }

    /// Makes an item of a program. The cell of a variable that the host gives is what `outside`
    /// finds for its library and name.
    ///
    /// # Errors
    /// See [`Failure`].
    pub fn load_with<'gc>(
        self,
        mc: Mutation<'gc>,
        cells: &mut Cells<'gc>,
        item: usize,
        outside: &dyn Fn(&str, &str) -> Option<Value<'gc>>,
    ) -> Result<'gc> {
        let mut cursor = self.part(item)?;
        let steps = cursor.count()?;
        // Each step takes two bytes at least.
        let objects = Vec::with_capacity(steps.min(self.bytes.len() / 2));
        let mut loader = Loader { mc, cells, image: self, cursor, objects, outside, verifier: Verifier::default() };
        for _ in 0..steps {
            loader.step()?;
        }
        loader.objects.pop().ok_or(Failure::Damaged)
    }

    /// Where an item begins, or a name, which come after the items.
    fn part(self, number: usize) -> std::result::Result<Cursor<'a>, Damaged> {
        let at = number.checked_mul(4).and_then(|at| at.checked_add(HEAD)).ok_or(Damaged)?;
        let offset = self.bytes.get(at..).and_then(|rest| rest.first_chunk()).ok_or(Damaged)?;
        Cursor::new(self.bytes, u32::from_le_bytes(*offset) as usize)
    }

    /// The places of a code object, which are saved at this offset.
    fn places(self, at: usize) -> std::result::Result<Places, Damaged> {
        let mut cursor = Cursor::new(Cursor::new(self.bytes, at)?.bytes()?, 0)?;
        let mut sites = Sites::default();
        for _ in 0..cursor.count()? {
            let call = placed(&mut cursor, self.sources, sites.0.len())?;
            let name = self.name(cursor.count()?)?;
            sites.0.push(Site { call, name: (!name.is_empty()).then(|| name.into()) });
        }
        let spans =
            cursor.list(|from| Ok::<_, Damaged>((from.small()?, placed(from, self.sources, sites.0.len())?)))?;
        let locals = cursor.list(|range| {
            let (from, to, register) = (range.small()?, range.small()?, u16::try_from(range.number()?)?);
            Ok::<_, Damaged>(LocalRange { from, to, register, name: self.name(range.count()?)?.into() })
        })?;
        if cursor.left() == 0 { Ok(Places { spans, sites: Arc::new(sites), locals }) } else { Err(Damaged) }
    }

    fn name(self, number: usize) -> std::result::Result<&'a str, Damaged> {
        let number = number.checked_add(self.items).ok_or(Damaged)?;
        str::from_utf8(self.part(number)?.bytes()?).map_err(|_| Damaged)
    }
}

/// An item that is being loaded.
struct Loader<'a, 'c, 'gc> {
    mc: Mutation<'gc>,
    cells: &'c mut Cells<'gc>,
    image: Image<'a>,
    cursor: Cursor<'a>,
    objects: Vec<Value<'gc>>,
    outside: &'c dyn Fn(&str, &str) -> Option<Value<'gc>>,
    verifier: Verifier,
}

impl<'a, 'gc> Loader<'a, '_, 'gc> {
    fn step(&mut self) -> Result<'gc, ()> {
        let step = Step::of(self.cursor.byte()?)?;
        if step == Step::Store {
            return self.store();
        }
        let object = self.make(step)?;
        self.objects.push(object);
        Ok(())
    }

    fn make(&mut self, step: Step) -> Result<'gc> {
        let mc = self.mc;
        Ok(match step {
            Step::Word => word(self.cursor.word()?)?,
            Step::Symbol => mc.try_intern(self.name()?)?,
            Step::Uninterned => mc.uninterned_symbol(self.name()?),
            Step::Number => self.number()?,
            Step::String => {
                let is_immutable = self.cursor.byte()? != 0;
                immutable(mc.string(self.name()?)?, is_immutable)
            }
            Step::Pair => {
                let (car, cdr) = (self.object()?, self.object()?);
                mc.cons_tenured(car, cdr)
            }
            Step::Vector => {
                let is_immutable = self.cursor.byte()? != 0;
                let items = self.object_list()?;
                immutable(mc.alloc_copy(Kind::Vector, &items)?, is_immutable)
            }
            Step::Bytes => self.bytes()?,
            Step::Builtin => self.builtin()?,
            Step::Procedure => self.builtin()?.slot(global::VALUE).ok_or(Failure::Damaged)?,
            Step::Cell => self.cell()?,
            Step::Closure => {
                let code = self.object()?;
                closed_procedure(mc, code).ok_or(Failure::Damaged)?
            }
            Step::CaseLambda => {
                let clauses = self.object_list()?;
                clauses.iter().try_for_each(|&clause| of_kind(clause, Kind::Closure).map(drop))?;
                mc.alloc_copy(Kind::CaseLambda, &clauses)?
            }
            Step::Code => self.code()?,
            Step::Outside => {
                let (library, name) = (self.name()?, self.name()?);
                let missing = || Throw::new(ErrorKind::Unbound, format!("the host gives no {name} in {library}"), &[]);
                let cell = (self.outside)(library, name).filter(|cell| cell.has_kind(Kind::Global));
                cell.ok_or_else(missing)?
            }
            Step::Store => return Err(Failure::Damaged),
        })
    }

    fn number(&mut self) -> Result<'gc> {
        let number = number::parse(self.name()?, 10).ok().flatten().ok_or(Failure::Damaged)?;
        Ok(bridge::from_number(self.mc, &number)?)
    }

    fn bytes(&mut self) -> Result<'gc> {
        let kind = self.cursor.byte()?;
        let kinds = [Kind::Bytes, Kind::Homogeneous];
        let kind = kinds.into_iter().find(|&known| known as u8 == kind).ok_or(Failure::Damaged)?;
        let is_immutable = self.cursor.byte()? != 0;
        Ok(immutable(self.mc.alloc_bytes_from(kind, self.cursor.bytes()?)?, is_immutable))
    }

    fn builtin(&mut self) -> Result<'gc> {
        let id = self.builtin_id()?;
        Ok(self.cells.get(self.mc, id))
    }

    fn builtin_id(&mut self) -> Result<'gc, BuiltinId> {
        let name = self.name()?;
        self.cells.primitives().find_unique(name).ok_or(Failure::Damaged)
    }

    fn cell(&mut self) -> Result<'gc> {
        let name = self.mc.try_intern(self.name()?)?;
        let cell = global::new(self.mc, name);
        cell.set_slot(self.mc, global::FLAGS, Value::fixnum(self.cursor.byte()?.into()));
        Ok(cell)
    }

    fn store(&mut self) -> Result<'gc, ()> {
        let (owner, slot, object) = (self.object()?, self.cursor.count()?, self.object()?);
        let stored = match owner.is_pair() {
            true if slot == 0 => owner.set_car(self.mc, object),
            true => owner.set_cdr(self.mc, object),
            false if owner.has_kind(Kind::Global) || owner.has_kind(Kind::Vector) => {
                owner.set_slot(self.mc, slot, object)
            }
            false => false,
        };
        if stored { Ok(()) } else { Err(Failure::Damaged) }
    }

    fn code(&mut self) -> Result<'gc> {
        let [params, registers, captures] = [self.cursor.count()?, self.cursor.count()?, self.cursor.count()?];
        let has = self.cursor.byte()?;
        let constants = self.object_list()?;
        let code = self.instructions()?;
        let meta = self.meta(has)?;
        if params >= 0x1000 || registers > 0xFFFF {
            return Err(Failure::Damaged);
        }
        let shape = Shape { params, rest: has & part::REST != 0, registers, captures };
        let primitives = self.cells.primitives();
        let is_native = |number, count| primitives.is_native(number, count);
        let verifier = self.image.is_checked.then_some(&mut self.verifier);
        let verified = code_object(self.mc, verifier, &code, &constants, shape, meta, &is_native);
        Ok(verified.map_err(|_| Damaged)??)
    }

    fn instructions(&mut self) -> Result<'gc, Vec<Word>> {
        let count = self.cursor.count()?;
        let bytes = self.cursor.take(count.checked_mul(8).ok_or(Damaged)?)?;
        let words = bytes.chunks_exact(8).map(|word| u64::from_le_bytes(std::array::from_fn(|i| word[i])));
        let mut code: Vec<_> = words.map(Word).collect();
        for _ in 0..self.cursor.count()? {
            let (at, id) = (self.cursor.count()?, self.builtin_id()?);
            let word = code.get_mut(at).ok_or(Failure::Damaged)?;
            *word = Word::new(Op::Native, word.d(), word.a(), id.0, word.c());
        }
        Ok(code)
    }

    fn meta(&mut self, has: u8) -> Result<'gc, CodeMeta> {
        let mut meta = CodeMeta::default();
        if has & part::NAME != 0 {
            meta.name = Some(self.name()?.into());
        }
        if has & part::PLACES != 0 {
            let image = self.image;
            meta.span = span(&mut self.cursor, image.sources)?;
            let at = image.bytes.len() - self.cursor.left();
            self.cursor.bytes()?;
            if let Some(shared) = image.shared {
                meta.places = LazyPlaces::saved(Arc::clone(shared) as _, at);
            } else {
                meta.places = image.places(at)?.into();
                meta.sources = image.sources.iter().map(|(_, source)| Arc::clone(source)).collect();
            }
        }
        if has & part::ASSIGNED != 0 {
            meta.assigned = self.cursor.list(|range| {
                let (from, to, register) = (range.small()?, range.small()?, u16::try_from(range.number()?)?);
                Ok::<_, Damaged>(AssignedRange { from, to, register })
            })?;
        }
        if has & part::EARLY != 0 {
            meta.early = self.cursor.list(|early| {
                Ok::<_, Damaged>(Early { from: early.small()?, to: early.small()?, in_order: early.small()? })
            })?;
        }
        Ok(meta)
    }

    fn name(&mut self) -> Result<'gc, &'a str> {
        Ok(self.image.name(self.cursor.count()?)?)
    }

    /// The object that the next number stands for.
    fn object(&mut self) -> Result<'gc> {
        self.objects.get(self.cursor.count()?).copied().ok_or(Failure::Damaged)
    }

    fn object_list(&mut self) -> Result<'gc, Vec<Value<'gc>>> {
        let objects = &self.objects;
        self.cursor.list(|list| objects.get(list.count()?).copied().ok_or(Failure::Damaged))
    }
}

/// A position in the place of one of the first `sites` calls, or of none.
fn placed(cursor: &mut Cursor<'_>, sources: &[(u32, Arc<Source>)], sites: usize) -> std::result::Result<Span, Damaged> {
    let first = cursor.count()?;
    let span = place(first >> 1, cursor, sources)?;
    let site = if first & 1 == 0 { 0 } else { cursor.small()? };
    let number = site >> 1;
    if number as usize > sites {
        return Err(Damaged);
    }
    Ok(Span { site: number | if site & 1 == 0 { 0 } else { TAIL }, ..span })
}

/// A position, in one of these texts or in none.
fn span(cursor: &mut Cursor<'_>, sources: &[(u32, Arc<Source>)]) -> std::result::Result<Span, Damaged> {
    place(cursor.count()?, cursor, sources)
}

/// The position in the source of this number, which follows it.
fn place(number: usize, cursor: &mut Cursor<'_>, sources: &[(u32, Arc<Source>)]) -> std::result::Result<Span, Damaged> {
    let Some(at) = number.checked_sub(1) else { return Ok(Span::NONE) };
    let (start, end) = (cursor.small()?, cursor.small()?);
    let Some((source, text)) = sources.get(at) else { return Ok(Span::NONE) };
    let fits = start <= end && text.text.is_char_boundary(start as usize) && text.text.is_char_boundary(end as usize);
    Ok(if fits { Span { source: *source, start, end, site: 0 } } else { Span { source: *source, ..Span::NONE } })
}

/// The value that is this word, if any is.
fn word<'gc>(bits: u64) -> Result<'gc> {
    Value::from_word(bits).ok_or(Failure::Damaged)
}

fn of_kind<'gc>(object: Value<'gc>, kind: Kind) -> Result<'gc> {
    if object.has_kind(kind) { Ok(object) } else { Err(Failure::Damaged) }
}

fn immutable(object: Value<'_>, is_immutable: bool) -> Value<'_> {
    if is_immutable {
        object.set_immutable();
    }
    object
}
