import Authority
import FoundationEssentials
import Records

// How cabinets come into service, and become witnesses.
extension Company {
    /// Enrols all cabinets: slip, words compared, two officers; then lock map.
    func enrolCabinets() async throws {
        for site in FleetStory.sites {
            say("\(site.cabinet) is enrolled: slip, comparison words, two officers")
            try await enrol(site)
        }
        for site in FleetStory.sites {
            try await give(
                LockMapStatement(
                    head: head(),
                    cabinet: site.cabinet,
                    version: 1,
                    drawers: Self.drawers(of: site)
                ),
                by: FleetStory.officers,
                note: "\(site.cabinetName) · 锁位图"
            )
        }
        for site in FleetStory.sites { try await screen(at: site).waitForScreen() }
    }

    /// Owners name the cabinets as witnesses of `authority`.
    func nameWitnesses() async throws {
        say("owners name the three cabinets as witnesses")
        var witnesses: [Witness] = []
        for site in FleetStory.sites {
            witnesses.append(
                Witness(
                    name: "\(FleetStory.organisation)/cabinet/\(site.cabinet)",
                    key: try Self.bytes(await cabinet(site.cabinet).witnessKey)
                )
            )
        }
        try await give(
            WitnessPolicyStatement(head: head(), version: 1, witnesses: witnesses),
            by: Array(FleetStory.owners.prefix(2)),
            note: "见证柜"
        )
        _ = try await waitFor("a majority of witnesses") {
            let overview = try await self.overview()
            return overview.witnessedSize == overview.authoritySize && overview.waitingCount == 0 ? true : nil
        }
    }

    private func enrol(_ site: FleetStory.Site) async throws {
        struct Asked: Decodable { let request: String }
        struct Released: Decodable { let slip: String }
        let asked: Asked = try await console(as: "admin").send(
            "/api/enrolment",
            [("cabinet", site.cabinet), ("site", site.site), ("name", site.cabinetName)]
        )
        let released: Released = try await console(as: "security").send(
            "/api/enrolment/\(asked.request)/release"
        )
        let slipPath = "\(fleet.folder.cabinet(site.cabinet))/slip.txt"
        try fleet.folder.write(released.slip, to: slipPath)
        _ = try await fleet.cabinetTool.run([
            "enrol", "--slip", slipPath, "--configuration",
            fleet.folder.cabinetConfigurationPath(site.cabinet),
        ])
        try FileManager.default.removeItem(atPath: slipPath)
        try await fleet.startCabinet(site.cabinet)

        let security = try await console(as: "security")
        let proposal = try await waitFor("the request of \(site.cabinet)") {
            let proposals: [ConsoleProposal] = try await security.read("/api/proposals")
            return proposals.first { $0.state == "open" && $0.note.contains(" ") }
        }
        try await compareWords(proposal, at: site)
        try await sign(proposal: proposal.statement, by: FleetStory.officers)
    }

    /// What the officer reads at headquarters and the installer at the cabinet must be the same.
    private func compareWords(_ proposal: ConsoleProposal, at site: FleetStory.Site) async throws {
        let log = "\(fleet.folder.logs)/\(site.cabinet).log"
        let words = try await waitFor("comparison words in \(log)") {
            try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").last {
                $0.contains("enrolment.words=")
            }.map(String.init)
        }
        guard words.contains(proposal.note) else {
            throw FleetError(
                .outcome,
                "the words differ: «\(proposal.note)» at headquarters, \(words) at the cabinet"
            )
        }
    }

    private static func drawers(of site: FleetStory.Site) -> [DrawerPlace] {
        site.seals.indices.map { index in
            let (number, place) = (
                index + 1, { (number: Int) in BoardPlace(board: "main", number: UInt64(number)) }
            )
            return DrawerPlace(
                drawer: UInt64(number),
                reader: "slot\(number)",
                lock: place(number),
                bolt: SwitchPlace(place(SimulatedBoardPlan.boltInput(number)), isActiveWhenSecure: true),
                door: SwitchPlace(place(SimulatedBoardPlan.doorInput(number)), isActiveWhenSecure: true),
                light: site.boardKind == "modbus" ? place(number) : nil
            )
        }
    }
}
