/// What is the same on all pages of a cabinet's screen: where it stands, what its clock says, how it is connected and
/// how much of its record others have seen.
package struct CabinetFrame: Sendable {
    /// The language of the page.
    package var language: Language
    /// Site and cabinet: "杭州延安路支行 · 1 号柜".
    package var place: String
    /// The cabinet's clock.
    package var clock: String
    /// Whether headquarters can be reached.
    package var reachability: Pill
    /// Whether others have seen the newest record.
    package var witness: Pill
    /// What waits: "待送 0 条 · 未见证 0 分钟".
    package var pending: String
    /// Whom to call: "值班 8021".
    package var help: String
    /// Where help is spelt out.
    package var helpPath: String
    /// Where the same page is shown in the other language.
    package var languagePath: String
    /// Where the pages hear of changes.
    package var live: Document.Live?

    /// The frame of a cabinet's pages.
    package init(
        language: Language,
        place: String,
        clock: String,
        reachability: Pill,
        witness: Pill,
        pending: String,
        help: String,
        helpPath: String,
        languagePath: String,
        live: Document.Live? = nil
    ) {
        self.language = language
        self.place = place
        self.clock = clock
        self.reachability = reachability
        self.witness = witness
        self.pending = pending
        self.help = help
        self.helpPath = helpPath
        self.languagePath = languagePath
        self.live = live
    }
}
