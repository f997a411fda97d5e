import HTTPTypes

extension HTTPField.Name {
    static let secFetchSite = unsafeName("Sec-Fetch-Site")
    static let secFetchDest = unsafeName("Sec-Fetch-Dest")
    static let referrerPolicy = unsafeName("Referrer-Policy")
    static let permissionsPolicy = unsafeName("Permissions-Policy")
    static let crossOriginOpenerPolicy = unsafeName("Cross-Origin-Opener-Policy")
    static let xFrameOptions = unsafeName("X-Frame-Options")

    // The names are tokens of RFC 9110; a name that were none would be dropped and a test would miss its header.
    private static func unsafeName(_ name: String) -> HTTPField.Name {
        HTTPField.Name(name) ?? .init(parsed: name) ?? .cacheControl
    }
}
