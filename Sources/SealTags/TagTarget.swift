/// What a tag of type A told the reader while it was selected (ISO/IEC 14443-3 and -4).
package struct TagTarget: Hashable, Sendable {
    /// The identifier of the anticollision loop.
    package let uid: TagUID
    /// ATQA, two bytes, as the reader gives them.
    package let answerToRequest: [UInt8]
    /// SAK of the last cascade level.
    package let selectAcknowledge: UInt8
    /// ATS without its length byte; empty for a tag that does not speak ISO/IEC 14443-4.
    package let answerToSelect: [UInt8]

    /// An ATS has at most 254 bytes with its length byte (ISO/IEC 14443-4, 5.2).
    package static let answerToSelectByteCountMax = 253

    /// Takes what a reader reports, or returns nil when the lengths cannot be.
    package init?(
        uid: TagUID,
        answerToRequest: [UInt8],
        selectAcknowledge: UInt8,
        answerToSelect: [UInt8]
    ) {
        guard answerToRequest.count == 2, answerToSelect.count <= Self.answerToSelectByteCountMax else {
            return nil
        }
        self.uid = uid
        self.answerToRequest = answerToRequest
        self.selectAcknowledge = selectAcknowledge
        self.answerToSelect = answerToSelect
    }

    /// True for a tag that takes APDUs: bit 6 of SAK (ISO/IEC 14443-3, table 9).
    package var speaksTransmissionProtocol: Bool { selectAcknowledge & 0x20 != 0 }
}
