import Authority
import Cryptography
import FoundationEssentials
import Records

// How people get cards and PINs, and seals get tags and a place.
extension Company {
    /// One tag that gets keys: what it is called in the rig, its UID, and what it will be for.
    private struct Blank {
        let tag: String
        let uid: Bytes
        let purpose: TagPurpose
    }

    /// Registers people and seals of all sites, personalises their tags, and puts each seal into its slot.
    func equip() async throws {
        for site in FleetStory.sites {
            say("\(site.name): people, cards and seals")
            let screen = screen(at: site)
            for worker in site.people { try await register(worker, at: site) }
            let blanks = try await readBlanks(at: site, screen)
            try await orderKeys(for: blanks, at: site)
            try await personalise(blanks, at: site, screen)
            try await chooseCredentials(at: site, screen)
            try await registerSeals(blanks, at: site)
        }
        for site in FleetStory.sites { try await placeSeals(at: site) }
        try fleet.folder.write("", to: fleet.folder.readyPath)
    }

    private func register(_ worker: FleetStory.Worker, at site: FleetStory.Site) async throws {
        struct Answer: Decodable { let statement: String }
        let answer: Answer = try await console(as: "security").send(
            "/api/people/\(site.site)",
            [
                ("person", "\(try cast.worker(worker))"), ("name", worker.name),
                ("rights", worker.rights.map { "\($0)" }.joined(separator: " ")),
            ]
        )
        try await sign(proposal: answer.statement, by: FleetStory.officers)
    }

    /// Lays each blank tag on the front reader, which tells headquarters its number.
    private func readBlanks(at site: FleetStory.Site, _ screen: ScreenVisitor) async throws -> [Blank] {
        let tags =
            site.seals.indices.map { (site.tag($0 + 1), TagPurpose.seal) }
            + site.people.map { ($0.card, TagPurpose.card) }
        var blanks: [Blank] = []
        for (tag, purpose) in tags {
            try fleet.rig.makeTag(tag)
            let uid = try await screen.withTagInFront(tag) {
                try await screen.begin("tag")
                try await screen.touch("/tag")
                return try await screen.wait(for: "tag-read").uid ?? ""
            }
            try await screen.leave()
            blanks.append(Blank(tag: tag, uid: try Self.bytes(uid), purpose: purpose))
        }
        return blanks
    }

    /// Two officers sign a job for each tag; the tag-key service delivers.
    private func orderKeys(for blanks: [Blank], at site: FleetStory.Site) async throws {
        _ = try await waitFor("headquarters to know the tags of \(site.cabinet)") {
            let seen = Set(try await self.cabinet(site.cabinet).tagsSeen)
            return blanks.allSatisfy { seen.contains(Hex.encode($0.uid.bytes)) } ? true : nil
        }
        for blank in blanks {
            let job = TagJobStatement(
                head: try await head(),
                job: Bytes(try SecureRandom.bytes(16)),
                cabinet: site.cabinet,
                uid: blank.uid,
                purpose: blank.purpose,
                keyVersion: 1
            )
            try await give(job, by: FleetStory.officers, note: blank.tag)
        }
    }

    /// Gives each tag its keys at the cabinet's front reader.
    private func personalise(_ blanks: [Blank], at site: FleetStory.Site, _ screen: ScreenVisitor)
        async throws
    {
        _ = try await waitFor("the keys of \(blanks.count) tags at \(site.cabinet)") {
            try await screen.look().jobs.count == blanks.count ? true : nil
        }
        // A job is told by its tag: the one that lies there is tried against each.
        for blank in blanks {
            try await screen.withTagInFront(blank.tag) {
                try await screen.begin("job")
                let jobs = try await screen.wait(for: "choosing-job").jobs
                for job in jobs {
                    try await screen.touch("/job", [("job", job)])
                    let state = try await screen.wait(for: "job-done", "trouble")
                    if state.step == "job-done" { break }
                    guard state.trouble == "otherTag" else {
                        throw FleetError(.outcome, "\(blank.tag) got no keys: \(state.trouble ?? "")")
                    }
                    try await screen.touch("/again")
                    try await screen.wait(for: "choosing-job")
                }
            }
            try await screen.leave()
        }
    }

    /// Everybody chooses digits and lays on the card; two officers sign each credential.
    func chooseCredentials(at site: FleetStory.Site, _ screen: ScreenVisitor) async throws {
        try await screen.begin("credential")
        var wanted: [String] = []
        for worker in site.people {
            try await screen.wait(for: "asking-person", "credential-requested")
            try await screen.touch("/person", [("person", "\(try cast.worker(worker))")])
            try await screen.wait(for: "waiting-for-new-card")
            try await screen.withTagInFront(worker.card) {
                try await screen.touch("/card")
                try await screen.wait(for: "choosing-pin")
            }
            for step in ["choosing-pin", "repeating-pin"] {
                try await screen.wait(for: step)
                try await screen.touch("/pin", [("pin", worker.pin), ("press", "done")])
            }
            wanted += try await screen.wait(for: "credential-requested").credentials
        }
        try await screen.leave()
        let security = try await console(as: "security")
        _ = try await waitFor("the wishes for credentials of \(site.cabinet)") {
            let known: [ConsoleCredential] = try await security.read("/api/credentials")
            return Set(wanted).isSubset(of: known.map(\.credential)) ? true : nil
        }
        struct Answer: Decodable { let statement: String }
        for credential in wanted {
            let answer: Answer = try await security.send(
                "/api/people/\(site.site)/credentials",
                [("credential", credential)]
            )
            try await sign(proposal: answer.statement, by: FleetStory.officers)
        }
    }

    private func registerSeals(_ blanks: [Blank], at site: FleetStory.Site) async throws {
        for (index, name) in site.seals.enumerated() {
            let tag = site.tag(index + 1)
            guard let blank = blanks.first(where: { $0.tag == tag }) else { continue }
            let seal = SealStatement(
                head: try await head(),
                seal: try cast.seal(tag),
                version: 1,
                name: name,
                tag: TagReference(uid: blank.uid, keyNumber: 1, keyVersion: 1),
                grade: .proved,
                cabinet: site.cabinet,
                drawer: UInt64(index + 1),
                rule: FleetStory.rule.name
            )
            try await give(seal, by: FleetStory.officers, note: name)
        }
    }

    /// A custodian brings each seal as if it came back: returning needs no right.
    private func placeSeals(at site: FleetStory.Site) async throws {
        guard let custodian = site.people.first(where: { $0.rights.contains(.custodian) }) else { return }
        let screen = screen(at: site)
        for index in site.seals.indices {
            let tag = site.tag(index + 1)
            let seal = try cast.seal(tag)
            _ = try await waitFor("\(tag) in the policy of \(site.cabinet)") {
                try await screen.look().returnable.contains("\(seal)") ? true : nil
            }
            try await giveBack(seal, tag: tag, by: custodian, at: site)
        }
    }
}
