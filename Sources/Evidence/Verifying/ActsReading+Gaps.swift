import Authority
import Custody
import Records

// What an epoch of a cabinet's acts does not show.
extension ActsReading {
    mutating func noteGaps() {
        let name = cabinet.cabinet
        if log.isWhole, let range = scope.range { noteBounds(range) }
        if unreachedHeads > 0 {
            gap(
                "\(name) 有 \(unreachedHeads) 条记录遵循的授权或策略超出本文件所含",
                "\(unreachedHeads) acts of \(name) obeyed heads that the file does not reach"
            )
        }
        if replacedKeyCount > 0, !isShownWhole {
            gap(
                "\(name) 有 \(replacedKeyCount) 条记录由后来被安全员更换的密钥签名；此前的记录未全部包含，不能表明写下时该密钥仍有效",
                "\(replacedKeyCount) records of \(name) are signed with an act key that officers replaced later, and not every record before them is shown: that the key still held is not"
            )
        }
        // What is left out is told as that: it starts nothing anew and shows no clock.
        let within = attested.filter { $0.verdict.counts && scope.contains($0.header) }
        noteLeftOut()
        let closed = within.count { Self.mayConcernSeals($0.said) && $0.said.body[.subject] == nil }
        if closed > 0 {
            gap(
                "\(name) 有 \(closed) 条与印章有关的记录未公开其对象，可能涉及本案印章",
                "\(closed) records of \(name) about seals are closed and may concern this one"
            )
        }
        let starts = Set(within.map(\.leaf.header.boot)).count
        if log.isWhole, starts > 1 {
            gap(
                "\(name) 在所述时段内重新启动 \(starts - 1) 次",
                "\(name) was started anew \(starts - 1) times in the interval"
            )
        }
        let unclear = within.count { $0.leaf.header.clockQuality == .unknown }
        if unclear > 0 {
            gap(
                "\(name) 写下其中 \(unclear) 条记录时没有经签名的时间",
                "\(name) had no signed time when it wrote \(unclear) records"
            )
        }
        for visit in open.sorted() {
            gap("\(name) 的一次开启（\(visit)）在文件中没有结果", "visit \(visit) at \(name) has no outcome in the file")
        }
    }

    private mutating func noteBounds(_ range: MomentRange) {
        let name = cabinet.cabinet
        let first = ActPlace(epoch: epoch.number, index: log.first)
        if log.first > 0 || epoch.number > 1, !epoch.follows, log.firstTime >= range.from {
            gap("\(name) 第 \(first) 条之前的记录未包含", "acts of \(name) before leaf \(first) are not shown")
        }
        // Records at the end that are left out say nothing of how far the others go.
        let passed = attested.reversed().prefix { !$0.verdict.counts }.last?.place
        let lastTime = passed == nil ? log.lastTime : max(attestedTime, log.firstTime)
        guard !epoch.isFollowed, lastTime <= range.to else { return }
        let end = passed ?? ActPlace(epoch: epoch.number, index: log.end)
        let why =
            passed == nil ? ("未包含", "came later is not shown") : ("未予采信", "stands behind it is left out")
        gap(
            "\(name) 的记录止于第 \(end) 条（\(Moment.text(lastTime))）；此后的\(why.0)",
            "acts of \(name) end at leaf \(end), \(Moment.text(lastTime)); what \(why.1)"
        )
    }

    /// Names what may have moved a seal and is left out, by its first place; each has its own line among what must be explained.
    private mutating func noteLeftOut() {
        let passed = attested.filter { act in
            !act.verdict.counts && scope.contains(act.header) && Self.mayConcernSeals(act.said)
        }
        guard let first = passed.first?.place else { return }
        gap(
            "\(cabinet.cabinet) 有 \(passed.count) 条与印章有关的记录未予采信（首条为第 \(first) 条），可能涉及本案印章",
            "\(passed.count) records of \(cabinet.cabinet) about seals are left out, the first of them leaf \(first), and may concern this one"
        )
    }

    /// Classes whose records can be about where a seal is.
    private static func mayConcernSeals(_ record: OpenedRecord) -> Bool {
        [.custody, .presence, .alarm].contains(record.leaf.header.recordClass)
    }
}
