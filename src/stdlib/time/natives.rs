//! Makes moments, takes them apart, moves them, and reads and writes them as text.

use cairn_data::error::{ErrorKind, Result, Throw};
use cairn_data::{arith, bridge};
use cairn_gc::{Mutation, Payload, Value};
use cairn_number::Real;
use dashu_int::IBig;
use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, ToSpan, Unit, Zoned};

use crate::{Args, Builtin, Context, args, at_least, between, exactly, flag, native};

/// The rows of this group.
#[rustfmt::skip]
pub static ROWS: &[Builtin] = &[
    native("current-moment", between(0, 1), current, flag::NONE, "(current-moment [zone]) now, in a time zone such as \"Europe/Paris\", \"+02:00\" or \"UTC\"; by default in the system's zone."),
    native("moment", between(1, 8), moment, flag::NONE, "(moment year [month day hour minute second nanosecond zone]) the moment of a date and a time; UTC is the default, #f the zone of the system. Where clocks are put back it is the first of two, where they are put forward the time after the gap."),
    native("moment?", exactly(1), is_moment, flag::BOOLEAN, "(moment? obj) whether obj is a moment."),
    native("moment-year", exactly(1), |_, args| part(args, "moment-year", |m| m.year().into()), flag::NONE, "(moment-year moment) its year."),
    native("moment-month", exactly(1), |_, args| part(args, "moment-month", |m| m.month().into()), flag::NONE, "(moment-month moment) its month, from 1 to 12."),
    native("moment-day", exactly(1), |_, args| part(args, "moment-day", |m| m.day().into()), flag::NONE, "(moment-day moment) its day of the month."),
    native("moment-hour", exactly(1), |_, args| part(args, "moment-hour", |m| m.hour().into()), flag::NONE, "(moment-hour moment) its hour, from 0 to 23."),
    native("moment-minute", exactly(1), |_, args| part(args, "moment-minute", |m| m.minute().into()), flag::NONE, "(moment-minute moment) its minute."),
    native("moment-second", exactly(1), |_, args| part(args, "moment-second", |m| m.second().into()), flag::NONE, "(moment-second moment) its second."),
    native("moment-nanosecond", exactly(1), |_, args| part(args, "moment-nanosecond", |m| m.subsec_nanosecond().into()), flag::NONE, "(moment-nanosecond moment) its nanosecond."),
    native("moment-weekday", exactly(1), |_, args| part(args, "moment-weekday", |m| m.weekday().to_monday_one_offset().into()), flag::NONE, "(moment-weekday moment) its day of the week, from 1, Monday, to 7."),
    native("moment-year-day", exactly(1), |_, args| part(args, "moment-year-day", |m| m.day_of_year().into()), flag::NONE, "(moment-year-day moment) its day of the year, from 1 on."),
    native("moment-week", exactly(1), |_, args| part(args, "moment-week", |m| m.date().iso_week_date().week().into()), flag::NONE, "(moment-week moment) its week. ISO 8601."),
    native("moment-offset", exactly(1), |_, args| part(args, "moment-offset", |m| m.offset().seconds().into()), flag::NONE, "(moment-offset moment) how far its zone is ahead of UTC then, in seconds."),
    native("moment-zone", exactly(1), zone, flag::NONE, "(moment-zone moment) the name of its time zone."),
    native("moment-in-zone", exactly(2), in_zone, flag::NONE, "(moment-in-zone moment zone) the same point in time in another zone; #f is the system's."),
    native("moment->seconds", exactly(1), to_seconds, flag::NONE, "(moment->seconds moment) seconds since 1970, exact."),
    native("seconds->moment", between(1, 2), from_seconds, flag::NONE, "(seconds->moment seconds [zone]) the moment this many seconds after 1970; UTC is the default zone."),
    native("moment-add", at_least(1), add, flag::NONE, "(moment-add moment change ...) moves it: each change is a unit and a count. The units are years, months, weeks, days, hours, minutes, seconds and nanoseconds. A day that a month does not have becomes its last."),
    native("moment-difference", between(2, 3), difference, flag::NONE, "(moment-difference a b [unit]) how much later a is than b: in seconds, exact, or in whole units."),
    native("moment=?", exactly(2), |_, args| compare(args, "moment=?", |o| o.is_eq()), flag::BOOLEAN, "(moment=? a b) whether they are the same point in time."),
    native("moment<?", exactly(2), |_, args| compare(args, "moment<?", |o| o.is_lt()), flag::BOOLEAN, "(moment<? a b) whether a is earlier."),
    native("moment>?", exactly(2), |_, args| compare(args, "moment>?", |o| o.is_gt()), flag::BOOLEAN, "(moment>? a b) whether a is later."),
    native("moment->string", between(1, 2), to_string, flag::NONE, "(moment->string moment [format]) its text, by default as RFC 3339 says; a format has %Y %m %d %H %M %S %f %z %Z %a %A %b %B %j %e %I %p %s and so on, as strftime."),
    native("string->moment", between(1, 3), from_string, flag::NONE, "(string->moment string [format [zone]]) the moment of a text: of RFC 3339, a date alone, or as the format says. Where the text says no zone, the one given or UTC counts."),
    native("duration->string", exactly(1), duration_to_string, flag::NONE, "(duration->string seconds) such as \"1h 30m\"."),
    native("string->duration", exactly(1), string_to_duration, flag::NONE, "(string->duration string) the seconds of a text such as \"1h 30m\", \"2 days\" or \"PT90S\"; a day is 24 hours."),
];

/// A moment, as an object of Scheme.
struct Moment(Zoned);

impl Payload for Moment {
    fn type_name(&self) -> &'static str {
        "moment"
    }

    fn summary(&self) -> Option<String> {
        Some(rfc3339(&self.0))
    }
}

/// The text of a moment as RFC 3339 says.
fn rfc3339(moment: &Zoned) -> String {
    match moment.offset().is_zero() {
        true => moment.timestamp().to_string(),
        false => moment.timestamp().display_with_offset(moment.offset()).to_string(),
    }
}

fn make<'gc>(ctx: &Context<'_, 'gc>, moment: Zoned) -> Result<'gc> {
    Ok(ctx.mc.payload(Box::new(Moment(moment))))
}

fn expect<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, &'gc Zoned> {
    let moment = value.as_payload::<Moment>().ok_or_else(|| Throw::wrong_type(who, "a moment", value))?;
    Ok(&moment.0)
}

#[cold]
fn failure<'gc>(who: &str, error: &jiff::Error, irritants: &[Value<'gc>]) -> Throw<'gc> {
    Throw::new(ErrorKind::Range, format!("{who}: {error}:"), irritants)
}

/// A time zone by its name or offset; `#f` is the system's.
fn zone_of<'gc>(mc: Mutation<'gc>, who: &str, value: Value<'gc>) -> Result<'gc, TimeZone> {
    if value == Value::FALSE {
        return Ok(TimeZone::system());
    }
    let name = args::text(mc, who, value)?;
    if name.eq_ignore_ascii_case("utc") || name == "Z" {
        return Ok(TimeZone::UTC);
    }
    let fixed = || {
        let parsed = strtime::parse("%:z", &name).or_else(|_| strtime::parse("%z", &name)).ok()?;
        parsed.offset().map(TimeZone::fixed)
    };
    match fixed() {
        Some(zone) => Ok(zone),
        None => TimeZone::get(&name)
            .map_err(|_| Throw::new(ErrorKind::Range, format!("{who}: no such time zone:"), &[value])),
    }
}

fn current<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let zone = zone_of(ctx.mc, "current-moment", args::optional(args, 0).unwrap_or(Value::FALSE))?;
    make(ctx, Timestamp::now().to_zoned(zone))
}

/// A part of a date, an exact integer.
fn number<'gc, T: TryFrom<i64>>(who: &str, args: Args<'_, 'gc>, i: usize, default: T) -> Result<'gc, T> {
    let Some(value) = args::optional(args, i) else { return Ok(default) };
    let n = value.as_fixnum().ok_or_else(|| Throw::wrong_type(who, "an exact integer", value))?;
    T::try_from(n).map_err(|_| Throw::out_of_range(who, "date or time", value))
}

fn moment<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "moment";
    let time = DateTime::new(
        number(WHO, args, 0, 0)?,
        number(WHO, args, 1, 1)?,
        number(WHO, args, 2, 1)?,
        number(WHO, args, 3, 0)?,
        number(WHO, args, 4, 0)?,
        number(WHO, args, 5, 0)?,
        number(WHO, args, 6, 0)?,
    );
    let zone = args::optional(args, 7).map_or(Ok(TimeZone::UTC), |zone| zone_of(ctx.mc, WHO, zone))?;
    let moment = time.and_then(|time| time.to_zoned(zone)).map_err(|error| failure(WHO, &error, args))?;
    make(ctx, moment)
}

fn is_moment<'gc>(_: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    Ok(Value::bool(args[0].as_payload::<Moment>().is_some()))
}

fn part<'gc>(args: Args<'_, 'gc>, who: &str, of: fn(&Zoned) -> i64) -> Result<'gc> {
    Ok(Value::fixnum(of(expect(who, args[0])?)))
}

fn zone<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let moment = expect("moment-zone", args[0])?;
    match moment.time_zone().iana_name() {
        Some(name) => Ok(ctx.mc.string(name)?),
        None => Ok(ctx.mc.string(&strtime::format("%:z", moment).unwrap_or_default())?),
    }
}

fn in_zone<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let moment = expect("moment-in-zone", args[0])?;
    make(ctx, moment.with_time_zone(zone_of(ctx.mc, "moment-in-zone", args[1])?))
}

const BILLION: i128 = 1_000_000_000;

/// Seconds, exact, of nanoseconds.
fn seconds<'gc>(ctx: &Context<'_, 'gc>, nanoseconds: i128) -> Result<'gc> {
    let whole = bridge::from_integer(ctx.mc, &nanoseconds.into())?;
    let billion = Value::fixnum(BILLION as i64);
    arith::div(ctx.mc, whole, billion)
}

/// Nanoseconds of seconds, a real number; what is less is left out.
fn nanoseconds<'gc>(ctx: &Context<'_, 'gc>, who: &str, value: Value<'gc>) -> Result<'gc, i128> {
    let seconds = args::seconds(who, value)?;
    if seconds.abs() > 1e15 {
        return Err(Throw::out_of_range(who, "time", value));
    }
    if value.as_flonum().is_some() {
        // The product of both parts together would lose nanoseconds.
        let fraction = ((seconds - seconds.floor()) * BILLION as f64).round();
        return Ok(seconds.floor() as i128 * BILLION + fraction as i128);
    }
    // An exact number keeps each of its nanoseconds.
    let scaled = arith::mul(ctx.mc, value, Value::fixnum(BILLION as i64))?;
    let whole = match bridge::to_real(scaled) {
        Some(Real::Rat(ratio)) => ratio.numerator() / IBig::from(ratio.denominator().clone()),
        _ => bridge::to_integer(scaled).unwrap_or_default(),
    };
    i128::try_from(&whole).map_err(|_| Throw::out_of_range(who, "time", value))
}

fn to_seconds<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let moment = expect("moment->seconds", args[0])?;
    seconds(ctx, moment.timestamp().as_nanosecond())
}

fn from_seconds<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "seconds->moment";
    let nanoseconds = nanoseconds(ctx, WHO, args[0])?;
    let zone = args::optional(args, 1).map_or(Ok(TimeZone::UTC), |zone| zone_of(ctx.mc, WHO, zone))?;
    let timestamp = Timestamp::from_nanosecond(nanoseconds).map_err(|error| failure(WHO, &error, &args[..1]))?;
    make(ctx, timestamp.to_zoned(zone))
}

/// A unit of time by its name.
fn unit<'gc>(who: &str, value: Value<'gc>) -> Result<'gc, Unit> {
    Ok(match value.as_symbol() {
        Some("years") => Unit::Year,
        Some("months") => Unit::Month,
        Some("weeks") => Unit::Week,
        Some("days") => Unit::Day,
        Some("hours") => Unit::Hour,
        Some("minutes") => Unit::Minute,
        Some("seconds") => Unit::Second,
        Some("nanoseconds") => Unit::Nanosecond,
        _ => {
            let expected = "years, months, weeks, days, hours, minutes, seconds or nanoseconds";
            return Err(Throw::wrong_type(who, expected, value));
        }
    })
}

fn add<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "moment-add";
    let mut moment = expect(WHO, args[0])?.clone();
    for change in args[1..].chunks(2) {
        ctx.mc.work(8)?;
        let &[name, count] = change else {
            return Err(Throw::new(ErrorKind::Arity, format!("{WHO}: a unit without a count:"), change));
        };
        let span = span(WHO, unit(WHO, name)?, count)?;
        moment = moment.checked_add(span).map_err(|error| failure(WHO, &error, args))?;
    }
    make(ctx, moment)
}

fn span<'gc>(who: &str, unit: Unit, count: Value<'gc>) -> Result<'gc, Span> {
    let n = count.as_fixnum().ok_or_else(|| Throw::wrong_type(who, "an exact integer", count))?;
    let zero = 0.seconds();
    let span = match unit {
        Unit::Year => zero.try_years(n),
        Unit::Month => zero.try_months(n),
        Unit::Week => zero.try_weeks(n),
        Unit::Day => zero.try_days(n),
        Unit::Hour => zero.try_hours(n),
        Unit::Minute => zero.try_minutes(n),
        Unit::Second => zero.try_seconds(n),
        _ => zero.try_nanoseconds(n),
    };
    span.map_err(|_| Throw::out_of_range(who, "count", count))
}

fn difference<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "moment-difference";
    let (a, b) = (expect(WHO, args[0])?, expect(WHO, args[1])?);
    let Some(name) = args::optional(args, 2) else {
        return seconds(ctx, a.timestamp().as_nanosecond() - b.timestamp().as_nanosecond());
    };
    let unit = unit(WHO, name)?;
    let span = b.until((unit, a)).map_err(|error| failure(WHO, &error, args))?;
    let count = match unit {
        Unit::Year => span.get_years().into(),
        Unit::Month => span.get_months().into(),
        Unit::Week => span.get_weeks().into(),
        Unit::Day => span.get_days().into(),
        Unit::Hour => span.get_hours().into(),
        Unit::Minute => span.get_minutes(),
        Unit::Second => span.get_seconds(),
        _ => span.get_nanoseconds(),
    };
    bridge::from_integer(ctx.mc, &count.into())
}

fn compare<'gc>(args: Args<'_, 'gc>, who: &str, holds: fn(std::cmp::Ordering) -> bool) -> Result<'gc> {
    let (a, b) = (expect(who, args[0])?, expect(who, args[1])?);
    Ok(Value::bool(holds(a.timestamp().cmp(&b.timestamp()))))
}

fn to_string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "moment->string";
    let moment = expect(WHO, args[0])?;
    let text = match args::optional(args, 1) {
        Some(format) => {
            let format = args::text(ctx.mc, WHO, format)?;
            ctx.mc.work(format.len())?;
            ctx.mc.check_room(32 * format.len())?;
            strtime::format(without_locale(&format), moment).map_err(|error| failure(WHO, &error, &args[1..2]))?
        }
        None => rfc3339(moment),
    };
    Ok(ctx.mc.string(&text)?)
}

/// The format with what strftime leaves to the locale written out, as in the locale of POSIX.
fn without_locale(format: &str) -> String {
    let mut out = String::with_capacity(format.len());
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match (c, chars.clone().next()) {
            ('%', Some(conversion)) => {
                chars.next();
                match conversion {
                    'c' => out.push_str("%a %b %e %H:%M:%S %Y"),
                    'x' => out.push_str("%m/%d/%y"),
                    'X' => out.push_str("%H:%M:%S"),
                    'r' => out.push_str("%I:%M:%S %p"),
                    _ => out.extend([c, conversion]),
                }
            }
            _ => out.push(c),
        }
    }
    out
}

fn from_string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "string->moment";
    let text = args::text(ctx.mc, WHO, args[0])?;
    ctx.mc.work(text.len())?;
    let zone = args::optional(args, 2).map_or(Ok(TimeZone::UTC), |zone| zone_of(ctx.mc, WHO, zone))?;
    let parsed = match args::optional(args, 1).filter(|&format| format != Value::FALSE) {
        Some(format) => by_format(&text, &without_locale(&args::text(ctx.mc, WHO, format)?), zone),
        None => by_itself(&text, zone),
    };
    let unreadable = |error: jiff::Error| Throw::new(ErrorKind::Read, format!("{WHO}: {error}:"), &args[..1]);
    make(ctx, parsed.map_err(unreadable)?)
}

fn by_format(text: &str, format: &str, zone: TimeZone) -> std::result::Result<Zoned, jiff::Error> {
    let parts = strtime::parse(format, text)?;
    if parts.offset().is_some() || parts.iana_time_zone().is_some() || parts.timestamp().is_some() {
        return parts.to_zoned().or_else(|_| parts.to_timestamp().map(|time| time.to_zoned(zone)));
    }
    let time = parts.to_datetime().or_else(|_| parts.to_date().map(DateTime::from))?;
    time.to_zoned(zone)
}

fn by_itself(text: &str, zone: TimeZone) -> std::result::Result<Zoned, jiff::Error> {
    if let Ok(zoned) = text.parse::<Zoned>() {
        return Ok(zoned);
    }
    let Ok(timestamp) = text.parse::<Timestamp>() else { return text.parse::<DateTime>()?.to_zoned(zone) };
    let pieces = jiff::fmt::temporal::Pieces::parse(text)?;
    let offset = pieces.to_numeric_offset().map_or(TimeZone::UTC, TimeZone::fixed);
    Ok(timestamp.to_zoned(offset))
}

fn duration_to_string<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    let nanoseconds = nanoseconds(ctx, "duration->string", args[0])?;
    let duration = SignedDuration::from_nanos_i128(nanoseconds);
    Ok(ctx.mc.string(&format!("{duration:#}"))?)
}

fn string_to_duration<'gc>(ctx: &mut Context<'_, 'gc>, args: Args<'_, 'gc>) -> Result<'gc> {
    const WHO: &str = "string->duration";
    let text = args::text(ctx.mc, WHO, args[0])?;
    ctx.mc.work(text.len())?;
    let days = jiff::SpanRelativeTo::days_are_24_hours();
    let duration = text.parse::<Span>().and_then(|span| span.to_duration(days));
    match duration {
        Ok(duration) => seconds(ctx, duration.as_nanos()),
        Err(error) => Err(Throw::new(ErrorKind::Read, format!("{WHO}: {error}:"), &args[..1])),
    }
}
