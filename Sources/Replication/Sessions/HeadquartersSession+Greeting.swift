import Records

// A greeting: epochs are opened, notes compared, heads witnessed, in this order.
extension HeadquartersSession {
    mutating func greet(_ hello: Hello) throws(ReplicationError) -> [Action] {
        guard hello.organisation == organisation, hello.cabinet == cabinet else {
            throw ReplicationError(.notYours, "this transport key belongs to \(cabinet) of \(organisation)")
        }
        for held in hello.held {
            if let origin = offers.first(where: { $0.text == held.origin }) { known[origin] = held.size }
        }
        guard !hello.epochs.isEmpty else { return [.greeted(hello)] + (try compare(hello)) }
        state = .opening(hello)
        return [.greeted(hello), .open(hello.epochs)]
    }

    /// Has the notes compared before any head is judged.
    ///
    /// A head that is refused ends the session. What the cabinet shows of the own logs, and what its announced epochs give reason to
    /// find, would else be heard of by nobody.
    mutating func compare(_ hello: Hello) throws(ReplicationError) -> [Action] {
        let shown = notesWithOwnLines(hello)
        guard shown.isEmpty, hello.epochs.isEmpty else {
            state = .comparing(hello)
            return [.compare(notes: shown)]
        }
        return try witness(hello)
    }

    mutating func witness(_ hello: Hello) throws(ReplicationError) -> [Action] {
        var heads: [Ingest] = []
        for offer in hello.heads {
            if let origin = unopenedTelemetry(offer) {
                refusedLines.append(
                    WitnessLine(origin: origin.text, verdict: .untrusted, size: 0, note: nil)
                )
            } else {
                heads.append(try ingest(offer))
            }
        }
        guard Set(heads.map(\.origin)).count == heads.count else {
            throw ReplicationError(.malformed, "HELLO offers two heads of one log")
        }
        return witnessNext(hello, lines: [], remaining: heads)
    }

    mutating func witnessNext(_ hello: Hello, lines: [WitnessLine], remaining: [Ingest]) -> [Action] {
        guard let next = remaining.first else {
            state = .welcoming
            owedNonce = isHeldFast ? nil : hello.nonce.bytes
            return [
                .send(Frame.witness(lines + refusedLines).encoded),
                .welcome(nonce: isHeldFast ? hello.nonce.bytes : nil, held: hello.held),
            ]
        }
        state = .witnessing(hello, lines: lines, remaining: Array(remaining.dropFirst()))
        return [.store(next)]
    }
}
