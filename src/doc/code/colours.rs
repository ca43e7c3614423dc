//! Code in colours, as classes that a style sheet paints: `hl-keyword`. Only where Diptych is built with the feature `highlight`.

#[cfg(not(feature = "highlight"))]
/// A block's text in colours; nothing where its language is not known.
pub fn runs(_: &str, _: &str) -> Option<Vec<super::Run>> {
    None
}

#[cfg(feature = "highlight")]
pub use by_syntax::runs;

#[cfg(feature = "highlight")]
mod by_syntax {
    use std::sync::LazyLock;

    use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};
    use syntect::util::LinesWithEndings;

    use crate::doc::code::Run;

    /// bat's syntaxes: 213 languages. They are read, in 2 ms, when the first code that names one is met.
    static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

    /// What a style sheet tells apart, by scopes of Sublime Text (sublimetext.com/docs/scope_naming.html); the first that fits
    /// the innermost scope counts.
    static CLASSES: LazyLock<Vec<(Scope, Option<&str>)>> = LazyLock::new(|| {
        let class = |(scope, class): &(&str, &'static str)| {
            Some((
                Scope::new(scope).ok()?,
                Some(*class).filter(|class| !class.is_empty()),
            ))
        };
        [
            ("comment", "comment"),
            ("punctuation.definition.comment", "comment"),
            ("string", "string"),
            ("punctuation.definition.string", "string"),
            ("constant.character.escape", "string"),
            ("constant.numeric", "number"),
            ("constant", "constant"),
            ("keyword.operator", ""),
            ("keyword", "keyword"),
            ("storage", "keyword"),
            ("entity.name.function", "function"),
            ("support.function", "function"),
            ("variable.function", "function"),
            ("entity.name.tag", "keyword"),
            ("entity.other.attribute-name", "function"),
            ("entity.name", "type"),
            ("entity.other.inherited-class", "type"),
            ("support", "type"),
            ("markup.inserted", "inserted"),
            ("markup.deleted", "deleted"),
            ("markup.heading", "keyword"),
        ]
        .iter()
        .filter_map(class)
        .collect()
    });

    /// Longer lines were made by a program, and take long.
    const LONGEST_LINE: usize = 4_000;

    /// A block's text in colours; nothing where its language is not known.
    pub fn runs(language: &str, text: &str) -> Option<Vec<Run>> {
        if text.lines().any(|line| line.len() > LONGEST_LINE) {
            return None;
        }
        let syntax = SYNTAXES.find_syntax_by_token(language)?;
        let (mut state, mut stack) = (ParseState::new(syntax), ScopeStack::new());
        let mut runs: Vec<Run> = Vec::new();
        for line in LinesWithEndings::from(text) {
            let mut from = 0;
            for (at, change) in state.parse_line(line, &SYNTAXES).ok()? {
                add(&mut runs, class(&stack), line.get(from..at)?);
                stack.apply(&change).ok()?;
                from = at;
            }
            add(&mut runs, class(&stack), line.get(from..)?);
        }
        Some(runs)
    }

    fn add(runs: &mut Vec<Run>, class: Option<&'static str>, text: &str) {
        match runs.last_mut() {
            _ if text.is_empty() => {}
            // Spaces need no class of their own.
            Some((last, run)) if *last == class || text.trim().is_empty() => run.push_str(text),
            _ => runs.push((class, text.to_owned())),
        }
    }

    fn class(stack: &ScopeStack) -> Option<&'static str> {
        let known = |scope: &Scope| {
            CLASSES
                .iter()
                .find(|(prefix, _)| prefix.is_prefix_of(*scope))
                .map(|(_, class)| *class)
        };
        stack.scopes.iter().rev().find_map(known).flatten()
    }
}

#[cfg(all(test, feature = "highlight"))]
mod tests {
    use crate::doc::{Passes, render};

    #[test]
    fn code_has_classes() {
        for (text, expected) in [
            (
                "```rust\nlet x = \"<é>\"; // oui\n```",
                "<pre><code class=\"language-rust\"><span class=\"hl-keyword\">let</span> x = \
                 <span class=\"hl-string\">&quot;&lt;é&gt;&quot;</span>; <span class=\"hl-comment\">// oui\n</span></code></pre>\n",
            ),
            (
                "```toml\na = 1\n```",
                "<pre><code class=\"language-toml\"><span class=\"hl-keyword\">a </span>= <span class=\"hl-number\">1\n</span></code></pre>\n",
            ),
            (
                "```klingon\na < 1\n```",
                "<pre><code class=\"language-klingon\">a &lt; 1\n</code></pre>\n",
            ),
            ("```\na\n```", "<pre><code>a\n</code></pre>\n"),
            ("    a\n", "<pre><code>a\n</code></pre>\n"),
        ] {
            assert_eq!(
                render(
                    text,
                    Passes {
                        highlight: true,
                        ..Default::default()
                    }
                )
                .html
                .text,
                expected,
                "{text}"
            );
        }
    }
}
