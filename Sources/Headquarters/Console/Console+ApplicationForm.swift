import Authority
import Screens

extension Visitor {
    /// What an application must say and this one does not, by field; what was entered stays where it is.
    var applicationProblems: [String: String] {
        let isMissing = { (name: String) in
            context.form.all(name).allSatisfy { $0.allSatisfy(\.isWhitespace) }
        }
        var problems: [String: String] = [:]
        if isMissing("seals") { problems["seals"] = say("请至少选择一枚印章。", "Choose at least one seal.") }
        if isMissing("takers") { problems["takers"] = say("请至少选择一名取章人。", "Choose who takes it.") }
        if isMissing("reason") { problems["reason"] = say("请写明用印事由。", "Say what the seal is for.") }
        if isMissing("place") { problems["place"] = say("请写明用印地点。", "Say where it will be used.") }
        return problems
    }

    /// The form of an application, with what was entered where it comes back.
    func applicationForm(problems: [String: String] = [:], notice: Notice? = nil) -> ConsolePage {
        let isBack = !problems.isEmpty || notice != nil
        let field = { (name: String, label: String, kind: Field.Kind, value: String) in
            Field(
                name,
                label,
                kind,
                value: isBack ? context.form.all(name).joined(separator: " ") : value,
                problem: problems[name]
            )
        }
        return page("/applications", title: say("新的申请", "A new application"), notice: notice) {
            Form(
                to: "/applications",
                .post(token),
                submitTitle: say("提交申请", "File the application"),
                records: say("申请全文与文件的 SHA-256", "the whole application and the file's SHA-256"),
                fields: [
                    field("seals", say("印章", "Seals"), .anyOf(sealOptions), ""),
                    field("takers", say("取章人", "Who takes it"), .anyOf(takerOptions), ""),
                    field("reason", say("事由", "Reason"), .lines(3), ""),
                    Field(
                        "file",
                        say("用印文件", "The file to be stamped"),
                        .file(byteCountMax: FileShelf.byteCountMax, accept: ".pdf,.docx,.ofd,.txt"),
                        hint: isBack ? say("请重新选择文件", "choose the file again") : nil,
                        isRequired: false
                    ),
                    field("pages", say("页数", "Pages"), .wholeNumber(0...100_000), "1"),
                    field("place", say("用印地点", "Place of use"), .text, ""),
                    field("copies", say("份数", "Copies"), .wholeNumber(1...10_000), "1"),
                    field("uses", say("可取次数", "How often it may be taken"), .wholeNumber(1...1_000), "1"),
                    field("hours", say("用多久（小时）", "For how long (hours)"), .wholeNumber(1...720), "8"),
                    field("days", say("几天内有效", "Valid for (days)"), .wholeNumber(1...90), "3"),
                ]
            )
        }
    }

    private var sealOptions: [Field.Option] {
        sites(for: [.applicant]).flatMap { site in
            (view.policies[site]?.seals.values.sorted { $0.name < $1.name } ?? []).map {
                Field.Option("\($0.seal)", "\(siteName(site)) · \($0.name)")
            }
        }
    }

    private var takerOptions: [Field.Option] {
        sites(for: [.applicant]).flatMap { site in
            (view.policies[site]?.persons.values.sorted { $0.name < $1.name } ?? []).map {
                Field.Option("\($0.person)", "\($0.name) · \(siteName(site))")
            }
        }
    }
}
