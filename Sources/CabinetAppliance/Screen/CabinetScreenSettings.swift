package import Screens

/// What a cabinet's screen is told at its start.
package struct CabinetScreenSettings: Sendable {
    /// Whom to call: "值班 8021".
    package var help: Phrase
    /// The zone of clock times.
    package var zone: TimeZoneRules
    /// The language of a screen on which nobody has chosen one.
    package var language: Language
    /// How many drawers lie beside one another, 1 … 8.
    package var columnCount: Int

    /// Settings of a screen.
    package init(
        help: Phrase,
        zone: TimeZoneRules = .china,
        language: Language = .chinese,
        columnCount: Int = 4
    ) {
        self.help = help
        self.zone = zone
        self.language = language
        self.columnCount = columnCount
    }
}
