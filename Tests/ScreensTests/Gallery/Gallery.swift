@testable import Screens

/// Every component in both languages, on pages like those of console and cabinet.
///
/// Tests read them; `Tests/Screenshots` photographs them.
enum Gallery {
    /// The pages by file name.
    static func pages() throws -> [String: Document] {
        var pages: [String: Document] = [:]
        for language in Language.allCases {
            let tag = language == .chinese ? "zh" : "en"
            pages["console-overview-\(tag)"] = ConsoleGallery(language).overview
            pages["console-parts-\(tag)"] = ConsoleGallery(language).parts
            pages["console-form-\(tag)"] = ConsoleGallery(language).form
            pages["console-empty-\(tag)"] = ConsoleGallery(language).empty
            pages["plain-log-in-\(tag)"] = ConsoleGallery(language).logIn
            pages["cabinet-check-\(tag)"] = CabinetGallery(language).check
            pages["cabinet-pin-\(tag)"] = CabinetGallery(language).pin
            pages["cabinet-choose-\(tag)"] = CabinetGallery(language).choose
            pages["cabinet-refused-\(tag)"] = CabinetGallery(language).refused
            pages["cabinet-idle-\(tag)"] = CabinetGallery(language).idle
        }
        return pages
    }

    static let token = FormToken(text: String(repeating: "a", count: 64))
}
