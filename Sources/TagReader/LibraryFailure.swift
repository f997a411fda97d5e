import SealTags

/// A call of libnfc that failed, and what must happen to the reader.
struct LibraryFailure: Error {
    let failure: ReaderFailure
    /// True when the reader must be closed: what it says next may be the answer to something else.
    let closes: Bool
    /// libnfc's number, 0 where we refused by ourselves.
    let number: Int8

    init(_ failure: ReaderFailure, closes: Bool, number: Int8 = 0) {
        self.failure = failure
        self.closes = closes
        self.number = number
    }
}
