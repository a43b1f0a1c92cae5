//! JSON as a tree. Whole numbers alone: amounts are minor units, and nothing that travels is a float.

use super::Unreadable;
use std::iter::Peekable;
use std::str::Chars;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`, and what was left out.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
    /// Values in order.
    List(Vec<Self>),
    /// Values by name, in the order in which they were written.
    Object(Vec<(String, Self)>),
}

/// Deeper nesting is none of ours, and would be a way to exhaust the stack.
const DEEPEST: u8 = 64;

/// Reads a whole text.
///
/// # Errors
/// [`Unreadable`] when it is anything but one JSON value.
pub fn parse(text: &str) -> Result<Json, Unreadable> {
    let mut parser = Parser { rest: text.chars().peekable() };
    let value = parser.value(DEEPEST)?;
    match parser.next_visible() {
        None => Ok(value),
        Some(_) => Err(Unreadable::because("something follows the value")),
    }
}

struct Parser<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Parser<'_> {
    fn value(&mut self, depth: u8) -> Result<Json, Unreadable> {
        let depth = depth.checked_sub(1).ok_or_else(|| Unreadable::because("nested too deeply"))?;
        match self.next_visible() {
            Some('{') => self.object(depth),
            Some('[') => self.list(depth),
            Some('"') => Ok(Json::Text(self.text()?)),
            Some('t') => self.word("rue", Json::Bool(true)),
            Some('f') => self.word("alse", Json::Bool(false)),
            Some('n') => self.word("ull", Json::Null),
            Some(first) => self.number(first),
            None => Err(Unreadable::because("the text ends early")),
        }
    }

    fn next_visible(&mut self) -> Option<char> {
        while self.rest.next_if(|letter| matches!(letter, ' ' | '\n' | '\r' | '\t')).is_some() {}
        self.rest.next()
    }

    fn word(&mut self, rest: &str, value: Json) -> Result<Json, Unreadable> {
        if rest.chars().all(|letter| self.rest.next() == Some(letter)) { Ok(value) } else { Err(Unreadable::because("an unknown word")) }
    }

    /// Digits are gathered below zero, where there is one number more.
    fn number(&mut self, first: char) -> Result<Json, Unreadable> {
        let fault = || Unreadable::because("neither a value nor a whole number of 64 bits");
        let is_negative = first == '-';
        let first = if is_negative { self.rest.next() } else { Some(first) };
        let first = first.and_then(|letter| letter.to_digit(10)).ok_or_else(fault)?;
        let mut below_zero = -i64::from(first);
        while let Some(digit) = self.rest.peek().and_then(|letter| letter.to_digit(10)) {
            self.rest.next();
            below_zero = below_zero.checked_mul(10).and_then(|tens| tens.checked_sub(i64::from(digit))).ok_or_else(fault)?;
        }
        if self.rest.peek().is_some_and(|letter| matches!(letter, '.' | 'e' | 'E')) {
            return Err(fault());
        }
        let value = if is_negative { Some(below_zero) } else { below_zero.checked_neg() };
        value.map(Json::Number).ok_or_else(fault)
    }

    /// The rest of a text whose quotation mark has been read.
    fn text(&mut self) -> Result<String, Unreadable> {
        let mut text = String::new();
        loop {
            match self.rest.next() {
                Some('"') => return Ok(text),
                Some('\\') => text.push(self.escaped()?),
                Some(letter) if letter >= ' ' => text.push(letter),
                _ => return Err(Unreadable::because("a text without end")),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, Unreadable> {
        let letter = match self.rest.next() {
            Some(letter @ ('"' | '\\' | '/')) => Some(letter),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{c}'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('u') => self.numbered(),
            _ => None,
        };
        letter.ok_or_else(|| Unreadable::because("an unknown escape"))
    }

    /// A letter by its number; beyond the first plane it is written as a pair of numbers.
    fn numbered(&mut self) -> Option<char> {
        let unit = self.four_digits()?;
        if !(0xD800..0xDC00).contains(&unit) {
            return char::from_u32(unit);
        }
        let is_pair = self.rest.next() == Some('\\') && self.rest.next() == Some('u');
        let low = self.four_digits().filter(|low| is_pair && (0xDC00..0xE000).contains(low))?;
        char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
    }

    fn four_digits(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |number, _| Some(number * 16 + self.rest.next()?.to_digit(16)?))
    }

    fn list(&mut self, depth: u8) -> Result<Json, Unreadable> {
        let mut values = Vec::new();
        if self.closes(']') {
            return Ok(Json::List(values));
        }
        loop {
            values.push(self.value(depth)?);
            if !self.continues(']')? {
                return Ok(Json::List(values));
            }
        }
    }

    fn object(&mut self, depth: u8) -> Result<Json, Unreadable> {
        let mut fields = Vec::new();
        if self.closes('}') {
            return Ok(Json::Object(fields));
        }
        loop {
            if self.next_visible() != Some('"') {
                return Err(Unreadable::because("a field without a name"));
            }
            let name = self.text()?;
            if self.next_visible() != Some(':') {
                return Err(Unreadable::because("a field without a value"));
            }
            fields.push((name, self.value(depth)?));
            if !self.continues('}')? {
                return Ok(Json::Object(fields));
            }
        }
    }

    /// Whether the list or object is empty.
    fn closes(&mut self, end: char) -> bool {
        while self.rest.next_if(|letter| matches!(letter, ' ' | '\n' | '\r' | '\t')).is_some() {}
        self.rest.next_if_eq(&end).is_some()
    }

    /// Whether another member follows.
    fn continues(&mut self, end: char) -> Result<bool, Unreadable> {
        match self.next_visible() {
            Some(',') => Ok(true),
            Some(letter) if letter == end => Ok(false),
            _ => Err(Unreadable::because("a list without end")),
        }
    }
}
