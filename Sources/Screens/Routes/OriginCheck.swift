import HTTPTypes
import Hummingbird

/// Whether a request was made by a page of this server, by what only the browser can have said: `Sec-Fetch-
/// Site` and `Origin` (OWASP Cross-Site Request Forgery Prevention).
///
/// One of them must be there.
struct OriginCheck: Sendable {
    let origins: FrontConfiguration.OwnOrigins

    /// Whether the request names this server and not another that resolves to the same address.
    func isAddressedHere(_ request: Request) -> Bool {
        switch origins {
        case .asAddressed: true
        case .listed(let own): own.contains { Self.authority(of: $0) == request.head.authority }
        }
    }

    /// Whether a request that changes something comes from a page of this server.
    func isOwn(_ request: Request) -> Bool {
        let site = request.headers[.secFetchSite]
        let origin = request.headers[.origin]
        guard site != nil || origin != nil else { return false }
        if let site, site != "same-origin" { return false }
        guard let origin else { return true }
        switch origins {
        case .asAddressed: return Self.authority(of: origin) == request.head.authority
        case .listed(let own): return own.contains(origin)
        }
    }

    private static func authority(of origin: String) -> String? {
        for scheme in ["https://", "http://"] where origin.hasPrefix(scheme) {
            return String(origin.dropFirst(scheme.count))
        }
        return nil
    }
}
