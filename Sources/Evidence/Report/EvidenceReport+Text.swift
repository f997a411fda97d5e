import Authority
import Cryptography
import Custody
import Records

extension EvidenceReport {
    /// The report as lines of English text; the first says whether there is an anchor outside of the organisation.
    package var lines: [String] {
        var lines = head
        lines += block("Presence", presenceLines, count: neverLeft.count, isShown: !neverLeft.isEmpty)
        lines += block("Who could have used the seal", usersLines, isShown: users != nil)
        lines += block("Count", countLines, count: count?.lines.count, isShown: count != nil)
        lines += block("Heads", heads.map(line))
        lines += block("Epochs", epochs.map(\.english), isShown: !epochs.isEmpty)
        lines += block("Not cosigned until", windows.map(line))
        lines += block("Given by people", givings.map(line))
        lines += block("Grants", grants.flatMap(self.lines), count: grants.count)
        lines += block("Acts", acts.map(line))
        lines += block("To be explained", findings.map { "\($0.origin) \($0.index): \($0.message)" })
        lines += block("Not shown", gaps.map(\.english))
        lines += block("Closed", openness.map(line))
        return lines.map(PlainText.visible)
    }

    /// What a verdict begins with: the anchors, the root, the question, and whether a seal left.
    package var summary: [String] {
        let words = PresenceWords(language: .english, moment: Moment.text)
        return (head + neverLeft.map { words.statement($0, seal: sealWord) }).map(PlainText.visible)
    }

    private var head: [String] {
        anchorLines + epochWarnings.map(\.english) + [
            "Organisation \(organisation), regime \(regime), root \(pinnedRoot)", claimLine,
        ]
    }

    private var sealWord: String { claim.seal.map { "seal \($0)" } ?? "the seal" }

    /// What the file is about, in one line.
    private var claimLine: String {
        func time(_ range: MomentRange) -> String {
            "from \(Moment.text(range.from)) to \(Moment.text(range.to))"
        }
        return switch claim {
        case .seal(let seal, let range): "Seal \(seal) \(time(range))"
        case .site(let site, let range): "Site \(site) \(time(range))"
        case .act(let cabinet, let place): "Act \(place) of cabinet \(cabinet)"
        case .count(let run): "Count run \(run)"
        case .users(let seal, let moment): "Who could have used seal \(seal) at \(Moment.text(moment))"
        }
    }

    /// First what nobody outside keeps, then who keeps what.
    private var anchorLines: [String] {
        let words = AnchorWords(language: .english, moment: Moment.text)
        return [words.warning(self)].compactMap(\.self) + words.lines(self)
    }

    private func block(_ title: String, _ lines: [String], count: Int? = nil, isShown: Bool = true)
        -> [String]
    {
        guard isShown else { return [] }
        return ["", "\(title): \(lines.isEmpty ? "none" : "\(count ?? lines.count)")"]
            + lines.map { "  " + $0 }
    }

    private func line(_ head: ShownHead) -> String {
        let cosigned = head.cosignatures.map {
            "\($0.name) at \($0.size) on \(Moment.text($0.milliseconds))"
        }
        let leaves =
            head.singleCount.map { "\($0) single leaves of \(head.size)" }
            ?? "leaves \(head.first)–\(head.size)"
        return "\(head.origin) \(leaves) root \(head.root), cosigned by "
            + (cosigned.isEmpty ? "nobody" : cosigned.joined(separator: ", "))
    }

    private func line(_ window: ShownWindow) -> String {
        "\(window.cabinet): \(Moment.text(window.cosigned)), \(Moment.length(window.milliseconds, .english)) after the act that waited longest"
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
            "\(Moment.text(act.time.milliseconds)) \(act.cabinet) leaf \(act.place): \(act.event.text)"
        ]
        if let first = act.carriedFrom { parts.append("CARRIED ON, written first at leaf \(first)") }
        if let actor = act.actor { parts.append("by \(text(actor))") }
        if claim.seal == nil, let seal = act.subject.seal { parts.append("seal \(seal)") }
        if let grant = act.subject.grant { parts.append("grant \(grant)") }
        if let drawer = act.subject.drawer { parts.append("drawer \(drawer)") }
        if let reading = act.event.reading { parts.append(text(reading, isSealsTag: act.isSealsTag)) }
        parts.append(act.isSigned ? "signed by the cabinet" : "not signed by itself")
        if act.clockQuality == .unknown { parts.append("clock unknown") }
        return parts.joined(separator: ", ")
    }

    private func line(_ log: ShownOpenness) -> String {
        let closed = log.closed.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key) \($0.value)" }
        return "\(log.origin): \(log.count) records, \(log.wholeCount) whole, \(log.shutCount) shut"
            + (closed.isEmpty ? "" : "; closed by group: \(closed.joined(separator: ", "))")
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
}

// MARK: Claims

extension EvidenceReport {
    private var presenceLines: [String] {
        let words = PresenceWords(language: .english, moment: Moment.text)
        return neverLeft.flatMap { left in
            [words.statement(left, seal: sealWord)]
                + words.conditions(left).map { "  " + $0 } + left.gaps.map { "  " + words.text($0) }
        }
    }

    private var usersLines: [String] {
        guard let users else { return [] }
        var lines = [text(users.place)]
        if let visitor = users.visitor { lines.append("at an open drawer: \(text(visitor))") }
        for (cabinet, last) in users.cabinets.sorted(by: { $0.key < $1.key }) {
            lines.append("proved in cabinet \(cabinet), last at \(Moment.text(last))")
        }
        for grant in users.grants {
            let takers = grant.statement.takers.map { name($0.person) }.joined(separator: ", ")
            var line = "grant \(grant.statement.grant) for \(takers)"
            if let companion = grant.statement.companion { line += " with \(name(companion.person))" }
            if !grant.isKnownToCabinet { line += "; NOT KNOWN to the cabinet then" }
            for objection in grant.objections { line += "; \(objection)" }
            lines.append(line)
        }
        for holder in users.holders {
            lines.append("\(name(holder.person)): \(holder.rights.map { "\($0)" }.joined(separator: ", "))")
        }
        return lines
    }

    private func text(_ place: SealWhereabouts) -> String {
        func drawer(_ number: UInt64?) -> String { number.map { ", drawer \($0)" } ?? "" }
        return switch place {
        case .unknown: "WHERE IT WAS is not shown"
        case .inSlot(let cabinet, let number, let proved):
            "in cabinet \(cabinet)\(drawer(number)), proved at \(Moment.text(proved))"
        case .unproved(let cabinet, let number, let since):
            "in cabinet \(cabinet)\(drawer(number)) UNPROVED since \(Moment.text(since))"
        case .inHand(let actor, let since):
            "in hand of \(actor.map(text) ?? "somebody who is closed") since \(Moment.text(since))"
        case .lastShown(let last, let doubts):
            "LAST SHOWN \(text(last)); \(doubts.map(\.english).joined(separator: "; "))"
        }
    }

    private var countLines: [String] {
        guard let count else { return [] }
        var lines = [
            "run \(count.number), asked \(Moment.text(count.askedAt)), until \(Moment.text(count.deadline)): "
                + "\(count.lines.count) cabinets, \(count.silent.count) silent, "
                + "\(count.cabinets(.leftOut).count + count.cabinets(.notShown).count) not shown"
        ]
        if let closed = count.closed {
            lines.append(
                "headquarters signed revision \(closed.revision): \(closed.equalCount) agree, "
                    + "\(closed.differingCount) differ, \(closed.unreachableCount) silent"
            )
        }
        for line in count.lines {
            guard let answer = line.answer, let time = line.time else {
                lines.append("\(line.site) \(line.cabinet): \(Self.word(line.response))")
                continue
            }
            let proved = answer.drawers.count { $0.finding == .present }
            let different = answer.drawers.filter(\.isDifference)
            lines.append(
                "\(line.site) \(line.cabinet): \(answer.drawers.count) drawers, \(proved) proved, "
                    + "\(different.count) differ, at \(Moment.text(time))"
            )
            lines += different.map { "  drawer \($0.drawer): \($0.finding)" }
        }
        return lines
    }

    private static func word(_ response: CountResult.Response) -> String {
        switch response {
        case .answered: "answered"
        case .leftOut: "ANSWER NOT IN THIS FILE, headquarters took one"
        case .notShown: "ANSWER NOT SHOWN"
        case .silent: "SILENT"
        }
    }

    private func text(_ actor: Actor) -> String {
        let people = [actor.person, actor.companion].compactMap(\.self).map(name)
        return people.isEmpty ? actor.component ?? "nobody" : people.joined(separator: " with ")
    }

    /// A name that officers signed, with the beginning of the id; the id alone where none is shown.
    func name(_ person: Identifier<Person>) -> String {
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
        case .countAnswered(let answer):
            "count answered: \(answer.drawers.count) drawers, \(answer.drawers.count(where: \.isDifference)) differ"
        case .finding(let opened): "FINDING \(opened.kind.rawValue): \(opened.note)"
        case .drawerOpened: "drawer opened"
        case .drawerClosed: "drawer closed"
        case .tagProved: "tag proved with the drawer locked"
        case .other(let kind): "record of kind \(kind.rawValue)"
        }
    }
}
