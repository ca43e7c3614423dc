//! Authors that are declared and have written nothing: most likely a name that was mistyped.

use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::model::{Site, Taxonomy, Term, TermId};

/// Reports them, unless posts were left out that may be theirs.
pub fn authors(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let of_authors = |taxonomy: &&Taxonomy| taxonomy.key == "authors";
    let Some(authors) = site.taxonomies.iter().find(of_authors) else {
        return;
    };
    if !site.left_out.is_empty() {
        return;
    }
    let name_of = |term: &Term| {
        let names = term.names.iter();
        names
            .filter_map(|(_, name)| Some(name.as_ref()?.name.clone()))
            .next()
            .unwrap_or_default()
    };
    let translators = site.posts.iter().flat_map(|post| &post.front.translators);
    let translators: Vec<TermId> = translators
        .filter_map(|(name, _)| site.author(name))
        .collect();
    let (mut idle, mut active) = (Vec::new(), Vec::new());
    for (at, term) in authors.terms.iter().enumerate() {
        let translates = translators.iter().any(|translator| translator.term == at);
        match term.posts.is_empty() && !translates {
            true => idle.push(term),
            false => active.push(term),
        }
    }
    let active: Vec<String> = active.into_iter().map(name_of).collect();
    for term in idle {
        let Some(declared) = &term.declared else {
            continue;
        };
        let name = name_of(term);
        let help = did_you_mean(&name, active.iter().map(String::as_str));
        let help = help.unwrap_or_else(|| {
            format!("name this author in a post, `authors = [\"{name}\"]`, or remove the entry")
        });
        let warning = Diagnostic::warning(Code::Terms, format!("no post is by `{name}`"));
        diagnostics.push(warning.at(declared.span).help(help));
    }
}
