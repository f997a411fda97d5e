import Records

extension HeadquartersSession {
    /// Learns what is wanted; before WELCOME nothing is asked for.
    mutating func want(_ wishes: [BlobWish]) -> [Action] {
        guard case .open = state else {
            earlyWishes = wishes
            return []
        }
        earlyWishes = []
        return blobReceiver.want(wishes).of()
    }

    /// The next piece of the blob that the cabinet wants, where its credit allows one.
    mutating func pump() -> [Action] {
        guard case .open = state, let next = blobSender.next() else { return [] }
        return [next].of()
    }
}
