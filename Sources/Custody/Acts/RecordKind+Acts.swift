package import Records

extension RecordKind {
    /// A drawer is about to be released for a take (``VisitBegun``).
    ///
    /// Written before the pulse.
    package static let takeBegun = RecordKind(rawValue: 1)
    /// What a take came to (``TakeEnded``).
    package static let takeEnded = RecordKind(rawValue: 2)
    /// A drawer is about to be released for a return (``VisitBegun``).
    ///
    /// Written before the pulse.
    package static let returnBegun = RecordKind(rawValue: 3)
    /// What a return came to (``ReturnEnded``).
    package static let returnEnded = RecordKind(rawValue: 4)
    /// A drawer is about to be released so that two custodians can set its content aside (``VisitBegun``).
    package static let setAsideBegun = RecordKind(rawValue: 5)
    /// What setting aside came to (``SetAsideEnded``).
    package static let setAsideEnded = RecordKind(rawValue: 6)
    /// A take was refused (``TakeRefused``).
    package static let takeRefused = RecordKind(rawValue: 7)

    /// A drawer was seen to open; the subject names it.
    package static let drawerOpened = RecordKind(rawValue: 20)
    /// A drawer was seen to close; the subject names it.
    package static let drawerClosed = RecordKind(rawValue: 21)

    /// Somebody was identified (``IdentificationMade``).
    package static let identified = RecordKind(rawValue: 40)
    /// Somebody tried and was not identified (``IdentificationMade``).
    package static let identificationFailed = RecordKind(rawValue: 41)
    /// A person chose a PIN or laid on a card at this cabinet; two officers may make it a credential.
    package static let credentialRequested = RecordKind(rawValue: 42)

    /// A tag was proved with the drawer locked; the subject names seal and drawer.
    package static let tagProved = RecordKind(rawValue: 60)
    /// A tag was read at the front reader (``TagSeen``).
    package static let tagSeen = RecordKind(rawValue: 61)
    /// A tag was given its keys (``TagSeen``).
    package static let tagPersonalised = RecordKind(rawValue: 62)
    /// What slots, drawers, case and power showed in one span (``PresenceObserved``).
    package static let presenceObserved = RecordKind(rawValue: 63)

    /// Something that must be explained (``FindingOpened``).
    package static let findingOpened = RecordKind(rawValue: 80)

    /// An answer to a count run (``CountAnswer``).
    package static let countAnswered = RecordKind(rawValue: 90)

    /// An epoch of a log begins (``EpochOpening``).
    package static let epochOpened = RecordKind(rawValue: 100)
    /// The device was started.
    package static let started = RecordKind(rawValue: 101)
    /// The device is about to stop in order.
    package static let stopped = RecordKind(rawValue: 102)
    /// Every chunk of a file is here; the detail is the blob's name (a digest).
    package static let fileHeld = RecordKind(rawValue: 103)
    /// A person's keys were erased here; the subject names the person, the detail the leaf of `policy` that says so.
    package static let erasureCarriedOut = RecordKind(rawValue: 104)
    /// An epoch ends here, and nothing follows in this log (``EpochClosing``).
    package static let epochClosed = RecordKind(rawValue: 105)
    /// A record of an earlier epoch that lost its place there (``CarriedRecord``).
    package static let carried = RecordKind(rawValue: 106)

    /// What the cabinet measured of itself (``ValuesMeasured``), in the log `telemetry`.
    package static let valuesMeasured = RecordKind(rawValue: 120)
    /// Records of telemetry were given up for room (``TelemetryShed``), in the log `telemetry`.
    package static let telemetryShed = RecordKind(rawValue: 121)
}
