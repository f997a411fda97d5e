import Cryptography
import SealTags
import Testing

/// Bytes from the hexadecimal text of a standard; a slip of the pen fails the test.
func bytes(_ text: String) throws -> [UInt8] {
    try #require(Hex.decode(text.filter { $0 != " " }))
}

/// A key from hexadecimal text.
func key(_ text: String, version: UInt8 = 0) throws -> TagKey {
    try #require(TagKey(SecretBytes(try bytes(text)), version: version))
}

/// An identifier from hexadecimal text.
func uid(_ text: String) throws -> TagUID { try #require(TagUID(try bytes(text))) }

/// A target with the SAK and ATS of an NTAG 424 DNA.
func target(_ text: String, selectAcknowledge: UInt8 = 0x20) throws -> TagTarget {
    try #require(
        TagTarget(
            uid: try uid(text),
            answerToRequest: [0x03, 0x44],
            selectAcknowledge: selectAcknowledge,
            answerToSelect: try bytes("77717102 80".filter { $0 != " " })
        )
    )
}

let zeroKey = "00000000000000000000000000000000"
