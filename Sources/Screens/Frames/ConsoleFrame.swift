/// What is the same on all pages of the console for one visit: the navigation, who one is, the language.
package struct ConsoleFrame: Sendable {
    /// One place of the navigation.
    package struct Entry: Sendable, Hashable {
        /// What it is called.
        package let title: String
        /// Its path.
        package let path: String
        /// How many things wait there; not shown when 0.
        package let count: Int

        /// A place of the navigation.
        package init(_ title: String, _ path: String, count: Int = 0) {
            self.title = title
            self.path = path
            self.count = count
        }
    }

    /// The way out of a visit.
    package struct LogOut: Sendable {
        /// Where it is sent.
        package let path: String
        /// The token of the form.
        package let token: FormToken

        /// The way out of a visit.
        package init(path: String, token: FormToken) {
            self.path = path
            self.token = token
        }
    }

    /// The language of the page.
    package var language: Language
    /// Product and place: "Signet · 总部".
    package var name: String
    /// The places one may go to.
    package var entries: [Entry]
    /// The path of the place one is at.
    package var currentPath: String
    /// Who one is: "印章管理员 · 华东区".
    package var person: String?
    /// Where the same page is shown in the other language.
    package var languagePath: String
    /// The way out.
    package var logOut: LogOut?
    /// Where the pages hear of changes; nil for pages that do not change.
    package var live: Document.Live?

    /// The frame of the console's pages.
    package init(
        language: Language,
        name: String,
        entries: [Entry],
        currentPath: String,
        person: String? = nil,
        languagePath: String,
        logOut: LogOut? = nil,
        live: Document.Live? = nil
    ) {
        self.language = language
        self.name = name
        self.entries = entries
        self.currentPath = currentPath
        self.person = person
        self.languagePath = languagePath
        self.logOut = logOut
        self.live = live
    }
}
