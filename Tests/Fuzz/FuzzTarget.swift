import Foundation
import Records

/// What is given bytes of a stranger.
///
/// A trap, an error of memory, too much memory or time, and a property that ``require(_:_:)`` sees broken each end the
/// process; libFuzzer keeps the bytes.
struct FuzzTarget: Sendable {
    /// The name by which the campaign, its corpus and what it keeps are called.
    let name: String
    /// Bytes of the kind that is read, to begin with.
    let seeds: @Sendable () throws -> [[UInt8]]
    /// Reads the bytes.
    let read: @Sendable ([UInt8]) -> Void

    /// Every target.
    ///
    /// A decoder that is new goes into the target of its kind or gets one of its own, in a file of `Targets`.
    static let all: [FuzzTarget] = [
        .canonical, .texts, .records, .bundles, .notes, .proofs, .trees, .frames, .sessions, .statements,
        .acts, .components, .folds, .states, .evidence, .papers, .keyFiles, .sealed, .devices, .outsiders,
        .sticks,
        .forms,
    ]
}

/// Ends the process, so that libFuzzer keeps the bytes, when a property does not hold.
func require(_ holds: Bool, _ what: @autoclosure () -> String) {
    guard !holds else { return }
    complain("property broken: \(what())")
    abort()
}

/// Requires that a type writes the bytes that it read.
///
/// - Returns: the value, nil where the bytes were refused.
@discardableResult
func reread<Value: Canonical>(_ type: Value.Type, _ bytes: [UInt8]) -> Value? {
    guard let value = try? Value(decoding: bytes) else { return nil }
    require(value.encoded == bytes, "\(type) writes other bytes than it read")
    return value
}

/// Splits bytes into parts, each behind its length in two bytes; the last may be cut short.
func parts(of bytes: [UInt8], countMax: Int = 64) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var rest = bytes[...]
    while rest.count >= 2, parts.count < countMax {
        let count = rest.prefix(2).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(2)
        parts.append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
    }
    return parts
}

/// Puts each part behind its length, as ``parts(of:countMax:)`` takes them apart.
func joined(_ parts: [[UInt8]]) -> [UInt8] {
    parts.flatMap { [UInt8($0.count >> 8 & 0xFF), UInt8($0.count & 0xFF)] + $0 }
}
