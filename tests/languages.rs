//! Documents in other languages are told apart from English ones and not judged by English rules.

use role_audit::audit::{Audit, Input};
use role_audit::document::yaml::leaves;
use role_audit::rulebook::languages::Heard;
use role_audit::rulebook::{LanguageId, Relation, Rulebook, Sources};
use role_audit::settings::Settings;
use role_audit::source::Source;

fn language(text: &str) -> Option<&'static str> {
    let languages = Rulebook::builtin().languages();
    let mut heard = Heard::default();
    languages.read(text, &mut heard);
    let told = languages.tell(&heard);
    assert_eq!(languages.of_sentence(text, &mut heard), told.unwrap_or_default(), "{text}");
    told.map(|id| languages.get(id).id.as_str())
}

fn audit(files: &[(&str, &str)], rulebook: &Rulebook) -> Audit {
    let input = |&(name, text): &(&str, &str)| Input { source: Source::new(name, text), failure: None, named: true };
    Audit::run(files.iter().map(input).collect(), rulebook, &Settings::default())
}

/// Findings as `check "words"`.
fn findings(audit: &Audit) -> Vec<String> {
    let show = |finding: &role_audit::finding::Finding| {
        let label = finding.primary();
        format!("{} \"{}\"", finding.check, audit.source(label.source).slice(label.span))
    };
    audit.findings.iter().map(show).collect()
}

#[test]
fn one_sentence_is_enough_to_tell_a_language() {
    for (text, id) in [
        ("Du verantwortest das Product Backlog und priorisierst es mit dem Team", "de"),
        ("Produktvision definieren und Roadmap pflegen", "de"),
        ("Abnahme der fertigen User Stories", "de"),
        ("Définir la vision du produit et piloter la roadmap avec les parties prenantes", "fr"),
        ("Recueillir les besoins des utilisateurs et rédiger les user stories", "fr"),
        ("Definir la visión del producto y priorizar el backlog con los equipos", "es"),
        ("Gerir o backlog do produto e garantir a entrega de valor para os clientes", "pt"),
        ("Gestire il backlog del prodotto e definire le priorità con gli stakeholder", "it"),
        ("Je bent verantwoordelijk voor de product backlog en stelt prioriteiten samen met het team", "nl"),
        ("Zarządzanie backlogiem produktu oraz współpraca z zespołem", "pl"),
        ("Du ansvarar för produktens backlog och arbetar nära teamet som utvecklar den", "sv"),
        ("Вести бэклог продукта и расставлять приоритеты вместе с командой", "ru"),
        ("プロダクトバックログの優先順位を決める", "ja"),
        ("负责产品路线图并与团队合作", "zh"),
    ] {
        assert_eq!(language(text), Some(id), "{text}");
    }
}

#[test]
fn english_stays_english_whatever_names_it_holds() {
    for text in [
        "Own the roadmap of Deutsche Börse und Söhne with die Mobiliar",
        "Coordinate die casting for Volkswagen",
        "Groom backlog with Équipe de la Cité des Sciences et de l'Industrie",
        "Lead El Corte Inglés and Banco de la Nación rollout",
        "Manage the Van der Berg and von der Heide accounts",
        "Keep the Señor Gonzales onboarding at Universität zu Köln on track",
        "Backlog refinement",
        "Own roadmap",
        "A/B tests, e.g. on P&L pages, i.e. pricing",
        "Launch in 東京 and 上海 with the local team",
        "Résumé review, café visits, naïve estimates",
        "Sprint planning / review / retro",
    ] {
        assert!(matches!(language(text), None | Some("en")), "{text}: {:?}", language(text));
    }
}

#[test]
fn no_example_of_the_rules_is_taken_for_another_language() {
    let sources = Rulebook::builtin_sources();
    let mut seen = 0;
    for file in sources.folder("areas").chain(sources.folder("residual")) {
        for leaf in leaves(&file.text).iter().filter(|leaf| leaf.path.first().is_some_and(|key| key == "examples")) {
            seen += 1;
            assert!(matches!(language(&leaf.text), None | Some("en")), "{}: {:?}", leaf.text, language(&leaf.text));
        }
    }
    assert!(seen > 1000);
}

const GERMAN: &str = "title: Product Owner\nteam: Kasse\nduties:\n  - Du verantwortest das Product Backlog und priorisierst es\n  - Du nimmst \
                      fertige Stories gemeinsam mit dem Team ab\n  - Du schreibst User Stories\n";
const FRENCH: &str =
    "# Product Manager\n\n## Vos missions\n\n- Définir la vision du produit\n- Piloter la feuille de route avec les équipes\n";

#[test]
fn a_foreign_document_is_reported_once_and_not_judged() {
    let audit = audit(&[("de.yaml", GERMAN), ("fr.md", FRENCH)], Rulebook::builtin());
    assert_eq!(
        findings(&audit),
        [
            "unsupported-language \"Du verantwortest das Product Backlog und priorisierst es\"",
            "unsupported-language \"Définir la vision du produit\""
        ]
    );
    let duties = audit.roles.iter().flat_map(|role| &role.duties);
    assert!(duties.clone().count() == 5, "the duties are listed");
    assert!(
        duties
            .clone()
            .all(|duty| audit.verdict(duty).whole.area.is_none() && audit.verdict(duty).whole.confidence == 0.0)
    );
}

#[test]
fn no_gap_is_reported_where_a_document_cannot_be_judged() {
    let english = "title: Product Manager\nteam: Kasse\nduties:\n  - Own the product vision\n  - Define the product strategy\n  - Own the product \
                   roadmap\n  - Interview customers every week\n  - Decide which features are built next\n  - Define the metrics of the product\n";
    let gaps =
        |files: &[(&str, &str)]| findings(&audit(files, Rulebook::builtin())).iter().filter(|found| found.starts_with("core-area")).count();
    let translated = "title: Product Owner\nteam: Kasse\nduties:\n  - Accept finished stories\n  - Write user stories\n  - Attend the daily scrum\n  \
                      - Turn the roadmap into backlog items\n  - Write acceptance criteria\n  - Keep the team's work in line with the roadmap\n  - \
                      Speak for customers in the development team\n";
    assert!(gaps(&[("pm.yaml", english), ("po.yaml", translated)]) > 0, "there are gaps to be reported");
    assert_eq!(gaps(&[("pm.yaml", english), ("po.yaml", GERMAN)]), 0);
}

#[test]
fn roles_of_one_file_may_speak_different_languages() {
    let text = "- title: Product Manager\n  duties:\n    - Own the product vision and the roadmap for our customers\n    - Define the product strategy \
                with the board\n- title: Product Owner\n  duties:\n    - Du verantwortest das Backlog und priorisierst es mit dem Team\n";
    let audit = audit(&[("jobs.yaml", text)], Rulebook::builtin());
    let unjudged: Vec<bool> = audit.roles.iter().map(|role| role.unjudged.is_some()).collect();
    assert_eq!(unjudged, [false, true]);
}

#[test]
fn a_few_english_lines_above_do_not_hide_the_language_of_all_others() {
    let german = "  - Du verantwortest das Product Backlog und priorisierst es mit dem Team\n  - Du nimmst fertige Stories gemeinsam mit den \
                  Entwicklern ab\n  - Du schreibst die Abnahmekriterien und klärst offene Fragen mit dem Kunden\n";
    let english = "  - You own the product vision and share it with the whole team\n";
    let unjudged = |duties: String| {
        let text = format!("title: Product Owner\nduties:\n{duties}");
        audit(&[("po.yaml", &text)], Rulebook::builtin()).roles[0].unjudged.is_some()
    };
    assert!(unjudged([english, &german.repeat(4)].concat()));
    assert!(!unjudged([&english.repeat(8), german].concat()));
}

/// A language is taught by data alone: words for acts and areas in a folder of its name.
#[test]
fn a_folder_of_words_teaches_a_language() {
    let german = [
        (
            "de/relations.yaml",
            "own:\n  means: entscheidet\n  verbs: [verantwortest, verantworten, priorisierst]\nauthor:\n  means: schafft\n  verbs: [schreibst, definierst]\n",
        ),
        (
            "de/areas/product-roadmap.yaml",
            "phrases:\n  strong: [produkt-roadmap]\nexamples:\n  own: [Du verantwortest die Produkt-Roadmap.]\n",
        ),
        ("de/areas/epics-and-stories.yaml", "phrases:\n  strong: [user stories]\n"),
    ];
    let mut texts: Vec<(String, String)> = german.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect();
    let folder = std::env::temp_dir().join(format!("role-audit-languages-{}", std::process::id()));
    for (path, text) in &mut texts {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let mut sources: Sources = Rulebook::builtin_sources();
    sources.overlay(&folder).expect("the folder can be read");
    let taught = Rulebook::from_sources(&sources);
    std::fs::remove_dir_all(&folder).expect("it can be removed");
    let taught = taught.expect("the words fit");
    let text =
        "title: Product Manager\nduties:\n  - Du verantwortest die Produkt-Roadmap\n  - Du schreibst mit dem Team die User Stories\n";
    let audit = audit(&[("pm.yaml", text)], &taught);
    assert!(audit.roles.iter().all(|role| role.unjudged.is_none()), "German is judged now");
    let of = |at: usize| {
        let part = &audit.verdict(&audit.roles[0].duties[at]).whole;
        (part.duty_type.name(), part.area.map(|area| taught.area(area).id.as_str()), part.relation.map(Relation::name))
    };
    assert_eq!(of(0), ("pm", Some("product-roadmap"), Some("own")));
    assert_eq!(of(1), ("po", Some("epics-and-stories"), Some("author")));
    assert_eq!(taught.languages().by_id("de").map(|id| taught.vocabulary(id).is_some()), Some(true));
    assert!(taught.vocabulary(LanguageId::FIRST).is_some());
}
