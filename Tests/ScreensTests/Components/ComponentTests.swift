import Testing

@testable import Screens

@Suite struct ComponentTests {
    @Test func `each state has a shape, a colour and a word of its own`() {
        #expect(Set(StateMark.allCases.map(\.shape)).count == 5)
        for language in Language.allCases {
            #expect(Set(StateMark.allCases.map { language($0.word) }).count == 5)
        }
        for mark in StateMark.allCases {
            let html = Pill(mark).markup(in: .chinese).html
            #expect(
                html.contains(mark.shape.html) && html.contains("is-\(mark.rawValue)")
                    && html.contains(Language.chinese(mark.word))
            )
            #expect(Palette.colours.contains { $0.name == mark.rawValue })
        }
    }

    @Test func `a bar's segments keep their order and its numbers stand beside their sum`() {
        let bar = ProgressBar(
            [.init(.inPlace, "A", 760), .init(.wrong, "B", 9), .init(.unknown, "C", 43)],
            total: 812
        )
        let html = bar.markup(in: .english).html
        #expect(html.contains("aria-label=\"A 760, B 9, C 43, Total 812\""))
        #expect(!html.contains("Not accounted for"))
        #expect(html.contains(#"<rect class="is-wrong" x="93.596%" y="0" width="1.108%""#))
    }

    @Test(arguments: [(5, 1), (3, 1)])
    func `what does not add up is shown as not accounted for`(total: Int, difference: Int) {
        let html = ProgressBar([.init(.inPlace, "A", 4)], total: total).markup(in: .english).html
        #expect(html.contains("Not accounted for \(difference)"))
    }

    @Test func `a bar over nothing traps on nothing`() {
        #expect(ProgressBar([], total: 0).markup(in: .english).html.contains("Total 0"))
        #expect(ProgressBar([.init(.out, "A", -3)], total: 0).markup(in: .english).html.contains("A 0"))
    }

    @Test func `a bar's segment of none says so without a state's colour`() {
        let bar = ProgressBar([.init(.inPlace, "Agree", 2), .init(.wrong, "Differ", 0)], total: 2)
        let html = bar.markup(in: .english).html
        #expect(html.contains(#"<li><span class="pill is-in">"#))
        #expect(html.contains(#"<li class="is-none"><span class="pill is-wrong">"#))
    }

    @Test func `a table's cell knows what its column is called, for screens too narrow for columns`() {
        let table = Table(
            caption: "Seals",
            columns: [.text("Seal"), .number("Drawer")],
            rows: [.init("1", [.text("公章"), .number(2)])],
            empty: EmptyState(why: "-", advice: "-")
        )
        let html = table.markup(in: .english).html
        #expect(html.contains(#"<td data-label="Seal">公章</td><td class="number" data-label="Drawer">2</td>"#))
    }

    @Test func `what is folded away is in the page, and stands open where it is asked to`() {
        let isOpen = [true, false].map { isOpen in
            Fold("Suspend it…", isOpen: isOpen) { Prose("why") }.markup(in: .english).html
        }
        #expect(isOpen[0].hasPrefix(#"<details class="fold" open><summary>Suspend it…</summary>"#))
        #expect(isOpen[1].hasPrefix(#"<details class="fold"><summary>"#) && isOpen[1].contains("why"))
    }

    @Test func `an empty table says why it is empty`() {
        let table = Table(
            caption: "Findings",
            columns: [.text("Site")],
            rows: [],
            empty: EmptyState(why: "Nothing needs explaining.", advice: "Closed ones are among the acts.")
        )
        let html = table.markup(in: .english).html
        #expect(html.contains("Nothing needs explaining.") && !html.contains("<table>"))
    }

    @Test func `a problem says what it means, what to do and whom to call`() {
        let html = Notice.problem("It failed.", meaning: "The seal is locked.", next: "Wait.", call: "8021")
            .markup(in: .english).html
        for part in [
            "role=\"alert\"", "It failed.", "What it means for the seal", "The seal is locked.",
            "What to do next", "Wait.", "Whom to call", "8021",
        ] {
            #expect(html.contains(part), "\(part)")
        }
    }

    @Test func `a form that posts carries its token, and says at its head what to correct`() {
        let form = Form(
            to: "/x",
            .post(Gallery.token),
            submitTitle: "Send",
            fields: [
                Field("copies", "Copies", problem: "At least 1."),
                Field("f", "File", .file(byteCountMax: 1, accept: ".pdf")),
            ]
        )
        let html = form.markup(in: .english).html
        #expect(html.contains(#"<input type="hidden" name="form-token" value="aaaa"#))
        #expect(
            html.contains("1 entry needs correcting") && html.contains("href=\"#field-copies\"")
                && html.contains("aria-invalid")
        )
        #expect(html.contains("multipart/form-data"))
    }

    @Test func `a password and a PIN are never written into a page`() {
        let password = Field("p", "Password", .password, value: "secret")
        #expect(!password.markup(in: .english).html.contains("secret"))
        #expect(
            !PINPad(
                to: "/pin",
                token: Gallery.token,
                enteredCount: 3,
                submitTitle: "Go",
                cancel: Link("Back", to: "/")
            ).markup(in: .english).html.contains("●")
        )
    }

    @Test func `a choice that cannot be made stays and cannot be pressed`() {
        let html = Choices(
            [.init("Finance seal", detail: "Out with Li", nil)],
            empty: EmptyState(why: "", advice: "")
        ).markup(in: .english).html
        #expect(html.contains("Out with Li") && !html.contains("<button") && !html.contains("<a "))
    }
}
