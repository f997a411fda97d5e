import Authority
import Cryptography
import Hummingbird
import Records
import Screens

// The picture of a seal's impression: officers sign its digest with the seal's statement, so that nobody can show another.
extension Visitor {
    /// The picture that officers signed.
    func impression() async throws -> Response {
        guard let digest = try seal().0.impression, let named = view.desks.files[digest] else {
            throw Refusal.notFound
        }
        return try Paper.picture(try await console.shelf.content(of: named.original))
    }

    /// Lays the picture that the form brings down, and out a new version of the seal's statement that names it.
    func proposeImpression() async throws -> Digest {
        let (seal, site) = try self.seal()
        let picture = try await layDownPicture()
        let actor = try actor()
        try await console.ledger.layDownImpression(picture, of: seal.seal, by: actor)
        let statement = SealStatement(
            head: StatementHead(organisation: view.organisation, madeUnder: view.standing.size),
            seal: seal.seal,
            version: seal.version + 1,
            name: seal.name,
            tag: seal.tag,
            grade: seal.grade,
            cabinet: seal.cabinet,
            drawer: seal.drawer,
            rule: seal.rule,
            impression: picture.content
        )
        return try await console.ledger.propose(
            statement.encoded,
            site: site,
            note: say("登记印模：\(seal.name)", "Impression of \(seal.name)"),
            by: actor
        )
    }

    /// The picture on a seal's page, and where another one is proposed.
    func impressionParts(of seal: SealStatement, mayPropose: Bool) -> [any Component] {
        var parts: [any Component] = []
        if seal.impression != nil {
            parts.append(
                Card(title: say("印模", "Impression")) {
                    Picture(
                        "/seals/\(seal.seal)/impression",
                        words: say("\(seal.name)的印模", "Impression of \(seal.name)")
                    )
                    Prose(say("图片摘要由两名安全员签署。", "Two officers signed the picture's digest."), voice: .quiet)
                }
            )
        }
        guard mayPropose else { return parts }
        let title =
            seal.impression == nil
            ? say("登记印模…", "Register its impression…") : say("更换印模…", "Replace its impression…")
        parts.append(
            Fold(title) {
                Form(
                    to: "/seals/\(seal.seal)/impression",
                    .post(token),
                    submitTitle: say("提出待签文本", "Lay out the statement"),
                    records: say("图片、提出人和时间；由两名安全员签署后生效", "the picture, who and when; two officers sign it"),
                    fields: [
                        Field(
                            "picture",
                            say("印模图片", "Picture of the impression"),
                            .file(byteCountMax: FileShelf.pictureByteCountMax, accept: ".png,.jpg,.jpeg")
                        )
                    ]
                )
            }
        )
        return parts
    }
}
