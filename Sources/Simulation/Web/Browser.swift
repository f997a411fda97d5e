import FoundationEssentials
import NIOHTTP1

/// A browser as far as forms and JSON go: keeps cookies, and sends what browsers send along.
actor Browser {
    private static let tokenField = "form-token"

    nonisolated let client: WebClient
    /// The token of the last form or session that was shown.
    private var formToken = ""
    private var cookies: [String: String] = [:]

    init(host: String = "127.0.0.1", port: Int) { client = WebClient(host: host, port: port) }

    /// Uses the token that a program was told.
    func use(token: String) { formToken = token }

    /// Shows a page, and remembers the token of its form.
    func show(_ path: String) async throws -> WebAnswer {
        let answer = try await client.exchange(.GET, path, headers: headers())
        keep(answer)
        if let token = Self.token(in: answer.text) { formToken = token }
        return answer
    }

    /// Sends a form and returns the answer, whatever it is.
    func submit(_ path: String, _ form: WebForm, accepting type: String = "text/html") async throws
        -> WebAnswer
    {
        var form = form
        form.values.insert((Self.tokenField, formToken), at: 0)
        let answer = try await client.exchange(
            .POST,
            path,
            headers: headers() + [
                ("accept", type), ("content-type", form.contentType), ("origin", client.origin),
            ],
            body: form.body
        )
        keep(answer)
        return answer
    }

    /// Reads JSON.
    ///
    /// - Throws: ``FleetError`` `.answer` with what the server said instead.
    func read<Value: Decodable & Sendable>(_ path: String, as type: Value.Type = Value.self) async throws
        -> Value
    {
        let answer = try await client.exchange(
            .GET,
            path,
            headers: headers() + [("accept", "application/json")]
        )
        keep(answer)
        return try Self.decode(answer, "GET \(path)")
    }

    /// Sends a form and reads JSON.
    ///
    /// - Throws: ``FleetError`` `.answer` with what the server said instead.
    func send<Value: Decodable & Sendable>(
        _ path: String,
        _ form: WebForm = WebForm(),
        as type: Value.Type = Value.self
    ) async throws -> Value {
        try Self.decode(try await submit(path, form, accepting: "application/json"), "POST \(path)")
    }

    private static func decode<Value: Decodable & Sendable>(_ answer: WebAnswer, _ what: String) throws
        -> Value
    {
        guard answer.status == 200 else {
            throw FleetError(
                .answer,
                "\(what) was answered with \(answer.status): \(answer.text.prefix(400))"
            )
        }
        do { return try JSONDecoder().decode(Value.self, from: Data(answer.bytes)) } catch {
            throw FleetError(.answer, "\(what) was answered with what is not expected: \(error)")
        }
    }

    private func headers() -> [(String, String)] {
        guard !cookies.isEmpty else { return [] }
        return [("cookie", cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))]
    }

    private func keep(_ answer: WebAnswer) {
        for cookie in answer.headers["set-cookie"] {
            let pair = cookie.prefix { $0 != ";" }.split(
                separator: "=",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard pair.count == 2 else { continue }
            cookies[String(pair[0])] = cookie.contains("Max-Age=0") ? nil : String(pair[1])
        }
    }

    private static func token(in text: String) -> String? {
        let mark = "name=\"\(tokenField)\" value=\""
        return text.split(separator: mark, maxSplits: 1).dropFirst().first.map { rest in
            String(rest.prefix { $0 != "\"" })
        }
    }
}
