import Identity

/// What somebody came to the cabinet for.
enum Errand: String, Sendable, CaseIterable {
    case take
    case giveBack = "return"
    case setAside = "set-aside"
    case tag
    case job
    case credential

    /// How much the people must show.
    var purpose: VerificationPurpose { self == .giveBack ? .giveBack : .act }

    /// Whether two people must identify before anything is chosen.
    var needsTwoPeople: Bool { self == .setAside }

    /// Whether everybody who identifies must keep the seals of the site.
    var isForCustodians: Bool {
        switch self {
        case .take, .giveBack: false
        case .setAside, .tag, .job, .credential: true
        }
    }

    /// Whether it is done at the front reader.
    var isAtBench: Bool {
        switch self {
        case .take, .giveBack, .setAside: false
        case .tag, .job, .credential: true
        }
    }
}
