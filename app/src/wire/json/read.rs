//! Types out of the tree. Everything that does not depend on the type is in functions of its own.

use super::{Json, Unreadable};
use serde::de::value::{StrDeserializer, U32Deserializer};
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::forward_to_deserialize_any;
use std::slice::Iter;

/// Stands for what was left out.
const ABSENT: Json = Json::Null;

fn unfit() -> Unreadable {
    Unreadable::because("a value of another kind")
}

impl Json {
    fn number(&self) -> Result<i64, Unreadable> {
        if let Self::Number(number) = self { Ok(*number) } else { Err(unfit()) }
    }

    fn text(&self) -> Result<&str, Unreadable> {
        if let Self::Text(text) = self { Ok(text) } else { Err(unfit()) }
    }

    /// What is left out is an empty list.
    fn members(&self) -> Result<Members<'_>, Unreadable> {
        match self {
            Self::List(values) => Ok(Members::List(values.iter())),
            Self::Null => Ok(Members::List([].iter())),
            _ => Err(unfit()),
        }
    }

    fn fields(&self) -> Result<Fields<'_>, Unreadable> {
        match self {
            Self::Object(fields) => Ok(Fields { rest: fields.iter(), value: None }),
            Self::Null => Ok(Fields { rest: [].iter(), value: None }),
            _ => Err(unfit()),
        }
    }

    /// A struct's fields in the order in which it declares them.
    fn members_by_name(&self, names: &'static [&'static str]) -> Result<Members<'_>, Unreadable> {
        match self {
            Self::Object(fields) => Ok(Members::Named { fields, names: names.iter() }),
            _ => self.members(),
        }
    }

    /// A variant by its place, and what it holds.
    fn variant(&self, names: &'static [&'static str]) -> Result<Variant<'_>, Unreadable> {
        let (name, content) = match self {
            Self::Text(name) => (name, &ABSENT),
            Self::Object(fields) => match fields.as_slice() {
                [(name, content)] => (name, content),
                _ => return Err(unfit()),
            },
            _ => return Err(unfit()),
        };
        let place = names.iter().position(|known| known == name).and_then(|place| u32::try_from(place).ok());
        let place = place.ok_or_else(|| Unreadable::because("an unknown variant"))?;
        Ok(Variant { place, content })
    }
}

/// Whole numbers of all widths: the type refuses what it cannot hold.
macro_rules! read_numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_i64(self.number()?)
        })*
    };
}

/// Texts, however they are asked for.
macro_rules! read_texts {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_str(self.text()?)
        })*
    };
}

impl<'de> Deserializer<'de> for &'de Json {
    type Error = Unreadable;

    read_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }
    read_texts! { deserialize_char deserialize_str deserialize_string deserialize_identifier }
    forward_to_deserialize_any! { f32 f64 bytes byte_buf ignored_any }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Json::Null => visitor.visit_unit(),
            Json::Bool(value) => visitor.visit_bool(*value),
            Json::Number(number) => visitor.visit_i64(*number),
            Json::Text(text) => visitor.visit_str(text),
            Json::List(_) => visitor.visit_seq(self.members()?),
            Json::Object(_) => visitor.visit_map(self.fields()?),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if let Json::Bool(value) = self { visitor.visit_bool(*value) } else { Err(unfit()) }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if *self == Json::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if *self == Json::Null { visitor.visit_unit() } else { Err(unfit()) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.members()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.members()?)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.members()?)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_map(self.fields()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, names: &'static [&'static str], visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.members_by_name(names)?)
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, names: &'static [&'static str], visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(self.variant(names)?)
    }
}

/// The members of a list, or the fields of a struct in its own order.
enum Members<'de> {
    List(Iter<'de, Json>),
    Named { fields: &'de [(String, Json)], names: Iter<'static, &'static str> },
}

impl<'de> Members<'de> {
    fn next(&mut self) -> Option<&'de Json> {
        match self {
            Self::List(values) => values.next(),
            Self::Named { fields, names } => {
                let name = names.next()?;
                let found = fields.iter().find(|(field, _)| field == name);
                Some(found.map_or(&ABSENT, |(_, value)| value))
            }
        }
    }
}

impl<'de> SeqAccess<'de> for Members<'de> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        self.next().map(|value| seed.deserialize(value)).transpose()
    }
}

/// Names and values, for maps and for structs that take in another (`flatten`) or say what they are (`tag`).
struct Fields<'de> {
    rest: Iter<'de, (String, Json)>,
    value: Option<&'de Json>,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        let name: StrDeserializer<'_, Unreadable> = name.as_str().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        seed.deserialize(self.value.take().unwrap_or(&ABSENT))
    }
}

/// A variant: where its enum declares it, and what it holds.
struct Variant<'de> {
    place: u32,
    content: &'de Json,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Unreadable;
    type Variant = &'de Json;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, &'de Json), Unreadable> {
        let place: U32Deserializer<Unreadable> = self.place.into_deserializer();
        Ok((seed.deserialize(place)?, self.content))
    }
}

impl<'de> VariantAccess<'de> for &'de Json {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        if *self == Json::Null { Ok(()) } else { Err(unfit()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.members()?)
    }

    fn struct_variant<V: Visitor<'de>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.members_by_name(names)?)
    }
}
