package import Authority
package import Records

/// Acts that were judged before `authority` was here as far as they cite it.
///
/// Which act key was in force there may not have been known: headquarters or a cabinet that was put back has acts by a key of which
/// it has not read yet that officers enrolled it. What they are worth must not depend on when somebody looked, so they are judged
/// again when such an enrolment comes.
package struct JudgedAhead: Sendable, Hashable {
    /// How many leaves of `authority` were known when the first of them was judged.
    let knownSize: UInt64
    /// The most that one of them cites; all there will ever be for one that cites nothing and was passed over.
    let citedSize: UInt64

    /// More than there will ever be: as many as the largest log has.
    static let anySize: UInt64 = 1 << 62
}

extension CustodyState {
    /// Notes what a record that was judged cites beyond what was known, whatever it was found to be worth.
    mutating func noteAhead(of record: OpenedRecord, _ verdict: SignatureVerdict, knownSize: UInt64) {
        guard knownSize < JudgedAhead.anySize, record.leaf.signature != nil else { return }
        var headers = [record.leaf.header]
        if (try? record.kind())?.kind == .carried, let carried: CarriedRecord = try? record.detail(),
            let inner = carried.opened
        {
            headers.append(inner.leaf.header)
        }
        for header in headers {
            // Without a citation any later key will do: one that is passed over may be by a key that is yet to come.
            let citedSize = header.obeyedHeads?.authoritySize ?? (verdict.counts ? 0 : JudgedAhead.anySize)
            guard citedSize > knownSize else { continue }
            judgedAhead = JudgedAhead(
                knownSize: min(judgedAhead?.knownSize ?? knownSize, knownSize),
                citedSize: max(judgedAhead?.citedSize ?? citedSize, citedSize)
            )
        }
    }

    /// Holds what was judged ahead against what is known by now.
    ///
    /// - Returns: whether officers enrolled a key that some of it has to be judged by: all is to be folded anew then.
    package mutating func isOvertaken(by standing: Standing) -> Bool {
        guard let ahead = judgedAhead else { return false }
        if standing.actKeys(of: cabinet).hasEnrolment(behind: ahead.knownSize, below: ahead.citedSize) {
            return true
        }
        if standing.size >= ahead.citedSize { judgedAhead = nil }
        return false
    }

    /// Lets the acts that this state stands on be as they were judged: their leaves were given up, and nobody can judge them anew.
    package mutating func forgetAhead() { judgedAhead = nil }
}

extension JudgedAhead: Canonical {
    package var canonical: CBOR { .map(CBORMap([0: knownSize.canonical, 1: citedSize.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "acts that were judged ahead")
        knownSize = try fields.value(0)
        citedSize = try fields.value(1)
        try fields.finish()
    }
}
