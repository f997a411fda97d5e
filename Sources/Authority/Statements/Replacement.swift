package import Records

/// Where a machine goes on that stands under the name of another: part of its ``CabinetStatement``.
///
/// The machine before is lost, broken or copied, and can vouch for nothing: officers say how much of its record counts, and from
/// which epochs on the keys of the new one sign.
package struct Replacement: Canonical, Hashable {
    /// The first epoch of `acts` that the new machine writes.
    package let actsEpoch: UInt64
    /// The last head of `acts` before it that counts: beyond it, and in epochs between, nothing attests anything.
    package let cut: CitedHead
    /// The first epoch of `telemetry` that the new machine writes.
    package let telemetryEpoch: UInt64

    /// A machine's place behind the one that it replaces.
    package init(actsEpoch: UInt64, cut: CitedHead, telemetryEpoch: UInt64) {
        self.actsEpoch = actsEpoch
        self.cut = cut
        self.telemetryEpoch = telemetryEpoch
    }

    /// The epoch that the cut ends; 0 where its origin names none.
    package var cutEpoch: UInt64 { (try? Origin(cut.origin))?.epoch ?? 0 }

    package var canonical: CBOR {
        .map(CBORMap([0: actsEpoch.canonical, 1: cut.canonical, 2: telemetryEpoch.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a machine's place behind another")
        actsEpoch = try fields.value(0)
        cut = try fields.value(1)
        telemetryEpoch = try fields.value(2)
        try fields.finish()
    }

    /// Refuses what no cabinet of this name can have come to.
    func check(_ organisation: String, _ cabinet: String, version: UInt64) throws(RecordsError) {
        guard version >= 2, actsEpoch >= 2, telemetryEpoch >= 2 else {
            throw RecordsError(
                .malformed,
                "what replaces a machine has a later version, and later epochs, than the first"
            )
        }
        guard (1..<actsEpoch).contains(cutEpoch), cut.size <= TreeHead.sizeMax,
            try cut.origin == LogNames.acts(organisation, cabinet: cabinet, epoch: cutEpoch).text
        else {
            throw RecordsError(
                .malformed,
                "the cut before epoch \(actsEpoch) is no head of an earlier epoch of the acts of \(cabinet)"
            )
        }
    }
}
