import Authority
import Cryptography
import Records
package import Replication
import Store

/// One stick being taken in: its session, and what goes back.
private struct StickTransfer {
    var connection: ReplicationService.Connection
    var answer: StickAnswer
    var isOver = false
}

extension ReplicationService {
    /// Takes in what a cabinet wrote on a stick, as though it had come over the line, and says what to carry back.
    ///
    /// Whoever brings it proves nothing, and needs to prove nothing: records and heads are signed by the cabinet's own keys,
    /// and the answer is good for that cabinet alone.
    ///
    /// - Throws: ``HeadquartersError`` `.malformed` for what is no stick, `.notFound` for an unknown cabinet's; what the store
    ///   throws. What stands on the stick and is refused is no error but in the answer.
    package func take(stick file: StickFile) async throws -> StickAnswer {
        guard let first = file.frames.first, case .hello(let hello)? = try? Frame(decoding: first) else {
            throw HeadquartersError(.malformed, "the stick does not begin with a cabinet's greeting")
        }
        guard var connection = connection(of: hello.cabinet) else {
            throw HeadquartersError(.notFound, "the cabinet «\(hello.cabinet)» is not known here")
        }
        connection.named = Set(hello.held.map(\.origin))
        let answer = StickAnswer(cabinet: hello.cabinet, isWhole: file.isWhole)
        var transfer = StickTransfer(connection: connection, answer: answer)
        let greeting = Frame.hello(try withoutKnownHeads(hello)).encoded
        for frame in [greeting] + file.frames.dropFirst() {
            try await feed(.received(frame), &transfer)
            if transfer.isOver { break }
        }
        return transfer.answer
    }

    /// The greeting without the heads that are known here already: a stick may be older than what the line brought since,
    /// and a head that the log had is no rollback.
    private func withoutKnownHeads(_ hello: Hello) throws -> Hello {
        let heads = try hello.heads.filter { offer in
            guard let checkpoint = try? Checkpoint(SignedNote(parsing: offer.note.bytes)) else { return true }
            let head = checkpoint.head
            guard let status = try ledger.store.status(of: checkpoint.origin),
                head.size < status.size(.witness)
            else { return true }
            // Between the leaves that are here and the head that was cosigned nothing tells whether the log had it.
            guard head.size <= status.head.size else { return false }
            return try ledger.store.root(of: checkpoint.origin, size: head.size) != head.root
        }
        return Hello(
            organisation: hello.organisation,
            cabinet: hello.cabinet,
            boot: hello.boot,
            startCount: hello.startCount,
            nonce: hello.nonce,
            heads: heads,
            held: hello.held,
            cosigned: hello.cosigned,
            epochs: hello.epochs
        )
    }

    /// Gives the session an event and does what it asks for, and what the answers ask for, in order.
    private func feed(_ event: HeadquartersSession.Event, _ transfer: inout StickTransfer) async throws {
        var actions = transfer.connection.session.receive(event)
        while !actions.isEmpty {
            let action = actions.removeFirst()
            if let next = try await answer(to: action, &transfer) {
                actions = transfer.connection.session.receive(next) + actions
            }
        }
    }

    private func answer(to action: HeadquartersSession.Action, _ transfer: inout StickTransfer) async throws
        -> HeadquartersSession.Event?
    {
        let (cabinet, site) = (transfer.connection.cabinet, transfer.connection.site)
        switch action {
        case .send(let bytes): keep(bytes, &transfer)
        case .open(let epochs):
            try await ledger.open(epochs, of: cabinet)
            return ledger.writable(by: cabinet).map { .opened(writes: $0.writes, current: $0.current) }
        case .compare(let notes):
            guard try await ledger.missing(notes, shownBy: cabinet, onStick: true).isEmpty else {
                transfer.answer.refusal =
                    "headquarters was restored from a backup and asks over the line for what it lost; connect \(cabinet)"
                transfer.isOver = true
                return nil
            }
            return .compared([])
        case .store(let ingest):
            let answer = try await ledger.ingest(ingest, of: cabinet)
            if case .stored(let count) = answer.outcome.leaves { transfer.answer.recordCount += count }
            return .stored(ingest.origin, answer)
        case .welcome(let nonce, let held):
            return .welcomed(try await welcome(transfer.connection, nonce: nonce, held: held))
        case .fresh(let nonce):
            guard ledger.view.cabinets[cabinet]?.isCurrentEpochCounting == true else { return .fresh(nil) }
            return .fresh(try await ledger.freshNote(cabinet: cabinet, site: site, nonce: nonce))
        case .read(let origin, let first, let byteCount):
            let stretch = try await ledger.read(origin, from: first, byteCountMax: byteCount)
            guard stretch.bundle.count > 0, !transfer.isOver else { return nil }
            try await feed(.records(origin, stretch), &transfer)
            // On a stick one PULL stands for all that there is: nobody can ask again.
            let next = Pull(
                origin: origin.text,
                from: stretch.first + UInt64(stretch.bundle.count),
                byteCountMax: UInt64(byteCount)
            )
            return .received(Frame.pull(next).encoded)
        case .cosigned(let note): _ = try await ledger.takeCosignature(note, from: cabinet)
        case .contradiction(let origin, let refusal): try await note(refusal, of: origin, cabinet)
        case .leave(let error):
            transfer.answer.refusal = error.message
            transfer.isOver = true
        // A stick says nothing of where a cabinet is, and an alarm on it stands in its log as well. Heads that move go with
        // the next stick; files travel over the line, and records that headquarters lost come back over it.
        case .greeted, .alarm, .offer, .recover, .storeChunk, .blobComplete, .blobDamaged, .findBlob,
            .readPiece:
            break
        }
        return nil
    }

    /// Keeps a frame for the way back; credit means nothing there.
    private func keep(_ bytes: [UInt8], _ transfer: inout StickTransfer) {
        switch try? Frame(decoding: bytes) {
        case .credit?, .bye?: return
        default: break
        }
        guard !transfer.answer.file.append(bytes) else { return }
        // What finds no room comes with the next stick: the cabinet asks from what it holds then.
        transfer.isOver = true
    }
}
