import Authority
import Cryptography
import Custody
import Records

extension EvidenceReport {
    /// The report as lines of English text; the first says whether there is an anchor outside of the organisation.
    package var lines: [String] {
        var lines = [anchorLine]
        lines += [
            "Organisation \(organisation), regime \(regime), root \(pinnedRoot)",
            "Seal \(claim.seal) from \(Moment.text(claim.from)) to \(Moment.text(claim.to))",
        ]
        lines += block("Heads", heads.map(line))
        lines += block("Given by people", givings.map(line))
        lines += block("Grants", grants.flatMap(self.lines), count: grants.count)
        lines += block("Acts", acts.map(line))
        lines += block("To be explained", findings.map { "\($0.origin) \($0.index): \($0.message)" })
        lines += block("Not shown", gaps)
        return lines
    }

    private var anchorLine: String {
        let list = Set(anchors.map(\.name)).sorted().joined(separator: ", ")
        return anchors.isEmpty
            ? "NO OUTSIDE ANCHOR: nobody outside \(organisation) has cosigned; all copies together could be rewritten"
            : "Anchored outside \(organisation) by \(list)"
    }

    private func block(_ title: String, _ lines: [String], count: Int? = nil) -> [String] {
        ["", "\(title): \(lines.isEmpty ? "none" : "\(count ?? lines.count)")"] + lines.map { "  " + $0 }
    }

    private func line(_ head: ShownHead) -> String {
        let cosigned = head.cosignatures.map {
            "\($0.name) at \($0.size) on \(Moment.text(Int64(clamping: $0.seconds).multipliedClamped(by: 1_000)))"
        }
        return "\(head.origin) leaves \(head.first)–\(head.size) root \(head.root), cosigned by "
            + (cosigned.isEmpty ? "nobody" : cosigned.joined(separator: ", "))
    }

    private func line(_ giving: ShownGiving) -> String {
        let signers = giving.signers.map { signer in
            switch signer {
            case .owner(let number): "owner \(number)"
            case .officer(let person): "officer \(name(person))"
            case .unknown(let key): "unknown key \(Hex.encode(key.bytes.prefix(4)))"
            }
        }
        return
            "\(giving.origin) \(giving.index): \(giving.title), signed by \(signers.joined(separator: ", "))"
    }

    private func lines(_ grant: ShownGrant) -> [String] {
        let statement = grant.statement
        let approvals = grant.approvals.map { "\(name($0.approver)) (\(Self.word($0.verdict)))" }
        return [
            "\(statement.grant) at leaf \(grant.index) of policy, \(grant.isSound ? "sound" : "NOT SOUND"), text \(grant.digest)",
            "  applied for by \(name(statement.applicant)), for "
                + statement.takers.map { name($0.person) }.joined(separator: ", "),
            "  valid \(Moment.text(statement.notBefore)) to \(Moment.text(statement.notAfter)), \(statement.uses) uses",
            "  approved by \(approvals.isEmpty ? "nobody" : approvals.joined(separator: ", "))",
        ]
    }

    private static func word(_ verdict: GrantJudge.Verdict) -> String {
        switch verdict {
        case .good(.ownKey): "own key"
        case .good(.witnessed): "witnessed by a cabinet"
        case .good(.vouched): "vouched for by headquarters"
        case .noApprover: "no approver then"
        case .formUnknown: "a form that cannot be checked here"
        case .superseded: "void since, by an earlier statement about the approver"
        case .forged: "FORGED"
        }
    }

    private func line(_ act: ShownAct) -> String {
        var parts = [
            "\(Moment.text(act.time.milliseconds)) \(act.cabinet) leaf \(act.index): \(act.event.text)"
        ]
        if let actor = act.actor { parts.append("by \(text(actor))") }
        if let grant = act.subject.grant { parts.append("grant \(grant)") }
        if let drawer = act.subject.drawer { parts.append("drawer \(drawer)") }
        if let reading = act.event.reading { parts.append(text(reading, isSealsTag: act.isSealsTag)) }
        parts.append(act.isSigned ? "signed by the cabinet" : "not signed by itself")
        if act.clockQuality == .unknown { parts.append("clock unknown") }
        return parts.joined(separator: ", ")
    }

    private func text(_ actor: Actor) -> String {
        let people = [actor.person, actor.companion].compactMap(\.self).map(name)
        return people.isEmpty ? actor.component ?? "nobody" : people.joined(separator: " with ")
    }

    private func text(_ reading: TagReading, isSealsTag: Bool?) -> String {
        switch reading {
        case .empty: "slot empty"
        case .proved(let tag):
            "tag \(Hex.encode(tag.uid.bytes)) proved"
                + (isSealsTag == true ? ", the seal's own" : ", NOT shown to be the seal's")
        case .failed(let uid): "tag \(Hex.encode(uid.bytes)) FAILED its proof"
        case .foreign(let uid): "foreign tag \(Hex.encode(uid.bytes))"
        case .unreadable: "tag unreadable"
        case .ill: "reader ill"
        }
    }

    /// A name that officers signed, with the beginning of the id; the id alone where none is shown.
    private func name(_ person: Identifier<Person>) -> String {
        names[person].map { "\($0) (\(person.description.prefix(8)))" } ?? person.description
    }
}

extension SealEvent {
    var text: String {
        switch self {
        case .takeBegun: "drawer released for a take"
        case .takeEnded(let ended):
            "take ended: \(ended.outcome)\(ended.isResolved ? ", resolved at a start" : "")"
        case .takeRefused(let reasons):
            "take REFUSED, reasons \(reasons.map { String($0.rawValue) }.joined(separator: " "))"
        case .returnBegun: "drawer released for a return"
        case .returnEnded(let ended):
            "return ended: \(ended.outcome)\(ended.isResolved ? ", resolved at a start" : "")"
        case .setAsideBegun: "drawer released to set its content aside"
        case .setAsideEnded: "setting aside ended"
        case .counted(let line): "counted: \(line.finding)"
        case .finding(let opened): "FINDING \(opened.kind.rawValue): \(opened.note)"
        case .drawerOpened: "drawer opened"
        case .drawerClosed: "drawer closed"
        case .tagProved: "tag proved with the drawer locked"
        case .other(let kind): "record of kind \(kind.rawValue)"
        }
    }
}

extension Int64 {
    fileprivate func multipliedClamped(by factor: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? .max : product
    }
}
