//! Markdown role documents are read in all the shapes people write them in.

use role_audit::document::{MappedText, Reading, markdown};
use role_audit::rulebook::Rulebook;
use role_audit::source::Source;

fn read(text: &str) -> Reading {
    markdown::read(&Source::new("role.md", text), Rulebook::builtin())
}

/// Roles with their duties, one a line: `Title: duty | [group] duty`. Problems follow.
fn roles(text: &str) -> Vec<String> {
    let reading = read(text);
    let roles = reading.documents.iter().flat_map(|document| &document.roles).map(|role| {
        let title = role.title.as_ref().map_or("-", |title| title.as_str());
        let duties: Vec<String> = role
            .duties
            .iter()
            .map(|duty| match &duty.group {
                Some(group) => format!("[{}] {}", group.as_str(), duty.text.as_str()),
                None => duty.text.as_str().to_owned(),
            })
            .collect();
        format!("{title}: {}", duties.join(" | "))
    });
    let problems = reading.problems.iter().map(|problem| format!("! {problem:?}").chars().take(40).collect::<String>());
    roles.chain(problems).collect()
}

/// The sections of the first role: kind and number of items.
fn sections(text: &str) -> Vec<String> {
    let reading = read(text);
    let role = &reading.documents[0].roles[0];
    role.sections.iter().map(|section| format!("{:?} {}", section.kind, section.items.len())).collect()
}

#[test]
fn a_posting_with_front_matter_of_any_kind() {
    let body = "We build tills.\n\n### Your tasks\n- Order the backlog\n- Accept finished stories\n\n### About you\n- You like tills\n";
    let wanted = ["Product Owner: Order the backlog | Accept finished stories"];
    assert_eq!(roles(&format!("---\ntitle: Product Owner\nlocation: Bonn\n---\n{body}")), wanted);
    assert_eq!(roles(&format!("---\n    level: all\n    title: Product Owner\n---\n{body}")), wanted);
    assert_eq!(roles(&format!("+++\ntitle = \"Product Owner\"\ndate = 2024-01-01\n+++\n{body}")), wanted);
    assert_eq!(roles(&format!("# Product Owner\n{body}")), wanted);
    assert_eq!(roles(&format!("\u{FEFF}---\r\ntitle: Product Owner\r\n---\r\n{}", body.replace('\n', "\r\n"))), wanted);
    assert_eq!(sections(&format!("# Product Owner\n{body}")), ["About 1", "Requirements 1"]);
}

#[test]
fn front_matter_may_hold_the_duties_itself() {
    assert_eq!(
        roles("---\ntitle: Product Owner\nteam: Till\nduties:\n  - Order the backlog\n---\n"),
        ["Product Owner: Order the backlog"]
    );
    assert_eq!(
        roles("+++\ntitle = \"Product Owner\"\nresponsibilities = [\"Order the backlog\", 'Write stories']\n+++\n"),
        ["Product Owner: Order the backlog | Write stories"]
    );
    let reading = read("+++\nrole = \"Product Owner\"\nteam = \"Till\"\nproduct = \"Shop\"\n+++\n## Tasks\n- Order the backlog\n");
    let scope = &reading.documents[0].scope;
    assert_eq!((scope.teams[0].as_str(), scope.products[0].as_str()), ("Till", "Shop"));
}

#[test]
fn headings_come_as_hashes_underlines_bold_lines_and_lead_ins() {
    for heading in [
        "## Responsibilities",
        "Responsibilities\n---",
        "**Responsibilities**\n",
        "**What you'll do:**",
        "_Your tasks_\n",
        "Your responsibilities:",
        "Responsibilities",
        "As our Product Owner, you will:",
        "You love tills and so do we. In this role you will:",
        "<h4>Responsibilities</h4>",
        "<p><b>Key responsibilities:</b></p>",
        "<details><summary>Responsibilities</summary>\n",
    ] {
        let text = format!("# Product Owner\n\nSome words.\n\n{heading}\n\n- Order the backlog\n- Write stories\n");
        assert_eq!(roles(&text), ["Product Owner: Order the backlog | Write stories"], "{heading}");
    }
}

#[test]
fn bullets_come_in_every_form() {
    for list in [
        "- Order the backlog\n- Write stories",
        "* Order the backlog\n* Write stories",
        "+ Order the backlog\n\n+ Write stories",
        "1. Order the backlog\n2. Write stories",
        "• Order the backlog\n• Write stories",
        "– Order the backlog\n– Write stories",
        "✅ Order the backlog\n✅ Write stories",
        "- 📋 Order the backlog\n- ✍️ Write stories",
        "    - Order the backlog\n    - Write stories",
        "- [ ] Order the backlog\n- [x] Write stories",
        "- Order\n  the backlog\n- Write\nstories",
        "- **Order** the _backlog_\n- Write [stories](https://example.org)",
        "- Order the backlog\n- Write stories\n- ~~Test every build~~",
        "<ul><li>Order the backlog</li><li>Write stories</li></ul>",
        "<ul>\n<li><p>Order the backlog</p>\n<li>Write&nbsp;stories\n</ul>",
        "<li>Order the backlog</li>\n<li>Write stories</li>",
        "> - Order the backlog\n> - Write stories",
        "{% include tasks.html %}\n\n- Order the backlog\n- Write stories {{ page.mark }}",
    ] {
        let text = format!("# Product Owner\n## Duties\n\n{list}\n\n## Benefits\n\n- Tea\n");
        assert_eq!(roles(&text), ["Product Owner: Order the backlog | Write stories"], "{list}");
    }
}

#[test]
fn nested_bullets_are_duties_and_a_parent_with_a_colon_is_their_group() {
    let text = "# Product Owner\n## Duties\n- Discovery:\n  - Talk to users\n  - Test ideas\n- Order the backlog\n  - Split large items\n- **Delivery**\n  1. Accept stories\n- Answer questions\n";
    assert_eq!(
        roles(text),
        [
            "Product Owner: [Discovery:] Talk to users | [Discovery:] Test ideas | Order the backlog | Split large items | [Delivery] Accept stories | Answer questions"
        ]
    );
}

#[test]
fn sub_headings_below_duties_group_them() {
    let text = "# Product Owner\n## Responsibilities\n### Discovery\n- Talk to users\n### Delivery\n- Accept stories\n## Requirements\n### Must\n- Five years\n";
    assert_eq!(roles(text), ["Product Owner: [Discovery] Talk to users | [Delivery] Accept stories"]);
}

#[test]
fn one_document_may_describe_several_roles() {
    let text = "# Roles & Responsibilities\n\nRead this first:\n\n- It is short\n\n## Client\n\n### Executive Sponsor\n- Pays the bills\n\n### Product Owner\n- Orders the backlog\n\n## Agency\n\n### Developers\n- Build the thing\n";
    assert_eq!(
        roles(text),
        ["Executive Sponsor: Pays the bills", "Product Owner: Orders the backlog", "Developers: Build the thing"]
    );
    let text = "# How we work\n\nThe Product Manager is responsible for:\n- Own the roadmap\n\nThe Product Owner is responsible for:\n- Order the backlog\n";
    assert_eq!(roles(text), ["Product Manager: Own the roadmap", "Product Owner: Order the backlog"]);
    let text = "## Roles\n- **Product Owner:** orders the backlog. Accepts stories.\n- **Scrum Master** – removes obstacles\n";
    assert_eq!(roles(text), ["Product Owner: orders the backlog. | Accepts stories.", "Scrum Master: removes obstacles"]);
    let text = "## Roles\n- Product Owner\n  - Order the backlog\n- Scrum Master\n  - Remove obstacles\n";
    assert_eq!(roles(text), ["Product Owner: Order the backlog", "Scrum Master: Remove obstacles"]);
    let text = "## The role of the Product Manager\n- Own the roadmap\n\n## Product Owner responsibilities\n- Order the backlog\n";
    assert_eq!(roles(text), ["Product Manager: Own the roadmap", "Product Owner: Order the backlog"]);
    let text = "---\ntitle: Product Owner & Customer Success\n---\n## Product Owner (70%)\n- Order the backlog\n## Customer Success (30%)\n- Answer customers\n";
    assert_eq!(
        roles(text),
        ["Product Owner & Customer Success: Order the backlog", "Customer Success (30%): Answer customers"]
    );
}

#[test]
fn sections_on_the_level_of_the_title_belong_to_it() {
    let text = "## Product Owner\n\nHello.\n\n## Responsibilities\n- Order the backlog\n\n## Requirements\n- Patience\n";
    assert_eq!(roles(text), ["Product Owner: Order the backlog"]);
    let text = "## Product Owner\n## Tasks\n- Order the backlog\n## Product Manager\n## Tasks\n- Own the roadmap\n";
    assert_eq!(roles(text), ["Product Owner: Order the backlog", "Product Manager: Own the roadmap"]);
}

#[test]
fn titles_and_scopes_stand_in_lines_of_their_own() {
    let text = "**Position:** Product Owner  \n**Team:** Till  \n**Model:** safe\n\n## Duties\n- Order the backlog\n";
    assert_eq!(roles(text), ["Product Owner: Order the backlog"]);
    let document = &read(text).documents[0];
    assert_eq!(document.scope.teams[0].as_str(), "Till");
    assert_eq!(document.model.as_ref().map(MappedText::as_str), Some("safe"));
    let text = "# Team Charter: Till\n\nProduct: Shop\n\n## Product Owner\n- Team: Express Till\n- Order the backlog\n\n## Product Manager\n- Own the roadmap\n";
    let document = &read(text).documents[0];
    assert_eq!((document.scope.teams[0].as_str(), document.scope.products[0].as_str()), ("Till", "Shop"));
    let teams = |role: usize| document.roles[role].scope.teams.iter().map(MappedText::as_str).collect::<Vec<_>>();
    assert_eq!((teams(0), teams(1)), (vec!["Express Till"], vec![]));
    assert_eq!(roles(text), ["Product Owner: Order the backlog", "Product Manager: Own the roadmap"]);
    let text =
        "# Roles\n## Team Till\n### Product Owner\n- Order the backlog\n## Wallet squad\n### Product Owner\n- Order the other backlog\n";
    let document = &read(text).documents[0];
    let teams: Vec<_> = document.roles.iter().map(|role| role.scope.teams[0].as_str()).collect();
    assert_eq!(teams, ["Till", "Wallet"]);
}

#[test]
fn documents_pasted_from_elsewhere() {
    let text = "JOB DESCRIPTION\n\nJob Title: Senior Product Owner\nReports to: Head of Product\nLocation: Leeds\n\nKEY RESPONSIBILITIES\n\n• Order the backlog\n• Write stories with\n  clear criteria\n\nPERSON SPECIFICATION\n\n• Patience\n";
    assert_eq!(roles(text), ["Senior Product Owner: Order the backlog | Write stories with clear criteria"]);
    assert_eq!(
        roles("Product Owner\n\nResponsibilities:\n- Order the backlog\n\nRequirements:\n- Patience\n"),
        ["Product Owner: Order the backlog"]
    );
    let text = "# Roles\n\n**Product Owner**: Responsible for the backlog. Decides the order.\n\n**Scrum Master**\n: Removes obstacles\n";
    assert_eq!(
        roles(text),
        ["Product Owner: Responsible for the backlog. | Decides the order.", "Scrum Master: Removes obstacles"]
    );
    let text = "# Job Description: Product Owner\n##Responsibilities\n- Order the backlog\n";
    assert_eq!(roles(text), ["Product Owner: Order the backlog"]);
    let text = "# Roles\n## Product Owner (PO)\n- **Responsibilities:** orders the backlog. Accepts stories.\n- **Skills:** patience\n### Product Owner Tasks\n- Answer questions\n## Scrum Master\n- Removes obstacles\n";
    assert_eq!(
        roles(text),
        [
            "Product Owner (PO): orders the backlog. | Accepts stories. | Answer questions",
            "Scrum Master: Removes obstacles"
        ]
    );
    let text = "# Circle\n## Role: Roadmap Keeper\n**Purpose:** One plan\n\n**Accountabilities:**\n- Publishing the roadmap\n";
    assert_eq!(roles(text), ["Roadmap Keeper: Publishing the roadmap"]);
    let text = "# Product Owner\n## Duties\n- **Backlog**\n\n  Order it every week.\n- **Delivery:** Accept stories\n";
    assert_eq!(roles(text), ["Product Owner: Backlog: Order it every week. | Delivery: Accept stories"]);
}

#[test]
fn traps_in_headings() {
    let text = "# Product Owner\n## About you\n- Build trust\n## You'll need to accomplish:\n- Order the backlog\n## You'll need to\n- Be patient\n## What we offer\n- Manage your own time\n";
    assert_eq!(roles(text), ["Product Owner: Order the backlog"]);
    let duties = "## What you can expect\n- Work on three products\n- Leadership of a squad\n";
    let gifts = "## What you can expect\n- Friendly colleagues\n- Drinks on Friday\n";
    assert_eq!(
        roles(&format!("# Product Owner\n{duties}")),
        ["Product Owner: Work on three products | Leadership of a squad"]
    );
    assert_eq!(
        roles(&format!("# Product Owner\n{gifts}## Tasks\n- Order the backlog\n")),
        ["Product Owner: Order the backlog"]
    );
    // Titles below a heading about the audience are no roles.
    let text = "# Product Owner\n## Tasks\n- Order the backlog\n## Works with\n### Scrum Master\n- Plans the sprint together\n";
    assert_eq!(roles(text), ["Product Owner: Order the backlog"]);
    let text = "# Product Owner\n## Tasks\n- Order the backlog\n## Requirements\nYou will:\n- learn quickly\n";
    assert_eq!(roles(text), ["Product Owner: Order the backlog"]);
    // A list that some other sentence introduces is not what the role does.
    let text = "---\ntitle: Product Manager\n---\nExamples of what we did:\n- Helping nurses\n\n## Responsibilities\n- Own the roadmap\n";
    assert_eq!(roles(text), ["Product Manager: Own the roadmap"]);
}

#[test]
fn prose_that_reads_as_duties_is_read_when_there_are_no_bullets() {
    let text = "# Product Owner\n## Responsibilities\nYou will order the backlog. Accept finished stories. The office is in Bonn.\n";
    assert_eq!(roles(text), ["Product Owner: You will order the backlog. | Accept finished stories."]);
    let text = "# Who does what\n## Product Owner\nThe Product Owner orders the backlog. She also accepts stories.\n## Scrum Master\nThe Scrum Master removes obstacles.\n";
    assert_eq!(
        roles(text),
        [
            "Product Owner: The Product Owner orders the backlog. | She also accepts stories.",
            "Scrum Master: The Scrum Master removes obstacles."
        ]
    );
    let text = "# Product Owner\n## Responsibilities\nYou will like it.\n- Order the backlog\n";
    assert_eq!(roles(text), ["Product Owner: Order the backlog"]);
}

#[test]
fn a_role_without_duties_is_a_problem() {
    assert_eq!(
        roles("# Product Owner\n## Responsibilities\n\n## Benefits\n- Tea\n"),
        ["Product Owner: ", "! EmptyRole { title: \"Product Owner\", sp"]
    );
    assert_eq!(
        roles("---\ntitle: Product Owner\nkey objectives:\n---\nSome words.\n"),
        ["Product Owner: ", "! EmptyRole { title: \"Product Owner\", sp"]
    );
    let reading = read("# Product Owner\n## Responsibilities\n");
    assert_eq!(reading.problems[0].span().start, 19);
    let text = "## Product Owner\n- Order the backlog\n## Product Manager\nTo be written\n";
    assert_eq!(
        roles(text),
        ["Product Owner: Order the backlog", "Product Manager: ", "! EmptyRole { title: \"Product Manager\", "]
    );
}

#[test]
fn files_that_are_no_role_documents_are_passed_over() {
    for text in [
        "",
        "# Parser\n\nA fast parser.\n\n## Features\n- Parse things\n- Run fast\n\n## Tasks\n- Fix the bug\n",
        "# Tool\n## Developers\n- Clone the repository\n- Run the tests\n## Users\n- Download it\n",
        "---\nname: product-owner\ndescription: Helps with stories\ntools: Read, Write\n---\nYou are a product owner.\n\n## Responsibilities\n- Write stories\n",
        "# Product Owner\n\nYou are an experienced Product Owner. Answer briefly.\n\n## Responsibilities\n- Write stories\n",
        "---\ntitle: How to write a roadmap\n---\nWrite it down. Share it.\n\n- Step one\n",
        "# Product Owner Agent\n\n## Responsibilities\n- Write stories\n",
        "# Product Owner\n\nSome words.\n\nWhen acting as the owner, answer briefly.\n\n## Responsibilities\n- Write stories\n",
        "---\nname: po\nmodel: sonnet\n---\n## Responsibilities\n- Write stories\n",
        "# Storage tool\n\nUse it to:\n- Create buckets\n- Delete buckets\n\nThe tool will:\n- Make copies\n",
        "# Building and testing\n\nTo release, you must:\n\n1. Write the notes\n2. Create a tag\n",
        "```\n# Product Owner\n## Duties\n- Order the backlog\n```\n",
        "# Product Owner\n\nThat is a role.\n",
    ] {
        assert_eq!(roles(text), Vec::<String>::new(), "{text}");
        assert!(read(text).is_empty());
    }
}

#[test]
fn comments_to_the_program_are_found() {
    let text = "# Product Owner\n## Duties\n<!-- role-audit: allow(two-owners) agreed -->\n- Own the roadmap\n- Order it <!-- role-audit: allow(x) y --> daily\n<!-- other -->\n";
    let reading = read(text);
    let comments: Vec<_> = reading.comments.iter().map(|comment| (comment.text.as_str(), comment.alone)).collect();
    assert_eq!(comments, [("role-audit: allow(two-owners) agreed", true), ("role-audit: allow(x) y", false)]);
    let span = reading.comments[0].text.whole();
    assert_eq!(&text[span.range()], "role-audit: allow(two-owners) agreed");
    assert_eq!(roles(text), ["Product Owner: Own the roadmap | Order it daily"]);
}

#[test]
fn tables_with_roles_as_heads_or_rows() {
    let text = "| Product Manager | Product Owner |\n|---|---|\n| Own the roadmap | Order the **backlog** |\n| Talk to users | |\n";
    assert_eq!(roles(text), ["Product Manager: Own the roadmap | Talk to users", "Product Owner: Order the backlog"]);
    let indented = "Text.\n\n| Product Manager | Product Owner |\n    |---|---|\n    | Own the roadmap | Order the backlog\n";
    assert_eq!(roles(indented), ["Product Manager: Own the roadmap", "Product Owner: Order the backlog"]);
    let text = "| Area | Product Manager | Product Owner |\n|---|---|---|\n| Strategy | Sets the vision | Gives input |\n";
    assert_eq!(roles(text), ["Product Manager: [Strategy] Sets the vision", "Product Owner: [Strategy] Gives input"]);
    let text = "| Role | Responsibilities |\n|---|---|\n| Product Owner | Orders the backlog; accepts stories |\n| Product Manager | Owns the roadmap.<br>Talks to users. |\n";
    assert_eq!(
        roles(text),
        ["Product Owner: Orders the backlog | accepts stories", "Product Manager: Owns the roadmap. | Talks to users."]
    );
    let text = "<table><tr><th>Product Manager</th><th>Product Owner</th></tr><tr><td><ul><li>Own the roadmap</li><li>Talk to users</li></ul></td><td>Order the backlog</td></tr></table>\n";
    assert_eq!(roles(text), ["Product Manager: Own the roadmap | Talk to users", "Product Owner: Order the backlog"]);
    // Names of people are no duties.
    let text = "| Team | Product Owner | Scrum Master |\n|---|---|---|\n| Till | Ada | Bo |\n";
    assert_eq!(roles(text), Vec::<String>::new());
}

#[test]
fn responsibility_matrices() {
    let text = "# RACI\n\n| Activity | Product Manager | Product Owner | Note |\n|---|---|---|---|\n| **Plan** |\n| Roadmap | **A** | C/I | quarterly |\n| Backlog | - | A / R |  |\n";
    let reading = read(text);
    let matrix = &reading.documents[0].matrices[0];
    assert_eq!(format!("{:?}", matrix.kind), "Raci");
    assert_eq!(matrix.columns.iter().map(MappedText::as_str).collect::<Vec<_>>(), ["Product Manager", "Product Owner"]);
    let rows: Vec<_> = matrix
        .rows
        .iter()
        .map(|row| (row.label.as_str(), row.cells.iter().map(|(at, cell)| (*at, cell.as_str())).collect::<Vec<_>>()))
        .collect();
    assert_eq!(rows, [("Roadmap", vec![(0, "A"), (1, "C/I")]), ("Backlog", vec![(1, "A / R")])]);
    let kind = |letters: &str, heading: &str| {
        let text = format!("# {heading}\n\n| What | PM | PO |\n|---|---|---|\n| Roadmap | {letters} |\n");
        format!("{:?}", read(&text).documents[0].matrices[0].kind)
    };
    assert_eq!(kind("D | A", "Who decides"), "Daci");
    assert_eq!(kind("R | D", "Who decides"), "Rapid");
    assert_eq!(kind("R | A", "Our RAPID"), "Rapid");
    assert_eq!(kind("Responsible | Accountable", "Matrix"), "Raci");
    // Roles as rows.
    let reading = read("| | Roadmap | Backlog |\n|---|---|---|\n| Product Manager | A | C |\n| Product Owner | C | A |\n");
    let matrix = &reading.documents[0].matrices[0];
    assert_eq!(matrix.columns[1].as_str(), "Product Owner");
    assert_eq!((matrix.rows[1].label.as_str(), matrix.rows[1].cells[1].1.as_str()), ("Backlog", "A"));
    // Letters as heads, roles in the cells.
    let text = "| Activity | Responsible | Accountable | Consulted |\n|---|---|---|---|\n| Roadmap | PM | PM | PO, Sales |\n| Backlog | PO | Head of Product |  |\n";
    let reading = read(text);
    let matrix = &reading.documents[0].matrices[0];
    assert_eq!(matrix.columns.iter().map(MappedText::as_str).collect::<Vec<_>>(), ["PM", "PO", "Sales", "Head of Product"]);
    let cells = |row: usize| {
        matrix.rows[row]
            .cells
            .iter()
            .map(|(at, cell)| (*at, cell.as_str(), &text[cell.whole().range()]))
            .collect::<Vec<_>>()
    };
    assert_eq!(cells(0), [(0, "R/A", "PM | PM"), (1, "C", "PO"), (2, "C", "Sales")]);
    assert_eq!(cells(1), [(1, "R", "PO"), (3, "A", "Head of Product")]);
    // A legend is no matrix.
    assert!(read("| Letter | Meaning | Short |\n|---|---|---|\n| R | Responsible | R |\n| A | Accountable | A |\n").is_empty());
}

#[test]
fn german_and_french_postings() {
    let text = "---\ntitle: Product Owner (m/w/d)\n---\n### Was dich bei uns erwartet:\n- Führung des Backlogs\n- Abstimmung mit dem Kunden\n\n### Dein Profil:\n- Erfahrung\n\n### Das bieten wir:\n- Tee\n";
    assert_eq!(roles(text), ["Product Owner (m/w/d): Führung des Backlogs | Abstimmung mit dem Kunden"]);
    let text = "# Chef de produit\n## Contexte de la mission\n* Une plateforme\n## Vos missions\n* Rédiger les besoins\n### Profil attendu\n* Rigueur\n";
    assert_eq!(roles(text), ["Chef de produit: Rédiger les besoins"]);
}
