import Authority
import Custody
import Records
import Screens

/// One seal as a list shows it: where it is, how true that is.
struct SealStanding {
    /// The one of the five states that counts for sums.
    enum State { case inPlace, out, overdue, inQuestion, unknown }

    let seal: SealStatement
    let site: String
    let state: State
    let holding: Holding?
    let place: SealPlace?
    let isSuspended: Bool
    /// When the cabinet's newest act was written, in milliseconds since 1970.
    let asOf: Int64

    init(_ seal: SealStatement, site: String, visitor: Visitor) {
        self.seal = seal
        self.site = site
        let custody = visitor.view.cabinets[seal.cabinet]?.custody
        place = custody?.seals[seal.seal]
        asOf = custody?.lastTime.milliseconds ?? 0
        isSuspended = visitor.view.policies[site]?.isSuspended(seal: seal.seal) == true
        var holding: Holding?
        switch place {
        case nil: state = .unknown
        case .present: state = .inPlace
        case .unproved: state = .inQuestion
        case .out(let out):
            holding = out
            state = (out.expectedReturn ?? .max) < visitor.now ? .overdue : .out
        }
        self.holding = holding
    }

    /// The pill: the state's own shape and word, or a more exact one.
    func pill(_ visitor: Visitor) -> Pill {
        switch state {
        case .inPlace: Pill(.inPlace, visitor.say("在柜", "In"))
        case .out: Pill(.out, visitor.say("外出", "Out"))
        case .overdue: Pill(.out, visitor.say("逾期", "Overdue"))
        case .inQuestion: Pill(.inQuestion, visitor.say("在柜未验真", "In, unproved"))
        case .unknown: Pill(.unknown, visitor.say("尚未入柜", "Never seen"))
        }
    }

    /// The state in one word for tools.
    var word: String {
        switch state {
        case .inPlace: "in"
        case .out: "out"
        case .overdue: "overdue"
        case .inQuestion: "unproved"
        case .unknown: "unknown"
        }
    }
}

extension Visitor {
    /// Every seal of the visible sites, by site and name.
    var seals: [SealStanding] {
        sites(for: Console.readers).flatMap { site in
            (view.policies[site]?.seals.values.map { SealStanding($0, site: site, visitor: self) } ?? [])
                .sorted { ($0.seal.cabinet, $0.seal.drawer) < ($1.seal.cabinet, $1.seal.drawer) }
        }
    }
}
