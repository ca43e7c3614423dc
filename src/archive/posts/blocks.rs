//! The structure of a post: headings, list items, quotations, URLs, paragraphs.
//!
//! 1. Each kept line gets a kind from its shape and its neighbours. 2. Headings get their level. 3. Lines that belong
//!    together become blocks.

use super::corpus::{Corpus, PostCopy};
use crate::archive::lines::line::Line;
use crate::archive::marks::mark::{LineMark, MarkedFile};
use crate::archive::post::{ArchiveBlock, ArchiveBlockKind, Inline};
use crate::languages::archive_words;
use crate::text;
use std::ops::Range;

/// The blocks of a copy, title included.
pub fn build_blocks(corpus: &Corpus, copy: &PostCopy) -> Vec<ArchiveBlock> {
    let file = &corpus.files[copy.file];
    let builder = BlockBuilder {
        lines: &file.lines,
        marks: &file.marks,
        kept: &copy.kept,
        titled: copy.titled,
        dense: is_dense(file),
    };
    let mut kinds: Vec<ArchiveBlockKind> = (0..copy.kept.len())
        .map(|place| builder.kind(place))
        .collect();
    builder.numbered(&mut kinds);
    builder.labels(&mut kinds);
    builder.levels(&mut kinds);
    let mut blocks = builder.blocks(&kinds);
    blocks.iter_mut().for_each(tidy_code);
    blocks
}

/// Code without its fences and without what all of its lines are indented by.
fn tidy_code(block: &mut ArchiveBlock) {
    if block.kind != ArchiveBlockKind::Code {
        return;
    }
    let is_fence = |line: &&str| {
        ["```", "~~~"]
            .iter()
            .any(|fence| line.trim_start().starts_with(fence))
    };
    let lines: Vec<&str> = block.text.lines().filter(|line| !is_fence(line)).collect();
    let indents = lines.iter().filter(|line| !line.trim().is_empty());
    let least = indents
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min();
    let bare = lines
        .iter()
        .map(|line| line.get(least.unwrap_or(0)..).unwrap_or_default());
    block.text = bare.collect::<Vec<_>>().join("\n");
}

/// Whether the file sets no blank line between paragraphs: then each line is one.
fn is_dense(file: &MarkedFile) -> bool {
    let lines = file.lines.iter().skip(1);
    let plain: Vec<&Line> = lines.filter(|line| line.marker.is_none()).collect();
    let tight = plain.iter().filter(|line| line.before == 0).count();
    file.solid || (plain.len() >= 8 && tight * 4 >= plain.len() * 3)
}

struct BlockBuilder<'p, 'a> {
    lines: &'p [Line<'a>],
    marks: &'p [LineMark],
    kept: &'p [usize],
    titled: bool,
    dense: bool,
}

impl<'a> BlockBuilder<'_, 'a> {
    fn line(&self, place: usize) -> &Line<'a> {
        &self.lines[self.kept[place]]
    }

    fn kind(&self, place: usize) -> ArchiveBlockKind {
        let line = self.line(place);
        if place == 0 && self.titled {
            ArchiveBlockKind::Title
        } else if line.code {
            ArchiveBlockKind::Code
        } else if line.is_url() {
            ArchiveBlockKind::Url
        } else if line.level > 0 {
            if line.level > 2 {
                ArchiveBlockKind::H3
            } else {
                ArchiveBlockKind::H2
            }
        } else if self.is_item(place) {
            ArchiveBlockKind::Item
        } else if !self.announces(place) && self.is_heading(place) {
            ArchiveBlockKind::H2
        } else if self.alone(place) && line.words >= 4 && (line.is_quoted() || self.is_said(place))
        {
            ArchiveBlockKind::Quote
        } else {
            ArchiveBlockKind::Para
        }
    }

    /// Whether the line above announces that someone speaks here.
    fn is_said(&self, place: usize) -> bool {
        place
            .checked_sub(1)
            .is_some_and(|above| self.announces(above))
    }

    /// Whether a line names someone and has a verb of saying, and what he says comes next: "Et comme le dit Jean Martin :", or
    /// "Jean Martin, 64 ans, précise dans un entretien".
    fn announces(&self, place: usize) -> bool {
        let line = self.line(place);
        if (place == 0 && self.titled) || !(6..=MOST).contains(&line.words) || !self.alone(place) {
            return false;
        }
        let goes_on = match name(line.text) {
            Some(_) if line.text.trim_end().ends_with(':') => true,
            Some((first, comma)) => first && comma && !ends_sentence(line.text),
            None => false,
        };
        goes_on
            && text::words::words(&line.folded).any(|word| archive_words().saying.contains(word))
    }

    /// A bullet; or a number that is indented, or has neighbours of its kind.
    fn is_item(&self, place: usize) -> bool {
        let line = self.line(place);
        if self.glued_item(place) {
            return true;
        }
        let Some(marker) = line.marker else {
            return false;
        };
        if marker.bullet || line.indent > 0 {
            return true;
        }
        let beside = |other: Option<usize>| {
            other.filter(|&p| p < self.kept.len()).is_some_and(|p| {
                let (a, b) = if p < place { (p, place) } else { (place, p) };
                self.line(p).marker.is_some_and(|m| !m.bullet)
                    && self.line(b).before == 0
                    && self.kept[b] - self.kept[a] == 1
            })
        };
        beside(place.checked_sub(1)) || beside(Some(place + 1)) || line.stops()
    }

    /// An item whose bullet comes after the name of a lost image.
    fn glued_item(&self, place: usize) -> bool {
        let glued = self.marks[self.kept[place]].glued;
        glued > 0 && self.line(place).text[glued..].trim_start().starts_with('•')
    }

    /// Whether blank lines (or, in a dense file, ends of lines) set the line off from the author's text around it.
    fn alone(&self, place: usize) -> bool {
        if self.dense {
            return true;
        }
        let line = self.line(place);
        let above = place == 0 || line.before > 0 || self.kept[place] - self.kept[place - 1] > 1;
        let below = self
            .kept
            .get(place + 1)
            .is_none_or(|&next| line.after > 0 || next - self.kept[place] > 1);
        above && below
    }

    /// Short, set off, without the end of a sentence, and with something under it.
    fn is_heading(&self, place: usize) -> bool {
        let line = self.line(place);
        let Some(next) = self.kept.get(place + 1).map(|&next| &self.lines[next]) else {
            return false;
        };
        if !self.alone(place)
            || line.words == 0
            || line.words > 16
            || line.indent > 3
            || line.text.contains('\t')
        {
            return false;
        }
        let text = line
            .text
            .trim_end_matches(['"', '”', '»', ')', '\u{a0}', ' ']);
        let shape = match text.chars().next_back() {
            Some('?') => line.words >= 3 && next.words > 12 && !opens_a_turn(line),
            Some('.' | '!' | ',' | ';' | ':' | '…') => false,
            _ => !line.text.starts_with(char::is_lowercase) && line.words <= 13,
        };
        let code = line.text.contains(['{', '}', '=', '<', '>', '|'])
            || line.text.starts_with(['/', '$', '#', '@']);
        shape && !code && !self.in_short_run(place)
    }

    /// In a dense file, three short lines on end are a list or a verse, not headings.
    fn in_short_run(&self, place: usize) -> bool {
        let short = |p: usize| {
            p > 0 && p < self.kept.len() && self.line(p).words <= 6 && !self.line(p).stops()
        };
        self.dense && (place.saturating_sub(2)..=place).any(|first| (first..first + 3).all(short))
    }

    /// A line set off whose number goes on, or leads to, that of a heading is a heading too, however long.
    fn numbered(&self, kinds: &mut [ArchiveBlockKind]) {
        let number = |place: usize| self.line(place).item_number();
        let heads: Vec<u32> = (0..kinds.len())
            .filter(|&p| kinds[p] == ArchiveBlockKind::H2)
            .filter_map(number)
            .collect();
        let goes_on = |n: u32| heads.iter().any(|head| head.abs_diff(n) == 1);
        for (place, kind) in kinds.iter_mut().enumerate() {
            if *kind == ArchiveBlockKind::Para
                && number(place).is_some_and(goes_on)
                && self.alone(place)
                && self.line(place).words <= 30
            {
                *kind = ArchiveBlockKind::H2;
            }
        }
    }

    /// `Managers:` under a heading and right above its text, and those like it further on.
    fn labels(&self, kinds: &mut [ArchiveBlockKind]) {
        let mut open = false;
        for place in 1..kinds.len() {
            let line = self.line(place);
            if kinds[place] == ArchiveBlockKind::H2 {
                open = false;
            }
            let label = line.words <= 3
                && line.text.ends_with(':')
                && line.after == 0
                && line.marker.is_none();
            let text_below = kinds.get(place + 1) == Some(&ArchiveBlockKind::Para);
            if label
                && text_below
                && kinds[place] == ArchiveBlockKind::Para
                && (open || kinds[place - 1] == ArchiveBlockKind::H2)
            {
                kinds[place] = ArchiveBlockKind::H3;
                open = true;
            }
        }
    }

    /// A heading right under a heading is one level deeper, and so are those of the same form after it, until one that
    /// has headings right under it, or another form.
    fn levels(&self, kinds: &mut [ArchiveBlockKind]) {
        if self.kept.iter().any(|&i| self.lines[i].level > 0) {
            return;
        }
        let heads: Vec<usize> = (0..kinds.len())
            .filter(|&place| kinds[place] == ArchiveBlockKind::H2)
            .collect();
        let is_heading =
            |kind: &ArchiveBlockKind| matches!(kind, ArchiveBlockKind::H2 | ArchiveBlockKind::H3);
        let mut sibling: Option<HeadingForm> = None;
        for n in 0..heads.len() {
            let under = n > 0
                && heads[n - 1] + 1 == heads[n]
                && kinds[heads[n - 1]] == ArchiveBlockKind::H2;
            let form = form(self.line(heads[n]));
            if under {
                kinds[heads[n]] = ArchiveBlockKind::H3;
                sibling = Some(form);
            } else if kinds.get(heads[n] + 1).is_some_and(is_heading) || sibling != Some(form) {
                sibling = None;
            } else {
                kinds[heads[n]] = ArchiveBlockKind::H3;
            }
        }
    }

    fn blocks(&self, kinds: &[ArchiveBlockKind]) -> Vec<ArchiveBlock> {
        let mut blocks: Vec<ArchiveBlock> = Vec::new();
        for (place, &kind) in kinds.iter().enumerate() {
            let line = self.line(place);
            let (text, inlines) = self.shown(place);
            if let Some(last) = blocks
                .last_mut()
                .filter(|last| self.belongs(place, kind, last.kind))
            {
                match kind {
                    ArchiveBlockKind::Code => (0..=line.before).for_each(|_| last.text.push('\n')),
                    _ if last.kind == ArchiveBlockKind::Item
                        || ends_sentence(&last.text)
                        || self.breaks_off(place) =>
                    {
                        last.text.push('\n');
                    }
                    _ => last.text.push(' '),
                }
                let start = last.text.len();
                last.text.push_str(&text);
                let moved = |(range, inline): (Range<usize>, Inline)| {
                    (range.start + start..range.end + start, inline)
                };
                last.inlines.extend(inlines.into_iter().map(moved));
                last.last = line.last;
                continue;
            }
            let number = line
                .marker
                .filter(|_| kind == ArchiveBlockKind::Item)
                .and_then(|marker| marker.number);
            blocks.push(ArchiveBlock {
                kind,
                first: line.number,
                last: line.last,
                text,
                inlines,
                number,
            });
        }
        blocks
    }

    /// Whether a line goes on the block above.
    fn belongs(&self, place: usize, kind: ArchiveBlockKind, above: ArchiveBlockKind) -> bool {
        let line = self.line(place);
        if kind == ArchiveBlockKind::Code {
            return above == kind
                && self.kept[place] - self.kept[place - 1] == 1
                && line.before <= 1;
        }
        if place == 0
            || kind != ArchiveBlockKind::Para
            || line.before > 0
            || self.kept[place] - self.kept[place - 1] > 1
        {
            return false;
        }
        match above {
            ArchiveBlockKind::Item => line.indent > 2,
            ArchiveBlockKind::Para | ArchiveBlockKind::Quote => {
                !self.dense && !self.is_paragraph(place - 1, place)
            }
            _ => false,
        }
    }

    /// Whether a line begins anew below a short one, as in a poem, an address or a signature.
    fn breaks_off(&self, place: usize) -> bool {
        let [above, below] = [place - 1, place].map(|place| self.line(place));
        let begins = |c: char| c.is_uppercase() || c.is_ascii_digit() || "«“\"—".contains(c);
        below.text.starts_with('—')
            || above.text.chars().count() < SHORT && below.text.starts_with(begins)
    }

    /// Whether two lines are a paragraph each: sentences, longer than the lines of a poem or of an address.
    fn is_paragraph(&self, above: usize, below: usize) -> bool {
        let [above, below] = [above, below].map(|place| self.line(place));
        ends_sentence(above.text)
            && !above.text.ends_with(',')
            && above.words.min(below.words) > VERSE
    }

    /// What the reader sees of a line.
    fn shown(&self, place: usize) -> (String, Vec<(Range<usize>, Inline)>) {
        let (line, mark) = (self.line(place), &self.marks[self.kept[place]]);
        if line.code {
            return (" ".repeat(line.indent) + line.text, Vec::new());
        }
        let end = mark.more.unwrap_or(line.text.len());
        let start = match line
            .marker
            .filter(|_| self.is_item(place) && !(place == 0 && self.titled))
        {
            Some(marker) => marker.length,
            None => mark.glued,
        };
        let shown = line.text.get(start.min(end)..end).unwrap_or_default();
        let shown = match self.glued_item(place) {
            true => shown.trim_start().trim_start_matches('•').trim_start(),
            false => shown.trim_start(),
        };
        let first = line.label.len() + end - shown.len();
        let shown = shown.trim_end();
        let inside = |(range, inline): &(Range<usize>, Inline)| {
            let begin = range.start.max(first) - first;
            let end = range.end.min(first + shown.len()).checked_sub(first)?;
            let fits = begin < end && shown.is_char_boundary(begin) && shown.is_char_boundary(end);
            fits.then(|| (begin..end, inline.clone()))
        };
        (
            shown.to_owned(),
            line.inlines.iter().filter_map(inside).collect(),
        )
    }
}

#[derive(Clone, Copy, PartialEq)]
enum HeadingForm {
    Plain,
    Quoted,
    Numbered,
}

fn form(line: &Line) -> HeadingForm {
    // WordPress turns some opening guillemets round and loses others: one closing mark is enough.
    if line.text.starts_with(['«', '“', '"', '»']) || line.text.ends_with(['»', '”', '"']) {
        HeadingForm::Quoted
    } else if line.text.starts_with(|c: char| c.is_ascii_digit()) {
        HeadingForm::Numbered
    } else {
        HeadingForm::Plain
    }
}

/// Characters of a line that no text is wrapped at.
const SHORT: usize = 40;

/// The most words of a line of a poem or of an address.
const VERSE: usize = 12;

/// Words of a line that announces what someone says; a longer one tells a story.
const MOST: usize = 30;

/// Two words beside each other with capitals: whether the line begins with them, and whether a comma is behind.
fn name(text: &str) -> Option<(bool, bool)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase)
    };
    let is_name = |pair: &[&str]| {
        is_capital(pair[0]) && is_capital(pair[1]) && pair[0].ends_with(char::is_alphabetic)
    };
    let at = words.windows(2).position(is_name)?;
    Some((at == 0, words[at + 1].ends_with(',')))
}

/// "Et selon vous ?", "And you?": a question put to the reader, which opens or closes nothing.
fn opens_a_turn(line: &Line) -> bool {
    line.words <= 4
        && text::words::words(&line.folded).any(|word| archive_words().reader.contains(word))
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '»', ')', '\u{a0}', '\u{202f}', ' '])
        .ends_with(['.', '!', '?', '…', ':', ','])
}

#[cfg(test)]
mod tests {
    use crate::archive::{ArchiveFile, read_archive};

    fn kinds(text: &str) -> Vec<&'static str> {
        let reading = read_archive(
            &[ArchiveFile {
                name: "a.txt",
                text,
            }],
            &["fr", "en"],
            &[],
        );
        reading
            .posts
            .iter()
            .flat_map(|post| &post.blocks)
            .map(|block| block.kind.name())
            .collect()
    }

    const PARA: &str = "Le pain de seigle demande une longue attente, et celui qui se presse le rate; \
                        c’est la seule chose que mon grand-père m’ait vraiment apprise dans le fournil.";

    #[test]
    fn kinds_of_lines() {
        for (body, expected) in [
            (
                format!("{PARA}\n\nLa farine\n\n{PARA}"),
                vec!["title", "para", "h2", "para"],
            ),
            (
                format!("{PARA}\n\nLa farine\n\nLe seigle\n\n{PARA}\n\nLe blé\n\n{PARA}"),
                vec!["title", "para", "h2", "h3", "para", "h3", "para"],
            ),
            (
                format!("{PARA}\n\nCher lecteur,\n{PARA}"),
                vec!["title", "para", "para"],
            ),
            (
                format!("{PARA}\n\n« Qui dort rate son pain, qui veille le mange. »\n\n{PARA}"),
                vec!["title", "para", "quote", "para"],
            ),
            (
                format!(
                    "{PARA}\n\nEt comme aime à le dire Marcel Perrin, meunier à Fos :\n\nQui dort rate son pain, qui veille le mange !\n\n{PARA}"
                ),
                vec!["title", "para", "para", "quote", "para"],
            ),
            (
                format!(
                    "{PARA}\n\nMarcel Perrin, 64 ans, meunier à Fos, précise dans un entretien au journal\n\n{PARA}\n\n{PARA}"
                ),
                vec!["title", "para", "para", "quote", "para"],
            ),
            (
                format!(
                    "{PARA}\n\nMarcel Perrin, meunier à Fos, nous dit où trouver du seigle.\n\n{PARA}"
                ),
                vec!["title", "para", "para", "para"],
            ),
            (
                format!("{PARA}\n\nCe que dit Marcel Perrin du seigle\n\n{PARA}\n\n{PARA}"),
                vec!["title", "para", "h2", "para", "para"],
            ),
            (
                format!("{PARA}\n\nVoici ce que je voulais vous dire ce matin :\n\n{PARA}"),
                vec!["title", "para", "para", "para"],
            ),
            (
                format!("{PARA}\n\n  • sel\n  • eau\n    tiède\n\n{PARA}"),
                vec!["title", "para", "item", "item", "para"],
            ),
            (
                format!("{PARA}\n\nhttps://example.org/pain\n\nEt selon vous ?"),
                vec!["title", "para", "url", "para"],
            ),
            (
                format!("{PARA}\n\nÀ retenir\n\nMaîtres:\n{PARA}\nApprentis:\n{PARA}"),
                vec!["title", "para", "h2", "h3", "para", "h3", "para"],
            ),
        ] {
            assert_eq!(
                kinds(&format!("Le pain de seigle de mon grand-père\n\n{body}\n")),
                expected,
                "{body}"
            );
        }
    }

    #[test]
    fn poems_addresses_and_speech_keep_their_lines() {
        let lines = [
            "Mairie de Nantes\n2 rue du Quai\n44000 Nantes",
            "Sous le pont\nCoule une eau lente\nQui ne dit rien",
            "— Bonjour, madame, dit-il en posant son sac sur le comptoir de bois\n— Rien",
        ];
        let text = format!(
            "Le pain de seigle de mon grand-père\n\n{PARA}\n\n{}\n\n{PARA}\n",
            lines.join("\n\n")
        );
        let file = ArchiveFile {
            name: "a.txt",
            text: &text,
        };
        let reading = read_archive(&[file], &["fr", "en"], &[]);
        let texts: Vec<&str> = reading.posts[0]
            .blocks
            .iter()
            .map(|block| block.text.as_str())
            .collect();
        assert_eq!(texts[2..5], lines);
    }

    #[test]
    fn breaks_are_kept_after_sentences_only() {
        let text = format!(
            "Le pain de seigle de mon grand-père\n\n{PARA}\nIl avait raison\nje crois.\n\n{PARA}\n{PARA}\n\n  1. peser\n    deux fois\n"
        );
        let reading = read_archive(
            &[ArchiveFile {
                name: "a.txt",
                text: &text,
            }],
            &["fr", "en"],
            &[],
        );
        let blocks = &reading.posts[0].blocks;
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        let short = format!("{PARA}\nIl avait raison je crois.");
        // Sentences longer than a verse are paragraphs.
        assert_eq!(texts[1..4], [&short, PARA, PARA]);
        assert_eq!(
            (blocks[4].text.as_str(), blocks[4].number),
            ("peser\ndeux fois", Some(1))
        );
    }
}
