/// One switch, believed when it stayed the same long enough, and ill when it cannot be read or will not stay.
struct DebouncedSensor<Position: Hashable & Sendable>: Hashable, Sendable {
    typealias Instant = ContinuousClock.Instant

    /// The position that is believed; nil before the first, and while ill.
    private(set) var position: Position?
    /// True while the sensor cannot be believed.
    private(set) var isIll = false

    private var candidate: Position?
    private var candidateSince: Instant?
    private var unreadableSince: Instant?
    /// The last changes within the chatter's window, oldest first; never more than one above the limit.
    private var edges: [Instant] = []

    /// Takes one reading; nil where there was none.
    mutating func take(_ reading: Position?, at now: Instant, _ timing: DrawerTiming) {
        edges.removeAll { $0.duration(to: now) > timing.chatterWindow }
        if let reading {
            unreadableSince = nil
            if reading != candidate {
                if candidate != nil { edges.append(now) }
                candidate = reading
                candidateSince = now
            }
        } else {
            unreadableSince = unreadableSince ?? now
        }
        edges.removeFirst(max(0, edges.count - timing.chatterEdgeCountMax - 1))

        let isUnreadable = unreadableSince.map { $0.duration(to: now) >= timing.unreadableMax } ?? false
        let isChattering = edges.count > timing.chatterEdgeCountMax || (isIll && !edges.isEmpty)
        if isUnreadable || isChattering {
            isIll = true
            position = nil
            return
        }
        guard reading != nil, let candidateSince, candidateSince.duration(to: now) >= timing.debounce else {
            return
        }
        isIll = false
        position = candidate
    }
}
