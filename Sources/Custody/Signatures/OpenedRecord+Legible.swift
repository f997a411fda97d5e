import Cryptography
package import Records

extension OpenedRecord {
    /// Whether everything that is open of this record of a cabinet's acts can be read as its kind says.
    ///
    /// What a known kind cannot read says nothing. It must not stop who folds either: whoever holds the key of a log could write one such
    /// record, and nobody would see what stands behind it.
    package var isLegible: Bool {
        do throws(RecordsError) {
            try readAll()
            return true
        } catch {
            return false
        }
    }

    private func readAll() throws(RecordsError) {
        let kind = try kind()?.kind
        _ = try actor()
        _ = try subject()
        switch kind {
        case .takeBegun?, .returnBegun?, .setAsideBegun?: try read(VisitBegun.self)
        case .takeEnded?: try read(TakeEnded.self)
        case .returnEnded?: try read(ReturnEnded.self)
        case .setAsideEnded?: try read(SetAsideEnded.self)
        case .takeRefused?: try read(TakeRefused.self)
        case .presenceObserved?: try read(PresenceObserved.self)
        case .findingOpened?: try read(FindingOpened.self)
        case .tagSeen?, .tagPersonalised?: try read(TagSeen.self)
        case .credentialRequested?: try read(CredentialRequested.self)
        case .erasureCarriedOut?: try read(UInt64.self)
        case .fileHeld?: try read(Digest.self)
        case .countAnswered?: try read(CountAnswer.self)
        case .carried?: try read(CarriedRecord.self)
        default: break
        }
    }

    private func read<Detail: Canonical>(_ type: Detail.Type) throws(RecordsError) {
        let _: Detail? = try detail()
    }
}
