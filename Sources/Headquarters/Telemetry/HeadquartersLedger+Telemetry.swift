import Authority
import Cryptography
import Custody
import Records
import Replication
import Store

// Copies of what cabinets measure of themselves.
extension HeadquartersLedger {
    /// The epochs of a cabinet's telemetry whose copies lie here, the first of which its enrolment names.
    ///
    /// `keys` are the cabinet's act keys, one of which signed each later first leaf.
    func telemetryEpochs(of cabinet: CabinetStatement, signedBy keys: [Bytes]) throws -> [TelemetryEpoch] {
        var epochs: [TelemetryEpoch] = []
        var (epoch, newest): (UInt64, UInt64) = (1, 1)
        while epoch <= newest + TelemetryEpoch.gapMax, epochs.count < CabinetCopy.epochCountMax {
            defer { epoch += 1 }
            let origin = try origins.telemetry(of: cabinet.cabinet, epoch: epoch)
            guard let status = try store.status(of: origin) else { continue }
            var copy = TelemetryEpoch(
                epoch: epoch,
                origin: origin,
                key: Bytes(status.key.publicKey.bytes)
            )
            if epoch > 1, status.proved.size > 0,
                let record = try store.record(at: 0, of: origin)
            {
                copy.opening = try? EpochFirstLeaf(record, origin: origin, keys: keys).opening
            }
            copy.refresh(status)
            epochs.append(copy)
            newest = epoch
        }
        return epochs
    }

    /// Opens a copy of an epoch of telemetry that its cabinet says to have begun.
    ///
    /// - Returns: a sentence where it is refused, and one where it says that something cosigned is done without.
    func openTelemetry(
        _ announced: AnnouncedEpoch,
        in copy: inout CabinetCopy,
        _ cabinet: CabinetStatement
    ) throws -> (objection: String?, loss: String?) {
        guard let number = LogNames.telemetryEpoch(announced.origin, of: cabinet.cabinet),
            let origin = try? origins.telemetry(of: cabinet.cabinet, epoch: number),
            origin.text == announced.origin
        else { return ("\(announced.origin) is no log of this cabinet", nil) }
        let first: EpochFirstLeaf
        do { first = try EpochFirstLeaf(announced.record, origin: origin, keys: [cabinet.keys.act]) } catch {
            return ("\(origin) is opened by no leaf of this cabinet: \(error.message)", nil)
        }
        if let place = copy.telemetry.firstIndex(where: { $0.origin == origin }) {
            guard copy.telemetry[place].key == first.key else {
                return ("\(origin) is opened a second time, with another key", nil)
            }
            if copy.telemetry[place].opening == nil { copy.telemetry[place].opening = first.opening }
            return (nil, nil)
        }
        guard let last = copy.telemetry.last, number > last.epoch,
            number - last.epoch <= TelemetryEpoch.gapMax, copy.telemetry.count < CabinetCopy.epochCountMax
        else { return ("\(origin) follows no epoch of telemetry that is here", nil) }
        _ = try store.open(
            origin,
            key: try NoteVerifierKey(log: origin, publicKey: first.key.publicKey()),
            isOwn: false
        )
        copy.telemetry.append(
            TelemetryEpoch(epoch: number, origin: origin, key: first.key, opening: first.opening)
        )
        return (nil, try loss(of: last, by: first.opening))
    }

    /// Why the beginning of an epoch says that something which was cosigned is gone; nil where it does not.
    private func loss(of last: TelemetryEpoch, by opening: EpochOpening) throws -> String? {
        guard last.witnessedSize > 0 else { return nil }
        let text =
            "telemetry of this cabinet begins anew behind \(last.origin) without the \(last.witnessedSize) records cosigned of it"
        guard let end = opening.lastOwn, end.origin == last.origin.text, end.size >= last.witnessedSize else {
            return text
        }
        // The same size is the same head, where all of it is here.
        guard end.size == last.witnessedSize, end.size <= last.provedSize else { return nil }
        return try store.root(of: last.origin, size: end.size) == end.root ? nil : text
    }

    /// What an epoch of telemetry that is over refuses: heads and records behind its end.
    func telemetryRefusal(of ingest: Ingest, _ copy: CabinetCopy) throws -> IngestOutcome? {
        guard let place = copy.telemetry.firstIndex(where: { $0.origin == ingest.origin }),
            let end = copy.telemetryEnd(of: place)
        else { return nil }
        return try refusal(of: ingest, behind: end)
    }
}

extension LogNames {
    /// The epoch that an origin of a cabinet's telemetry names; nil for any other origin.
    fileprivate static func telemetryEpoch(_ origin: String, of cabinet: String) -> UInt64? {
        let parts = origin.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[2] == cabinet[...], parts[3] == "telemetry", parts[4].first == "e"
        else {
            return nil
        }
        return UInt64(parts[4].dropFirst())
    }
}
