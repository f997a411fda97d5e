import Cryptography

/// The lines above a note in the texts of C2SP: printable ASCII, so that none can be canonically equivalent to another.
struct ProofLines {
    /// What is read, for messages.
    private let what: String
    /// What follows the last line that was read.
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8], of what: String) {
        self.what = what
        rest = bytes[...]
    }

    /// The next line without its newline.
    ///
    /// - Throws: `.malformed`.
    mutating func line() throws(RecordsError) -> String {
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
            throw RecordsError(.malformed, "\(what) ends within a line")
        }
        let line = rest[..<end]
        guard line.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw RecordsError(.malformed, "a line of \(what) holds another character than printable ASCII")
        }
        rest = rest[(end + 1)...]
        return String(decoding: line, as: UTF8.self)
    }

    /// The hashes up to the next empty line, which is taken too.
    ///
    /// - Throws: `.malformed`; `.tooLarge` for more than `countMax`.
    mutating func hashes(countMax: Int) throws(RecordsError) -> [Digest] {
        var hashes: [Digest] = []
        var line = try line()
        while !line.isEmpty {
            guard hashes.count < countMax else {
                throw RecordsError(.tooLarge, "\(what) has more than \(countMax) hashes")
            }
            guard let bytes = Base64.decode(line), let hash = Digest(bytes) else {
                throw RecordsError(.malformed, "hash \(hashes.count) of \(what) is not 32 bytes in base64")
            }
            hashes.append(hash)
            line = try self.line()
        }
        return hashes
    }
}
