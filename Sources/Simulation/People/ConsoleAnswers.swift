// What headquarters' console answers to programs, as far as people of the story look at it.

/// `GET /api/session`.
struct ConsoleSession: Decodable, Sendable {
    let person: String
    let formToken: String
}

/// `GET /api/overview`.
struct ConsoleOverview: Decodable, Sendable {
    struct Seal: Decodable, Sendable {
        let seal: String
        let name: String
        let cabinet: String
        let state: String
        let holder: String?
        let holderName: String?
        let since: Int64?
        let expectedReturn: Int64?
    }

    let root: String
    let authoritySize: UInt64
    let witnessedSize: UInt64
    let waitingCount: Int
    let seals: [Seal]
}

/// A line of `GET /api/cabinets`.
struct ConsoleCabinet: Decodable, Sendable {
    let cabinet: String
    let isConnected: Bool
    let witnessedSize: UInt64
    let mirroredSize: UInt64
    let missingCount: UInt64
    let actsSize: UInt64
    let openVisitCount: Int
    let quarantinedDrawers: [UInt64]
    let tagsSeen: [String]
    let jobsDone: [String]
    let epoch: UInt64
    let isEpochProvisional: Bool
    let witnessKey: String
    let lastContact: Int64?
}

/// A line of `GET /api/proposals`.
struct ConsoleProposal: Decodable, Sendable {
    let statement: String
    let kind: String
    let state: String
    let note: String
}

/// A line of `GET /api/applications`.
struct ConsoleApplication: Decodable, Sendable {
    let number: String
    let grant: String
    let grantID: String
    let state: String
    let checkCode: String
    let approvers: [String]
}

/// `GET /api/counts/RUN`.
struct ConsoleCount: Decodable, Sendable {
    struct Line: Decodable, Sendable {
        let cabinet: String
        let stage: String
        let isLate: Bool
        let drawers: UInt64?
        let proved: UInt64?
        let differences: UInt64?
        let lastContact: Int64?
    }

    let run: String
    let isClosed: Bool
    let revision: UInt64
    let total: Int
    let equal: Int
    let differing: Int
    let unreachable: Int
    let late: Int
    let lines: [Line]
}

/// A line of `GET /api/findings`.
struct ConsoleFinding: Decodable, Sendable {
    let finding: String
    let kind: Int64
    let note: String
    let cabinet: String?
    let seal: String?
    let time: Int64
    let grade: String
}

/// A line of `GET /api/credentials`.
struct ConsoleCredential: Decodable, Sendable {
    let credential: String
    let person: String
    let kind: Int64
}

/// A line of `GET /api/acts/CABINET`.
struct ConsoleAct: Decodable, Sendable {
    let index: UInt64
    let kind: UInt64?
    let person: String?
    let seal: String?
    let drawer: UInt64?
    let grant: String?
    let detail: String?
}
