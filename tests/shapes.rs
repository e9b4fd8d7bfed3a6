//! Every shape in which people write roles into YAML is read, and what only looks like a role is passed over.

use role_audit::document::{MappedText, MatrixKind, Problem, Reading, Role, SectionKind, yaml};
use role_audit::rulebook::Rulebook;
use role_audit::source::Source;

fn read(text: &str) -> Reading {
    yaml::read(&Source::new("test.yaml", text), Rulebook::builtin())
}

fn roles(reading: &Reading) -> Vec<&Role> {
    reading.documents.iter().flat_map(|document| &document.roles).collect()
}

/// Titles and duties of all roles: `Title: duty | duty`.
fn told(reading: &Reading) -> Vec<String> {
    roles(reading)
        .iter()
        .map(|role| {
            let duties: Vec<_> = role
                .duties
                .iter()
                .map(|duty| match &duty.group {
                    Some(group) => format!("[{}] {}", group.as_str(), duty.text.as_str()),
                    None => duty.text.as_str().to_owned(),
                })
                .collect();
            format!("{}: {}", role.title.as_ref().map_or("-", |title| title.as_str()), duties.join(" | "))
        })
        .collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) -> Reading {
    let reading = read(text);
    assert_eq!(told(&reading), expected, "problems: {:?}", reading.problems);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    reading
}

#[track_caller]
fn passed_over(text: &str) {
    let reading = read(text);
    assert!(reading.is_empty() && reading.problems.is_empty(), "{:?} {:?}", told(&reading), reading.problems);
}

#[test]
fn a_single_role_with_its_scope_and_sections() {
    let reading = check(
        "title: Product Owner\nteam: Harbour\nproduct: Berths\nmodel: split\nduties:\n  - Order the product backlog\n  - Accept finished stories\n\
         metrics: [Lead time]\nskills:\n  - Facilitation\n",
        &["Product Owner: Order the product backlog | Accept finished stories"],
    );
    let document = &reading.documents[0];
    assert_eq!(document.scope.teams[0].as_str(), "Harbour");
    assert_eq!(document.scope.products[0].as_str(), "Berths");
    assert_eq!(document.model.as_ref().map(MappedText::as_str), Some("split"));
    let sections: Vec<_> = document.roles[0].sections.iter().map(|section| (section.kind, section.items[0].as_str())).collect();
    assert_eq!(sections, [(SectionKind::Metrics, "Lead time"), (SectionKind::Skills, "Facilitation")]);
}

#[test]
fn keys_may_be_spelled_as_people_spell_them() {
    for (title, duties) in [
        ("Job Title", "Key Responsibilities"),
        ("role_name", "key objectives"),
        ("jobTitle", "whatYouWillDo"),
        ("position", "what-you'll-do"),
        ("ROLE", "ACCOUNTABILITIES"),
        ("Stellenbezeichnung", "Deine Aufgaben"),
        ("intitulé du poste", "Vos missions"),
        ("title", "Duties and Responsibilities"),
    ] {
        check(
            &format!("{title}: Product Owner\n{duties}:\n  - Order the product backlog\n"),
            &["Product Owner: Order the product backlog"],
        );
    }
}

#[test]
fn of_several_titles_the_clearest_wins() {
    check(
        "role: Digital Specialist\njob title: Product Owner\nname: Jo\nduties: [Order the product backlog]\n",
        &["Product Owner: Order the product backlog"],
    );
}

#[test]
fn items_may_be_maps() {
    check(
        "title: Product Owner\nduties:\n  - value: Order the product backlog\n  - text: Accept finished stories\n    weight: 3\n  \
         - description: Explain the goal of the sprint\n    id: 7\n  - duty: Keep the backlog short\n",
        &["Product Owner: Order the product backlog | Accept finished stories | Explain the goal of the sprint | Keep the backlog short"],
    );
}

#[test]
fn a_colon_in_an_item_keeps_the_words_on_both_sides() {
    check(
        "title: Product Owner\nduties:\n  - Backlog: order it every week\n  - Own the release plan:\n  - Order the backlog\n",
        &["Product Owner: Backlog: order it every week | Own the release plan | Order the backlog"],
    );
}

#[test]
fn duties_grouped_under_keys_keep_their_group() {
    check(
        "title: Product Manager\nresponsibilities:\n  Strategy:\n    - Set the product vision\n  Delivery:\n    - Follow the releases\n",
        &["Product Manager: [Strategy] Set the product vision | [Delivery] Follow the releases"],
    );
    check(
        "title: Product Manager\nresponsibilities:\n  - Strategy:\n    - Set the product vision\n  - title: Delivery\n    items:\n      - Follow \
         the releases\n  - title: Market\n    description: Watch what competitors do\n",
        &["Product Manager: [Strategy] Set the product vision | [Delivery] Follow the releases | [Market] Watch what competitors do"],
    );
    let reading = read("title: Product Manager\nresponsibilities:\n  duties: [Set the product vision]\n  skills: [Writing well]\n");
    assert_eq!(told(&reading), ["Product Manager: Set the product vision"]);
    assert_eq!(roles(&reading)[0].sections[0].kind, SectionKind::Skills);
}

#[test]
fn a_block_of_text_may_hold_the_bullets() {
    check(
        "title: Product Owner\nduties: |\n  - Order the product backlog\n  - Accept finished stories\n    after each review\n",
        &["Product Owner: Order the product backlog | Accept finished stories after each review"],
    );
    check(
        "Harbour council:\n  since: 2020\n  role_description: |\n    The council looks after the harbour.\n\n    Council members are \
         responsible for:\n    - Setting the opening hours\n    - Meeting every quarter\n",
        &["Harbour council: Setting the opening hours | Meeting every quarter"],
    );
}

#[test]
fn html_in_a_scalar_is_taken_apart() {
    let reading = check(
        "- title: Head of Moorings\n  role: '<p>A new role.</p><ul><li>Plan the berths</li>\n    <li>Keep the ''quay'' clear</li></ul>'\n  \
         required-skills: '<li>Five years at sea</li>'\n",
        &["Head of Moorings: Plan the berths | Keep the 'quay' clear"],
    );
    assert!(roles(&reading)[0].sections.iter().any(|section| section.kind == SectionKind::Skills));
    check(
        "\"@type\": JobPosting\ntitle: Product Owner\nhiringOrganization: {name: Harbour}\nresponsibilities: \"&lt;ul&gt;&lt;li&gt;Order the \
         backlog&lt;/li&gt;&lt;li&gt;Accept stories&lt;/li&gt;&lt;/ul&gt;\"\n",
        &["Product Owner: Order the backlog | Accept stories"],
    );
}

#[test]
fn jobs_may_be_listed_anywhere() {
    let jobs = ["Product Owner: Order the product backlog", "Deck Hand: Tie up the boats"];
    let list = "- title: Product Owner\n  tasks: [Order the product backlog]\n- title: Deck Hand\n  tasks: [\"Tie up the boats\"]\n";
    assert_eq!(check(list, &jobs).documents.len(), 2);
    let indented = list.replace('\n', "\n    ");
    check(&format!("lisbon:\n\nporto:\n    {indented}\n"), &jobs);
    check(
        &format!("perks: [Free soup]\nteam: We are a small crew that likes the sea.\nopenings:\n    {indented}\nprocess:\n  - Talk\n"),
        &jobs,
    );
    check(&format!("role:\n    {indented}\n"), &jobs);
}

#[test]
fn a_map_may_be_keyed_by_role_names() {
    let reading = check(
        "team: Harbour\nproduct_owner:\n  responsibilities:\n    - Order the product backlog\nDeck Hand:\n  team: Quay\n  duties:\n    - Tie up \
         the boats\n",
        &["product owner: Order the product backlog", "Deck Hand: Tie up the boats"],
    );
    assert_eq!(reading.documents.len(), 1, "they share a scope");
    assert_eq!(reading.documents[0].scope.teams[0].as_str(), "Harbour");
    assert_eq!(reading.documents[0].roles[1].scope.teams[0].as_str(), "Quay");
    check(
        "Product Manager:\n  - Set the product vision\nProduct Owner: |\n  - Order the product backlog\n  - Accept finished stories\n",
        &[
            "Product Manager: Set the product vision",
            "Product Owner: Order the product backlog | Accept finished stories",
        ],
    );
    check(
        "responsibilities:\n  Product Manager: [Set the product vision]\n  Product Owner: [Order the product backlog]\n",
        &["Product Manager: Set the product vision", "Product Owner: Order the product backlog"],
    );
}

#[test]
fn a_charter_lists_roles_or_keys_them_by_title() {
    let expected = ["Product Manager: Set the product vision", "Product Owner: Order the product backlog"];
    let list = "team: Harbour\nmodel: safe\nroles:\n  - title: Product Manager\n    duties: [Set the product vision]\n  - title: Product \
                Owner\n    products: [Berths, Cranes]\n    duties:\n      - Order the product backlog\n";
    let reading = check(list, &expected);
    assert_eq!(reading.documents.len(), 1);
    assert_eq!(reading.documents[0].roles[1].scope.products.len(), 2);
    for keyed in [
        "team: Harbour\nroles:\n  Product Manager:\n    duties: [Set the product vision]\n  Product Owner:\n    duties: [Order the product \
         backlog]\n",
        "team: Harbour\nroles:\n  Product Manager: [Set the product vision]\n  Product Owner:\n    - Order the product backlog\n",
        "team: Harbour\nroles:\n  - Product Manager: [Set the product vision]\n  - Product Owner: [Order the product backlog]\n",
    ] {
        assert_eq!(check(keyed, &expected).documents.len(), 1);
    }
}

#[test]
fn teams_of_one_file_keep_their_own_scope() {
    let reading = check(
        "product: Berths\nteams:\n  - name: Quay\n    roles:\n      - title: Product Owner\n        duties: [Order the quay backlog]\n  - name: \
         Crane\n    roles:\n      Product Owner: [Order the crane backlog]\n",
        &["Product Owner: Order the quay backlog", "Product Owner: Order the crane backlog"],
    );
    let teams: Vec<_> = reading.documents.iter().map(|document| document.scope.teams[0].as_str()).collect();
    assert_eq!(teams, ["Quay", "Crane"]);
    assert!(reading.documents.iter().all(|document| document.scope.products[0].as_str() == "Berths"));
}

#[test]
fn several_documents_in_one_file() {
    let reading = check(
        "---\ntitle: Product Owner\nduties: [Order the product backlog]\n---\n---\ntitle: Product Manager\nduties: [Set the product vision]\n...\n",
        &["Product Owner: Order the product backlog", "Product Manager: Set the product vision"],
    );
    assert_eq!(reading.documents.len(), 2);
}

#[test]
fn anchors_aliases_and_merge_keys_are_followed() {
    check(
        "shared: &shared\n  team: Harbour\n  duties: &duties\n    - &one Order the product backlog\na:\n  title: Product Owner\n  <<: *shared\nb:\n  \
         title: Deck Hand\n  duties: [*one, Tie up the boats]\n",
        &["Product Owner: Order the product backlog", "Deck Hand: Order the product backlog | Tie up the boats"],
    );
}

#[test]
fn json_is_read_like_yaml() {
    check(
        "{\"title\": \"Product Owner\", \"responsibilities\": [\"Order the \\\"backlog\\\"\", \"Accept\\u0020stories\"],\n\t\"perks\": [\"Soup\"]}",
        &["Product Owner: Order the \"backlog\" | Accept stories"],
    );
}

#[test]
fn bullets_that_yaml_folds_are_parted_and_reported() {
    let text = "role_name: Product Owner\nkey objectives:\n  - Lead the work on the harbour\n    - Order the backlog with\n    the crew every \
                week\n    - Accept finished stories - Explain each refusal\n  - Keep watch\n";
    let reading = read(text);
    assert_eq!(
        told(&reading),
        [
            "Product Owner: Lead the work on the harbour | Order the backlog with the crew every week | Accept finished stories | Explain each \
          refusal | Keep watch"
        ]
    );
    let [Problem::FoldedBullets { span, bullets }] = reading.problems.as_slice() else {
        panic!("{:?}", reading.problems)
    };
    assert!(text[span.range()].starts_with("Lead") && text[span.range()].ends_with("refusal"));
    let swallowed: Vec<_> = bullets.iter().map(|bullet| &text[bullet.range()]).collect();
    assert_eq!(
        swallowed,
        ["- Order the backlog with", "- Accept finished stories - Explain each refusal", "- Explain each refusal"]
    );
    let folded = read("title: Product Owner\nduties: >\n  You will:\n  - Order the backlog\n  - Accept stories\n");
    assert_eq!(told(&folded), ["Product Owner: Order the backlog | Accept stories"]);
    assert!(matches!(folded.problems.as_slice(), [Problem::FoldedBullets { bullets, .. }] if bullets.len() == 2));
}

#[test]
fn a_dash_in_running_text_is_no_bullet() {
    check(
        "title: Product Owner\nduties:\n  - Order the backlog - Quay and crane -\n    with the crew\n  - Own 3 - 4 epics\n",
        &["Product Owner: Order the backlog - Quay and crane - with the crew | Own 3 - 4 epics"],
    );
}

#[test]
fn typographic_bullets_on_one_line_are_parted() {
    check(
        "title: Product Owner\nduties: \"You will: • Order the backlog • Accept stories\"\n",
        &["Product Owner: Order the backlog | Accept stories"],
    );
}

#[test]
fn roles_without_duties_are_reported_where_a_role_is_certain() {
    for text in [
        "title: Product Owner\nduties: []\n",
        "title: Product Owner\nkey objectives:\n",
        "title: Harbour Pilot\nresponsibilities:\n  -\n",
        "team: Harbour\nroles:\n  - title: Product Owner\n",
        "roles:\n  Product Owner:\n  Product Manager: [Set the product vision]\n",
    ] {
        let reading = read(text);
        let [Problem::EmptyRole { .. }] = reading.problems.as_slice() else {
            panic!("{text}: {:?}", reading.problems)
        };
        assert!(!reading.is_empty());
    }
}

#[test]
fn requirements_are_never_duties() {
    passed_over("title: Product Owner\nrequirements:\n  - Ten years of ordering backlogs\n  - Some knowledge of boats\n");
}

#[test]
fn misspelt_keys_are_named_and_far_ones_are_left_alone() {
    let reading = read("title: Product Owner\nresponsibilites:\n  - Order the product backlog\nlocatoin: Porto\ntools: [Chart]\n");
    assert_eq!(told(&reading), ["Product Owner: Order the product backlog"]);
    let [Problem::UnknownKey { key, near: Some(near) }] = reading.problems.as_slice() else {
        panic!("{:?}", reading.problems)
    };
    assert_eq!((key.as_str(), near.as_str()), ("responsibilites", "responsibilities"));
    check(
        "title: Product Owner\nduties: [Order the backlog]\nberth: 7\nflags: [a, b]\n",
        &["Product Owner: Order the backlog"],
    );
    let list = read(
        "title: Product Owner\nduties: [Order the backlog]\nharbour rites:\n  - Ring the bell at every noon\n  - Greet each boat by its name\n",
    );
    let [Problem::UnknownKey { key, near: None }] = list.problems.as_slice() else {
        panic!("{:?}", list.problems)
    };
    assert_eq!(key.as_str(), "harbour rites");
}

#[test]
fn of_a_key_that_stands_twice_the_later_is_read() {
    let text = "title: Product Owner\nduties: [Order the backlog]\nduties: [Accept finished stories]\n";
    let reading = read(text);
    assert_eq!(told(&reading), ["Product Owner: Accept finished stories"]);
    let [Problem::DuplicateKey { key, first }] = reading.problems.as_slice() else {
        panic!("{:?}", reading.problems)
    };
    assert_eq!(first.start as usize, text.find("duties").expect("it is there"));
    assert_eq!(key.whole().start as usize, text.rfind("duties").expect("it is there"));
}

#[test]
fn keys_that_stand_twice_are_found_at_every_level() {
    for text in [
        "title: Product Owner\nduties:\n  Daily: [Order the backlog]\n  Daily: [Accept stories]\n",
        "title: Product Owner\nduties:\n  - text: Order the backlog\n    text: Accept stories\n",
        "team: Quay\nroles:\n  Product Owner: [Order the backlog]\n  Product Owner: [Accept the stories]\n",
        "Product Owner: {duties: [Order the backlog]}\nProduct Owner: {duties: [Accept the stories]}\n",
        "raci:\n  product-roadmap: {Product Manager: A}\n  product-roadmap: {Product Owner: A}\n",
    ] {
        let reading = read(text);
        let [Problem::DuplicateKey { .. }] = reading.problems.as_slice() else {
            panic!("{text}: {:?}", reading.problems)
        };
        assert!(!reading.is_empty());
    }
    passed_over("a: 1\na: 2\n");
}

#[test]
fn an_item_of_several_sentences_is_one_duty() {
    check(
        "title: Product Owner\nduties:\n  - Order the backlog. Keep it short.\n  - \"**Accept** stories. Explain each refusal.\"\n",
        &["Product Owner: Order the backlog. Keep it short. | Accept stories. Explain each refusal."],
    );
    check(
        "title: Product Owner\nduties: Orders the backlog. Accepts stories.\n",
        &["Product Owner: Orders the backlog. | Accepts stories."],
    );
}

#[test]
fn a_plural_key_parts_several_names() {
    let reading = check(
        "title: Product Owner\nteams: Quay, Crane\nproduct: Ropes, Knots & Co\nduties: [Order the backlog]\n",
        &["Product Owner: Order the backlog"],
    );
    let scope = &reading.documents[0].scope;
    assert_eq!(scope.teams.iter().map(MappedText::as_str).collect::<Vec<_>>(), ["Quay", "Crane"]);
    assert_eq!(scope.products.len(), 1);
}

#[test]
fn matrices_in_every_form() {
    let forms = [
        "raci:\n  product-roadmap: {Product Manager: A, Product Owner: C}\n  Order the backlog: {Product Manager: C, Product Owner: A/R}\n",
        "raci:\n  product-roadmap: {A: Product Manager, C: Product Owner}\n  Order the backlog:\n    C: Product Manager\n    A/R: Product Owner\n",
        "raci:\n  - area: product-roadmap\n    Product Manager: A\n    Product Owner: C\n  - area: Order the backlog\n    roles: {Product Manager: C, \
         Product Owner: [A, R]}\n",
        "raci:\n  columns: [Product Manager, Product Owner]\n  rows:\n    product-roadmap: [A, C]\n    Order the backlog: [C, A/R]\n",
        "product-roadmap: {Product Manager: A, Product Owner: C}\nOrder the backlog: {Product Manager: C, Product Owner: A/R}\n",
    ];
    for form in forms {
        let reading = read(form);
        let matrix = &reading.documents[0].matrices[0];
        assert_eq!(matrix.kind, MatrixKind::Raci);
        let columns: Vec<_> = matrix.columns.iter().map(MappedText::as_str).collect();
        assert_eq!(columns, ["Product Manager", "Product Owner"], "{form}");
        let rows: Vec<_> = matrix
            .rows
            .iter()
            .map(|row| (row.label.as_str(), row.cells.iter().map(|(at, cell)| (*at, cell.as_str())).collect::<Vec<_>>()))
            .collect();
        assert_eq!(
            rows,
            [("product-roadmap", vec![(0, "A"), (1, "C")]), ("Order the backlog", vec![(0, "C"), (1, "A/R")])],
            "{form}"
        );
        assert!(reading.problems.is_empty());
    }
}

#[test]
fn words_stand_for_letters_in_a_matrix() {
    let reading = read(
        "daci:\n  - decision: Opening hours\n    driver: Product Owner\n    approver: Product Manager\n    informed: [Crew, Pilots]\n",
    );
    let matrix = &reading.documents[0].matrices[0];
    let cells: Vec<_> = matrix.rows[0].cells.iter().map(|(at, cell)| (matrix.columns[*at].as_str(), cell.as_str())).collect();
    assert_eq!(cells, [("Product Owner", "D"), ("Product Manager", "A"), ("Crew", "I"), ("Pilots", "I")]);
}

#[test]
fn people_are_no_roles() {
    for text in [
        "people:\n  - name: Jo Berg\n    role: Product Owner\n    email: jo@example.org\n  - name: Ann Lee\n    role: Product Manager\n",
        "jo_berg:\n  role: '[CEO](../ceo), co-founder, Board'\n  reports_to: none\nann_lee:\n  role: Product Owner\n  reports_to: jo_berg\n",
        "team: Harbour\nmembers:\n  - {name: Jo Berg, role: Product Owner}\n",
        "team: Harbour\nroles: [Product Owner, Scrum Master]\n",
        "team: Harbour\nroles:\n  Product Owner: Jo Berg\n  Scrum Master: Ann Lee\n",
    ] {
        passed_over(text);
    }
}

#[test]
fn files_that_only_use_the_same_words_are_passed_over() {
    for text in [
        "- hosts: all\n  become: true\n  roles:\n    - common\n  tasks:\n    - name: Install the web server now\n      apt: {name: nginx}\n",
        "- name: Install the web server now\n  apt:\n    name: nginx\n- name: Copy the site to the server\n  copy: {src: a, dest: b}\n",
        "apiVersion: rbac/v1\nkind: Role\nmetadata:\n  name: reader\nrules:\n  - verbs: [get, list, watch the pods]\n",
        "roles:\n  - name: Moderator\n    color: blue\n    permissions: [kick, ban]\n  - name: Guest\n    permissions: []\n",
        "name: product-owner\nrole: Product Owner\nmodel: claude-sonnet\nresponsibilities:\n  - Order the product backlog\n",
        "agents:\n  - role: Product Owner\n    goal: Order the backlog\n    backstory: You love boats\n    responsibilities: [Order the backlog]\n",
        "jobs:\n  - position: Product Owner\n    company: Harbour\n    start_date: 2015\n    end_date: 2019\n    responsibilities:\n      - Ordered the \
         backlog for years\n",
        "jobs:\n  - title: Deck Hand\n    company: Quay\n    dates: 2015 - 2019\n    tasks: [Tied up all the boats]\n",
        "name: CI\non: push\njobs:\n  build:\n    runs-on: ubuntu\n    steps:\n      - run: make all of it\n",
        "version: 3\ntasks:\n  build:\n    cmds:\n      - go build all the things\n",
        "type: object\ntitle: Role\nproperties:\n  title: {type: string}\n  duties: {type: array, items: {type: string}}\n",
        "hide_body: false\nfields:\n  - name: title\n    label: Title\n  - name: responsibilities\n    label: Responsibilities\n",
        "- title: Support Engineer\n  competencies: [Resilient, Analytical]\n- title: Sales\n",
        "title: Our careers\nexpectations: high\n",
        "just a line of text\n",
        "",
        "# only a comment\n",
        "[1, 2, {a: b}]\n",
    ] {
        passed_over(text);
    }
}

#[test]
fn the_same_key_is_a_title_or_prose_by_its_value() {
    check(
        "title: Harbour Pilot\nrole: >-\n  You guide the boats into the harbour, whatever the weather may be, and you like it very much.\nduties: [Guide \
         the boats]\n",
        &["Harbour Pilot: Guide the boats"],
    );
}

#[test]
fn comments_to_the_program_are_kept_with_their_place() {
    let text =
        "# role-audit: allow(two-owners) agreed\ntitle: Product Owner # a note\nduties:\n  - Order the backlog # role-audit: allow(x)\n";
    let reading = read(text);
    let comments: Vec<_> = reading.comments.iter().map(|comment| (comment.text.as_str(), comment.alone)).collect();
    assert_eq!(comments, [("role-audit: allow(two-owners) agreed", true), ("role-audit: allow(x)", false)]);
    assert_eq!(&text[reading.comments[1].text.whole().range()], "role-audit: allow(x)");
    assert_eq!(told(&reading), ["Product Owner: Order the backlog"]);
}

#[test]
fn many_comments_before_an_item_do_no_harm() {
    let comments = "  # role-audit: note\n".repeat(500);
    let reading = check(
        &format!("title: Product Owner\nduties:\n{comments}  - Order the backlog\n"),
        &["Product Owner: Order the backlog"],
    );
    assert_eq!(reading.comments.len(), 500);
}
