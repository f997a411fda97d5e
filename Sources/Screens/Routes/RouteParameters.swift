import Hummingbird

/// The parts of a path that the route leaves open, decoded.
package struct RouteParameters: Sendable {
    private let parameters: Parameters

    init(_ parameters: Parameters) { self.parameters = parameters }

    /// The part of a name; nil when the route has none of that name or it is no text.
    package subscript(_ name: String) -> String? {
        parameters.get(name).flatMap(URLEncodedForm.pathComponent)
    }
}
