import Authority
import Cryptography
import Custody
import Records

/// Puts a count run together: what headquarters asked and signed, and what the cabinets' own logs answer.
struct CountReading {
    let result: CountResult
    private(set) var findings: [ShownFinding] = []
    private(set) var gaps: [EvidenceSentence] = []

    /// `headquarters` and `receipts` are records of headquarters' own logs, whose heads were verified.
    ///
    /// - Throws: `.incomplete` where the run is not in the file, `.malformed` for an open group that does not decode.
    init(
        _ run: Identifier<CountRun>,
        headquarters: [CheckedProofs],
        receipts: [CheckedProofs],
        authority: AuthorityHistory,
        policies: [String: PolicyReading],
        acts: [CabinetReading]
    ) throws(EvidenceError) {
        let asked: [CountAsked] = try Self.details(.countAsked, in: headquarters).filter { $0.run == run }
        guard let first = asked.first else { throw Self.notAsked(headquarters) }
        guard asked.allSatisfy({ $0.nonce == first.nonce && $0.deadline == first.deadline }) else {
            throw EvidenceError(.malformed, "the records of the run contradict each other")
        }
        let taken: [CountAnswerTaken] = try Self.details(.countAnswerTaken, in: headquarters)
            .filter { $0.run == run }
        let closed: CountClosed? = try Self.details(.countClosed, in: receipts).filter { $0.run == run }.max {
            $0.revision < $1.revision
        }
        let targets = asked.flatMap(\.targets)
        // An answer that stands for two would agree twice.
        guard Set(targets.map(\.cabinet)).count == targets.count else {
            throw EvidenceError(
                .malformed,
                "the run asks a cabinet twice",
                line: headquarters.first?.headLine
            )
        }
        let (takenCabinets, readings) = (
            Set(taken.map(\.cabinet)),
            Dictionary(acts.map { ($0.cabinet.cabinet, $0) }) { first, _ in first }
        )
        let isListed =
            closed.map { Self.counted($0, taken) && $0.targetCount == UInt64(targets.count) } ?? false
        result = CountResult(
            run: run,
            number: first.number,
            askedAt: first.askedAt,
            deadline: first.deadline,
            lines: targets.map { target in
                let line = Self.line(target, first.nonce, run, readings[target.cabinet], policies)
                let isTaken = takenCabinets.contains(target.cabinet)
                return line.answer != nil
                    ? line : line.unanswered(isTaken ? .leftOut : isListed ? .silent : .notShown)
            },
            closed: closed,
            unasked: Self.unasked(targets, authority)
        )
        for log in headquarters + receipts { noteCut(log) }
        gap(
            "策略日志仅部分示出：未证明印章柜遵循的正是这些记录",
            "policies are shown in part: that cabinets obeyed these very leaves is not shown"
        )
        judge(targets, closed, taken, receipts, headquarters, policies, nonce: first.nonce)
        noteShort(authority, acts)
    }

    /// Who puts the end of `authority` back hides that owners ended a log since, and what was removed.
    private mutating func noteShort(_ authority: AuthorityHistory, _ acts: [CabinetReading]) {
        let signed = acts.flatMap(\.attested).filter { $0.verdict == .good }
        let obeyed = signed.compactMap(\.header.obeyedHeads?.authoritySize).max() ?? 0
        guard obeyed > authority.log.end else { return }
        gap(
            "印章柜作答时已遵循授权日志前 \(obeyed) 条，文件只示出前 \(authority.log.end) 条：其后可能有所有人截断总部日志的声明",
            "cabinets that answered had obeyed \(obeyed) leaves of authority, of which the file shows \(authority.log.end): in the others owners may have ended a log of headquarters"
        )
    }

    /// Nothing says that the run was asked for, or only what attests nothing.
    private static func notAsked(_ headquarters: [CheckedProofs]) -> EvidenceError {
        guard let cut = headquarters.first(where: { $0.attested.isEmpty }) else {
            return EvidenceError(.incomplete, "the file does not show that the run was asked for")
        }
        return EvidenceError(
            .incomplete,
            "the file does not show that the run was asked for: its records of \(cut.origin) do not stand under a head that owners ended it with",
            line: cut.headLine
        )
    }

    /// Whether these are all the answers of which headquarters signed the result: that has a digest over their records.
    private static func counted(_ closed: CountClosed, _ taken: [CountAnswerTaken]) -> Bool {
        let records = CBOR.array(taken.sorted { $0.cabinet < $1.cabinet }.map(\.canonical))
        return SHA256.hash(records.encoded) == closed.answers
    }

    private static func details<Detail: Canonical>(_ kind: RecordKind, in logs: [CheckedProofs])
        throws(EvidenceError) -> [Detail]
    {
        var details: [Detail] = []
        for log in logs {
            for (number, record) in log.attested.enumerated() {
                let detail = try EvidenceError.at(log.line(of: number), .malformed) {
                    () throws(RecordsError) -> Detail? in
                    guard try record.kind()?.kind == kind else { return nil }
                    return try record.detail()
                }
                if let detail { details.append(detail) }
            }
        }
        return details
    }

    private static func line(
        _ target: CountTarget,
        _ nonce: Bytes,
        _ run: Identifier<CountRun>,
        _ reading: CabinetReading?,
        _ policies: [String: PolicyReading]
    ) -> CountResult.Line {
        var found: (answer: CountAnswer, act: ShownAct)?
        for act in reading?.acts ?? [] where act.subject.run == run {
            if case .countAnswered(let answer) = act.event, answer.nonce == nonce { found = (answer, act) }
        }
        let heads = found.flatMap { found in
            reading?.attested.first { $0.place == found.act.place }?.header.obeyedHeads
        }
        let size = heads.flatMap { policies[target.site]?.position(of: $0) }
        let strange = found?.answer.drawers.filter { line in
            guard case .proved(let tag) = line.reading, let seal = line.seal else { return false }
            return policies[target.site]?.seal(seal, at: size ?? 0)?.tag != tag
        }
        return CountResult.Line(
            site: target.site,
            cabinet: target.cabinet,
            response: found == nil ? .notShown : .answered,
            answer: found?.answer,
            time: found?.act.time.milliseconds,
            strangeTags: strange?.map(\.drawer) ?? []
        )
    }

    private static func unasked(_ targets: [CountTarget], _ authority: AuthorityHistory) -> [String] {
        let sites = Set(targets.map(\.site))
        let asked = Set(targets.map(\.cabinet))
        return authority.standing.cabinets.values.filter {
            sites.contains($0.site) && !asked.contains($0.cabinet)
        }.map(\.cabinet).sorted()
    }

    private mutating func judge(
        _ targets: [CountTarget],
        _ closed: CountClosed?,
        _ taken: [CountAnswerTaken],
        _ receipts: [CheckedProofs],
        _ headquarters: [CheckedProofs],
        _ policies: [String: PolicyReading],
        nonce: Bytes
    ) {
        for site in Set(targets.map(\.site)).sorted()
        where policies[site]?.countRequests.contains(where: { $0.run == result.run && $0.nonce == nonce })
            != true
        {
            gap(
                "机构 \(site) 的策略日志中的盘点请求未示出",
                "the request of the count in policy \(site) is not shown"
            )
        }
        for line in result.lines where !line.strangeTags.isEmpty {
            let drawers = line.strangeTags.map(String.init).joined(separator: ", ")
            gap(
                "\(line.cabinet)：抽屉 \(drawers) 中的标签未证明是登记的标签",
                "\(line.cabinet): the tags in drawers \(drawers) are not shown to be the registered ones"
            )
        }
        let (leftOut, notShown) = (result.cabinets(.leftOut), result.cabinets(.notShown))
        if !leftOut.isEmpty {
            gap(
                "总部已收取下列印章柜的应答，而文件未包含：\(leftOut.joined(separator: "、"))",
                "headquarters took answers that are not in this file, of \(leftOut.joined(separator: ", "))"
            )
        }
        if !notShown.isEmpty {
            gap(
                "下列印章柜是否应答未示出：\(notShown.joined(separator: "、"))",
                "whether these answered is not shown: \(notShown.joined(separator: ", "))"
            )
        }
        if !result.unasked.isEmpty {
            gap(
                "未被盘点的印章柜：\(result.unasked.joined(separator: "、"))",
                "not asked: \(result.unasked.joined(separator: ", "))"
            )
        }
        guard let closed, let receipts = receipts.last else {
            gap("未示出总部签署的盘点结果", "no result that headquarters signed is shown")
            return
        }
        gap(
            "总部签署的结果示出至第 \(closed.revision) 版；可能另有更新的版本",
            "of the result that headquarters signed revision \(closed.revision) is the newest shown; a later one may exist"
        )
        judge(closed, taken, receipts)
        guard Self.counted(closed, taken), let headquarters = headquarters.last else {
            gap(
                "总部收取的应答未全部示出",
                "the answers that headquarters took are not all shown"
            )
            return
        }
        let answers = Dictionary(result.lines.map { ($0.cabinet, $0.answer) }) { first, _ in first }
        for answer in taken {
            guard let shown = answers[answer.cabinet] ?? nil else { continue }
            if UInt64(shown.drawers.count { $0.isDifference }) != answer.differenceCount
                || UInt64(shown.drawers.count) != answer.drawerCount
            {
                find(
                    headquarters,
                    "总部收取的 \(answer.cabinet) 的应答与该柜日志所示不同",
                    "headquarters took another answer of \(answer.cabinet) than the cabinet's log shows"
                )
            }
        }
    }

    private mutating func judge(_ closed: CountClosed, _ taken: [CountAnswerTaken], _ receipts: CheckedProofs)
    {
        // Of an answer that is not in the file headquarters' own record says whether it differs.
        let differing = Dictionary(taken.map { ($0.cabinet, $0.differenceCount > 0) }) { first, _ in first }
        let differs = result.lines.compactMap { line in
            line.answer.map { $0.drawers.contains(where: \.isDifference) } ?? differing[line.cabinet]
        }
        let differingCount = UInt64(differs.count { $0 })
        guard closed.targetCount == UInt64(result.lines.count), closed.differingCount == differingCount,
            closed.equalCount == UInt64(differs.count) - differingCount
        else {
            find(
                receipts,
                "总部签署的结果与所示应答不符：应盘 \(closed.targetCount)，一致 \(closed.equalCount)，"
                    + "差异 \(closed.differingCount)，失联 \(closed.unreachableCount)",
                "the result that headquarters signed is another than the answers shown come to: "
                    + "\(closed.targetCount) asked, \(closed.equalCount) agree, \(closed.differingCount) differ, "
                    + "\(closed.unreachableCount) silent"
            )
            return
        }
    }

    /// Names what does not stand under the end that owners gave a log: it is kept, and attests nothing.
    private mutating func noteCut(_ log: CheckedProofs) {
        let count = log.records.count - log.attested.count
        guard count > 0 else { return }
        find(
            log,
            "所有人已在第 \(log.ending?.end ?? 0) 条处截断 \(log.origin)：文件中的 \(count) 条（树根在文件第 \(log.headLine) 行）不在所有人签署的树根之下，不能证明任何事，未予采信",
            "owners ended \(log.origin) at leaf \(log.ending?.end ?? 0): \(count) records under the head at line \(log.headLine) of the file, which owners did not sign, "
                + "attest nothing and are left out"
        )
    }

    private mutating func find(_ log: CheckedProofs, _ chinese: String, _ english: String) {
        findings.append(
            ShownFinding(origin: log.origin, index: log.first, message: EvidenceSentence(chinese, english))
        )
    }

    private mutating func gap(_ chinese: String, _ english: String) {
        gaps.append(EvidenceSentence(chinese, english))
    }
}

extension CountResult.Line {
    /// The line of a cabinet whose answer is not in the file.
    fileprivate func unanswered(_ response: CountResult.Response) -> CountResult.Line {
        CountResult.Line(
            site: site,
            cabinet: cabinet,
            response: response,
            answer: nil,
            time: nil,
            strangeTags: []
        )
    }
}
