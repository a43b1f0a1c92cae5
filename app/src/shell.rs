//! The HTML document around a door: what the head needs, and the script that wakes the page up.

use crate::doors::Bundle;
use crate::doors::billing_center::BillingCenter;
use crate::doors::corporate::Corporate;
use crate::doors::people::People;
use crate::doors::staff::Staff;
use crate::doors::styleguide::Styleguide;
use crate::texts::chosen_language;
use leptos::nonce::{Nonce, use_nonce};
use leptos::prelude::*;
use leptos_meta::MetaTags;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Addresses of what the browser loads, from the manifest that the build of the site leaves.
#[derive(Clone, Debug)]
pub struct Assets(Arc<BTreeMap<String, String>>);

impl Assets {
    /// Takes over the manifest: logical name, such as `kontor.css`, to address.
    pub fn new(manifest: BTreeMap<String, String>) -> Self {
        Self(Arc::new(manifest))
    }

    /// The first name that a page needs and the manifest lacks.
    pub fn missing(&self) -> Option<String> {
        let of_doors = Bundle::ALL.into_iter().flat_map(|bundle| [file(bundle, "js"), file(bundle, "wasm")]);
        std::iter::once("kontor.css".to_owned()).chain(of_doors).find(|name| !self.0.contains_key(name))
    }

    fn address(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_default()
    }
}

fn file(bundle: Bundle, extension: &str) -> String {
    format!("{}.{extension}", bundle.name())
}

/// The document of a door.
pub fn shell(assets: &Assets, bundle: Bundle) -> impl IntoView + use<> {
    let language = chosen_language();
    let stylesheet = assets.address("kontor.css");
    let (script, module) = (assets.address(&file(bundle, "js")), assets.address(&file(bundle, "wasm")));
    view! {
        <!DOCTYPE html>
        <html lang=language.code() dir="ltr">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                // The faces are asked for before the style sheet names them: see style/fonts.css.
                <link rel="preload" href="/fonts/text.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <link rel="preload" href="/fonts/title.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=stylesheet/>
                <Hydration script module nonce=use_nonce()/>
                <MetaTags/>
            </head>
            <body>
                {match bundle {
                    Bundle::BillingCenter => view! { <BillingCenter/> }.into_any(),
                    Bundle::People => view! { <People/> }.into_any(),
                    Bundle::Corporate => view! { <Corporate/> }.into_any(),
                    Bundle::Staff => view! { <Staff/> }.into_any(),
                    Bundle::Styleguide => view! { <Styleguide/> }.into_any(),
                }}
            </body>
        </html>
    }
}

/// Loads the door's bundle and wakes the page. Every tag that loads a script carries the nonce, so that the
/// policy needs no other source of scripts.
#[component]
fn Hydration(script: String, module: String, nonce: Option<Nonce>) -> impl IntoView {
    let code = format!("import start,{{hydrate}} from {script:?};start({{module_or_path:{module:?}}}).then(hydrate)");
    view! {
        <link rel="modulepreload" href=script nonce=nonce.clone()/>
        <link rel="preload" href=module r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
        <script type="module" nonce=nonce>{code}</script>
    }
}
