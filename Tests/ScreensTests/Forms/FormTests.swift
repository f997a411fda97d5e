import Testing

@testable import Screens

@Suite struct FormTests {
    private let refusal = ScreensError(.form, "")

    @Test(arguments: [
        ("a%0D%0Ab", "a\nb"), ("a%0Db", "a\nb"), ("a%0D%0D%0Ab", "a\n\nb"), ("a%0A%0Db%0D", "a\n\nb\n"),
    ])
    func `every end of a line is one kind, and reads the same when it is sent back`(
        sent: String,
        read: String
    )
        throws
    {
        let form = try URLEncodedForm.read(Array("text=\(sent)".utf8))
        #expect(form["text"] == read)
        #expect(URLEncodedForm.pathComponent(URLEncodedForm.encoded(read)) == read)
    }

    @Test func `entries are decoded as the URL standard says`() throws {
        let form = try URLEncodedForm.read(
            Array("a=1&b=%E5%90%88%E5%90%8C+x&&c&a=2&d=x%3Dy%26z&%2B=p=q".utf8)
        )
        #expect(form["a"] == "1")
        #expect(form.all("a") == ["1", "2"])
        #expect(form["b"] == "合同 x")
        #expect(form["c"] == "")
        #expect(form["d"] == "x=y&z")
        #expect(form["+"] == "p=q")
        #expect(form["e"] == nil)
    }

    @Test func `lines end in one way`() throws {
        #expect(try URLEncodedForm.read(Array("a=1%0D%0A2%0A3".utf8))["a"] == "1\n2\n3")
    }

    @Test(arguments: ["a=%", "a=%1", "a=%zz", "a=%FF", "a=%00", "a=%1B", "%C3=1", "a=%ED%A0%80"])
    func `what no browser sends is refused`(text: String) {
        #expect(throws: refusal) { try URLEncodedForm.read(Array(text.utf8)) }
    }

    @Test func `a form has limits`() {
        let limits = FormLimits(fieldCountMax: 2, nameByteCountMax: 3, valueByteCountMax: 4)
        #expect(throws: Never.self) { try URLEncodedForm.read(Array("abc=1234&d=".utf8), limits: limits) }
        for text in ["a=1&b=2&c=3", "abcd=1", "a=12345"] {
            #expect(throws: refusal) { try URLEncodedForm.read(Array(text.utf8), limits: limits) }
        }
    }

    @Test func `what is encoded for a query is read as it was`() throws {
        let text = "合同 & 100%=a+b/ü?#\""
        #expect(try URLEncodedForm.read(Array("q=\(URLEncodedForm.encoded(text))".utf8))["q"] == text)
        #expect(URLEncodedForm.pathComponent("%E5%90%88+1") == "合+1")
        #expect(URLEncodedForm.pathComponent("%E5%9") == nil)
    }

    // As Chromium 140 writes it for a text field, a file field and an empty file field.
    private static let boundary = "----WebKitFormBoundaryAq0lhnFTlOjVyvAn"
    private static let multipart = [
        "--\(boundary)", #"Content-Disposition: form-data; name="reason""#, "", "签订\r\n合同", "--\(boundary)",
        #"Content-Disposition: form-data; name="file"; filename="a%22b 合同.pdf""#,
        "Content-Type: application/pdf", "",
        "%PDF-1.7\r\n--\r\n\u{0}x", "--\(boundary)",
        #"Content-Disposition: form-data; name="more"; filename="""#,
        "Content-Type: application/octet-stream", "", "", "--\(boundary)--", "",
    ].joined(separator: "\r\n")

    private func read(_ body: String, limits: FormLimits = .file(byteCountMax: 1000)) throws -> FormData {
        try FormReader.read(
            Array(body.utf8),
            contentType: "multipart/form-data; boundary=\(Self.boundary)",
            limits: limits
        )
    }

    @Test func `a form with a file is read as browsers write it`() throws {
        let form = try read(Self.multipart)
        #expect(form["reason"] == "签订\n合同")
        let file = try #require(form.file)
        #expect(file.fieldName == "file")
        #expect(file.fileName == "a\"b 合同.pdf")
        #expect(file.mediaType == "application/pdf")
        #expect(file.bytes == Array("%PDF-1.7\r\n--\r\n\u{0}x".utf8))
    }

    @Test func `the folder of a file's name is dropped`() throws {
        let form = try read(Self.multipart.replacing("a%22b 合同.pdf", with: #"..\..\C:/etc/passwd"#))
        #expect(form.file?.fileName == "passwd")
    }

    @Test func `a file that is too large, a second file and a damaged frame are refused`() {
        #expect(throws: refusal) { try read(Self.multipart, limits: .file(byteCountMax: 10)) }
        #expect(throws: refusal) { try read(Self.multipart, limits: .plain) }
        #expect(throws: refusal) {
            try read(Self.multipart.replacing("filename=\"\"", with: "filename=\"b\""))
        }
        for length in 0..<Self.multipart.utf8.count - 4 {
            #expect(throws: refusal) {
                try FormReader.read(
                    Array(Self.multipart.utf8.prefix(length)),
                    contentType: "multipart/form-data; boundary=\(Self.boundary)",
                    limits: .file(byteCountMax: 1000)
                )
            }
        }
    }

    @Test(arguments: [
        nil, "text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\(String(repeating: "a", count: 71))",
    ])
    func `a body of another kind is refused`(contentType: String?) {
        #expect(throws: refusal) { try FormReader.read([0x61], contentType: contentType, limits: .plain) }
    }

    @Test func `no damage makes a parser trap`() {
        var generator = SeededGenerator(seed: 20_261_122)
        let seeds = [Array(Self.multipart.utf8), Array("a=1&b=%E5%90%88+x&&c&a=2&d=x%3Dy%26z".utf8)]
        let tokens = ["--", "\r\n", Self.boundary, "\"", ";", "filename=\"", "%", "&", "=", "\r\n\r\n", ": "]
            .map { Array($0.utf8) }
        for round in 0..<20_000 {
            var body = seeds[round % 2]
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                guard !body.isEmpty else { break }
                let place = Int.random(in: body.indices, using: &generator)
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: body[place] = UInt8.random(in: .min ... .max, using: &generator)
                case 1:
                    body.removeSubrange(
                        place..<min(place + Int.random(in: 0..<40, using: &generator), body.count)
                    )
                case 2:
                    body.insert(
                        contentsOf: tokens[Int.random(in: tokens.indices, using: &generator)],
                        at: place
                    )
                case 3: body.insert(contentsOf: body[place...].prefix(30), at: 0)
                default: body.removeLast(min(body.count, Int.random(in: 0..<30, using: &generator)))
                }
            }
            _ = try? FormReader.read(
                body,
                contentType: "multipart/form-data; boundary=\(Self.boundary)",
                limits: .file(byteCountMax: 500)
            )
            _ = try? URLEncodedForm.read(body)
            let text = String(decoding: body, as: UTF8.self)
            _ = try? FormReader.read(body, contentType: text, limits: .plain)
            _ = URLEncodedForm.pathComponent(text)
            _ = Language.preferred(acceptLanguage: text)
            _ = Markup.escaped(text)
            _ = VisitToken(text)
            _ = try? PasswordVerifier(stored: text)
            _ = try? OrganisationPath(text)
        }
    }
}
