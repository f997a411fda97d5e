import Authority
import Custody
package import Records

extension Proposal: Canonical {
    package var canonical: CBOR {
        var map = CBORMap([
            0: made.canonical, 1: actor.canonical, 2: madeAt.canonical, 3: .list(signed.signatures),
        ])
        switch state {
        case .open: map[4] = .integer(0)
        case .given(let origin, let index):
            map[4] = .integer(1)
            map[5] = origin.canonical
            map[6] = index.canonical
        case .withdrawn: map[4] = .integer(2)
        }
        return .map(map)
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a proposal")
        let made: ProposalMade = try fields.value(0)
        let kind: ProposedKind
        do { kind = try ProposedKind(of: made.bytes.bytes) } catch {
            throw RecordsError(.malformed, error.message)
        }
        self.init(
            made: made,
            kind: kind,
            actor: try fields.value(1),
            madeAt: try fields.value(2),
            signed: SignedStatement(bytes: made.bytes.bytes, signatures: try fields.list(3))
        )
        let form: Int64 = try fields.value(4)
        switch form {
        case 0: state = .open
        case 1: state = .given(origin: try fields.value(5), index: try fields.value(6))
        case 2: state = .withdrawn
        default: throw RecordsError(.unknownVersion, "state \(form) of a proposal is newer than this program")
        }
        try fields.finish()
    }
}

extension Application: Canonical {
    package var canonical: CBOR {
        var map = CBORMap([
            0: number.canonical, 1: actor.canonical, 2: filedAt.canonical, 3: approved.canonical,
        ])
        switch state {
        case .open: map[4] = .integer(0)
        case .granted(let index):
            map[4] = .integer(1)
            map[5] = index.canonical
        case .ended(let reason):
            map[4] = .integer(2)
            map[6] = reason.canonical
        }
        return .map(map)
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an application")
        let approved: ApprovedGrant = try fields.value(3)
        self.init(
            number: try fields.value(0),
            statement: try approved.statement(),
            actor: try fields.value(1),
            filedAt: try fields.value(2),
            approved: approved
        )
        let form: Int64 = try fields.value(4)
        switch form {
        case 0: state = .open
        case 1: state = .granted(index: try fields.value(5))
        case 2: state = .ended(reason: try fields.value(6))
        default:
            throw RecordsError(.unknownVersion, "state \(form) of an application is newer than this program")
        }
        try fields.finish()
    }
}

extension CountRunState: Canonical {
    private static var entryCountMax: Int { 1 << 24 }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: asked.canonical, 1: actor.canonical, 2: .list(targets), 3: .pairs(answers),
                4: closed?.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a count run")
        self.init(asked: try fields.value(0), actor: try fields.value(1))
        targets = try fields.list(2, countMax: Self.entryCountMax)
        answers = try fields.pairs(3, countMax: Self.entryCountMax)
        closed = try fields.optional(4)
        try fields.finish()
    }
}
