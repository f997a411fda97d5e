import Cryptography
import Custody
import Evidence
import HTTPTypes
import Hummingbird
import Records
import Screens

// Evidence that leaves the house, and the report that people read with it: for auditors, and written down each time.
extension Console {
    var evidenceEntries: [Entry] {
        let ledger = ledger
        let ofCabinet = Route<HeadquartersRole>.Place.of { parameters in
            parameters["cabinet"].flatMap { ledger.view.place(ofCabinet: $0) }
        }
        return [
            evidence("/api/evidence/:seal", ofSeal) { visitor, query in
                .seal(try visitor.identifier("seal"), try query.range(now: visitor.now))
            },
            evidence("/api/evidence/:seal/users", ofSeal) { visitor, query in
                .users(try visitor.identifier("seal"), at: try query.moment("at") ?? visitor.now)
            },
            evidence("/api/sites/:site/evidence", ofSite) { visitor, query in
                .site(visitor.context.path["site"] ?? "", try query.range(now: visitor.now))
            },
            evidence("/api/acts/:cabinet/:index/evidence", ofCabinet) { visitor, query in
                guard let index = visitor.context.path["index"].flatMap({ UInt64($0) }) else {
                    throw Refusal.notFound
                }
                let place = ActPlace(epoch: try query.epoch(), index: index)
                return .act(cabinet: visitor.context.path["cabinet"] ?? "", place)
            },
            evidence("/api/counts/:run/evidence", .any) { visitor, _ in
                let run = try visitor.run()
                guard visitor.mayExport(run) else { throw Refusal.notFound }
                return .count(run.asked.run)
            },
        ]
    }

    private func evidence(
        _ path: RouterPath,
        _ place: Route<HeadquartersRole>.Place,
        _ claim: @escaping @Sendable (Visitor, EvidenceQuery) throws -> EvidenceClaim
    ) -> Entry {
        Entry(.get, path, .roles([.auditor]), place: place) { request, context in
            let visitor = try Visitor(self, context)
            do {
                let query = EvidenceQuery(request, minutesEast: visitor.minutesEast)
                return try await visitor.export(try claim(visitor, query), as: try query.form)
            } catch let error as HeadquartersError {
                return visitor.refusal(error)
            }
        }
    }
}

/// What a request for evidence says behind its question mark.
private struct EvidenceQuery {
    private let fields: FormData?
    private let minutesEast: Int

    /// `minutesEast` is the zone of moments that name none, as browsers send them.
    init(_ request: Request, minutesEast: Int) {
        fields = request.uri.query.flatMap { try? URLEncodedForm.read(Array($0.utf8)) }
        self.minutesEast = minutesEast
    }

    /// Milliseconds since 1970, or a date with its time; nil where the field is missing or empty.
    func moment(_ name: String) throws -> Int64? {
        guard let text = fields?[name], !text.isEmpty else { return nil }
        if let moment = Moment.parse(text) { return moment }
        guard let local = Moment.parse(text + "Z") else {
            throw HeadquartersError(.malformed, "«\(text.prefix(40))» is no moment")
        }
        return local - Int64(minutesEast) * 60_000
    }

    /// From the beginning and until now, where nothing else is said.
    func range(now: Int64) throws -> MomentRange {
        guard let range = MomentRange(from: try moment("from") ?? 0, to: try moment("to") ?? now) else {
            throw HeadquartersError(.malformed, "evidence is about one moment and a later one")
        }
        return range
    }

    /// The epoch of a cabinet's acts; the first one, where the field is missing.
    func epoch() throws -> UInt64 {
        guard let text = fields?["epoch"] else { return 1 }
        guard let epoch = UInt64(text), epoch > 0 else {
            throw HeadquartersError(.malformed, "epochs count from 1")
        }
        return epoch
    }

    var form: EvidenceForm {
        get throws {
            guard let form = EvidenceForm(rawValue: fields?["form"] ?? EvidenceForm.file.rawValue) else {
                throw HeadquartersError(.malformed, "evidence is a file, html or pdf")
            }
            return form
        }
    }
}

extension Visitor {
    /// How far the console's zone is from Greenwich now.
    fileprivate var minutesEast: Int { console.zone.offset(atUnixSeconds: Int(now / 1_000)) / 60 }

    fileprivate func identifier<Named>(_ name: String) throws -> Identifier<Named> {
        guard let id = context.path[name].flatMap({ Identifier<Named>(hexadecimal: $0) }) else {
            throw Refusal.notFound
        }
        return id
    }

    /// Exports the evidence about a claim; what left is written down, by the digest of the file that was made.
    fileprivate func export(_ claim: EvidenceClaim, as form: EvidenceForm) async throws -> Response {
        guard let exporter = console.exporter else {
            throw HeadquartersError(.unavailable, "no exporter of evidence is installed here")
        }
        let file = try await exporter.export(claim)
        let bytes = form == .file ? file : try await exporter.report(on: file, as: form)
        let exported = EvidenceExported(scope: claim.text, digest: "\(SHA256.hash(file))")
        try await console.ledger.record([
            Draft(.administration, .evidenceExported, actor: try actor(), detail: exported.canonical)
        ])
        let name = claim.text.split(separator: " ").prefix(2).joined(separator: "-").prefix(20)
        return Paper.response(
            bytes: bytes,
            name: "evidence-\(name).\(form.ending)",
            mediaType: form.mediaType
        )
    }

    /// Whether one audits every site that a run asked: the file holds the answers of all of them.
    func mayExport(_ run: CountRunState) -> Bool {
        Set(run.targets.map(\.site)).isSubset(of: sites(for: [.auditor]))
    }

    /// What an auditor takes away of a count run.
    func evidenceOfCount(_ run: CountRunState) -> Actions {
        let path = "/api/counts/\(run.asked.run)/evidence"
        return Actions([
            Action(say("出证报告（PDF）", "Report (PDF)"), .link(path + "?form=pdf")),
            Action(say("证据文件", "File of evidence"), .link(path)),
        ])
    }

    /// What an auditor asks of one seal.
    func evidenceOfSeal(_ seal: Identifier<Seal>) -> Fold {
        let forms = Field(
            "form",
            say("形式", "Form"),
            .oneOf([
                .init("pdf", say("出证报告（PDF）", "Report (PDF)")),
                .init("html", say("出证报告（网页）", "Report (page)")),
                .init("file", say("证据文件", "File of evidence")),
            ]),
            value: "pdf"
        )
        let records = say("何人何时导出，范围，文件的摘要", "who, when, what about, and the digest of the file")
        return Fold(say("出证…", "Evidence…")) {
            Form(
                to: "/api/evidence/\(seal)",
                .get,
                submitTitle: say("导出这段时间的证据", "Export this interval"),
                records: records,
                fields: [
                    Field("from", say("自", "From"), .dateAndTime), Field("to", say("至", "To"), .dateAndTime),
                    forms,
                ]
            )
            Form(
                to: "/api/evidence/\(seal)/users",
                .get,
                submitTitle: say("导出当时可能的使用人", "Export who could have used it"),
                records: records,
                fields: [Field("at", say("时点", "Moment"), .dateAndTime), forms]
            )
        }
    }
}
