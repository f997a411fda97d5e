import HTTPTypes
package import Hummingbird

/// Everything between a browser and an application's handlers, in the order it belongs in.
package struct Front<Role: ScreenRole>: Sendable {
    /// What the outside is told.
    package let configuration: FrontConfiguration
    /// The routes.
    package let table: RouteTable<Role>
    /// Who visits.
    package let visits: Visits<Role>

    /// The front of an application.
    package init(_ configuration: FrontConfiguration, table: RouteTable<Role>, visits: Visits<Role>) {
        self.configuration = configuration
        self.table = table
        self.visits = visits
    }

    /// A router that refuses what the table does not name, with the routes of the assets.
    ///
    /// Handlers are added to it.
    package func router() -> Router<ScreenContext<Role>> {
        let router = Router(context: ScreenContext<Role>.self)
        router.add(middleware: SecurityHeaders(isSecure: configuration.isSecure))
        router.add(
            middleware: LanguageChoice<Role>(
                standard: configuration.language,
                isSecure: configuration.isSecure
            )
        )
        router.add(middleware: RefusalPages<Role>(configuration))
        router.add(middleware: RouteGuard(table: table, visits: visits, origins: configuration.origins))
        for asset in Asset.shared {
            router.get(RouterPath(asset.path)) { _, _ in asset.response }
        }
        return router
    }
}

extension Asset {
    /// The file as an answer that a browser may keep: another content would have another path.
    package var response: Response {
        Response(
            status: .ok,
            headers: [.contentType: mediaType, .cacheControl: "public, max-age=31536000, immutable"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: content))
        )
    }
}
