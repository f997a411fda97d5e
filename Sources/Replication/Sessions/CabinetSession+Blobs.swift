import Records

extension CabinetSession {
    /// Learns what is wanted; before WELCOME nothing is asked for.
    mutating func want(_ wishes: [BlobWish]) -> [Action] {
        guard case .open = state else {
            earlyWishes = wishes
            return []
        }
        earlyWishes = []
        return blobReceiver.want(wishes).of()
    }

    /// Learns how much of a class may have been sent by now; a smaller total changes nothing.
    mutating func grant(_ granted: Credit) {
        credit[granted.trafficClass] = max(credit[granted.trafficClass] ?? 0, granted.byteTotal)
        if granted.trafficClass == .blobs { blobSender.grant(granted.byteTotal) }
    }
}
