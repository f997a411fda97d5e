package import HTTPTypes
package import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
package import Screens

/// A browser that talks to a router's responder without a socket: it keeps cookies, sends what browsers send along, and
/// remembers the token of the last form it was shown.
package struct Probe<Role: ScreenRole>: Sendable {
    /// What came back.
    package struct Answer: Sendable {
        /// The status.
        package let status: HTTPResponse.Status
        /// The header fields.
        package let headers: HTTPFields
        /// The body.
        package let bytes: [UInt8]
        /// The body as text.
        package let text: String

        /// Where the answer leads to.
        package var location: String? { headers[.location] }
    }

    private let responder: RouterResponder<ScreenContext<Role>>
    /// The cookies by name.
    package private(set) var cookies: [String: String] = [:]
    /// The token of the last form that was shown.
    package private(set) var formToken: String?
    /// The address that the browser believes in.
    package var authority = "localhost"
    /// Header fields that are sent with every request; nil leaves one out that a browser would send.
    package var extra: [HTTPField.Name: String?] = [:]

    /// A browser before a router.
    package init(_ router: Router<ScreenContext<Role>>) { responder = router.buildResponder() }

    /// Asks for a page.
    package mutating func get(_ path: String) async throws -> Answer {
        try await send(.get, path, contentType: nil, body: [])
    }

    /// Sends a form with the token of the last page.
    package mutating func post(_ path: String, _ values: [(String, String)] = []) async throws -> Answer {
        try await postRaw(path, [(FormToken.fieldName, formToken ?? "")] + values)
    }

    /// Sends a form with these values and nothing else.
    package mutating func postRaw(_ path: String, _ values: [(String, String)]) async throws -> Answer {
        let body = values.map { "\(URLEncodedForm.encoded($0.0))=\(URLEncodedForm.encoded($0.1))" }.joined(
            separator: "&"
        )
        return try await send(
            .post,
            path,
            contentType: "application/x-www-form-urlencoded",
            body: Array(body.utf8)
        )
    }

    /// Sends a form with one file and the token of the last page (RFC 7578).
    package mutating func post(
        _ path: String,
        _ values: [(String, String)] = [],
        file: (name: String, fileName: String, bytes: [UInt8])
    ) async throws -> Answer {
        let boundary = "a-boundary-that-no-file-has"
        var body: [UInt8] = []
        for (name, value) in [(FormToken.fieldName, formToken ?? "")] + values {
            body += Array(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8
            )
        }
        let head = "form-data; name=\"\(file.name)\"; filename=\"\(file.fileName)\""
        body += Array("--\(boundary)\r\nContent-Disposition: \(head)\r\n\r\n".utf8) + file.bytes
        body += Array("\r\n--\(boundary)--\r\n".utf8)
        return try await send(
            .post,
            path,
            contentType: "multipart/form-data; boundary=\(boundary)",
            body: body
        )
    }

    /// Sends any request.
    package mutating func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        contentType: String?,
        body: [UInt8]
    ) async throws -> Answer {
        var fields = HTTPFields()
        fields[.accept] = "text/html"
        fields[.contentType] = contentType
        if !cookies.isEmpty {
            fields[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        }
        if method != .get {
            fields[.origin] = "http://\(authority)"
            if let name = HTTPField.Name("Sec-Fetch-Site") { fields[name] = "same-origin" }
        }
        for (name, value) in extra { fields[name] = value }
        let head = HTTPRequest(
            method: method,
            scheme: "http",
            authority: authority,
            path: path,
            headerFields: fields
        )
        let source = ApplicationRequestContextSource(
            channel: EmbeddedChannel(),
            logger: Logger(label: "probe")
        )
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        let response = try await responder.respond(to: request, context: ScreenContext<Role>(source: source))
        let bytes = try await Collector.bytes(of: response.body)
        let text = String(decoding: bytes, as: UTF8.self)
        keep(response.headers, text)
        return Answer(status: response.status, headers: response.headers, bytes: bytes, text: text)
    }

    private mutating func keep(_ headers: HTTPFields, _ text: String) {
        for cookie in headers[values: .setCookie] {
            let pair = cookie.prefix { $0 != ";" }.split(
                separator: "=",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard let name = pair.first else { continue }
            cookies[String(name)] = cookie.contains("Max-Age=0") ? nil : String(pair.last ?? "")
        }
        let mark = "name=\"\(FormToken.fieldName)\" value=\""
        guard let start = text.split(separator: mark, maxSplits: 1).dropFirst().first else { return }
        formToken = String(start.prefix { $0 != "\"" })
    }
}
