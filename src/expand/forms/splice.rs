//! Expands forms that stand for other forms of the same context: `begin`, `cond-expand`,
//! `include`, `include-ci` (R7RS 4.1.7, 4.2.1, 5.6.1).

use std::sync::Arc;

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::source::Span;
use cairn_gc::Value;
use cairn_middle::environment::identifier::{is_identifier, name_of};
use cairn_middle::environment::{ConfinementId, LibraryName, features, files};

use crate::{Cx, Syntax};

const COND_EXPAND: &str = "(cond-expand (requirement form ...) ...)";
/// Parts of a feature requirement: one that is made of shared parts may have any number.
const MOST_PARTS: usize = 1 << 16;

/// `(begin form ...)`
pub fn begin<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Vec<Syntax<'gc>>> {
    ctx.operands(form, 0, "(begin form ...)")
}

/// `(include name ...)`
pub fn include<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Vec<Syntax<'gc>>> {
    ctx.included(form, false)
}

/// `(include-ci name ...)`
pub fn include_ci<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Vec<Syntax<'gc>>> {
    ctx.included(form, true)
}

/// `(cond-expand (requirement form ...) ...)`
pub fn cond_expand<'gc>(ctx: &mut Cx<'_, 'gc>, form: Syntax<'gc>) -> Result<'gc, Vec<Syntax<'gc>>> {
    for clause in ctx.operands(form, 0, COND_EXPAND)? {
        let mut items = ctx.items(clause, "a clause (requirement form ...)")?;
        let requirement = items.remove(0);
        if ctx.is_met(requirement)? {
            return Ok(items);
        }
    }
    Ok(Vec::new())
}

/// A compound requirement that is being looked at.
struct Compound<'gc> {
    kind: Connective,
    /// Parts to come, the next one last.
    rest: Vec<Syntax<'gc>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Connective {
    And,
    Or,
    Not,
}

impl<'gc> Cx<'_, 'gc> {
    /// Whether this implementation meets a feature requirement.
    pub(crate) fn is_met(&mut self, requirement: Syntax<'gc>) -> Result<'gc, bool> {
        self.check_ends(requirement)?;
        let mut stack: Vec<Compound<'gc>> = Vec::new();
        let mut part = requirement;
        let mut parts = 0;
        'parts: loop {
            parts += 1;
            self.held(parts, stack.capacity() * size_of::<Compound<'_>>())?;
            if parts > MOST_PARTS {
                return Err(self.error("this feature requirement has too many parts", requirement.span));
            }
            let mut met = match self.compound(part)? {
                Some(compound) => {
                    let of_nothing = compound.kind == Connective::And;
                    stack.push(compound);
                    of_nothing
                }
                None => self.is_simple_met(part)?,
            };
            // Go on in the innermost compound that this does not decide.
            while let Some(around) = stack.last_mut() {
                let is_open = match around.kind {
                    Connective::And => met,
                    Connective::Or => !met,
                    Connective::Not => true,
                };
                if is_open && let Some(next) = around.rest.pop() {
                    part = next;
                    continue 'parts;
                }
                met ^= around.kind == Connective::Not;
                stack.pop();
            }
            return Ok(met);
        }
    }

    /// The requirement, when it is made of others.
    fn compound(&self, requirement: Syntax<'gc>) -> Result<'gc, Option<Compound<'gc>>> {
        let Some(head) = requirement.datum.car().filter(|&head| is_identifier(head)) else { return Ok(None) };
        let kind = match name_of(head) {
            "and" => Connective::And,
            "or" => Connective::Or,
            "not" => Connective::Not,
            _ => return Ok(None),
        };
        let mut rest = self.operands(requirement, 0, "a feature requirement")?;
        if kind == Connective::Not && rest.len() != 1 {
            return Err(self.malformed(requirement, "(not requirement)"));
        }
        rest.reverse();
        Ok(Some(Compound { kind, rest }))
    }

    fn is_simple_met(&mut self, requirement: Syntax<'gc>) -> Result<'gc, bool> {
        if is_identifier(requirement.datum) {
            let name = name_of(requirement.datum);
            return Ok(name == "else" || features::has(name, self.session.libraries.bundle.srfis));
        }
        if requirement.datum.car().is_some_and(|head| is_identifier(head) && name_of(head) == "library") {
            let [name] = self.exactly(requirement, "(library name)")?;
            let name = self.library_name(name)?;
            return self.is_available(&name, requirement.span);
        }
        Err(self.error_about("bad feature requirement", requirement))
    }

    /// Whether a library could be imported.
    fn is_available(&mut self, name: &LibraryName, span: Span) -> Result<'gc, bool> {
        if self.session.libraries.is_known(name) {
            return Ok(true);
        }
        Ok(self.declare_from_files(name, span)?.is_none())
    }

    /// The data of the files that an `include` names.
    pub(crate) fn included(&mut self, form: Syntax<'gc>, fold_case: bool) -> Result<'gc, Vec<Syntax<'gc>>> {
        let mut forms = Vec::new();
        for name in self.operands(form, 1, "(include file-name ...)")? {
            let Some(path) = name.datum.as_string() else {
                return Err(self.error_about("expected the name of a file, a string, but got", name));
            };
            forms.extend(self.included_file(&path.to_string(), name, fold_case)?);
        }
        Ok(forms)
    }

    fn included_file(&mut self, path: &str, name: Syntax<'gc>, fold_case: bool) -> Result<'gc, Vec<Syntax<'gc>>> {
        if self.confinement() != ConfinementId::NONE {
            return Err(self
                .error("include: a confined library includes no files", name.span)
                .hint("put the text into the library, or into another library that it imports"));
        }
        let asking: Vec<String> =
            files::file_of(&self.session.sources, name.span.or(self.ex.context.span)).into_iter().collect();
        let paths = self.session.libraries.loader.candidates(path, &asking);
        let Some(found) = self.session.libraries.loader.first(&paths, name.span)? else {
            let message = format!("include: no such file: {path}");
            let tried = format!("looked at {}", paths.join(", "));
            return Err(Throw::new(ErrorKind::File, message, &[Value::NIL; 0]).at(name.span).hint(tried));
        };
        self.check_include_cycle(&found.path, name.span)?;
        let source = self.session.sources.add(&found.path, found.text);
        self.ex.context.included.push((source, name.span.source));
        let text = files::read_source(self.mc, &self.session.sources, source, fold_case)?;
        self.ex.context.spans.add(Arc::clone(&text.spans));
        Ok(text.forms)
    }

    /// Fails when the file that includes `path` was included by that.
    fn check_include_cycle(&self, path: &str, span: Span) -> Result<'gc, ()> {
        let mut source = span.source;
        while source != 0 {
            let name = self
                .session
                .sources
                .get(Span { source, start: 0, end: 0, site: 0 })
                .map(|source| Arc::clone(&source.name));
            if name.as_deref() == Some(path) {
                return Err(self.error(format!("include: {path} includes itself"), span));
            }
            let parent = self.ex.context.included.iter().find(|&&(included, _)| included == source);
            source = parent.map_or(0, |&(_, parent)| parent);
        }
        Ok(())
    }
}
