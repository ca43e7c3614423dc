//! Last step, decisions → doubts: what the author should look at, the most doubtful first, each with the correction that would change it.

use super::input::{ArchiveFile, CorrectedLines, Correction, CorrectionAction, TitlePlace};
use super::lines::line::Line;
use super::marks::phrases::recognize_line;
use super::marks::shapes::{DATE, line_shape, shape_pattern};
use super::posts::corpus::{Corpus, PostCopy};
use super::posts::grouping::CopyGroup;
use super::report::{Doubt, DoubtSubject, DropReason};
use super::segment::input::BoundaryDecision;
use super::segment::language_runs::find_language_runs;
use super::title_places::find_titles;
use std::collections::{BTreeMap, HashMap, HashSet};

/// No doubt about a boundary below this weight is kept; what else is known of the site may make it worth reporting.
const LEAST: f64 = 0.01;
/// Doubts so many lines apart are one: the author looks at both at a glance.
const GLANCE: usize = 2;
/// How likely a line like others at the edges of posts is not the author's. Set by hand.
const EDGE: f64 = 0.5;
/// So many doubts of one cause in a file are one.
const ALIKE: usize = 3;
/// One entry instead of so many pays, where it says nothing else of a file.
const SEVERAL: usize = 2;
/// A decision is doubted that is so likely wrong.
const DOUBTED: f64 = 0.1;
/// Words of paragraphs that make a stretch of a post worth a look.
const STRETCH: usize = 40;

/// All doubts, the most doubtful first.
pub fn rank_doubts(
    files: &[ArchiveFile],
    corpus: &Corpus,
    copies: &[PostCopy],
    groups: &[CopyGroup],
) -> Vec<Doubt> {
    let finder = DoubtFinder { files, corpus };
    let mut doubts = finder.title_places();
    doubts.extend(finder.boundaries());
    doubts.extend(join_alike(finder.boilerplate()));
    doubts.extend(finder.edges());
    for group in groups {
        let kept = &copies[group[0].copy];
        doubts.extend(finder.language_changes(kept));
        if !kept.titled {
            doubts.push(finder.doubt(
                kept.file,
                &corpus.files[kept.file].lines[kept.kept[0]],
                DoubtSubject::Title,
                CorrectionAction::Start,
                0.15,
                "this post has no title: it is named by its first words",
            ));
        }
    }
    doubts.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then((a.file, a.line).cmp(&(b.file, b.line)))
    });
    keep_worst_nearby(doubts)
}

/// Doubts about boilerplate of one shape in a file as one, whose correction is of all of them.
fn join_alike(doubts: Vec<Doubt>) -> Vec<Doubt> {
    let mut joined: Vec<Doubt> = Vec::new();
    let mut by_shape: BTreeMap<(usize, String), Vec<Doubt>> = BTreeMap::new();
    for doubt in doubts {
        let shape = match &doubt.correction.lines {
            CorrectedLines::One { text, .. } => line_shape(text),
            _ => None,
        };
        match shape {
            Some(shape) => by_shape.entry((doubt.file, shape)).or_default().push(doubt),
            None => joined.push(doubt),
        }
    }
    for ((_, shape), mut alike) in by_shape {
        let texts = alike
            .iter()
            .filter_map(|doubt| match &doubt.correction.lines {
                CorrectedLines::One { text, .. } => Some(text.as_str()),
                _ => None,
            });
        let pattern = shape_pattern(&texts.collect::<Vec<_>>());
        let Some(pattern) = pattern.filter(|_| alike.len() >= ALIKE) else {
            joined.append(&mut alike);
            continue;
        };
        let count = alike.len();
        let is_byline = shape.contains(DATE);
        let all = alike.swap_remove(0);
        let (may_be, action) = match is_byline {
            true => ("bylines", CorrectionAction::Byline),
            false => ("the author's", CorrectionAction::Keep),
        };
        joined.push(Doubt {
            why: format!("{count} lines like this come between posts: they are taken for the site's, and may be {may_be}"),
            correction: Correction {
                lines: CorrectedLines::Like(pattern),
                action,
                ..all.correction
            },
            ..all
        });
    }
    joined
}

/// The worst of those that are close to each other.
fn keep_worst_nearby(mut doubts: Vec<Doubt>) -> Vec<Doubt> {
    let mut reported: HashSet<(usize, usize)> = HashSet::new();
    doubts.retain(|doubt| {
        let is_new = reported.insert((doubt.file, doubt.line));
        if is_new {
            let near = doubt.line.saturating_sub(GLANCE)..=doubt.line + GLANCE;
            reported.extend(near.map(|line| (doubt.file, line)));
        }
        is_new
    });
    doubts
}

struct DoubtFinder<'d, 'a> {
    files: &'d [ArchiveFile<'d>],
    corpus: &'d Corpus<'a>,
}

impl<'d> DoubtFinder<'d, '_> {
    fn doubt(
        &self,
        file: usize,
        line: &Line,
        about: DoubtSubject,
        action: CorrectionAction,
        weight: f64,
        why: &str,
    ) -> Doubt {
        Doubt {
            file,
            line: line.number,
            about,
            why: why.to_owned(),
            correction: Correction {
                file: Some(self.files[file].name.to_owned()),
                lines: CorrectedLines::One {
                    text: line.text.to_owned(),
                    number: Some(line.number),
                },
                action,
            },
            weight,
        }
    }

    fn boundaries(&self) -> Vec<Doubt> {
        let worst_copies = self.worst_of_copies();
        let mut doubts = Vec::new();
        for (file, starts) in self.corpus.boundaries.iter().enumerate() {
            for start in starts
                .iter()
                .filter(|start| !start.fixed && start.wrong >= LEAST)
            {
                let line = &self.corpus.files[file].lines[start.line];
                let worst = worst_copies.get(line.folded.as_str());
                if worst.is_some_and(|worst| *worst != file) {
                    continue;
                }
                let sure = (1.0 - start.wrong) * 100.0;
                let (what, action) = if start.chosen {
                    (
                        "a post seems to start here, but it may be a heading",
                        CorrectionAction::Join,
                    )
                } else {
                    (
                        "a heading, it seems, but a post may start here",
                        CorrectionAction::Start,
                    )
                };
                let why = format!("{what} (sure at {sure:.0} %)");
                let subject = DoubtSubject::Boundary;
                let mut doubt = self.doubt(file, line, subject, action, start.wrong, &why);
                if worst.is_some() {
                    // Without a file and a line number it is said of every copy.
                    let text = line.text.to_owned();
                    doubt.correction.file = None;
                    doubt.correction.lines = CorrectedLines::One { text, number: None };
                }
                doubts.push(doubt);
            }
        }
        doubts
    }

    /// Where a file's titles stand, if all that this would change is doubtful, and several decisions are.
    fn title_places(&self) -> Vec<Doubt> {
        let offer = |file: usize, (name, place): (&str, TitlePlace)| {
            let (marked, starts) = (&self.corpus.files[file], &self.corpus.boundaries[file]);
            let text = self.files[file].text;
            let titles = find_titles(place, text, &marked.lines, &marked.marks);
            let candidates = titles
                .iter()
                .filter(|at| starts.iter().any(|start| start.line == **at));
            if candidates.count() < titles.len().max(ALIKE) {
                return None;
            }
            let changed = |start: &&BoundaryDecision| {
                !start.fixed && start.chosen != titles.contains(&start.line)
            };
            let changed: Vec<&BoundaryDecision> = starts.iter().filter(changed).collect();
            let is_doubted = changed.iter().all(|start| start.wrong >= DOUBTED);
            let worst = changed.iter().max_by(|a, b| a.wrong.total_cmp(&b.wrong))?;
            if changed.len() < SEVERAL || !is_doubted {
                return None;
            }
            let line = &marked.lines[worst.line];
            let why = format!(
                "{} decisions of this file would be others if all of its titles, and nothing else, stood {name}",
                changed.len()
            );
            let subject = DoubtSubject::Boundary;
            let mut doubt = self.doubt(
                file,
                line,
                subject,
                CorrectionAction::Start,
                worst.wrong,
                &why,
            );
            doubt.correction.lines = CorrectedLines::Titles(place);
            Some(doubt)
        };
        let files = 0..self.corpus.files.len();
        let mut offers = |file| {
            TitlePlace::ALL
                .into_iter()
                .filter_map(move |place| offer(file, place))
                .next()
        };
        files.filter_map(&mut offers).collect()
    }

    /// Lines about which one correction says all: the same post's, once in each of several files, taken alike in all of them.
    /// By their words, the file where the decision is most doubtful.
    fn worst_of_copies(&self) -> HashMap<&'d str, usize> {
        let everywhere = self.corpus.count_lines();
        let mut copies: HashMap<&str, Vec<(usize, &BoundaryDecision)>> = HashMap::new();
        for (index, file) in self.corpus.files.iter().enumerate() {
            for start in self.corpus.boundaries[index]
                .iter()
                .filter(|start| !start.fixed)
            {
                let line = &file.lines[start.line];
                copies.entry(&line.folded).or_default().push((index, start));
            }
        }
        let below = |(file, start): &(usize, &BoundaryDecision)| {
            let file = &self.corpus.files[*file];
            let next = (start.line + 1..file.lines.len()).find(|&i| file.marks[i].is_kept());
            next.map(|i| file.lines[i].folded.as_str())
        };
        copies.retain(|words, places| {
            places.len() > 1
                && everywhere.get(words) == Some(&places.len())
                && places.windows(2).all(|pair| {
                    pair[0].0 != pair[1].0
                        && pair[0].1.chosen == pair[1].1.chosen
                        && below(&pair[0]) == below(&pair[1])
                })
        });
        let worst = |(words, places): (&'d str, Vec<(usize, &BoundaryDecision)>)| {
            let worst = places
                .iter()
                .max_by(|a, b| a.1.wrong.total_cmp(&b.1.wrong))?;
            Some((words, worst.0))
        };
        copies.into_iter().filter_map(worst).collect()
    }

    /// Where a post goes over to another language for a while: another post, or a long quotation.
    fn language_changes(&self, copy: &PostCopy) -> Vec<Doubt> {
        let lines = &self.corpus.files[copy.file].lines;
        let runs = find_language_runs(lines, &copy.kept);
        let mut doubts = Vec::new();
        for (n, pair) in runs.windows(2).enumerate() {
            if pair.iter().any(|run| run.words < STRETCH) {
                continue;
            }
            // The heading above the first line of the other language is where a post would start.
            let mut above = pair[0].last + 1..pair[1].first;
            let heading = above.find(|&place| lines[copy.kept[place]].is_short());
            let index = copy.kept[heading.unwrap_or(pair[1].first)];
            let mut starts = self.corpus.boundaries[copy.file].iter();
            if starts.any(|start| start.line == index && start.fixed) {
                continue;
            }
            let returns = runs[n + 2..]
                .iter()
                .any(|run| run.language == pair[0].language);
            doubts.push(self.doubt(
                copy.file,
                &lines[index],
                DoubtSubject::Boundary,
                CorrectionAction::Start,
                if returns { 0.05 } else { 0.3 },
                "the language changes here within a post: another post may start, or it is a long quotation",
            ));
        }
        doubts
    }

    /// Lines of one shape that open or close several posts of a file, and were taken for the author's.
    fn edges(&self) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        for (index, file) in self.corpus.files.iter().enumerate() {
            let posts = self.corpus.post_ranges(index);
            let count = posts.len();
            let mut by_shape: BTreeMap<(bool, String), Vec<&Line>> = BTreeMap::new();
            for (_, range) in posts {
                let mut below = range.skip(1).filter(|&i| file.marks[i].is_kept());
                let edges = [(true, below.next()), (false, below.next_back())];
                let edges = edges
                    .into_iter()
                    .filter_map(|(top, i)| Some((top, &file.lines[i?])));
                for (top, line) in edges.filter(|(_, line)| !line.code && line.marker.is_none()) {
                    if let Some(shape) = line_shape(line.text) {
                        by_shape.entry((top, shape)).or_default().push(line);
                    }
                }
            }
            for ((_, shape), lines) in by_shape {
                let texts: Vec<&str> = lines.iter().map(|line| line.text).collect();
                let often = lines.len() >= ALIKE && lines.len() * 2 >= count;
                let Some(pattern) = shape_pattern(&texts).filter(|_| often) else {
                    continue;
                };
                let action = match shape.contains(DATE) {
                    true => CorrectionAction::Byline,
                    false => CorrectionAction::Drop,
                };
                let why = format!(
                    "{} posts of this file open or close with a line like this: it may be the site's",
                    lines.len()
                );
                let mut doubt = self.doubt(
                    index,
                    lines[0],
                    DoubtSubject::Boilerplate,
                    action,
                    EDGE,
                    &why,
                );
                doubt.correction.lines = CorrectedLines::Like(pattern);
                doubts.push(doubt);
            }
        }
        doubts
    }

    /// Lines dropped for what they look like, not for words that are known: a site's recurring line (once), a file's name.
    fn boilerplate(&self) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        let mut reported: HashSet<&str> = HashSet::new();
        for (index, file) in self.corpus.files.iter().enumerate() {
            for (line, mark) in file.lines.iter().zip(&file.marks) {
                let is_unknown = || recognize_line(line.text).is_none() && line.marker.is_none();
                let (why, weight) = match mark.drop {
                    Some(DropReason::Boilerplate) if is_unknown() => (
                        "this line comes again and again between posts: it is taken for the site's",
                        0.05,
                    ),
                    Some(DropReason::Image) => ("this looks like the name of a lost image", 0.04),
                    _ => continue,
                };
                if reported.insert(&line.folded) {
                    let (subject, action) = (DoubtSubject::Boilerplate, CorrectionAction::Keep);
                    doubts.push(self.doubt(index, line, subject, action, weight, why));
                }
            }
        }
        doubts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::read_archive;

    /// A blog whose interface is in invented words: what is above each text and below it, and what is between two posts.
    fn invented(
        above: impl Fn(usize) -> String,
        below: impl Fn(usize) -> String,
        gap: &str,
    ) -> String {
        let texts = [PUITS, BANC, POMMES, PLUIE, VOISIN, FACTEUR];
        let titles = [
            "Le puits du village",
            "Le banc de la gare",
            "Les pommes du jeudi",
            "Un samedi de pluie",
            "Le voisin aux accordéons",
            "La liste du facteur",
        ];
        let posts = titles.iter().zip(texts).enumerate();
        let posts = posts
            .map(|(n, (title, text))| format!("{title}\n\n{}{text}\n\n{}", above(n), below(n)));
        posts.collect::<Vec<_>>().join(gap)
    }

    const VOISIN: &str = "Mon voisin répare des accordéons dans sa cuisine. Il démonte les soufflets sur la table, compte les vis dans un bol, et \
    n’accepte d’être payé qu’en confitures, de préférence de mirabelles.";
    const FACTEUR: &str = "Le facteur connaît tous les chiens de la vallée par leur nom. Il en a dressé la liste, du plus paisible au plus bruyant, et la \
    laisse à son remplaçant quand il part en vacances au mois d’août.";
    const PUITS: &str = "Le puits est à sec depuis lundi, et le maire a convoqué tout le village sur la place. On a parlé de la source d’en \
    haut, des seaux et des étés d’autrefois, puis chacun est rentré chez soi avec sa cruche vide.";
    const BANC: &str = "Chaque matin je m’assois sur le même banc et je regarde passer les trains de sept heures. Le chef de gare me salue, \
    les voyageurs courent, et personne ne remarque le chat qui dort sous l’horloge du quai numéro deux.";
    const POMMES: &str = "Le marchand de pommes a changé d’étal. Il dit que le soleil est meilleur près de la fontaine, et que les clients y \
    viennent plus volontiers quand ils n’ont pas à traverser la rue avec leurs paniers et leurs enfants.";
    const PLUIE: &str = "La bibliothèque ferme à midi le samedi, sauf quand il pleut. La gardienne garde alors la porte ouverte pour ceux qui \
    n’ont pas de parapluie, et leur prête un roman policier jusqu’à la fin de l’averse.";

    #[test]
    fn doubts_of_one_cause_are_one() {
        let check = |text: &str, expected: &[(CorrectedLines, CorrectionAction)]| {
            let files = [ArchiveFile {
                name: "a.txt",
                text,
            }];
            let doubts = read_archive(&files, &["fr", "en"], &[]).doubts.into_iter();
            let kinds = doubts.map(|doubt| (doubt.correction.lines, doubt.correction.action));
            let kinds: Vec<_> = kinds
                .filter(|(lines, _)| !matches!(lines, CorrectedLines::One { .. }))
                .collect();
            assert_eq!(kinds, expected, "{text}");
            // Typed as it stands, each is of some line, and is offered no more.
            for (lines, action) in kinds {
                let correction = Correction {
                    file: Some("a.txt".to_owned()),
                    lines,
                    action,
                };
                let reading =
                    read_archive(&files, &["fr", "en"], std::slice::from_ref(&correction));
                let again = reading
                    .doubts
                    .iter()
                    .any(|doubt| doubt.correction.lines == correction.lines);
                assert_eq!(
                    (reading.unmatched, again),
                    (vec![], false),
                    "{correction:?}"
                );
            }
        };
        let like = |pattern: &str, action| (CorrectedLines::Like(pattern.to_owned()), action);
        let none = |_| String::new();
        let claps = |n| format!("{} zorbs", 3 * n + 2);
        let signed = |n| {
            format!(
                "Zorbé par {} le {} mai 2014",
                ["Anne Roux", "Luc Morel"][n % 2],
                n + 3
            )
        };
        let above = |n| signed(n) + "\n\n";
        let titles = (
            CorrectedLines::Titles(TitlePlace::AfterBlankLines),
            CorrectionAction::Start,
        );
        check(
            &invented(none, claps, "\n\n\n"),
            &[like("* zorbs", CorrectionAction::Drop)],
        );
        check(
            &invented(none, signed, "\n\n\n"),
            &[like("Zorbé par * le *", CorrectionAction::Byline)],
        );
        check(&invented(above, none, "\n\n"), &[titles]);
        // What is known, what is once there, and what nothing marks.
        let comments = |n| format!("{} commentaires", n + 2);
        let once = |n| if n == 2 { claps(n) } else { String::new() };
        check(&invented(none, comments, "\n\n\n"), &[]);
        check(&invented(none, once, "\n\n\n"), &[]);
    }
}
