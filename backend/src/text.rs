//! Text as it is compared, sorted and searched: folded here, since the databases would each do it in their own way.

/// The longest text that is searched for, in characters.
const LONGEST_SEARCH: usize = 100;

/// Small letters without marks above or below, single blanks: `Müller  & Söhne` becomes `muller & sohne`.
pub fn fold_text(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        word.chars().flat_map(char::to_lowercase).for_each(|letter| push_plain(&mut folded, letter));
    }
    folded
}

fn push_plain(folded: &mut String, letter: char) {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
        'ç' | 'ć' | 'č' => folded.push('c'),
        'ď' | 'đ' => folded.push('d'),
        'è'..='ë' | 'ē' | 'ę' | 'ě' => folded.push('e'),
        'ğ' => folded.push('g'),
        'ì'..='ï' | 'ī' | 'ı' => folded.push('i'),
        'ł' | 'ľ' => folded.push('l'),
        'ñ' | 'ń' | 'ň' => folded.push('n'),
        'ò'..='ö' | 'ø' | 'ő' | 'ō' => folded.push('o'),
        'ř' => folded.push('r'),
        'ś' | 'š' | 'ş' | 'ș' => folded.push('s'),
        'ť' | 'ţ' | 'ț' => folded.push('t'),
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => folded.push('u'),
        'ý' | 'ÿ' => folded.push('y'),
        'ź' | 'ż' | 'ž' => folded.push('z'),
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        // A mark that stands by itself after its letter, as some keyboards send it.
        '\u{300}'..='\u{36f}' => {}
        other if other.is_control() => {}
        other => folded.push(other),
    }
}

/// A `LIKE` pattern, with `!` as its escape, that finds folded text with this in it; an empty one for an empty search.
pub fn pattern_of(search: &str) -> String {
    let folded = fold_text(search);
    if folded.is_empty() {
        return String::new();
    }
    let mut pattern = "%".to_owned();
    for letter in folded.chars().take(LONGEST_SEARCH) {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_capitals_do_not_matter() {
        for (text, folded) in [
            ("Leer & Söhne", "leer & sohne"),
            ("  MÜLLER\tGroß ", "muller gross"),
            ("Łódź Žižkov Ångström", "lodz zizkov angstrom"),
            ("Cafe\u{301}", "cafe"),
            ("KD-10234", "kd-10234"),
            ("\0", ""),
        ] {
            assert_eq!(fold_text(text), folded);
        }
    }

    #[test]
    fn what_a_pattern_means_is_not_typed() {
        assert_eq!(pattern_of(" "), "");
        assert_eq!(pattern_of("Nord"), "%nord%");
        assert_eq!(pattern_of("100%_!"), "%100!%!_!!%");
        assert_eq!(pattern_of(&"x".repeat(500)).len(), LONGEST_SEARCH + 2);
    }
}
