package import Hummingbird

/// All routes of an application with who may call them.
///
/// The guard refuses what is not in it, and a test can walk it.
package struct RouteTable<Role: ScreenRole>: Sendable {
    /// The routes in the order of their declaration.
    package let routes: [Route<Role>]
    private let byName: [String: Route<Role>]

    /// The table of an application, with the shared assets.
    package init(_ routes: [Route<Role>]) {
        let assets = Asset.shared.map { Route<Role>(.get, RouterPath($0.path), .anyone, proof: .body) }
        self.routes = routes + assets
        byName = Dictionary(self.routes.map { (Self.name($0.method, $0.path.description), $0) }) { first, _ in
            first
        }
    }

    /// The route of a method and a path as the router spells it ("/seals/{id}"); nil when nobody declared it.
    package func route(_ method: HTTPRequest.Method, _ endpointPath: String) -> Route<Role>? {
        byName[Self.name(method, endpointPath)]
    }

    /// What is wrong with the table: routes declared twice, of which one would be ignored.
    package var problems: [String] {
        var seen: Set<String> = []
        return routes.map { Self.name($0.method, $0.path.description) }
            .filter { !seen.insert($0).inserted }.map { "\($0) is declared twice" }
    }

    private static func name(_ method: HTTPRequest.Method, _ path: String) -> String {
        "\(method.rawValue) \(path)"
    }
}
