import Authority
import Cryptography
import Enrolment
import Host
import Records
import Store

/// Somebody with every key of headquarters and its disk: writes what headquarters itself would refuse to write.
struct Insider {
    let folder: FleetFolder

    /// A grant with approvals in the approvers' names, made with the only keys that there are at headquarters.
    func forgedApprovals(of grant: GrantStatement, inTheNameOf approvers: [Identifier<Person>]) throws
        -> ApprovedGrant
    {
        let secrets = try secrets()
        var approved = ApprovedGrant(bytes: grant.encoded)
        for approver in approvers {
            approved.add(
                try Approval(of: approved.bytes, by: approver, key: try secrets.logKey(.authority).privateKey)
            )
        }
        return approved
    }

    /// A grant that nobody applied for, over the same seals and takers as a real one.
    func invention(like real: GrantStatement) -> GrantStatement {
        var generator = SystemRandomNumberGenerator()
        return GrantStatement(
            head: real.head,
            grant: Identifier(using: &generator),
            application: Identifier(using: &generator),
            applicant: real.applicant,
            seals: real.seals,
            site: real.site,
            takers: real.takers,
            mode: real.mode,
            reason: real.reason,
            files: real.files,
            copies: real.copies,
            uses: 100,
            placeOfUse: real.placeOfUse,
            companion: real.companion,
            expectedReturn: real.expectedReturn,
            notBefore: real.notBefore,
            notAfter: real.notAfter,
            offlineSecondsMax: real.offlineSecondsMax
        )
    }

    /// The bytes of a grant for two uses, with the one byte changed that says how many: nine.
    ///
    /// Key 14 of the map, its value, and key 15 follow one another.
    func withMoreUses(_ bytes: [UInt8]) throws -> [UInt8] {
        let pattern: [UInt8] = [14, 2, 15]
        let places = bytes.indices.dropLast(2).filter { Array(bytes[$0..<$0 + 3]) == pattern }
        guard let place = places.first, places.count == 1 else {
            throw FleetError(.outcome, "the number of uses stands at \(places.count) places of the grant")
        }
        var changed = bytes
        changed[place + 1] = 9
        return changed
    }

    /// Writes grants into a site's policy under its true key; headquarters must not be running.
    func slip(_ grants: [ApprovedGrant], intoPolicyOf site: String) throws {
        let store = try EvidenceFile(path: "\(folder.headquarters)/state/evidence.sqlite")
        let key = try secrets().logKey(.policy(site: site)).privateKey
        let origin = try LogNames.policy(FleetStory.organisation, site: site, epoch: 1)
        let signer = try CheckpointSigner(origin: origin, privateKey: key)
        let size = try store.open(origin, key: signer.verifierKey, isOwn: true).head.size
        var lastTime = HybridTime(milliseconds: 0)
        try store.forEachRecord(of: origin, from: size - 1, to: size) {
            lastTime = try $1.opened().leaf.header.time
        }
        var generator = SystemRandomNumberGenerator()
        var journal = try Journal(
            store: store,
            signer: signer,
            boot: Identifier(using: &generator),
            lastTime: lastTime,
            actKey: nil
        )
        let authority = try LogNames.authority(FleetStory.organisation, epoch: 1)
        guard let head = try store.status(of: authority)?.head else {
            throw FleetError(.folder, "headquarters has no log authority")
        }
        let clock = SystemClock()
        _ = try journal.append(
            grants.map {
                Draft(
                    .giving,
                    .grant,
                    isCritical: true,
                    actor: Actor(component: "approvals"),
                    detail: $0.canonical
                )
            },
            at: ClockReading(
                wallMilliseconds: clock.wallMilliseconds,
                monotonicMilliseconds: clock.bootMilliseconds,
                quality: .unknown
            ),
            obeying: ObeyedHeads(
                authority: (1, head.size, head.root),
                policy: (1, journal.head.size, journal.head.root)
            )
        )
        try journal.storeCheckpoint()
    }

    private func secrets() throws -> HeadquartersSecrets {
        let credential = try CredentialKey(path: "\(folder.headquarters)/state/credential")
        let bytes = try ProtectedFile.read("\(folder.headquarters)/state/secrets", readers: .ownerOnly)
        return try HeadquartersSecrets(bytes, under: credential)
    }
}
