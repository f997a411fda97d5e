import Authority
import Cryptography
package import Records

/// Says in words what the bytes of a statement say, by itself: no name, title or sentence is taken from elsewhere.
///
/// A field, kind or number that this program does not know makes it refuse: what a person cannot read, a person does not sign.
package struct StatementRenderer: Sendable {
    let language: Language
    let clock: TimeDisplay

    /// A renderer that writes in a language, with times as `clock` shows them.
    package init(language: Language, clock: TimeDisplay = .universal) {
        self.language = language
        self.clock = clock
    }

    /// The statement in words.
    ///
    /// - Throws: `unknownKind` for a kind or number that this program does not know; `malformed` for anything else that is not
    ///   the one form of a statement.
    package func render(_ bytes: [UInt8]) throws(EnrolmentError) -> RenderedStatement {
        switch try Self.kind(of: bytes) {
        case .root: try rendered(bytes, RootStatement.self, lines)
        case .services: try rendered(bytes, ServicesStatement.self, lines)
        case .officers: try rendered(bytes, OfficersStatement.self, lines)
        case .rules: try rendered(bytes, RulesStatement.self, lines)
        case .witnessPolicy: try rendered(bytes, WitnessPolicyStatement.self, lines)
        case .site: try rendered(bytes, SiteStatement.self, lines)
        case .logEpochs: try rendered(bytes, LogEpochsStatement.self, lines)
        case .cabinet: try rendered(bytes, CabinetStatement.self, lines)
        case .cabinetEpoch: try rendered(bytes, EpochStatement.self, lines)
        case .approver: try rendered(bytes, ApproverStatement.self, lines)
        case .lockMap: try rendered(bytes, LockMapStatement.self, lines)
        case .person: try rendered(bytes, PersonStatement.self, lines)
        case .credential: try rendered(bytes, CredentialStatement.self, lines)
        case .seal: try rendered(bytes, SealStatement.self, lines)
        case .grant: try rendered(bytes, GrantStatement.self, lines)
        case .tagJob: try rendered(bytes, TagJobStatement.self, lines)
        case let other:
            throw EnrolmentError(
                .unknownKind,
                "statements of kind \(other.rawValue) are newer than this program; renew it before signing"
            )
        }
    }

    /// The kind that the bytes say they are, whatever the rest.
    package static func kind(of bytes: [UInt8]) throws(EnrolmentError) -> RecordKind {
        try withRecords { () throws(RecordsError) in
            guard case .map(let map) = try CBOR(decoding: bytes), let kind = map[0] else {
                throw RecordsError(.malformed, "the bytes are no statement")
            }
            return RecordKind(rawValue: try UInt64(canonical: kind))
        }
    }

    private func rendered<Given: Statement>(
        _ bytes: [UInt8],
        _ type: Given.Type,
        _ lines: (Given) throws(EnrolmentError) -> [RenderedStatement.Line]
    ) throws(EnrolmentError) -> RenderedStatement {
        let statement = try withRecords { () throws(RecordsError) in try Given(decoding: bytes) }
        guard statement.encoded == bytes else {
            throw EnrolmentError(.malformed, "the statement reads back to other bytes than were given")
        }
        let made =
            statement.head.madeUnder == 0
            ? pick("首份记录", "before the first record")
            : pick("记录 \(statement.head.madeUnder)", "\(statement.head.madeUnder) records")
        let head = [
            line("组织", "Organisation", ForeignText.escaped(statement.head.organisation)),
            line("签署时已知", "Made knowing", made),
        ]
        return RenderedStatement(
            kind: Given.kind,
            title: title(Given.kind),
            lines: head + (try lines(statement)),
            digest: SHA256.hash(bytes),
            checkCode: CheckCode(of: bytes),
            signers: Given.signers,
            language: language
        )
    }

    private func title(_ kind: RecordKind) -> String {
        switch kind {
        case .root: pick("根声明：所有人与门限", "Root: owners and threshold")
        case .services: pick("总部服务密钥", "Keys of headquarters' services")
        case .officers: pick("安全员名单", "Officers")
        case .rules: pick("用印规则", "Rules for seals")
        case .witnessPolicy: pick("见证规则", "Witness policy")
        case .site: pick("机构", "Site")
        case .logEpochs: pick("总部日志另起一期", "New epochs of headquarters' logs")
        case .cabinet: pick("印章柜登记", "Enrolment of a cabinet")
        case .cabinetEpoch: pick("印章柜记录另起一期", "New epoch of a cabinet's record")
        case .approver: pick("审批人", "Approver")
        case .lockMap: pick("锁位表", "Lock map")
        case .person: pick("人员与权限", "Person and rights")
        case .credential: pick("身份凭证", "Credential")
        case .seal: pick("印章登记", "Seal")
        case .grant: pick("用印授权", "Grant to use seals")
        case .tagJob: pick("标签写密钥任务", "Job that writes a tag's keys")
        default: ""
        }
    }
}

extension StatementRenderer {
    func pick(_ chinese: String, _ english: String) -> String { language.pick(chinese, english) }

    func line(_ chinese: String, _ english: String, _ value: String, depth: Int = 0, warning: Bool = false)
        -> RenderedStatement.Line
    {
        RenderedStatement.Line(label: pick(chinese, english), value: value, depth: depth, isWarning: warning)
    }

    func quoted(_ text: String) -> String { ForeignText.quoted(text, in: language) }

    func key(_ bytes: Bytes) -> String { Hex.encode(bytes.bytes) }

    func yesNo(_ value: Bool) -> String { value ? pick("是", "yes") : pick("否", "no") }

    func length(_ seconds: UInt64) -> String { TimeDisplay.length(seconds: seconds, in: language) }

    func list(_ texts: [String]) -> String {
        texts.isEmpty ? pick("无", "none") : texts.joined(separator: pick("、", ", "))
    }
}
