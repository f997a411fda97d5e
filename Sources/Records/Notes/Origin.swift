/// The name of one log: an owned DNS name, then a path, such as `seals.example/cabinet/0c1d/acts/e1`.
///
/// C2SP tlog-checkpoint lets an origin be almost any text; here it is narrow, so that no two spellings name one log and
/// it fits a note's key name, a file name and a screen.
package struct Origin: Hashable, Sendable {
    /// The most bytes of an origin.
    package static let byteCountMax = 200

    /// The origin as it stands in the first line of a checkpoint.
    package let text: String

    /// Takes lower-case letters, digits, dots and hyphens in parts between slashes; the first part is a DNS name
    /// with at least one dot (RFC 1123 §2.1), no part is empty, `.` or `..`.
    ///
    /// - Throws: `.malformed`, `.tooLarge`.
    package init(_ text: String) throws(RecordsError) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.byteCountMax else {
            throw RecordsError(.tooLarge, "an origin of \(bytes.count) bytes exceeds \(Self.byteCountMax)")
        }
        let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let host = parts.first, Self.isHost(host), parts.dropFirst().allSatisfy(Self.isPart) else {
            throw RecordsError(
                .malformed,
                "an origin is a DNS name and parts of a–z, 0–9, dot and hyphen between slashes"
            )
        }
        self.text = text
    }
}

extension Origin {
    /// The number of the log's epoch, as its name ends; 0 where it does not end so.
    package var epoch: UInt64 {
        let digits = text.split(separator: "/").last.map { $0.dropFirst() } ?? ""
        return UInt64(digits).flatMap { text.hasSuffix("/e\($0)") ? $0 : nil } ?? 0
    }
}

extension Origin: CustomStringConvertible {
    package var description: String { text }
}

extension Origin {
    private static let labelByteCountMax = 63
    private static let hyphen = UInt8(ascii: "-")
    private static let dot = UInt8(ascii: ".")

    private static func isHost(_ bytes: ArraySlice<UInt8>) -> Bool {
        let labels = bytes.split(separator: dot, omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                (1...labelByteCountMax).contains(label.count)
                    && label.first != hyphen && label.last != hyphen
                    && label.allSatisfy { isLetterOrDigit($0) || $0 == hyphen }
            }
    }

    private static func isPart(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty && !bytes.elementsEqual([dot]) && !bytes.elementsEqual([dot, dot])
            && bytes.allSatisfy { isLetterOrDigit($0) || $0 == hyphen || $0 == dot }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
