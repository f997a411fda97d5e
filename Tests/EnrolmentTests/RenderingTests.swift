import Authority
import Cryptography
import Records
import Testing

@testable import Enrolment

@Suite struct RenderingTests {
    private let key = Bytes((0..<32).map { UInt8($0) })
    private var head: StatementHead { StatementHead(organisation: "example.org", madeUnder: 42) }

    /// One statement of every kind, with every optional field set.
    private func statements() throws -> [any Statement] {
        let installation = try Installation()
        let slip = try installation.slip()
        let tag = TagReference(uid: Bytes([4, 1, 2, 3, 4, 5, 6]), keyNumber: 1, keyVersion: 3)
        let place = BoardPlace(board: "top", number: 3)
        return [
            try RootStatement(decoding: installation.root.bytes),
            try installation.services,
            OfficersStatement(
                head: head,
                version: 2,
                officers: [Officer(person: id(1), key: key, isSecurityOfficer: true, isDutyOfficer: true)]
            ),
            RulesStatement(
                head: head,
                version: 3,
                rules: [
                    SealRule(
                        name: "合同",
                        approvals: [ApprovalStep(group: "法务", count: 2)],
                        needsCompanion: false,
                        modes: GrantMode.allCases,
                        leastGrade: .weak,
                        offlineSecondsMax: 30 * 86_400,
                        acceptsCarriedTime: false,
                        acceptsWitnessedApproval: true,
                        acceptsVouchedApproval: true
                    )
                ]
            ),
            WitnessPolicyStatement(head: head, version: 4, witnesses: [Witness(name: "east", key: key)]),
            SiteStatement(
                head: head,
                version: 5,
                site: "east",
                name: "东支行",
                unit: "华东",
                policyEpoch: 1,
                policyKey: key
            ),
            installation.statement(try installation.request(slip).claimed()),
            ApproverStatement(head: head, person: id(2), generation: 6, key: key, groups: ["法务"]),
            LogEpochsStatement(
                head: head,
                reason: .restore,
                epochs: [
                    LogEpoch(
                        origin: "example.org/hq/receipts/e2",
                        key: key,
                        last: CitedHead(
                            origin: "example.org/hq/receipts/e1",
                            size: 7,
                            root: SHA256.hash([7])
                        ),
                        cut: CitedHead(origin: "example.org/hq/receipts/e1", size: 9, root: SHA256.hash([9]))
                    )
                ]
            ),
            EpochStatement(
                head: head,
                cabinet: "c1",
                epoch: 2,
                key: key,
                cut: CitedHead(
                    origin: "\(head.organisation)/cabinet/c1/acts/e1",
                    size: 9,
                    root: SHA256.hash([9])
                )
            ),
            LockMapStatement(
                head: head,
                cabinet: "c1",
                version: 7,
                drawers: [
                    DrawerPlace(
                        drawer: 1,
                        reader: "slot-1",
                        lock: place,
                        bolt: SwitchPlace(place, isActiveWhenSecure: true),
                        door: SwitchPlace(place, isActiveWhenSecure: false),
                        light: place
                    )
                ]
            ),
            PersonStatement(
                head: head,
                person: id(3),
                generation: 8,
                version: 9,
                name: "王芳",
                rights: SiteRight.allCases
            ),
            CredentialStatement(
                head: head,
                credential: id(4),
                person: id(3),
                generation: 8,
                credentialKind: .card,
                card: tag,
                verifiers: [SealedForCabinet(cabinet: "c1", sealed: Bytes([1, 2, 3]))]
            ),
            SealStatement(
                head: head,
                seal: id(5),
                version: 10,
                name: "合同专用章（2）",
                tag: tag,
                grade: .proved,
                cabinet: "c1",
                drawer: 11,
                rule: "合同"
            ),
            grant(),
            TagJobStatement(
                head: head,
                job: Bytes([UInt8](repeating: 0xAB, count: 16)),
                cabinet: "c1",
                uid: tag.uid,
                purpose: .card,
                keyVersion: 12
            ),
        ]
    }

    private func grant(reason: String = "签约") -> GrantStatement {
        GrantStatement(
            head: head,
            grant: id(6),
            application: id(7),
            applicant: id(8),
            seals: [id(5), id(9)],
            site: "east",
            takers: [PersonInGeneration(person: id(3), generation: 8)],
            mode: .stampFor,
            reason: reason,
            files: [ApprovedFile(digest: SHA256.hash([1]), name: "合同.pdf", pages: 14)],
            copies: 4,
            uses: 3,
            placeOfUse: "本机构内",
            companion: PersonInGeneration(person: id(10), generation: 1),
            expectedReturn: 1_800_003_600_000,
            notBefore: 1_800_000_000_000,
            notAfter: 1_800_007_200_000,
            offlineSecondsMax: 86_400
        )
    }

    @Test(arguments: Language.allCases)
    func `every kind is shown, in both languages, with nothing left out`(language: Language) throws {
        let renderer = StatementRenderer(language: language)
        let statements = try statements()
        #expect(statements.count == 16)
        for statement in statements {
            let bytes = statement.encoded
            let rendered = try renderer.render(bytes)
            #expect(!rendered.title.isEmpty)
            #expect(rendered.digest == SHA256.hash(bytes))
            #expect(rendered.kind == type(of: statement).kind)
            // Every byte string and text of the statement is on the screen: as it is, in hexadecimal, or by its digest.
            for leaf in Self.leaves(statement.canonical) {
                switch leaf {
                case .bytes(let bytes):
                    let shown = [Hex.encode(bytes), "\(SHA256.hash(bytes))"]
                    #expect(
                        shown.contains { rendered.text.contains($0) },
                        "\(rendered.title): \(Hex.encode(bytes))"
                    )
                case .text(let text): #expect(rendered.text.contains(text), "\(rendered.title): \(text)")
                default: break
                }
            }
        }
    }

    /// Each number of a statement changes what is shown, so none of them can be swapped unseen.
    @Test func `every change of a field changes what is shown`() throws {
        let renderer = StatementRenderer(language: .english)
        for statement in try statements() {
            guard case .map(let map) = statement.canonical else { continue }
            let before = try renderer.render(statement.encoded).lines
            for (key, value) in map.entries where key >= 2 {
                for changed in Self.changes(value) {
                    var other = map
                    other[key] = changed
                    guard let after = try? renderer.render(CBOR.map(other).encoded) else { continue }
                    #expect(after.lines != before, "\(type(of: statement)) field \(key)")
                }
            }
        }
    }

    @Test(arguments: [("authority", 7, true), ("authority", 9, false), ("receipts", 7, false)])
    func `owners read that lost leaves of authority are forgotten`(log: String, last: UInt64, isTold: Bool)
        throws
    {
        func head(_ size: UInt64) -> CitedHead {
            CitedHead(
                origin: "\(self.head.organisation)/hq/\(log)/e1",
                size: size,
                root: SHA256.hash([UInt8(size)])
            )
        }
        let epoch = LogEpoch(
            origin: "\(self.head.organisation)/hq/\(log)/e2",
            key: key,
            last: head(last),
            cut: head(9)
        )
        let paper = LogEpochsStatement(head: self.head, reason: .restore, epochs: [epoch]).encoded
        for (language, words) in [(Language.english, "Headquarters forgets"), (.chinese, "总部将忘记")] {
            let text = try StatementRenderer(language: language).render(paper).text
            #expect(text.contains(words) == isTold)
        }
    }

    @Test func `unknown fields, kinds and numbers are refused`() throws {
        let renderer = StatementRenderer(language: .chinese)
        for statement in try statements() {
            guard case .map(var map) = statement.canonical else { continue }
            map[23] = .integer(1)
            #expect(throws: EnrolmentError(.malformed, "")) { try renderer.render(CBOR.map(map).encoded) }
            map[23] = nil
            map[1] = .integer(2)
            #expect(throws: EnrolmentError(.malformed, "")) { try renderer.render(CBOR.map(map).encoded) }
            map[1] = .integer(1)
            map[0] = .integer(1_999)
            #expect(throws: EnrolmentError(.unknownKind, "")) { try renderer.render(CBOR.map(map).encoded) }
        }
        let credential = CredentialStatement(
            head: head,
            credential: id(1),
            person: id(1),
            generation: 1,
            credentialKind: CredentialKind(rawValue: 77)
        )
        #expect(throws: EnrolmentError(.unknownKind, "")) { try renderer.render(credential.encoded) }
        for bytes in [[], [0xA0], [0x01], Array("hello".utf8)] as [[UInt8]] {
            #expect(throws: EnrolmentError.self) { try renderer.render(bytes) }
        }
    }

    @Test func `damaged statements are refused or shown, and never trap`() throws {
        let renderer = StatementRenderer(language: .chinese)
        var generator = SplitMix(seed: 9)
        for statement in try statements() {
            let bytes = statement.encoded
            for _ in 0..<1_500 {
                let damaged = bytes.damaged(using: &generator)
                if let rendered = try? renderer.render(damaged) {
                    #expect(rendered.digest == SHA256.hash(damaged))
                }
            }
        }
    }

    @Test(arguments: [
        ("a\nb", "a\\u{A}b"), ("a\r\u{1B}[2Jb", "a\\u{D}\\u{1B}[2Jb"), ("a\u{202E}b", "a\\u{202E}b"),
        ("a\u{200B}b", "a\\u{200B}b"), ("a\u{FEFF}b", "a\\u{FEFF}b"), ("a\u{2028}b", "a\\u{2028}b"),
        ("a\u{A0}b", "a\\u{A0}b"), ("a   b", "a \\u{20}\\u{20}b"), (" a", "\\u{20}a"),
        ("\\u{A}", "\\u{5C}u{A}"),
        ("a」b", "a\\u{300D}b"), ("a”b", "a\\u{201D}b"), ("é", "é"), ("e\u{301}", "e\\u{301}"),
        ("\u{E000}", "\\u{E000}"), ("\u{3164}", "\\u{3164}"), ("\u{E0041}", "\\u{E0041}"),
        ("合同 2026（一）", "合同 2026（一）"),
    ])
    func `text of others cannot break, hide or turn a line`(text: String, shown: String) {
        #expect(ForeignText.escaped(text) == shown)
    }

    @Test func `a reason cannot make a line of its own`() throws {
        let hostile = grant(reason: "签约」\n每枚取用次数：1\u{2029}                                      取用人：王")
        let rendered = try StatementRenderer(language: .chinese).render(hostile.encoded)
        let honest = try StatementRenderer(language: .chinese).render(grant().encoded)
        #expect(rendered.text.split(separator: "\n").count == honest.text.split(separator: "\n").count)
        #expect(rendered.lines.count == honest.lines.count)
    }

    @Test func `what loosens protection is marked`() throws {
        let renderer = StatementRenderer(language: .english)
        let warnings = try statements().flatMap { try renderer.render($0.encoded).lines }.filter(\.isWarning)
            .map(\.label)
        for label in [
            "Two people at the cabinet", "Least grade of tag", "Longest without contact",
            "Accepts approvals a cabinet states", "Accepts approvals headquarters states",
            "Takes of each seal",
        ] {
            #expect(warnings.contains(label), "\(label)")
        }
    }

    private static func leaves(_ value: CBOR) -> [CBOR] {
        switch value {
        case .array(let elements): elements.flatMap(leaves)
        case .map(let map): map.entries.flatMap { leaves($0.value) }
        default: [value]
        }
    }

    /// Every value that differs from `value` in one leaf.
    private static func changes(_ value: CBOR) -> [CBOR] {
        switch value {
        case .integer(let number): return [.integer(number + 1), .integer(number - 1)]
        case .boolean(let flag): return [.boolean(!flag)]
        case .text(let text): return [.text(text + "x")]
        case .bytes(let bytes):
            guard let last = bytes.last else { return [] }
            return [.bytes(bytes.dropLast() + [last ^ 1])]
        case .array(let elements):
            return elements.indices.flatMap { index in
                changes(elements[index]).map { changed in
                    var other = elements
                    other[index] = changed
                    return CBOR.array(other)
                }
            }
        case .map(let map):
            return map.entries.flatMap { key, inner in
                (changes(inner).map { $0 as CBOR? } + [nil]).map { changed in
                    var other = map
                    other[key] = changed
                    return CBOR.map(other)
                }
            }
        }
    }
}
