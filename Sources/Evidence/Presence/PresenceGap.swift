/// A stretch of time, or a single moment, in which a cabinet's records do not support that a seal stayed where it was.
package struct PresenceGap: Sendable, Hashable {
    /// What is missing.
    package enum Kind: Sendable, Hashable, CaseIterable {
        /// No challenge of the seal's tag stands at or before the first moment.
        case startUnproved
        /// No challenge of the seal's tag stands at or after the last moment.
        case endUnproved
        /// Nothing was written of the slot for longer than five minutes.
        case silence
        /// The device was started anew.
        case reboot
        /// Wall clock and monotonic clock went apart.
        case clockStep
        /// The device had no signed time since its start.
        case clockUnknown
        /// The slot's reader did not answer, or could not read what is there.
        case readerIll
        /// The reader answered and the seal's tag was not there.
        case notSeen
        /// The drawer moved, stood open, or was released.
        case drawerMoved
        /// The drawer's sensors cannot be believed, or were not written of.
        case drawerUnwatched
        /// Somebody was at the case.
        case tamper
        /// A return or an opening after which the seal was not proved.
        case returnUnproved
        /// A finding about the seal or its drawer.
        case finding
        /// The log begins or changes its epoch.
        case epoch
        /// Records after the last head that headquarters mirrored.
        case unmirrored
        /// Records before the first one in the file.
        case notShown
        /// The seal's tag was proved in another cabinet.
        case elsewhere
        /// A record of observation contradicts itself or the one before.
        case implausible
        /// No statement of officers says where the seal belongs, or the cabinet obeyed other leaves than those that are shown.
        case homeUnknown
    }

    /// What is missing.
    package let kind: Kind
    /// Where it begins, in milliseconds since 1970.
    package let from: Int64
    /// Where it ends.
    package let to: Int64
    /// The record that shows it; nil where the absence of records does.
    package let place: ActPlace?

    /// A gap.
    package init(_ kind: Kind, from: Int64, to: Int64, place: ActPlace? = nil) {
        self.kind = kind
        self.from = from
        self.to = max(from, to)
        self.place = place
    }
}
