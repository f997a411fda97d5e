import Authority
import Cryptography
import Enrolment
import Records

// From an application to a grant at the cabinet.
extension Company {
    /// An application that was filed.
    struct Application: Sendable {
        /// The digest of the grant's bytes, in hexadecimal.
        let digest: String
        /// What approvers read and sign.
        let statement: GrantStatement
        /// The text as headquarters gives it out.
        let paper: [UInt8]
    }

    /// Files an application for one seal with a file.
    func apply(
        for seal: Identifier<Seal>,
        by taker: FleetStory.Worker,
        uses: Int,
        reason: String,
        file: (name: String, bytes: [UInt8])
    ) async throws -> Application {
        let applicant = try await console(as: "applicant")
        let filed: ConsoleApplication = try await applicant.send(
            "/api/applications",
            [
                ("seals", "\(seal)"), ("takers", "\(try cast.worker(taker))"), ("mode", "0"),
                ("reason", reason),
                ("copies", "2"), ("uses", "\(uses)"), ("place", "本行会议室"), ("days", "1"), ("hours", "4"),
                ("pages", "14"),
            ],
            file: ("file", file.name, file.bytes)
        )
        let paper = try await applicant.fetch("/api/applications/\(filed.grant)/text")
        let statement = try GrantStatement(decoding: Armor.bytes(of: paper, .statement))
        guard statement.files.first?.digest == SHA256.hash(file.bytes) else {
            throw FleetError(.outcome, "what is approved is not the SHA-256 of the file")
        }
        return Application(digest: filed.grant, statement: statement, paper: paper)
    }

    /// Two approvers read and sign with `signet approve`, on keys that headquarters lacks.
    ///
    /// - Returns: the grant with their approvals.
    @discardableResult
    func approve(_ application: Application) async throws -> ApprovedGrant {
        var approved = ApprovedGrant(bytes: application.statement.encoded)
        var last: ConsoleApplication?
        for (holder, account) in zip(FleetStory.approvers.map(\.0), ["branch", "legal"]) {
            let approval = try await room.approval(of: application.paper, by: holder)
            approved.add(try Approval(decoding: Armor.bytes(of: approval, .approval)))
            last = try await console(as: account).send(
                "/api/applications/\(application.digest)/approvals",
                file: ("approval", "approval.txt", approval)
            )
        }
        guard last?.state == "granted" else {
            throw FleetError(
                .outcome,
                "two approvals should grant; the application is \(last?.state ?? "open")"
            )
        }
        return approved
    }

    /// Waits until the cabinet offers a seal to a person under a grant.
    func waitForOffer(
        of seal: Identifier<Seal>,
        under digest: String,
        to worker: FleetStory.Worker,
        at site: FleetStory.Site
    ) async throws {
        let screen = screen(at: site)
        try await screen.begin("take")
        try await screen.identify(worker)
        try await screen.wait(for: "choosing-take")
        _ = try await waitFor("the grant at \(site.cabinet)") {
            let offers = try await screen.look().offers
            return offers.contains { $0.seal == "\(seal)" && $0.grant == digest && $0.reasons.isEmpty }
                ? true : nil
        }
        try await screen.leave()
    }
}
