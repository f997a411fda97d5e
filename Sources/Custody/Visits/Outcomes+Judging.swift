package import Authority
import Records

extension TakeEnded {
    /// What a take came to, judged by what the reader found when the drawer was closed.
    ///
    /// A drawer that was not seen to open and a slot that is empty mean an ill sensor and a seal that left.
    package static func outcome(of seal: SealStatement, reading: TagReading, drawerOpened: Bool) -> Outcome {
        switch reading {
        case .empty: .taken
        case .proved(seal.tag): drawerOpened ? .notTaken : .notOpened
        case .proved, .failed, .foreign: .exchanged
        case .unreadable, .ill: drawerOpened ? .unread : .notOpened
        }
    }
}

extension ReturnEnded {
    /// What a return came to, judged by what the reader found when the drawer was closed.
    package static func outcome(of seal: SealStatement?, reading: TagReading) -> Outcome {
        switch reading {
        case .empty: .nothing
        case .proved(let tag): seal?.tag == tag ? .proved : .refused
        case .failed, .foreign: .refused
        case .unreadable, .ill: .unproved
        }
    }
}
