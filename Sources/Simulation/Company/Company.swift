import Authority
import FoundationEssentials
import Records

/// The story's company at work: its people with their key files, at the console and at the cabinets.
package actor Company {
    /// The programs.
    nonisolated let fleet: Fleet
    /// Where people sign.
    nonisolated let room: SigningRoom
    /// What is done is told here, a line at a time.
    nonisolated let say: @Sendable (String) -> Void
    /// Who is who.
    nonisolated let cast: Cast
    private var visitors: [String: ConsoleVisitor] = [:]
    private var screens: [String: ScreenVisitor] = [:]

    /// A company whose programs are not started; it stands already where `isFounded`.
    package init(_ fleet: Fleet, say: @escaping @Sendable (String) -> Void) throws {
        self.fleet = fleet
        self.say = say
        room = try SigningRoom(folder: fleet.folder, signet: fleet.signet)
        if FileManager.default.fileExists(atPath: fleet.folder.castPath) {
            cast = try Cast(of: fleet.folder)
        } else {
            cast = try Cast()
            try cast.keep(in: fleet.folder)
        }
    }

    /// Whether the company stood at the end of an earlier run.
    package nonisolated var isFounded: Bool {
        FileManager.default.fileExists(atPath: fleet.folder.readyPath)
    }

    /// Founds it: headquarters, cabinets, witnesses, people, and each seal in its slot.
    func establish() async throws {
        try await found()
        try await enrolCabinets()
        try await nameWitnesses()
        try await equip()
    }

    /// Starts the programs of a company that stands; of the cabinets, those of some sites.
    package func open(_ sites: [FleetStory.Site] = FleetStory.sites) async throws {
        try await fleet.startRig()
        try await fleet.startTagKeys()
        try await fleet.startHeadquarters()
        for site in sites { try await fleet.startCabinet(site.cabinet) }
        for site in sites { try await screen(at: site).waitForScreen() }
        say("everything runs again")
    }

    /// Somebody at the console; logs in at the first call.
    func console(as account: String) async throws -> ConsoleVisitor {
        if let visitor = visitors[account] { return visitor }
        let visitor = try await ConsoleVisitor(port: fleet.ports.console, account: account)
        visitors[account] = visitor
        return visitor
    }

    /// Everybody has to log in anew, as after a stop of headquarters.
    func forgetLogIns() { visitors = [:] }

    /// A cabinet's screen, which has one browser, whoever stands there.
    func screen(at site: FleetStory.Site) -> ScreenVisitor {
        if let screen = screens[site.cabinet] { return screen }
        let port = fleet.ports.screens[site.cabinet] ?? 0
        let screen = ScreenVisitor(cabinet: site.cabinet, port: port, rig: fleet.rig)
        screens[site.cabinet] = screen
        return screen
    }

    /// What statements made now have in common.
    func head() async throws -> StatementHead {
        StatementHead(
            organisation: FleetStory.organisation,
            madeUnder: try await overview().authoritySize
        )
    }

    /// Lays a statement out at headquarters and has it signed; returns when it is in force there.
    func give(_ statement: some Statement, by holders: [String], note: String) async throws {
        let security = try await console(as: "security")
        let proposal: ConsoleProposal = try await security.send(
            "/api/proposals",
            [("note", note)],
            file: ("statement", "statement.txt", room.paper(statement))
        )
        try await sign(proposal: proposal.statement, by: holders)
    }

    /// Has what is laid out signed; returns when it is in force at headquarters.
    func sign(proposal: String, by holders: [String]) async throws {
        let security = try await console(as: "security")
        let paper = try await security.fetch("/api/proposals/\(proposal)/text")
        var last: ConsoleProposal?
        for signature in try await room.signatures(on: paper, by: holders) {
            last = try await security.send(
                "/api/proposals/\(proposal)/signatures",
                file: ("signature", "signature.txt", signature)
            )
        }
        guard last?.state == "given" else {
            throw FleetError(
                .outcome,
                "«\(last?.kind ?? proposal)» should be in force and is \(last?.state ?? "open")"
            )
        }
    }

    /// What headquarters shows first: the root, its logs, the seals.
    func overview() async throws -> ConsoleOverview {
        try await console(as: "auditor").read("/api/overview")
    }

    /// What headquarters knows of a cabinet.
    func cabinet(_ name: String) async throws -> ConsoleCabinet {
        let cabinets: [ConsoleCabinet] = try await console(as: "auditor").read("/api/cabinets")
        guard let cabinet = cabinets.first(where: { $0.cabinet == name }) else {
            throw FleetError(.outcome, "headquarters does not know the cabinet \(name)")
        }
        return cabinet
    }
}
