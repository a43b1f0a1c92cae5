//! The check digits of each member state, over a number whose form is known to be right.

use chrono::NaiveDate;

/// Whether the check digits of `number` match, as the member state computes them. `number` has one of the forms of
/// its country, without the country's letters.
pub(super) fn check_digits_match(country: &str, number: &[u8]) -> bool {
    match country {
        "AT" => austria(number),
        "BE" => parts(number, 8).is_some_and(|(head, tail)| (value(head) + value(tail)) % 97 == 0),
        "BG" => bulgaria(number),
        "CY" => cyprus(number),
        "CZ" => czechia(number),
        "DE" | "HR" => iso_7064_mod_11_10(number),
        "DK" => weighted(number, &[2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0,
        "EE" => weighted(number, &[3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0,
        "ES" => spain(number),
        "FI" => weighted(number, &[7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0,
        "FR" => france(number),
        "GR" => last_digit_is(number, &[256, 128, 64, 32, 16, 8, 4, 2], |sum| sum % 11 % 10),
        "HU" => weighted(number, &[9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0,
        "IE" => ireland(number),
        "IT" => italy(number),
        "LT" => lithuania(number),
        "LU" => parts(number, 6).is_some_and(|(head, tail)| value(head) % 89 == value(tail)),
        "LV" => latvia(number),
        "MT" => weighted(number, &[3, 4, 6, 7, 8, 9, 10, 1]) % 37 == 0,
        "NL" => netherlands(number),
        "PL" => last_digit_is(number, &[6, 5, 7, 2, 3, 4, 5, 6, 7], |sum| sum % 11),
        "PT" => last_digit_is(number, &[9, 8, 7, 6, 5, 4, 3, 2], |sum| (11 - sum % 11) % 11 % 10),
        "RO" => romania(number),
        // The last two digits are 01, and others where companies form a VAT group.
        "SE" => parts(number, 10).is_some_and(|(organisation, block)| luhn(organisation) % 10 == 0 && (1..=94).contains(&value(block))),
        "SI" => last_digit_is(number, &[8, 7, 6, 5, 4, 3, 2], |sum| if sum % 11 == 0 { NO_DIGIT } else { (11 - sum % 11) % 10 }),
        "SK" => slovakia(number),
        _ => false,
    }
}

/// No check digit can be this: such numbers are not issued.
const NO_DIGIT: i64 = -1;

/// The digit that a byte shows; 0 for others, which the forms let stand in no place where a digit is asked for.
fn digit(byte: u8) -> i64 {
    if byte.is_ascii_digit() { i64::from(byte - b'0') } else { 0 }
}

/// The number that digits write, at most eleven of them.
fn value(digits: &[u8]) -> i64 {
    digits.iter().fold(0, |number, byte| number * 10 + digit(*byte))
}

/// Head and tail, the head of that many bytes.
fn parts(number: &[u8], head: usize) -> Option<(&[u8], &[u8])> {
    number.split_at_checked(head)
}

fn weighted(digits: &[u8], weights: &[i64]) -> i64 {
    digits.iter().zip(weights).map(|(byte, weight)| digit(*byte) * weight).sum()
}

/// Whether the last digit is what `rule` makes of the weighted sum of the others.
fn last_digit_is(digits: &[u8], weights: &[i64], rule: impl Fn(i64) -> i64) -> bool {
    digits.split_last().is_some_and(|(last, others)| rule(weighted(others, weights)) == digit(*last))
}

/// Every second digit from the end doubled, tens and units of the double added: 0 modulo 10 for a Luhn number.
fn luhn(digits: &[u8]) -> i64 {
    let double = |number: i64| number * 2 / 10 + number * 2 % 10;
    digits.iter().rev().enumerate().map(|(place, byte)| if place % 2 == 1 { double(digit(*byte)) } else { digit(*byte) }).sum()
}

/// ISO/IEC 7064, MOD 11,10.
fn iso_7064_mod_11_10(digits: &[u8]) -> bool {
    let product = |carry: i64| if carry == 0 { 10 } else { carry } * 2 % 11;
    digits.iter().fold(5, |carry, byte| (product(carry) + digit(*byte)) % 10) == 1
}

/// Whether two digits of year, month and day are a date in that century.
fn is_date(century: i64, year: i64, month: i64, day: i64) -> bool {
    let numbers = (i32::try_from(century * 100 + year), u32::try_from(month), u32::try_from(day));
    matches!(numbers, (Ok(year), Ok(month), Ok(day)) if NaiveDate::from_ymd_opt(year, month, day).is_some())
}

/// The three pairs of digits with which personal numbers begin.
fn pairs(number: &[u8]) -> Option<(i64, i64, i64)> {
    Some((value(number.get(0..2)?), value(number.get(2..4)?), value(number.get(4..6)?)))
}

/// U, seven digits of which the second, fourth and sixth are doubled, and what the sum lacks to 96.
fn austria(number: &[u8]) -> bool {
    let [_, head @ .., last] = number else { return false };
    (luhn(head) + digit(*last)) % 10 == 6
}

/// Nine digits for companies; ten for citizens, foreigners and others, each with a rule of its own.
fn bulgaria(number: &[u8]) -> bool {
    if number.len() == 9 {
        let first = |sum: i64| sum % 11;
        let company = last_digit_is(number, &[1, 2, 3, 4, 5, 6, 7, 8], first);
        let again = weighted(number, &[1, 2, 3, 4, 5, 6, 7, 8]) % 11 == 10;
        return if again { last_digit_is(number, &[3, 4, 5, 6, 7, 8, 9, 10], |sum| sum % 11 % 10) } else { company };
    }
    let citizen = last_digit_is(number, &[2, 4, 8, 5, 10, 9, 7, 3, 6], |sum| sum % 11 % 10) && has_bulgarian_birthday(number);
    let foreigner = last_digit_is(number, &[21, 19, 17, 13, 11, 9, 7, 3, 1], |sum| sum % 10);
    let other = last_digit_is(number, &[4, 3, 2, 7, 6, 5, 4, 3, 2], |sum| (11 - sum % 11) % 11);
    citizen || foreigner || other
}

/// The century is told by 20 or 40 added to the month.
fn has_bulgarian_birthday(number: &[u8]) -> bool {
    match pairs(number) {
        Some((year, month @ 41.., day)) => is_date(20, year, month - 40, day),
        Some((year, month @ 21.., day)) => is_date(18, year, month - 20, day),
        Some((year, month, day)) => is_date(19, year, month, day),
        None => false,
    }
}

fn cyprus(number: &[u8]) -> bool {
    const AT_ODD_PLACES: [i64; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let Some((letter, digits)) = number.split_last() else { return false };
    let odd = |digit: i64| usize::try_from(digit).ok().and_then(|place| AT_ODD_PLACES.get(place)).copied().unwrap_or_default();
    let sum: i64 = digits.iter().enumerate().map(|(place, byte)| if place % 2 == 0 { odd(digit(*byte)) } else { digit(*byte) }).sum();
    !number.starts_with(b"12") && i64::from(*letter) == i64::from(b'A') + sum % 26
}

/// Eight digits for companies, nine or ten for people, who may have a birth number.
fn czechia(number: &[u8]) -> bool {
    match number {
        [b'9', _, _, _, _, _, _, _] => false,
        [_, _, _, _, _, _, _, _] => last_digit_is(number, &[8, 7, 6, 5, 4, 3, 2], |sum| match 11 - sum % 11 {
            11 => 1,
            rest => rest % 10,
        }),
        [b'6', special @ ..] if special.len() == 8 => last_digit_is(special, &[8, 7, 6, 5, 4, 3, 2], |sum| (8 - (10 - sum % 11) % 11).rem_euclid(10)),
        _ => is_birth_number(number),
    }
}

/// Czech and Slovak birth numbers. Nine digits until 1953, without a check digit; 50 is added to a woman's month, and
/// 20 where the numbers of a day did not suffice.
fn is_birth_number(number: &[u8]) -> bool {
    let Some((year, month, day)) = pairs(number) else { return false };
    let month = month % 50 % 20;
    if number.len() == 9 {
        return (year >= 80 && is_date(18, year, month, day)) || (year <= 53 && is_date(19, year, month, day));
    }
    let century = if year < 54 { 20 } else { 19 };
    is_date(century, year, month, day) && number.split_last().is_some_and(|(last, head)| value(head) % 11 % 10 == digit(*last))
}

/// People have a letter at the end by their number; companies a letter in front, and at the end a digit or its letter.
fn spain(number: &[u8]) -> bool {
    let [first, middle @ .., last] = number else { return false };
    let of_person = |leading: i64| letter_at(b"TRWAGMYFPDXBNJZSQVHLCKE", (leading * 10_000_000 + value(middle)) % 23) == Some(*last);
    match first {
        b'0'..=b'9' => of_person(digit(*first)),
        b'K' | b'L' | b'M' | b'X' => of_person(0),
        b'Y' => of_person(1),
        b'Z' => of_person(2),
        b'A'..=b'H' | b'J' | b'N' | b'P'..=b'S' | b'U' | b'V' | b'W' => {
            let check = (10 - luhn_of_head(middle) % 10) % 10;
            (last.is_ascii_digit() && digit(*last) == check) || letter_at(b"JABCDEFGHI", check) == Some(*last)
        }
        _ => false,
    }
}

/// The Luhn sum of digits that still lack their check digit.
fn luhn_of_head(digits: &[u8]) -> i64 {
    let with_zero: Vec<u8> = digits.iter().copied().chain([b'0']).collect();
    luhn(&with_zero)
}

fn letter_at(letters: &[u8], place: i64) -> Option<u8> {
    usize::try_from(place).ok().and_then(|place| letters.get(place)).copied()
}

/// Two key digits or letters before a SIREN number; Monaco's numbers begin with 000 and are none.
fn france(number: &[u8]) -> bool {
    let [first, second, siren @ ..] = number else { return false };
    if !siren.starts_with(b"000") && luhn(siren) % 10 != 0 {
        return false;
    }
    let (Some(high), Some(low)) = (french_key(*first), french_key(*second)) else { return false };
    match (first.is_ascii_digit(), second.is_ascii_digit()) {
        (true, true) => (value(siren) * 100 + 12) % 97 == high * 10 + low,
        (true, false) => french_letters_match(siren, high * 24 + low - 10),
        (false, _) => french_letters_match(siren, high * 34 + low - 100),
    }
}

fn french_letters_match(siren: &[u8], key: i64) -> bool {
    (value(siren) + 1 + key / 11) % 11 == key % 11
}

/// Digits and letters without I and O, which look like 1 and 0.
fn french_key(byte: u8) -> Option<i64> {
    let place = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ".iter().position(|known| *known == byte)?;
    i64::try_from(place).ok()
}

const IRISH_LETTERS: &[u8] = b"WABCDEFGHIJKLMNOPQRSTUV";

/// Seven digits, a check letter, perhaps a letter for the kind of person; or the old form, where the second place holds a
/// letter or a sign and the first digit counts last.
fn ireland(number: &[u8]) -> bool {
    let place = |letter: u8| IRISH_LETTERS.iter().position(|known| *known == letter).and_then(|place| i64::try_from(place).ok());
    let check = |digits: &[u8], kind: i64, letter: u8| letter_at(IRISH_LETTERS, (weighted(digits, &[8, 7, 6, 5, 4, 3, 2]) + 9 * kind) % 23) == Some(letter);
    match number {
        [first, sign, middle @ .., letter] if number.len() == 8 && !sign.is_ascii_digit() => {
            let digits: Vec<u8> = [b'0'].into_iter().chain(middle.iter().copied()).chain([*first]).collect();
            check(&digits, 0, *letter)
        }
        [digits @ .., letter] if digits.len() == 7 => check(digits, 0, *letter),
        [digits @ .., letter, kind] if digits.len() == 7 => place(*kind).is_some_and(|kind| check(digits, kind, *letter)),
        _ => false,
    }
}

/// Seven digits of the taxpayer, three of the province's office, check digit.
fn italy(number: &[u8]) -> bool {
    let Some((taxpayer, rest)) = parts(number, 7) else { return false };
    let office = rest.get(..3).map(value).unwrap_or_default();
    value(taxpayer) > 0 && matches!(office, 1..=100 | 120 | 121 | 888 | 999) && luhn(number) % 10 == 0
}

/// Weights that go round from 1 to 9; should they give ten, the same from 3 on.
fn lithuania(number: &[u8]) -> bool {
    let Some((last, others)) = number.split_last() else { return false };
    let sum = |from: usize| others.iter().zip((1..=9).cycle().skip(from)).map(|(byte, weight)| digit(*byte) * weight).sum::<i64>() % 11;
    let check = if sum(0) == 10 { sum(2) % 10 } else { sum(0) };
    check == digit(*last)
}

/// Companies begin with 4 to 9; people with their day of birth, or since 2017 with 32.
fn latvia(number: &[u8]) -> bool {
    if number.first().is_some_and(|first| *first > b'3') {
        return weighted(number, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3;
    }
    let born = match (pairs(number), number.get(6)) {
        (Some((day, month, year)), Some(century)) => is_date(18 + digit(*century), year, month, day),
        _ => false,
    };
    (number.starts_with(b"32") || born) && last_digit_is(number, &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9], |sum| (sum + 1) % 11 % 10)
}

/// A citizen's or company's number by its own check digit; since 2020 sole traders have one that is checked with its
/// letters, as ISO/IEC 7064 MOD 97-10 does.
fn netherlands(number: &[u8]) -> bool {
    let (Some((holder, _)), Some(branch)) = (parts(number, 9), number.get(10..)) else { return false };
    // The last digit is subtracted: a remainder of ten matches no digit.
    let own = weighted(holder, &[9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0;
    // N is 23, L is 21, B is 11.
    let with_letters = ((2321 * 1_000_000_000 + value(holder)) * 10_000 + 1100 + value(branch)) % 97 == 1;
    value(holder) > 0 && value(branch) > 0 && (own || with_letters)
}

fn romania(number: &[u8]) -> bool {
    // The weights belong to the last digits; a short number has zeros in front.
    let zeros = std::iter::repeat_n(b'0', 10_usize.saturating_sub(number.len()));
    let full: Vec<u8> = zeros.chain(number.iter().copied()).collect();
    last_digit_is(&full, &[7, 5, 3, 2, 1, 7, 5, 3, 2], |sum| sum * 10 % 11 % 10)
}

/// Divisible by eleven; the third digit tells the kind. People may have their birth number instead.
fn slovakia(number: &[u8]) -> bool {
    let kind = matches!(number, [b'1'..=b'9', _, b'2' | b'3' | b'4' | b'7' | b'8' | b'9', ..]);
    (kind && value(number) % 11 == 0) || is_birth_number(number)
}
