import Authority
import Cryptography
import HTTPTypes
import Hummingbird
import Records
import Screens

// Who looked at what: an act like any other, written before the answer leaves.
extension Console {
    /// What a page shows of others, and what happens when that somebody looked cannot be written down.
    struct Shown: Sendable {
        /// What the page is called where acts are read.
        let name: Phrase
        /// Whether it stays closed without the record.
        let isOwed: Bool

        /// A page or file that is served only when it stands in the log who opened it: it says more of somebody than a list does.
        static func only(_ chinese: String, _ english: String) -> Shown {
            Shown(name: Phrase(chinese, english), isOwed: true)
        }

        /// What people need to work and to take away; where no record can be written it is shown all the same.
        static func open(_ chinese: String, _ english: String) -> Shown {
            Shown(name: Phrase(chinese, english), isOwed: false)
        }
    }

    /// The handler of an entry, and behind it the record that somebody looked.
    func handler(of entry: Entry) -> Handler {
        guard let shown = entry.shows else { return entry.handler }
        let page = entry.route.path.description
        return { request, context in
            let response = try await entry.handler(request, context)
            // What was refused or is not there was not looked at.
            guard (200..<300).contains(response.status.code) else { return response }
            let visitor = try Visitor(self, context)
            do {
                try await visitor.noteLook(at: page, path: request.uri.path)
                return response
            } catch {
                HeadquartersMetrics.lookNotWritten()
                guard shown.isOwed else { return response }
                return visitor.refusal(
                    HeadquartersError(
                        .unavailable,
                        "it cannot be written down who looks at this, so it is not shown",
                        chinese: "无法记录查看行为，因此暂不显示"
                    )
                )
            }
        }
    }
}

extension Visitor {
    /// Writes down that this person looked, once within ``LookBook/periodMilliseconds``.
    fileprivate func noteLook(at page: String, path: String) async throws {
        let look = LookBook.Look(person: try person(), path: path)
        guard !console.looks.isWritten(look, at: now) else { return }
        let detail = LookedAt(page: String(page.prefix(LookedAt.byteCountMax)), about: lookedAbout)
        try await console.ledger.record([
            Draft(
                .administration,
                .lookedAt,
                actor: try actor(),
                subject: lookedSubject,
                detail: detail.canonical
            )
        ])
        console.looks.note(look, at: now)
    }

    /// What the path names, in the words of a record's subject.
    private var lookedSubject: Subject {
        let application = (context.path["grant"]).flatMap { Hex.decode($0) }.flatMap { Digest($0) }
            .flatMap { view.desks.applications[$0] }?.statement
        return Subject(
            seal: context.path["seal"].flatMap { Identifier<Seal>(hexadecimal: $0) },
            grant: application?.grant,
            application: application?.application,
            run: context.path["run"].flatMap { Identifier<CountRun>(hexadecimal: $0) },
            cabinet: context.path["cabinet"]
        )
    }

    private var lookedAbout: String? {
        (context.path["file"] ?? context.path["statement"] ?? context.path["site"])
            .map { String($0.prefix(LookedAt.byteCountMax)) }
    }

    /// What an act of looking was about, where acts are read: the page's name, and which one.
    func looked(_ record: OpenedRecord) throws -> String? {
        guard try record.kind()?.kind == .lookedAt, let detail: LookedAt = try record.detail() else {
            return nil
        }
        let name = console.entries.lazy.filter { $0.route.path.description == detail.page }.compactMap(
            \.shows
        )
        .first?.name
        return [name?.text(in: language) ?? detail.page, detail.about.map { String($0.prefix(16)) }]
            .compactMap(\.self).joined(separator: " · ")
    }
}
