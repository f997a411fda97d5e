import Authority

/// A sentence of a report in both languages; as text it is the English one.
package struct EvidenceSentence: Sendable, Hashable, CustomStringConvertible {
    /// In simplified Chinese.
    package let chinese: String
    /// In English.
    package let english: String

    /// A sentence.
    package init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }

    /// The sentence in a language.
    package func text(_ language: EvidenceLanguage) -> String { language.say(chinese, english) }

    package var description: String { english }
}

extension EvidenceSentence {
    /// Why something that people gave does not count.
    init(_ error: AuthorityError) { self.init(Self.words[error.code] ?? "不符合规则", error.message) }

    static let ruleNotShown = EvidenceSentence(
        "文件未示该印章的规则，故未衡量批准是否足够",
        "the rule of the seal is not shown, so the approvals are not weighed"
    )

    /// What stands in a log to take something away, and nobody can read.
    static func takingsClosed(_ count: Int, first: UInt64) -> EvidenceSentence {
        EvidenceSentence(
            "策略日志中有 \(count) 条收回权力的记录未公开（自第 \(first) 条起），可能撤销了该授权",
            "\(count) records of policy that take away are closed, from leaf \(first) on; they may revoke it"
        )
    }

    private static let words: [AuthorityError.Code: String] = [
        .malformed: "内容不是所称种类的声明", .unknownKind: "本程序不认识的种类", .otherOrganisation: "为其他单位签署",
        .signatureInvalid: "签名不成立：系伪造，或文本在签署后被更改", .signersInsufficient: "有效签署人不足或不是应签之人",
        .versionNotRising: "版本或代次没有上升：属重放", .unknownSubject: "涉及未登记的机构、印章柜、人员、规则或安全员",
        .removed: "其对象在签署之后已被撤销", .outOfTime: "不在有效时间内，或引用了当时尚不存在的授权记录",
        .keyInUse: "密钥已属他人", .notFresh: "没有应答应答码", .notWitnessed: "尚无多数见证人共签",
    ]
}
