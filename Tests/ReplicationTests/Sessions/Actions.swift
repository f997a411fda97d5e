import Records

@testable import Replication

/// What a test looks for among the actions of a session.
protocol SendingAction {
    var sentBytes: [UInt8]? { get }
}

extension CabinetSession.Action: SendingAction {
    var sentBytes: [UInt8]? { if case .send(let bytes) = self { bytes } else { nil } }
}

extension HeadquartersSession.Action: SendingAction {
    var sentBytes: [UInt8]? { if case .send(let bytes) = self { bytes } else { nil } }
}

extension [CabinetSession.Action] {
    /// The cases' names, to show which came and in which order.
    var names: [String] { map(caseName) }
}

extension [HeadquartersSession.Action] {
    var names: [String] { map(caseName) }
}

extension Array where Element: SendingAction {
    /// The frames that are sent, read back from their bytes.
    var frames: [Frame] { compactMap { $0.sentBytes.flatMap { try? Frame(decoding: $0) } } }

    /// The code of the BYE that is sent, where one is.
    var byeCode: ReplicationError.Code? {
        for case .bye(let bye) in frames { return ReplicationError.Code(rawValue: bye.code) }
        return nil
    }
}

extension Frame {
    var name: String { caseName(self) }
}

private func caseName(_ value: some Any) -> String {
    String("\(value)".prefix { $0.isLetter })
}

/// A small seeded generator (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
