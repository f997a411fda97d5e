/// What the outside of an application is told once.
package struct FrontConfiguration: Sendable {
    /// Which addresses are this server's own.
    package enum OwnOrigins: Sendable, Hashable {
        /// These, as a browser writes them: "https://signet.example.cn".
        case listed(Set<String>)
        /// Whatever name the browser used, for a server that only this machine reaches.
        case asAddressed
    }

    /// Product and place: "Signet · 总部".
    package var name: Phrase
    /// Whom to call when something is refused: "安全员值班 8021".
    package var contact: Phrase
    /// The name of the visit's cookie.
    ///
    /// Cookies know no ports, so every server of one host needs its own.
    package var cookieName: String
    /// Whether browsers come over TLS: cookies travel then over nothing else, and browsers are told to stay with it.
    package var isSecure: Bool
    /// Which addresses are this server's own.
    package var origins: OwnOrigins
    /// Where one logs in; refused pages lead there.
    ///
    /// Nil for a server without log-in.
    package var logInPath: String?
    /// The language of browsers that ask for none of ours.
    package var language: Language

    /// The outside of an application.
    package init(
        name: Phrase,
        contact: Phrase,
        cookieName: String,
        isSecure: Bool,
        origins: OwnOrigins,
        logInPath: String?,
        language: Language = .chinese
    ) {
        self.name = name
        self.contact = contact
        self.cookieName = cookieName
        self.isSecure = isSecure
        self.origins = origins
        self.logInPath = logInPath
        self.language = language
    }

    /// The cookie's name with the prefix that binds it to this host (RFC 6265bis section 4.1.3.2).
    var fullCookieName: String { isSecure ? "__Host-\(cookieName)" : cookieName }
}
