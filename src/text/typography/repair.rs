//! What old programs and hasty hands did to a text, mended where it is certain: `oeuvre`, `vis- à- vis`, `efficace;ce`, a heading's
//! lost opening mark. Words and their order stay. Every place is kept, so that the author can be shown what was done.

use std::ops::Range;

use super::Setting;
use super::brackets;
use super::glyphs::{Block, Glyph, JOINED};
use crate::languages::{Typography, is_function_word};
use crate::text::words::fold;

/// Marks that have a space behind them in every language.
const MARKS: &str = ",;:.!?";

/// Mends what is of a style that asks for it.
pub fn repair(block: &mut Block, setting: &Setting) {
    if !setting.styles.iter().any(|style| style.is_repairing()) {
        return;
    }
    let rules = |block: &Block, i: usize| {
        let glyph = block.glyphs.get(i).filter(|glyph| !glyph.fixed)?;
        let style = setting.of(glyph);
        style.rules().filter(|_| style.is_repairing())
    };
    open_heading(block, &rules);
    ligatures(block, &rules);
    hyphens(block, &rules);
    glued(block, &rules);
}

type Rules<'a> = dyn Fn(&Block, usize) -> Option<&'static Typography> + 'a;

/// A heading that ends in a closing guillemet, and has no other mark, is a quotation from its first word on.
fn open_heading(block: &mut Block, rules: &Rules) {
    let is_mark = |glyph: &&Glyph| "«»“”„\"".contains(glyph.c);
    let mut marks = block.glyphs.iter().filter(is_mark);
    let (Some(mark), None) = (marks.next(), marks.next()) else {
        return;
    };
    let mut last = block
        .glyphs
        .iter()
        .rev()
        .skip_while(|glyph| ".!?…".contains(glyph.c));
    let is_last = last.next().is_some_and(|last| last.at == mark.at) && last.next().is_some();
    // Elsewhere it is an arrow: "Read more »".
    let is_own = |rules: &Typography| rules.quotes.first().is_some_and(|quotes| quotes[1] == '»');
    if block.is_heading && mark.c == '»' && is_last && rules(block, 0).is_some_and(is_own) {
        block.open_with('«');
        block.record(0..block.glyphs.len());
    }
}

/// `oe` → œ in the words that have it.
fn ligatures(block: &mut Block, rules: &Rules) {
    let mut joins = false;
    for word in words(block) {
        let Some(rules) = rules(block, word.start).filter(|rules| !rules.ligatures.is_empty())
        else {
            continue;
        };
        let letters = lower(block, &word);
        for (i, pair) in letters.windows(2).enumerate() {
            let ligature = match pair {
                ['o', 'e'] => ['œ', 'Œ'],
                ['a', 'e'] => ['æ', 'Æ'],
                _ => continue,
            };
            let has_it = |part: &String| {
                let part: Vec<char> = part.chars().collect();
                let at = part.windows(2).position(|two| two == pair);
                let from = at.and_then(|at| i.checked_sub(at));
                from.is_some_and(|from| letters[from..].starts_with(&part))
            };
            if rules.ligatures.iter().any(has_it) && !is_of_a_name(block, &word) {
                let is_capital = block.glyphs[word.start + i].c.is_uppercase();
                block.glyphs[word.start + i].c = ligature[usize::from(is_capital)];
                block.glyphs[word.start + i + 1].c = JOINED;
                block.record(word.clone());
                joins = true;
            }
        }
    }
    if joins {
        block.remove_joined();
    }
}

/// Whether a word is a part of an address, of a path, of a file's name or of a handle: nothing else has such a sign within.
fn is_of_a_name(block: &Block, word: &Range<usize>) -> bool {
    let around = block.word_around(word.start);
    let glyphs = &block.glyphs[around.clone()];
    let parts_letters = |i: usize| {
        let is_wordy = |i: usize| block.c(i).is_some_and(char::is_alphanumeric);
        block.c(i) == Some('.')
            && is_wordy(i.wrapping_sub(1))
            && block.after(i).is_some_and(char::is_lowercase)
    };
    glyphs.iter().any(|glyph| "/\\@#_=".contains(glyph.c)) || around.clone().any(parts_letters)
}

/// A space on one side of a hyphen goes where the word is a known one: `vis- à- vis`, `elle- même`, `non- retour`.
fn hyphens(block: &mut Block, rules: &Rules) {
    let words = words(block);
    let is_linked = |block: &Block, first: &Range<usize>, second: &Range<usize>| {
        let hyphen = first.end;
        second.start == hyphen + 1
            && matches!(block.c(hyphen), Some('-' | '‐' | '‑'))
            && !(block.has_gap(hyphen) && block.has_gap(second.start))
    };
    let is_torn = |block: &Block, pair: &[Range<usize>]| {
        block.has_gap(pair[0].end) || block.has_gap(pair[1].start)
    };
    let chains = words.chunk_by(|first, second| is_linked(block, first, second));
    let torn = chains.filter(|chain| chain.windows(2).any(|pair| is_torn(block, pair)));
    let torn: Vec<TornChain> = torn
        .filter_map(|chain| {
            let rules = rules(block, chain[0].end)?;
            let letters = chain
                .iter()
                .map(|word| lower(block, word).into_iter().collect());
            Some(TornChain {
                rules,
                words: chain.to_vec(),
                parts: letters.collect(),
            })
        })
        .collect();
    // Two in a text may stand for dashes around a clause.
    let is_alone = torn.iter().filter(|chain| !chain.is_listed()).count() < 2;
    for chain in torn.iter().filter(|chain| is_alone || chain.is_listed()) {
        for (link, pair) in chain.words.windows(2).enumerate() {
            if is_torn(block, pair) && is_compound(chain.rules, &chain.parts, link) {
                block.set_gap(pair[0].end, None);
                block.set_gap(pair[1].start, None);
                block.record(pair[0].start..pair[1].end);
            }
        }
    }
}

/// Words between hyphens of which one has a space beside it.
struct TornChain {
    rules: &'static Typography,
    words: Vec<Range<usize>>,
    parts: Vec<String>,
}

impl TornChain {
    fn is_listed(&self) -> bool {
        let mut compounds = self.rules.compounds.iter();
        compounds.any(|compound| compound.split('-').eq(self.parts.iter()))
    }
}

/// Whether two parts of a chain, the first by its number, are of one word.
fn is_compound(rules: &Typography, parts: &[String], link: usize) -> bool {
    let (first, second) = (&parts[link], &parts[link + 1]);
    let is_here = |compound: &String| {
        let of_it: Vec<&str> = compound.split('-').collect();
        let mut windows = parts.windows(of_it.len()).enumerate();
        windows.any(|(start, here)| {
            here.iter().eq(of_it.iter()) && (start..start + of_it.len() - 1).contains(&link)
        })
    };
    let is_pair = |[beginnings, ends]: &[String; 2]| {
        let is_among = |list: &str, part: &str| list.split(' ').any(|known| known == part);
        is_among(beginnings, first) && is_among(ends, second)
    };
    rules.hyphenated_pairs.iter().any(is_pair)
        || rules.hyphenated_beginnings.contains(first) && !is_function_word(&fold(second))
        || rules.compounds.iter().any(is_here)
}

/// A space behind a mark that two words are glued by, where one of them is a word of grammar: `prix;ce`; and behind a bracket
/// around several words.
fn glued(block: &mut Block, rules: &Rules) {
    let paired = brackets::paired(block);
    for i in 1..block.glyphs.len() {
        if rules(block, i).is_none() || block.after(i).is_none() {
            continue;
        }
        let next = letters_from(block, i + 1);
        if next.len() < 2 {
            continue;
        }
        let behind = match block.glyphs[i].c {
            ')' => paired.binary_search(&i).is_ok() && holds_words(block, i),
            mark if MARKS.contains(mark) => parts_words(block, i),
            _ => false,
        };
        if behind {
            let from = block.word_around(i).start;
            block.set_gap(i + 1, Some(' '));
            block.record(from..next.end);
        }
    }
}

/// Whether a bracket closes after several words that are set off before.
fn holds_words(block: &Block, closing: usize) -> bool {
    let opening = (0..closing).rposition(|i| block.c(i) == Some('('));
    opening.is_some_and(|opening| {
        block.has_gap(opening) && (opening + 1..closing).any(|i| block.has_gap(i))
    })
}

/// Whether a mark without a space on either side parts two words of prose.
fn parts_words(block: &Block, i: usize) -> bool {
    let (mark, word) = (block.glyphs[i].c, block.word_around(i));
    let is_prose = |c: char| c.is_alphabetic() || "’'-()«»“”\"…".contains(c) || MARKS.contains(c);
    let glyphs = &block.glyphs[word.clone()];
    let is_plain = glyphs.iter().all(|glyph| is_prose(glyph.c))
        && glyphs.iter().filter(|glyph| glyph.c == mark).count() == 1;
    let start = (word.start..i).rev().take_while(|at| is_letter(block, *at));
    let before = start.last().unwrap_or(i)..i;
    let after = letters_from(block, i + 1);
    if !is_plain || block.has_gap(i) || before.len() < 2 || after.len() < 2 {
        return false;
    }
    let of_grammar = |word: &Range<usize>| {
        is_function_word(&fold(&lower(block, word).iter().collect::<String>()))
    };
    let begins = block.glyphs[after.start].c.is_uppercase();
    let is_small = |word: &Range<usize>| {
        block.glyphs[word.clone()]
            .iter()
            .all(|glyph| glyph.c.is_lowercase())
    };
    match mark {
        ';' => true,
        ',' => of_grammar(&before) || of_grammar(&after),
        '!' | '?' => begins && (of_grammar(&before) || of_grammar(&after)),
        _ => {
            begins
                && of_grammar(&after)
                && is_small(&before)
                && is_small(&(after.start + 1..after.end))
        }
    }
}

fn is_letter(block: &Block, i: usize) -> bool {
    let glyph = block.glyphs.get(i);
    glyph.is_some_and(|glyph| glyph.c.is_alphabetic() && !glyph.fixed)
}

/// The letters from a glyph on.
fn letters_from(block: &Block, from: usize) -> Range<usize> {
    let goes_on = |i: &usize| is_letter(block, *i) && (*i == from || !block.has_gap(*i));
    from..from + (from..block.glyphs.len()).take_while(goes_on).count()
}

/// The runs of letters of a block.
fn words(block: &Block) -> Vec<Range<usize>> {
    let (mut words, mut at) = (Vec::new(), 0);
    while at < block.glyphs.len() {
        let word = letters_from(block, at);
        at = word.end.max(at + 1);
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

/// The letters of a word in lower case, one for each glyph.
fn lower(block: &Block, word: &Range<usize>) -> Vec<char> {
    let glyphs = block.glyphs[word.clone()].iter();
    let letter = |c: char| c.to_lowercase().next().unwrap_or(c);
    glyphs.map(|glyph| letter(glyph.c)).collect()
}
