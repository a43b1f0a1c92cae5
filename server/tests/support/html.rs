//! Reads pages as far as a browser without script needs it: forms, what they send, and the words on screen.

/// A form of a page.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The address that it is sent to.
    pub action: String,
    /// What it sends whichever button is pressed.
    pub fields: Vec<(String, String)>,
    /// Names and values of its buttons.
    buttons: Vec<(String, String)>,
}

impl Form {
    /// What a field holds.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Fills a field in.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Takes a field out, as when no choice of several is made.
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self
    }

    /// Whether it, or one of its buttons, calls a server function.
    pub fn calls(&self, function: &str) -> bool {
        self.fields.iter().chain(&self.buttons).any(|(name, value)| name == "_fn" && value == function)
    }

    /// What it sends when the button for a server function is pressed.
    pub fn press(&self, function: &str) -> Vec<(String, String)> {
        let pressed = self.buttons.iter().filter(|(name, value)| name == "_fn" && value == function);
        self.fields.iter().chain(pressed).cloned().collect()
    }
}

/// All forms of a page.
pub fn forms(html: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut is_inside = false;
    for token in tokens(html) {
        match token {
            Token::Open("form", attributes) => {
                is_inside = true;
                forms.push(Form { action: attributes.text("action"), ..Form::default() });
            }
            Token::Close("form") => is_inside = false,
            Token::Open("input", attributes) if is_inside => {
                let is_choice = ["radio", "checkbox"].contains(&attributes.text("type").as_str());
                let is_sent = !attributes.has("disabled") && (!is_choice || attributes.has("checked"));
                if let Some(form) = forms.last_mut().filter(|_| is_sent && attributes.has("name")) {
                    form.fields.push((attributes.text("name"), attributes.text("value")));
                }
            }
            Token::Open("button", attributes) if is_inside && attributes.has("name") => {
                if let Some(form) = forms.last_mut() {
                    form.buttons.push((attributes.text("name"), attributes.text("value")));
                }
            }
            _ => {}
        }
    }
    forms
}

/// Where the links of a page lead.
pub fn links(html: &str) -> Vec<String> {
    let link = |token| match token {
        Token::Open("a", attributes) if attributes.has("href") => Some(attributes.text("href")),
        _ => None,
    };
    tokens(html).into_iter().filter_map(link).collect()
}

/// The words on screen, a blank between any two.
pub fn words(html: &str) -> String {
    let mut text = String::new();
    for token in tokens(html) {
        match token {
            Token::Text(part) => text.push_str(&unescape(part)),
            Token::Open(..) | Token::Close(_) => text.push(' '),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

enum Token<'a> {
    Open(&'a str, Attributes<'a>),
    Close(&'a str),
    Text(&'a str),
}

#[derive(Default)]
struct Attributes<'a>(Vec<(&'a str, String)>);

impl Attributes<'_> {
    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(attribute, _)| *attribute == name)
    }

    fn text(&self, name: &str) -> String {
        self.0.iter().find(|(attribute, _)| *attribute == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }
}

fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some((text, tag)) = rest.split_once('<') {
        tokens.push(Token::Text(text));
        rest = if let Some(comment) = tag.strip_prefix("!--") {
            comment.split_once("-->").map_or("", |(_, after)| after)
        } else if let Some(end) = tag.strip_prefix('/') {
            let (name, after) = end.split_once('>').unwrap_or((end, ""));
            tokens.push(Token::Close(name));
            after
        } else {
            let (name, attributes, after) = read_tag(tag);
            tokens.push(Token::Open(name, attributes));
            // What stands in these is no text.
            if ["script", "style"].contains(&name) { after.find("</").map_or("", |end| &after[end..]) } else { after }
        };
    }
    tokens.push(Token::Text(rest));
    tokens
}

fn read_tag(tag: &str) -> (&str, Attributes<'_>, &str) {
    let ends_name = |letter: char| letter.is_whitespace() || "=/>".contains(letter);
    let (name, mut rest) = tag.split_at(tag.find(ends_name).unwrap_or(tag.len()));
    let mut attributes = Attributes::default();
    loop {
        rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return (name, attributes, rest.get(1..).unwrap_or(""));
        }
        let (attribute, after) = rest.split_at(rest.find(ends_name).unwrap_or(rest.len()));
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => after.split_at(after.find(|letter: char| letter.is_whitespace() || letter == '>').unwrap_or(after.len())),
        };
        attributes.0.push((attribute, unescape(value.trim_start_matches('='))));
        rest = after;
    }
}

fn unescape(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")]
        .into_iter()
        .fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}
