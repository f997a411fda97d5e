import Cryptography
import Records

/// Puts what outsiders keep into words, the same for the terminal and for paper.
struct AnchorWords {
    let language: EvidenceLanguage
    /// How a moment is written.
    let moment: (Int64) -> String

    /// What nobody outside keeps; nil where all that the file is about is kept.
    func warning(_ report: EvidenceReport) -> String? {
        let organisation = report.organisation
        if report.anchors.isEmpty, report.outside.isEmpty {
            return say(
                "没有外部锚定：\(organisation) 之外无人共签。若该单位的全部副本一并被改写，本文件不能揭示。",
                "NO OUTSIDE ANCHOR: nobody outside \(organisation) has cosigned; all copies together could be rewritten"
            )
        }
        if report.outside.allSatisfy(\.isOfAuthority) {
            let logs = if case .count = report.claim { "POLICY, ACTS AND RESULT" } else { "POLICY AND ACTS" }
            return say(
                "外部锚定仅及授权日志：未示出策略、行为及盘点记录有外部锚定。若该单位的这些记录的全部副本一并被改写，本文件不能揭示。",
                "NO OUTSIDE ANCHOR OF \(logs): all copies of these together could be rewritten"
            )
        }
        guard !report.unanchored.isEmpty else { return nil }
        let logs = report.unanchored.map { $0.text(language) }.joined(separator: say("、", ", "))
        return say(
            "下列部分没有外部锚定：\(logs)。若该单位的这些记录的全部副本一并被改写，本文件不能揭示。",
            "NO OUTSIDE ANCHOR OF \(logs): all copies of these together could be rewritten"
        )
    }

    /// Everybody outside who keeps something, with what and since when.
    func lines(_ report: EvidenceReport) -> [String] {
        report.anchors.map { anchor in
            say(
                "\(report.organisation) 之外，\(anchor.name) 于 \(moment(anchor.milliseconds)) 共签授权日志前 \(anchor.size) 条",
                "Outside \(report.organisation) \(anchor.name) cosigned the first \(anchor.size) leaves of authority at \(moment(anchor.milliseconds))"
            )
        } + report.outside.map { line($0, report.organisation) }
    }

    private func line(_ anchor: ShownAnchor, _ organisation: String) -> String {
        let when = moment(anchor.milliseconds)
        let head = say(
            "\(anchor.origin) 前 \(anchor.size) 条的树根",
            "the head of \(anchor.origin) over \(anchor.size) leaves"
        )
        let who =
            switch anchor.outsider {
            case .timestamp(let signer, let url, _):
                say(
                    "\(organisation) 之外，时间戳机构“\(signer.subject)”（\(url)）于 \(when) 为 \(head) 加盖时间戳",
                    "Outside \(organisation) the time-stamping authority «\(signer.subject)» (\(url)) stamped \(head) at \(when)"
                )
            case .witness(let key, _):
                say(
                    "\(organisation) 之外，\(key.name) 于 \(when) 共签 \(head)",
                    "Outside \(organisation) \(key.name) cosigned \(head) at \(when)"
                )
            }
        return [who, covered(anchor), source(anchor.outsider)].compactMap(\.self)
            .joined(separator: say("；", "; "))
    }

    private func covered(_ anchor: ShownAnchor) -> String? {
        func list(_ covers: [ShownAnchor.Cover]) -> String {
            covers.map { say("\($0.origin) 前 \($0.size) 条", "the first \($0.size) leaves of \($0.origin)") }
                .joined(separator: say("、", ", "))
        }
        let logs = anchor.covers.filter { $0.origin != anchor.origin }
        let records = anchor.records.map {
            say("\(anchor.origin) 第 \($0) 条", "leaf \($0) of \(anchor.origin)")
        }
        guard !logs.isEmpty || !records.isEmpty else { return nil }
        let direct = ([list(logs)].filter { !$0.isEmpty } + records).joined(separator: say("、", ", "))
        let obeyed =
            anchor.obeyed.isEmpty
            ? ""
            : say(
                "，以及这些行为所遵循的 \(list(anchor.obeyed))",
                ", and what these acts obeyed: \(list(anchor.obeyed))"
            )
        return say("由此固定：\(direct)\(obeyed)", "which fixes \(direct)\(obeyed)")
    }

    private func source(_ outsider: ShownAnchor.Outsider) -> String {
        switch outsider {
        case .timestamp(let signer, _, true):
            say(
                "已按所提供的证书核对，签名证书 SHA-256 \(signer.certificate)",
                "checked under the certificates given, signed with the certificate of SHA-256 \(signer.certificate)"
            )
        case .timestamp(let signer, _, false):
            say(
                "未按可信根证书核对（签名证书 SHA-256 \(signer.certificate)）：任何人都可自称时间戳机构，须另向该机构取得证书",
                "NOT CHECKED AGAINST A TRUSTED ROOT (certificate of SHA-256 \(signer.certificate)): anybody can make such a stamp; get the authority's certificates from it and give them"
            )
        case .witness(let key, .reader):
            say("其公钥与所提供的相同：\(key.text)", "its key is the one that was given: \(key.text)")
        case .witness(let key, .owners):
            say("其公钥由所有人指明：\(key.text)", "its key is named by the owners: \(key.text)")
        case .witness(let key, .ownersUntil(let index)):
            say(
                "其公钥由所有人指明至授权日志第 \(index) 条，其后已更换：\(key.text)；更换可能因其被盗",
                "its key was named by the owners UNTIL LEAF \(index) OF AUTHORITY: \(key.text); it may have been replaced because it was stolen"
            )
        case .witness(let key, .headquarters):
            say(
                "其公钥仅为总部所称：\(key.text)，须另向该见证人核对",
                "its key is HEADQUARTERS' OWN WORD: \(key.text); ask the witness for it"
            )
        }
    }

    private func say(_ chinese: String, _ english: String) -> String { language.say(chinese, english) }
}
