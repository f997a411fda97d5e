package import Authority

/// The organisation that demonstration and tour play: who is there, which seals lie where.
///
/// The names are those of nobody.
package struct FleetStory: Sendable {
    /// A branch office with one cabinet.
    package struct Site: Sendable {
        /// The site's name in origins.
        package let site: String
        /// What people call it.
        package let name: String
        /// The part of the organisation that it belongs to.
        package let unit: String
        /// The cabinet's id, also in the rig.
        package let cabinet: String
        /// What people call the cabinet.
        package let cabinetName: String
        /// The kind of its lock board in the rig.
        package let boardKind: String
        /// Its seals, in the order of the drawers.
        package let seals: [String]
        /// Who works there.
        package let people: [Worker]

        /// The seals' tags have these names in the rig.
        package func tag(_ drawer: Int) -> String { "\(cabinet)-seal\(drawer)" }
    }

    /// Somebody who works at a site.
    package struct Worker: Sendable, Hashable {
        /// A short word that names card and person in the rig.
        package let key: String
        /// The name.
        package let name: String
        /// What the person may do at the cabinet besides taking under a grant.
        package let rights: [SiteRight]
        /// The digits that the person chooses.
        package let pin: String

        /// The person's card in the rig.
        package var card: String { "card-\(key)" }
    }

    /// A log-in of the console.
    package struct Account: Sendable {
        /// What is typed.
        package let name: String
        /// The name.
        package let displayName: String
        /// `ROLE` or `ROLE@PART`.
        package let posts: [String]
        /// Whose key file has the same person.
        package let holder: String?
    }

    /// The organisation's DNS name.
    package static let organisation = "signet-demo.example"
    /// The password of every log-in.
    package static let password = "signet-demonstration"

    /// The owners' key files.
    package static let owners = ["owner-1", "owner-2", "owner-3"]
    /// The officers' key files.
    package static let officers = ["officer-1", "officer-2"]
    /// The approvers' key files with their groups.
    package static let approvers = [("approver-branch", "分行负责人"), ("approver-legal", "法务")]

    /// The rule of every seal: one of each group approves, and a second person comes along.
    package static let rule = SealRule(
        name: "contract",
        approvals: approvers.map { ApprovalStep(group: $0.1, count: 1) },
        needsCompanion: true,
        modes: [.borrow]
    )

    /// The sites.
    package static let sites = [
        Site(
            site: "beijing",
            name: "北京分行",
            unit: "华北",
            cabinet: "beijing-1",
            cabinetName: "北京 1 号柜",
            boardKind: "modbus",
            seals: ["公章", "合同专用章"],
            people: [
                Worker(key: "lina", name: "李娜", rights: [], pin: "482916"),
                Worker(key: "wangfang", name: "王芳", rights: [.custodian, .companion], pin: "730584"),
                Worker(key: "zhaojun", name: "赵军", rights: [.custodian, .companion], pin: "615207"),
            ]
        ),
        Site(
            site: "shanghai",
            name: "上海分行",
            unit: "华东",
            cabinet: "shanghai-1",
            cabinetName: "上海 1 号柜",
            boardKind: "modbus",
            seals: ["公章", "财务专用章"],
            people: [
                Worker(key: "chenjing", name: "陈静", rights: [.custodian, .companion], pin: "394071")
            ]
        ),
        Site(
            site: "shenzhen",
            name: "深圳分行",
            unit: "华南",
            cabinet: "shenzhen-1",
            cabinetName: "深圳 1 号柜",
            boardKind: "eightA",
            seals: ["公章", "发票专用章"],
            people: [
                Worker(key: "huanglei", name: "黄磊", rights: [.custodian, .companion], pin: "852643")
            ]
        ),
    ]

    /// The console's log-ins.
    package static let accounts = [
        Account(name: "admin", displayName: "周敏", posts: ["systemAdministrator"], holder: nil),
        Account(name: "security", displayName: "吴刚", posts: ["securityAdministrator"], holder: nil),
        Account(name: "custodian", displayName: "郑洁", posts: ["custodian"], holder: nil),
        Account(name: "auditor", displayName: "冯源", posts: ["auditor"], holder: nil),
        Account(name: "applicant", displayName: "孙莉", posts: ["applicant"], holder: nil),
        Account(name: "branch", displayName: "钱伟", posts: ["approver"], holder: "approver-branch"),
        Account(name: "legal", displayName: "何慧", posts: ["approver"], holder: "approver-legal"),
    ]
}
