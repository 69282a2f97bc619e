//! The pages that people see: one calm sheet, light and dark, no script.

const STYLE: &str = "
:root{color-scheme:light dark;--paper:#f7f6f3;--card:#fff;--ink:#22211f;--quiet:#6a6762;--line:#e4e1da;--mark:#3f6f5c}
@media(prefers-color-scheme:dark){:root{--paper:#191817;--card:#232120;--ink:#eceae6;--quiet:#a29d95;--line:#383532;--mark:#86bfa6}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:72rem;margin:0 auto;padding:2rem 1.25rem 4rem}main.ask{max-width:30rem;padding-top:14vh}
h1{font-size:1.5rem;font-weight:600;margin:0 0 .5rem}h2{font-size:1.15rem;font-weight:600;margin:2.5rem 0 0}
h3{font-size:1rem;font-weight:500;color:var(--quiet);margin:.5rem 0 1rem}.quiet{color:var(--quiet);margin:0}
.posts{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:1rem;align-items:start}
article{background:var(--card);border:1px solid var(--line);border-radius:12px;overflow:hidden}
article>div{padding:.85rem 1rem 1rem}article p{margin:0 0 .6rem;white-space:pre-wrap;overflow-wrap:anywhere}
.media{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:2px;background:var(--line)}
.media img,.media video{display:block;width:100%;height:100%;max-height:26rem;object-fit:cover}
.meta{font-size:.85rem;color:var(--quiet);display:flex;flex-wrap:wrap;gap:.25rem .75rem}
.label{color:var(--mark);font-weight:600}.twice{color:#b3452f;font-weight:600}
.alt{font-size:.85rem;color:var(--quiet)}article p.link{margin:.5rem 0 0}.comments{border-top:1px solid var(--line);margin:.75rem 0 0;padding:.6rem 0 0;list-style:none;font-size:.9rem}
a{color:inherit}button,select,input{font:inherit;color:inherit;padding:.45rem 1rem;border:1px solid var(--line);border-radius:8px;background:var(--card)}
button.main{background:var(--mark);border-color:var(--mark);color:var(--paper)}
button:focus-visible,select:focus-visible,input:focus-visible,a:focus-visible{outline:2px solid var(--mark);outline-offset:2px}
label{display:block;margin:0 0 .75rem}dt{color:var(--quiet);font-size:.85rem}dd{margin:0 0 .75rem}
pre{margin:.15rem 0 0;font-size:1rem;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.75rem 1rem;overflow:auto;user-select:all}
";

/// A page around a body that is HTML already.
pub(crate) fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
        <title>{}</title><style>{STYLE}</style></head><body>{body}</body></html>",
        escape(title)
    )
}

/// Text that a browser shows as it is, in an element or in a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_posted_becomes_a_part_of_the_page() {
        assert_eq!(escape("<b a=\"1\" c='2'>&"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
    }
}
