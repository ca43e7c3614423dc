//! Files of `templates/` that nothing uses: most likely a name that was mistyped.

use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::source::{SourceId, Sources};

/// What stands in `templates/`, and what the theme asks for.
pub struct TemplateFiles<'a> {
    /// Templates by name, the theme's among them.
    pub templates: &'a [(String, SourceId)],
    /// The names of other files.
    pub others: &'a [String],
    pub is_of_theme: &'a dyn Fn(&str) -> bool,
}

/// Reports the files that nothing uses.
pub fn templates(files: TemplateFiles, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let names = || files.templates.iter().map(|(name, _)| name.as_str());
    let known: Vec<&str> = names().filter(|name| (files.is_of_theme)(name)).collect();
    let text = |id: &SourceId| sources.get(*id).text.as_str();
    let is_named = |name: &str| {
        let quoted = [format!("\"{name}\""), format!("'{name}'")];
        let mut texts = files.templates.iter().map(|(_, id)| text(id));
        texts.any(|text| quoted.iter().any(|quoted| text.contains(quoted)))
    };
    let near = |name: &str| {
        let (folder, file) = name.split_once('/').unwrap_or(("", name));
        match folder {
            "strings" => {
                let code = file.split('.').next().unwrap_or(file);
                Some(format!("did you mean `strings/{code}.toml`?"))
            }
            folder if folder.starts_with("shortcode") => {
                Some(format!("did you mean `shortcodes/{file}`?"))
            }
            _ => did_you_mean(name, known.iter().copied()),
        }
    };
    for (name, id) in files.templates {
        let is_used = (files.is_of_theme)(name)
            || name.starts_with("shortcodes/")
            || name.starts_with("theme/")
            || text(id).contains("{% component")
            || is_named(name);
        if !is_used {
            let message = format!("nothing uses this template, `{name}`");
            let warning = Diagnostic::warning(Code::Template, message).in_file(*id);
            let help = near(name).unwrap_or_else(|| {
                format!("include it where it belongs, `{{% include \"{name}\" %}}`, or remove it")
            });
            diagnostics.push(warning.help(help));
        }
    }
    // An author's own notes are no mistyped template.
    for name in files.others.iter().filter(|name| !name.ends_with(".md")) {
        let message = format!("nothing uses `templates/{name}`");
        let warning = Diagnostic::warning(Code::Template, message);
        let help = near(name).unwrap_or_else(|| "move it out of `templates/`".to_owned());
        diagnostics.push(warning.help(help));
    }
}
