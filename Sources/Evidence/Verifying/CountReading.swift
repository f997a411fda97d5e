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
        headquarters: CheckedProofs?,
        receipts: CheckedProofs?,
        authority: AuthorityHistory,
        policies: [String: PolicyReading],
        acts: [ActsReading]
    ) throws(EvidenceError) {
        let asked: [CountAsked] = try Self.details(.countAsked, in: headquarters).filter { $0.run == run }
        guard let first = asked.first else {
            throw EvidenceError(.incomplete, "the file does not show that the run was asked for")
        }
        guard asked.allSatisfy({ $0.nonce == first.nonce && $0.deadline == first.deadline }) else {
            throw EvidenceError(.malformed, "the records of the run contradict each other")
        }
        let taken: [CountAnswerTaken] = try Self.details(.countAnswerTaken, in: headquarters)
            .filter { $0.run == run }
        let closed: CountClosed? = try Self.details(.countClosed, in: receipts).filter { $0.run == run }.max {
            $0.revision < $1.revision
        }
        let targets = asked.flatMap(\.targets)
        result = CountResult(
            run: run,
            number: first.number,
            askedAt: first.askedAt,
            deadline: first.deadline,
            lines: targets.map { Self.line($0, nonce: first.nonce, run: run, acts, policies) },
            closed: closed,
            unasked: Self.unasked(targets, authority)
        )
        gap(
            "策略日志仅部分示出：未证明印章柜遵循的正是这些记录",
            "policies are shown in part: that cabinets obeyed these very leaves is not shown"
        )
        judge(targets, closed, taken, receipts, headquarters, policies, nonce: first.nonce)
    }

    private static func details<Detail: Canonical>(_ kind: RecordKind, in log: CheckedProofs?)
        throws(EvidenceError) -> [Detail]
    {
        var details: [Detail] = []
        for (number, record) in (log?.records ?? []).enumerated() {
            let detail = try EvidenceError.at(log?.line(of: number) ?? 0, .malformed) {
                () throws(RecordsError) -> Detail? in
                guard try record.kind()?.kind == kind else { return nil }
                return try record.detail()
            }
            if let detail { details.append(detail) }
        }
        return details
    }

    private static func line(
        _ target: CountTarget,
        nonce: Bytes,
        run: Identifier<CountRun>,
        _ acts: [ActsReading],
        _ policies: [String: PolicyReading]
    ) -> CountResult.Line {
        let reading = acts.first { $0.cabinet.cabinet == target.cabinet }
        var found: (answer: CountAnswer, act: ShownAct)?
        for act in reading?.acts ?? [] where act.subject.run == run {
            if case .countAnswered(let answer) = act.event, answer.nonce == nonce { found = (answer, act) }
        }
        let size = found.flatMap { found in
            reading?.log.records.first { $0.leaf.header.sequence == found.act.index }?.leaf.header
                .obeyedHeads?
                .policySize
        }
        let strange = found?.answer.drawers.filter { line in
            guard case .proved(let tag) = line.reading, let seal = line.seal else { return false }
            return policies[target.site]?.seal(seal, at: size ?? 0)?.tag != tag
        }
        return CountResult.Line(
            site: target.site,
            cabinet: target.cabinet,
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
        _ receipts: CheckedProofs?,
        _ headquarters: CheckedProofs?,
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
        if !result.unasked.isEmpty {
            gap(
                "未被盘点的印章柜：\(result.unasked.joined(separator: "、"))",
                "not asked: \(result.unasked.joined(separator: ", "))"
            )
        }
        guard let closed, let receipts else {
            gap("未示出总部签署的盘点结果", "no result that headquarters signed is shown")
            return
        }
        judge(closed, receipts)
        // What headquarters counted has its own digest; the records of the answers are what it is over.
        let counted = CBOR.array(taken.sorted { $0.cabinet < $1.cabinet }.map(\.canonical))
        guard SHA256.hash(counted.encoded) == closed.answers, let headquarters else {
            gap(
                "总部收取的应答未全部示出",
                "the answers that headquarters took are not all shown"
            )
            return
        }
        for answer in taken {
            guard let line = result.lines.first(where: { $0.cabinet == answer.cabinet }),
                let shown = line.answer
            else { continue }
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

    private mutating func judge(_ closed: CountClosed, _ receipts: CheckedProofs) {
        let answers = result.lines.compactMap(\.answer)
        let differing = UInt64(answers.count { $0.drawers.contains(where: \.isDifference) })
        guard closed.targetCount == UInt64(result.lines.count), closed.differingCount == differing,
            closed.equalCount == UInt64(answers.count) - differing
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

    private mutating func find(_ log: CheckedProofs, _ chinese: String, _ english: String) {
        findings.append(
            ShownFinding(origin: log.origin, index: log.first, message: EvidenceSentence(chinese, english))
        )
    }

    private mutating func gap(_ chinese: String, _ english: String) {
        gaps.append(EvidenceSentence(chinese, english))
    }
}
