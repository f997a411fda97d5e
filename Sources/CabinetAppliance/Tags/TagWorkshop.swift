package import Authority
import Cryptography
package import Custody
package import Records
import SealTags

/// Reads and personalises tags at the front reader: blank ones that will sit in a seal or become a card.
package actor TagWorkshop<Store: LogStore> {
    /// What the workshop could not do, with what to do about it.
    package enum Trouble: Error, Sendable, Hashable {
        /// Nothing lies on the front reader.
        case noTag
        /// The tag left while it was worked on; lay it back and start again, nothing is lost.
        case tagGone
        /// The front reader is ill.
        case readerIll
        /// Another tag lies there than the job is for.
        case otherTag
        /// The job's keys have not come from headquarters yet.
        case noKeys
        /// The tag refuses: its keys are not those that the job expects.
        case refused(String)
        /// The record could not be written.
        case notWritten
    }

    private let ledger: CabinetLedger<Store>
    private let reader: TagReaderSupervisor
    private let examiner: TagExaminer<FailureBook>
    private let sealingKey: X25519PrivateKey

    init(
        ledger: CabinetLedger<Store>,
        reader: TagReaderSupervisor,
        examiner: TagExaminer<FailureBook>,
        sealingKey: X25519PrivateKey
    ) {
        self.ledger = ledger
        self.reader = reader
        self.examiner = examiner
        self.sealingKey = sealingKey
    }

    /// Reads the tag on the front reader and writes that it was seen, so that officers can sign a job for it.
    package func readTag(by actor: Actor) async throws(Trouble) -> TagSeen {
        let identity: TagIdentity? = try await use { tag throws(TagError) in
            try await self.examiner.identify(tag)
        }
        guard let identity else { throw .noTag }
        let seen = TagSeen(
            uid: Bytes(identity.uid.bytes),
            version: Bytes(
                identity.version.map { $0.hardware + $0.software + $0.uid.bytes + $0.production } ?? []
            )
        )
        try await write(.tagSeen, seen, by: actor)
        return seen
    }

    /// Jobs for this cabinet whose keys are here and that are not done.
    package nonisolated func openJobs() -> [TagJobStatement] {
        let view = ledger.view
        let cabinet = view.identity.cabinet
        return view.obeyed.policy.tagJobs.values.filter { job in
            job.cabinet == cabinet && !view.custody.jobsDone.contains(job.job)
                && view.obeyed.policy.isDelivered(job)
        }.sorted { $0.job.bytes.lexicographicallyPrecedes($1.job.bytes) }
    }

    /// Gives the tag on the front reader the keys of a job, from wherever an earlier run left it.
    package func perform(_ job: TagJobStatement, by actor: Actor) async throws(Trouble) {
        let plan = try personalisation(of: job)
        let done: PersonalisationReport? = try await use { tag throws(TagError) in
            try await self.examiner.personalise(tag, plan)
        }
        guard done != nil else { throw .noTag }
        let seen = TagSeen(uid: job.uid, version: Bytes([]), keyVersion: job.keyVersion, job: job.job)
        try await write(.tagPersonalised, seen, by: actor)
    }

    private func use<Result: Sendable>(
        _ body: @Sendable (SelectedTag) async throws(TagError) -> Result
    ) async throws(Trouble) -> Result? {
        do throws(TagError) {
            return try await reader.withTagPatiently(body)
        } catch {
            switch error.code {
            case .tagGone, .superseded: throw .tagGone
            case .readerIll, .tooManyWaiting: throw .readerIll
            case .otherTag: throw .otherTag
            default: throw .refused(error.message)
            }
        }
    }

    /// The job's keys, opened for this one run and wiped with it.
    private func personalisation(of job: TagJobStatement) throws(Trouble) -> PersonalisationJob {
        let obeyed = ledger.view.obeyed
        let deliveries = obeyed.policy.deliveries(
            of: job.uid,
            version: job.keyVersion,
            to: ledger.view.identity.cabinet
        )
        guard let delivery = deliveries.first(where: { $0.job == job.job }),
            let service = obeyed.standing.services, let serviceKey = try? service.tagServiceKey.publicKey(),
            let keys = try? delivery.opened(with: sealingKey, serviceKey: serviceKey),
            let uid = TagUID(job.uid.bytes), let version = UInt8(exactly: job.keyVersion)
        else { throw .noKeys }
        do {
            let changes = try keys.keys.map { number, key in
                guard let number = KeyNumber(number),
                    let replacement = TagKey(SecretBytes(key.bytes), version: version)
                else { throw Trouble.noKeys }
                return try KeyChange(number, from: .factory, to: replacement)
            }
            return try PersonalisationJob(uid: uid, keys: changes)
        } catch {
            throw .noKeys
        }
    }

    private func write(_ kind: RecordKind, _ seen: TagSeen, by actor: Actor) async throws(Trouble) {
        let draft = Draft(.system, kind, actor: actor, detail: seen.canonical, isSigned: true)
        do { try await ledger.append([draft]) } catch { throw .notWritten }
    }
}
