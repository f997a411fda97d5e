package import Authority
import Records

extension TakeEnded {
    /// What a take came to, judged by what the reader found when the drawer was closed.
    package static func outcome(of seal: SealStatement, reading: TagReading, drawerOpened: Bool) -> Outcome {
        guard drawerOpened else { return .notOpened }
        return switch reading {
        case .empty: .taken
        case .proved(seal.tag): .notTaken
        case .proved, .failed, .foreign: .exchanged
        case .unreadable, .ill: .unread
        }
    }
}
