/// How long the things may take that a drawer does.
package struct DrawerTiming: Hashable, Sendable {
    /// A sensor's new position counts after it was the same for this long; default 60 ms.
    package let debounce: Duration
    /// From the release to the drawer's opening, else it is jammed; default 4 s.
    package let openingMax: Duration
    /// Door and bolt may disagree this long while a drawer opens or shuts; default 1.5 s.
    package let disagreementMax: Duration
    /// A drawer may stand open this long; default 60 s.
    package let openMax: Duration
    /// A sensor that cannot be read for this long is ill; default 3 s.
    package let unreadableMax: Duration
    /// A sensor that changes more often than this within `chatterWindow` is ill; default 8.
    package let chatterEdgeCountMax: Int
    /// Default 4 s; a chattering sensor is well again when it stayed still for as long.
    package let chatterWindow: Duration

    /// Checks that every time is above zero (debounce may be zero) and below an hour, and 2...100 edges.
    package init(
        debounce: Duration = .milliseconds(60),
        openingMax: Duration = .seconds(4),
        disagreementMax: Duration = .milliseconds(1500),
        openMax: Duration = .seconds(60),
        unreadableMax: Duration = .seconds(3),
        chatterEdgeCountMax: Int = 8,
        chatterWindow: Duration = .seconds(4)
    ) throws(DrawersError) {
        let times = [openingMax, disagreementMax, openMax, unreadableMax, chatterWindow]
        guard
            times.allSatisfy({ $0 > .zero && $0 <= .seconds(3600) }),
            debounce >= .zero, debounce < min(openingMax, disagreementMax),
            (2...100).contains(chatterEdgeCountMax)
        else {
            throw DrawersError(
                .misconfigured,
                "drawer timing: times above 0 and up to an hour, debounce below opening and disagreement, 2 to 100 edges"
            )
        }
        self.debounce = debounce
        self.openingMax = openingMax
        self.disagreementMax = disagreementMax
        self.openMax = openMax
        self.unreadableMax = unreadableMax
        self.chatterEdgeCountMax = chatterEdgeCountMax
        self.chatterWindow = chatterWindow
    }
}
