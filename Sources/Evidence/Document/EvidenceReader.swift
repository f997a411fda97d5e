import Authority
import Cryptography
import Records

/// Reads the lines of a file one by one; refuses what is not known, and says at which line.
struct EvidenceReader {
    /// Longer than the longest record in base64.
    static let lineByteCountMax = 192 << 10

    private let bytes: [UInt8]
    private var offset = 0
    private var end: Int
    /// The line that was read last, counted from 1.
    private(set) var number = 0

    /// - Throws: `.changed` unless the last line is the hash of all above it.
    init(_ bytes: [UInt8]) throws(EvidenceError) {
        guard bytes.count <= EvidenceDocument.byteCountMax else {
            throw EvidenceError(.tooLarge, "a file of \(bytes.count) bytes is too large to be evidence")
        }
        self.bytes = bytes
        let newline = UInt8(ascii: "\n")
        guard bytes.last == newline else {
            throw EvidenceError(.malformed, "the file does not end its last line: something was cut off")
        }
        let last = bytes.dropLast().lastIndex(of: newline).map { $0 + 1 } ?? 0
        end = last
        let digest = SHA256.hash(Array(bytes[..<last]))
        guard Array(bytes[last...]) == Array("sha256 \(Hex.encode(digest.bytes))\n".utf8) else {
            throw EvidenceError(
                .changed,
                "the last line is not the SHA-256 of all above it: the file was changed or cut"
            )
        }
    }

    var isAtEnd: Bool { offset == end }

    /// The next line without its newline.
    mutating func line() throws(EvidenceError) -> ArraySlice<UInt8> {
        number += 1
        guard let newline = bytes[offset..<end].firstIndex(of: UInt8(ascii: "\n")) else {
            throw EvidenceError(.malformed, "the file ends where a line is expected", line: number)
        }
        defer { offset = newline + 1 }
        return bytes[offset..<newline]
    }

    /// The first word of the next line, which is not taken.
    func peekedWord() -> String {
        let rest = bytes[offset..<end]
        let word = rest.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }.prefix(32)
        return String(decoding: word, as: UTF8.self)
    }

    /// The words of the next line, which are printable ASCII with one space between.
    mutating func words(_ first: String, counts: ClosedRange<Int>) throws(EvidenceError) -> [String] {
        let line = try line()
        guard line.count <= Self.lineByteCountMax else {
            throw EvidenceError(.tooLarge, "a line of \(line.count) bytes is too long", line: number)
        }
        guard line.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw EvidenceError(
                .malformed,
                "a line holds another character than printable ASCII",
                line: number
            )
        }
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard words.first == first, counts.contains(words.count) else {
            throw EvidenceError(
                .malformed,
                "a line «\(first)» is expected, not «\((words.first ?? "").prefix(32))» with \(words.count) words",
                line: number
            )
        }
        return words
    }

    /// The lines that follow a line «`word` COUNT», as they stand, and the number of that line.
    mutating func block(_ word: String, byteCountMax: Int) throws(EvidenceError) -> (
        line: Int, bytes: [UInt8]
    ) {
        let count = try decimal(try words(word, counts: 2...2)[1])
        let first = number
        guard count <= UInt64(byteCountMax) else {
            throw EvidenceError(.tooLarge, "a \(word) of \(count) lines is too long", line: first)
        }
        var bytes: [UInt8] = []
        for _ in 0..<count {
            bytes += try line()
            bytes.append(UInt8(ascii: "\n"))
            guard bytes.count <= byteCountMax else {
                throw EvidenceError(.tooLarge, "a \(word) exceeds \(byteCountMax) bytes", line: first)
            }
        }
        return (first, bytes)
    }

    func refusal(_ message: String) -> EvidenceError { EvidenceError(.malformed, message, line: number) }

    func base64(_ word: String) throws(EvidenceError) -> [UInt8] {
        guard let bytes = Base64.decode(word) else { throw refusal("a word is not base64") }
        return bytes
    }

    func decimal(_ word: String) throws(EvidenceError) -> UInt64 {
        guard let value = UInt64(word), String(value) == word, value <= TreeHead.sizeMax else {
            throw refusal("«\(word.prefix(32))» is no decimal number in its shortest form")
        }
        return value
    }

    func identifier<Named>(_ word: String) throws(EvidenceError) -> Identifier<Named> {
        guard let identifier = Identifier<Named>(hexadecimal: word) else {
            throw refusal("«\(word.prefix(40))» is no id of 32 hexadecimal characters")
        }
        return identifier
    }

    func label(_ word: String) throws(EvidenceError) -> String {
        try EvidenceError.at(number, .malformed) { () throws(RecordsError) in
            try CabinetStatement.check(label: word)
        }
        return word
    }

    func origin(_ word: String) throws(EvidenceError) -> Origin {
        try EvidenceError.at(number, .malformed) { () throws(RecordsError) in try Origin(word) }
    }
}
