//! What must always hold; the cases themselves are data, in `tests/suite/typography`.

use proptest::prelude::*;

use super::*;

fn style(code: &str) -> Style {
    Style::of(code, &Options::default())
}

#[test]
fn sites_have_options() {
    assert!(style("frr").rules().is_none());
    let off = Options {
        enabled: false,
        ..Options::default()
    };
    assert_eq!(Style::of("fr", &off).line("a  \"b\" !"), "a  \"b\" !");
    let narrow = Options {
        space_inside_quotes: Some(Space::Narrow),
        ..Options::default()
    };
    assert_eq!(
        Style::of("fr", &narrow).line("\"a\""),
        "«\u{202f}a\u{202f}»"
    );
}

#[test]
fn code_stays_as_it_is_written() {
    for (text, expected) in [
        ("L'option `--no  x` !", "L’option `--no  x`~!"),
        ("`a'b` et l'c", "`a'b` et l’c"),
        ("``a ` b'`` d'e", "``a ` b'`` d’e"),
        ("` d'un", "` d’un"),
        ("`a` d'un ``b", "`a` d’un ``b"),
        ("« `x !` »", "«~`x !`~»"),
        ("Le `n°5`", "Le `n°5`"),
    ] {
        let set = style("fr").line(text).replace(['\u{a0}', '\u{202f}'], "~");
        assert_eq!(set, expected);
    }
}

/// The text of a block of these runs, by run, and its unmatched marks.
fn set(runs: &[&str], styles: &[Style], foreign: std::ops::Range<usize>) -> (Vec<String>, String) {
    let mut block = Block::default();
    for (run, text) in runs.iter().enumerate() {
        match *text {
            "\n" => block.line_break(run, 1),
            "`" => block.object(run, 1),
            text => block.words(run, text),
        }
    }
    block.style(foreign, 1, false);
    let unmatched = block
        .set(styles)
        .into_iter()
        .map(|unmatched| unmatched.mark)
        .collect();
    let mut edits = Vec::new();
    block.edits(&mut edits);
    let set = edited(runs, &edits).into_iter();
    let is_text = |run: &str| !matches!(run, "\n" | "`");
    let shown = set.zip(runs).map(|(set, run)| match is_text(run) {
        true => set.text.replace(['\u{a0}', '\u{202f}'], "~"),
        false => String::new(),
    });
    (shown.collect(), unmatched)
}

#[test]
fn quotes_open_in_one_run_and_close_in_another() {
    let french = [style("fr")];
    let check = |runs: &[&str], expected: &[&str]| {
        assert_eq!(set(runs, &french, 0..0).0, expected, "{runs:?}")
    };
    check(&["\"", "mot", " autre\" !"], &["«~", "mot", " autre~»~!"]);
    check(&["« ", "mot", " »"], &["«~", "mot", "~»"]);
    check(&["l'", "`", " ?"], &["l’", "", "~?"]);
    check(&["\"", "`", "\""], &["«~", "", "~»"]);
    check(
        &["a  ", "\n", " b :", "\n", "?"],
        &["a", "", "b~:", "", "?"],
    );
    check(&["a", " ", "!"], &["a", "~", "!"]);
}

#[test]
fn a_passage_has_its_own_style() {
    let styles = [style("fr"), style("en")];
    let text = "Il dit « What \"now\" ? » puis \"non\" !";
    let from = text.find("What").unwrap();
    let (french, _) = set(&[text], &styles, from..text.find(" »").unwrap());
    assert_eq!(french, ["Il dit «~What “now”?~» puis «~non~»~!"]);
    // Quotation marks are of the text that quotes.
    let (around, _) = set(&[text], &styles, from - 3..text.find(" puis").unwrap());
    assert_eq!(around, ["Il dit «~What “now”?~» puis «~non~»~!"]);
    let (whole, _) = set(&["« What ? »"], &styles, 0..12);
    assert_eq!(whole, ["“What?”"]);
}

#[test]
fn lone_marks_come_back() {
    let unmatched = |code: &str, text: &str| set(&[text], &[style(code)], 0..0).1;
    for (code, text, expected) in [
        ("fr", "C’est « tout", "«"),
        ("fr", "et moi »", "»"),
        ("fr", "« a » b » c » d", ""),
        ("fr", "a » b » c » d", "»»»"),
        ("fr", "un \"mot", "\""),
        ("fr", "un écran de 12\" neuf", ""),
        ("en", "“Twice “said”", "“"),
        ("frr", "»so«", ""),
    ] {
        assert_eq!(unmatched(code, text), expected, "{text}");
    }
}

/// A run as it is set.
#[derive(Default)]
struct Run {
    text: String,
    /// What of it is raised, in bytes.
    raised: Vec<std::ops::Range<usize>>,
}

/// The runs of a block of these texts, by edits.
fn edited(texts: &[&str], edits: &[Edit]) -> Vec<Run> {
    let mut start = 0;
    let apply = |(number, text): (usize, &&str)| {
        let (mut run, mut at) = (Run::default(), 0);
        for edit in edits.iter().filter(|edit| edit.run == number) {
            let range = edit.range.start - start..edit.range.end - start;
            run.text.push_str(&text[at..range.start]);
            let from = run.text.len();
            match edit.change {
                Change::Remove => {}
                Change::Set(c) => run.text.push(c),
                Change::Raise => {
                    run.text.push_str(&text[range.clone()]);
                    run.raised.push(from..run.text.len());
                }
            }
            at = range.end;
        }
        run.text.push_str(&text[at..]);
        start += text.len();
        run
    };
    texts.iter().enumerate().map(apply).collect()
}

#[test]
fn edits_change_no_more_than_they_must() {
    let text = "L'art  d'être \"ici\" le 1er ! ";
    let mut block = Block::default();
    block.words(0, text);
    block.set(&[style("fr")]);
    let mut edits = Vec::new();
    block.edits(&mut edits);
    let shown: Vec<String> = edits
        .iter()
        .map(|edit| match edit.change {
            Change::Remove => format!("-{}", &text[edit.range.clone()]),
            Change::Set(c) => format!("{}>{c}", &text[edit.range.clone()]),
            Change::Raise => format!("^{}", &text[edit.range.clone()]),
        })
        .map(|edit| edit.replace(['\u{a0}', '\u{202f}'], "~"))
        .collect();
    let expected = [
        "'>’", "- ", "'>’", "\">«", ">~", ">~", "\">»", "^er", " >~", "- ",
    ];
    assert_eq!(shown, expected);
    assert_eq!(edited(&[text], &edits)[0].text, block.text());
    block.clear();
    block.words(0, "Rien ici.");
    block.set(&[style("fr")]);
    edits.clear();
    block.edits(&mut edits);
    assert_eq!(edits, []);
}

const NASTY: &str = "([` \u{a0}\u{202f}\n\"'«»“”‘’;:!?.,…%€°()\\[\\]/&@#–—-]|\\.\\.\\.|--|[aDeéMnsIX]|er|90|[0-9]{1,3}|km|tis|://|www\\.|:\\)|\u{fffc}|[😀-😂]){0,24}";

/// Words and what stands between them, plain ones above all.
const WORDS: &str = "(de|la|maison|été|d’abord|là-bas|peut-être,|mot,|[a-zé]{1,9}|[a-zé]{1,9}|[a-zé]{1,9}|M\\.|p\\.|XIXe|1er|12|km|h|«|»|\"|\"[a-z]{1,4}|[a-z]{1,4}\"|'[a-z]{1,4}|[a-z]{1,4}'|l'[a-z]{1,4}|\\?|!|[a-z]{1,4} ?[:;!?.]|--|-|\\.\\.\\.|:Si|www\\.a\\.b|n°5|\u{a0}|[A-ZÉ][a-z]{1,4}[.,]?|Mme|Dr|Ier|[a-z]{1,6}\\.|)";

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn styles_are_idempotent(text in NASTY) {
        for code in ["fr", "fr-CA", "en", "frr"] {
            for style in [style(code), style(code).of_archive()] {
                let once = style.line(&text);
                prop_assert_eq!(&style.line(&once), &once, "{} of {:?}", code, text);
            }
        }
    }

    #[test]
    fn no_letter_is_lost(text in "\\PC{0,60}") {
        let letters = |text: &str| {
            let letters = text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            letters.replace('œ', "oe").replace('æ', "ae").replace('Œ', "OE").to_lowercase()
        };
        for code in ["fr", "fr-CA", "en", "frr"] {
            for style in [style(code), style(code).of_archive()] {
                prop_assert_eq!(letters(&style.line(&text)), letters(&text));
            }
        }
    }

    #[test]
    fn what_is_left_out_would_not_be_set(words in prop::collection::vec(WORDS, 1..24), runs in 1usize..4) {
        let text = words.join(" ");
        for code in ["fr", "fr-CA", "en", "frr"] {
            let edits = |is_sparse: bool| {
                let mut block = Block::default();
                (0..runs).for_each(|run| match is_sparse {
                    true => block.words_sparsely(run, &text, style(code)),
                    false => block.words(run, &text),
                });
                let unmatched = block.set(&[style(code)]);
                let mut edits = Vec::new();
                block.edits(&mut edits);
                (edits, unmatched)
            };
            prop_assert_eq!(edits(true), edits(false), "{} of {:?}", code, &text);
        }
    }

    #[test]
    fn runs_and_passages_may_stand_anywhere(runs in prop::collection::vec(NASTY, 1..4), from in 0usize..30, length in 0usize..30) {
        let mut block = Block::default();
        for (run, text) in runs.iter().enumerate() {
            block.words(2 * run, text);
            block.object(2 * run + 1, 3);
        }
        block.style(from..from + length, 1, false);
        block.set(&[style("fr"), style("en")]);
        let texts: Vec<&str> = runs.iter().flat_map(|text| [text.as_str(), "+++"]).collect();
        if let Some(words) = block.words_in(&(from..from + length)) {
            prop_assert!(texts.concat().get(words).is_some());
        }
        let mut edits = Vec::new();
        block.edits(&mut edits);
        let set = edited(&texts, &edits);
        let words: String = set.iter().step_by(2).map(|run| run.text.as_str()).collect();
        prop_assert_eq!(words, block.text());
        for run in set {
            for raised in run.raised {
                prop_assert!(run.text.get(raised).is_some());
            }
        }
    }
}
