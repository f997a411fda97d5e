import Authority
import Enrolment
import FoundationEssentials
import Records

/// The nonces that were carried out on sticks and are not answered yet, with when they were made.
///
/// A freshness note that comes back gives time and contact from that moment on, however long the stick was under way: the
/// monotonic clock runs through, asleep or awake. After a start of the machine it begins anew, and what was asked before
/// gives no time any more.
struct CarriedNonces {
    /// The most that wait; the oldest one is forgotten first.
    static let countMax = 8

    private struct Carried: Canonical {
        let nonce: Bytes
        let asked: UInt64
        let machineBoot: String

        init(nonce: Bytes, asked: UInt64, machineBoot: String) {
            self.nonce = nonce
            self.asked = asked
            self.machineBoot = machineBoot
        }

        var canonical: CBOR { .array([nonce.canonical, asked.canonical, machineBoot.canonical]) }

        init(canonical: CBOR) throws(RecordsError) {
            guard case .array(let parts) = canonical, parts.count == 3 else {
                throw RecordsError(.malformed, "a carried nonce has three parts")
            }
            nonce = try Bytes(canonical: parts[0])
            asked = try UInt64(canonical: parts[1])
            machineBoot = try String(canonical: parts[2])
        }
    }

    private let path: String
    private let machineBoot: String

    /// The nonces in a file; `machineBoot` names the start of the machine whose monotonic clock counts.
    init(path: String, machineBoot: String) {
        self.path = path
        self.machineBoot = machineBoot
    }

    /// The kernel's name for the present start of the machine (random(4)).
    static func machineBoot() throws -> String {
        let text = try Data(contentsOf: URL(filePath: "/proc/sys/kernel/random/boot_id"))
        return String(decoding: text.prefix(36), as: UTF8.self)
    }

    /// Keeps a nonce that is about to leave.
    func add(_ nonce: [UInt8], asked: UInt64) throws {
        let carried = Carried(nonce: Bytes(nonce), asked: asked, machineBoot: machineBoot)
        let kept = try (read() + [carried]).suffix(Self.countMax)
        try ProtectedFile.replace(path, CBOR.array(kept.map(\.canonical)).encoded, readers: .ownerOnly)
    }

    /// When a nonce was made, in milliseconds of the monotonic clock; nil for one that is not known, or of an earlier start.
    func asked(_ nonce: [UInt8]) throws -> UInt64? {
        try read().first { $0.nonce.bytes == nonce && $0.machineBoot == machineBoot }?.asked
    }

    private func read() throws -> [Carried] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let bytes = try ProtectedFile.read(path, readers: .ownerOnly)
        guard case .array(let elements) = try CBOR(decoding: bytes) else {
            throw CabinetError(.configuration, "\(path) is damaged; take it away, and write the stick again")
        }
        return try elements.map { try Carried(canonical: $0) }
    }
}
