/// Somebody who is logged in at headquarters' console.
package struct ConsoleVisitor: Sendable {
    private let browser: Browser

    /// Logs in as one of the story's accounts.
    ///
    /// - Throws: ``FleetError`` `.answer` where the console does not let the account in.
    init(port: Int, account: String) async throws {
        browser = Browser(port: port)
        _ = try await browser.show("/log-in")
        let form = WebForm(values: [("account", account), ("password", FleetStory.password), ("next", "/")])
        let answer = try await browser.submit("/log-in", form)
        guard answer.status == 303 else {
            throw FleetError(.answer, "the console did not let \(account) in: \(answer.status)")
        }
        let session: ConsoleSession = try await browser.read("/api/session")
        await browser.use(token: session.formToken)
    }

    /// Reads one of the console's answers to programs.
    func read<Value: Decodable & Sendable>(_ path: String, as type: Value.Type = Value.self) async throws
        -> Value
    {
        try await browser.read(path)
    }

    /// Sends values and reads the answer.
    func send<Value: Decodable & Sendable>(
        _ path: String,
        _ values: [(String, String)] = [],
        as type: Value.Type = Value.self
    ) async throws -> Value {
        try await browser.send(path, WebForm(values: values.map { (name: $0.0, value: $0.1) }))
    }

    /// Sends values with a file and reads the answer.
    func send<Value: Decodable & Sendable>(
        _ path: String,
        _ values: [(String, String)] = [],
        file: (field: String, name: String, bytes: [UInt8]),
        as type: Value.Type = Value.self
    ) async throws -> Value {
        let form = WebForm(
            values: values.map { (name: $0.0, value: $0.1) },
            file: .init(field: file.field, name: file.name, bytes: file.bytes)
        )
        return try await browser.send(path, form)
    }

    /// Fetches a file.
    func fetch(_ path: String) async throws -> [UInt8] {
        let answer = try await browser.show(path)
        guard answer.status == 200 else {
            throw FleetError(
                .answer,
                "GET \(path) was answered with \(answer.status): \(answer.text.prefix(400))"
            )
        }
        return answer.bytes
    }
}
