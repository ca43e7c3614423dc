//! What each page is, for [`crate::render::structured`]. Its translations are the route's alternates, as in head and sitemap.

use super::Views;
use crate::lang::Lang;
use crate::model::{Post, PostId, Role, TermId};
use crate::plan::{self, ListId, Page, Route};
use crate::render::structured::{Languages, Person, Work};
use crate::text::dates;

impl Views<'_> {
    /// What stands on a page of this title; nothing of pages that search engines should not know.
    pub(super) fn structured(
        &self,
        route: &Route,
        lang: Lang,
        title: &str,
        description: &str,
    ) -> Option<Work> {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let work = match route.page {
            Page::Post(id) => self.posting(route, id),
            Page::Root => {
                let codes = self.config.codes().into_iter().map(str::to_owned);
                Work {
                    in_language: Languages::Many(codes.collect()),
                    name: text(title),
                    ..self.work("WebSite", &route.path, lang)
                }
            }
            Page::List(ListId::Home, _, 1) => self.blog(lang),
            Page::List(..) | Page::Terms(..) | Page::Years(_) => Work {
                name: text(title),
                is_part_of: Some(Box::new(self.blog(lang))),
                ..self.work("CollectionPage", &route.path, lang)
            },
            _ => return None,
        };
        let work = Work {
            context: Some("https://schema.org"),
            description: text(description),
            ..work
        };
        Some(match route.page {
            // It is in every language itself.
            Page::Root => work,
            _ => self.with_translations(work, route, lang),
        })
    }

    fn work(&self, kind: &'static str, path: &str, lang: Lang) -> Work {
        let url = self.absolute(path);
        Work {
            kind,
            id: url.clone(),
            url,
            in_language: Languages::One(self.code(lang).to_owned()),
            ..Work::default()
        }
    }

    fn blog(&self, lang: Lang) -> Work {
        let home = plan::home_path(self.config, lang);
        Work {
            name: Some(self.site_title(lang).to_owned()),
            ..self.work("Blog", &home, lang)
        }
    }

    fn posting(&self, route: &Route, id: PostId) -> Work {
        let post = self.site.post(id);
        let title = Some(self.title(id).to_owned());
        let work = |kind| Work {
            image: self.image(id).map(|image| image.url),
            in_language: Languages::One(self.language_of_text(post, id)),
            translator: self.translating_people(post),
            is_part_of: Some(Box::new(self.blog(post.lang))),
            ..self.work(kind, &route.path, post.lang)
        };
        if post.role == Role::Page {
            return Work {
                name: title,
                ..work("WebPage")
            };
        }
        let names = self.terms_of(post, &["tags", "categories"]);
        let work = work("BlogPosting");
        Work {
            headline: title,
            main_entity_of_page: Some(work.url.clone()),
            // As precise as what is known.
            date_published: post.date.map(|date| date.exact()),
            date_modified: post.date.and(post.updated).map(|date| date.exact()),
            author: self.people(post),
            keywords: names
                .map(|term| self.term_link(term, post.lang).title.into_owned())
                .collect(),
            ..work
        }
    }

    /// Its authors and their pages.
    pub(super) fn people(&self, post: &Post) -> Vec<Person> {
        let person = |term| self.person(term, post.lang);
        self.terms_of(post, &["authors"]).map(person).collect()
    }

    fn person(&self, author: TermId, lang: Lang) -> Person {
        let declared = self.site.term(author).declared.as_ref();
        let path = self.term_path(author, lang);
        Person::new(
            self.term_link(author, lang).title.into_owned(),
            path.map(|path| self.absolute(&path)),
            declared.and_then(|term| term.url.clone()),
        )
    }

    fn translating_people(&self, post: &Post) -> Vec<Person> {
        let names = post.front.translators.iter().map(|(name, _)| name);
        let person = |name: &String| match self.site.author(name) {
            Some(author) => self.person(author, post.lang),
            None => Person::new(name.clone(), None, None),
        };
        names.map(person).collect()
    }

    /// The language of a post's text. For what a machine translated, schema.org has no word, but language tags have: `fr-t-en-t0-und` is
    /// French, made of English by a machine that is not named (RFC 6497; CLDR, `bcp47/transform_mt.xml`).
    fn language_of_text(&self, post: &Post, id: PostId) -> String {
        let code = self.code(post.lang);
        if post.front.machine_translated != Some(true) {
            return code.to_owned();
        }
        let original = self.original(id).filter(|original| *original != post.lang);
        let from = original.map(|original| format!("-{}", self.code(original).to_lowercase()));
        format!("{code}-t{}-t0-und", from.unwrap_or_default())
    }

    /// Names its other versions. Where the dates tell which came first, that one is the original. Where they do not, nothing
    /// says which was translated from which, and each version names the others as its translations: schema.org has no word
    /// for "another version" that takes no side.
    fn with_translations(&self, work: Work, route: &Route, lang: Lang) -> Work {
        let version = |lang: Lang, path: &str| self.work(work.kind, path, lang);
        let others = route
            .alternates
            .iter()
            .filter(|alternate| alternate.path != route.path);
        let others: Vec<(Lang, &str)> = others
            .filter_map(|other| Some((other.lang?, other.path.as_str())))
            .collect();
        let original = match route.page {
            Page::Post(id) => self.original(id).filter(|original| *original != lang),
            _ => None,
        };
        let found =
            original.and_then(|original| others.iter().position(|(lang, _)| *lang == original));
        let all = |but: Option<usize>| {
            let kept = others
                .iter()
                .enumerate()
                .filter(move |(at, _)| Some(*at) != but);
            kept.map(|(_, (lang, path))| version(*lang, path))
                .collect::<Vec<Work>>()
        };
        match found {
            None => Work {
                work_translation: all(None),
                ..work
            },
            Some(at) => {
                let (lang, path) = others[at];
                let original = Work {
                    work_translation: all(Some(at)),
                    ..version(lang, path)
                };
                Work {
                    translation_of_work: Some(Box::new(original)),
                    ..work
                }
            }
        }
    }

    /// The language of the version that was certainly there before all others.
    fn original(&self, id: PostId) -> Option<Lang> {
        let site = self.site;
        let versions: Vec<PostId> = site.story_of(id).versions().collect();
        dates::earliest(&versions, |id| site.post(id).date).map(|id| site.post(id).lang)
    }
}
