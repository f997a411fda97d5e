import Evidence
import Foundation
import Records
import Replication

@testable import Screens

extension FuzzTarget {
    /// What browsers send: byte 0 says what it is.
    static let forms = FuzzTarget(
        name: "forms",
        seeds: {
            let part = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
            let file =
                "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a%22b.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--x--\r\n"
            let line =
                "$scrypt$ln=15,r=8,p=3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            let texts: [(UInt8, String)] = [
                (0, "seals=00&reason=%E5%90%88%E5%90%8C+1&days=3"), (1, part + file),
                (2, "multipart/form-data; boundary=\"x\""),
                (3, "zh-CN,zh;q=0.9,en;q=0.8"), (3, "/people?after=%2F"), (3, "华东/杭州"), (3, line),
                (3, "2026-03-01T16:15:30+08:00"), (3, String(repeating: "ab", count: 32)),
            ]
            return texts.map { [$0] + Array($1.utf8) } + [[4] + (try zone())]
        },
        read: { bytes in
            guard let what = bytes.first else { return }
            let rest = Array(bytes.dropFirst())
            switch what % 5 {
            case 0:
                check(
                    try? FormReader.read(
                        rest,
                        contentType: "application/x-www-form-urlencoded",
                        limits: .plain
                    ),
                    .plain
                )
            case 1:
                let limits = FormLimits.file(byteCountMax: 1_000)
                check(
                    try? FormReader.read(
                        rest,
                        contentType: "multipart/form-data; boundary=x",
                        limits: limits
                    ),
                    limits
                )
            case 2:
                guard let type = String(validating: rest, as: UTF8.self) else { return }
                let body = Array("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--".utf8)
                check(try? FormReader.read(body, contentType: type, limits: .plain), .plain)
            case 3:
                guard let text = String(validating: rest, as: UTF8.self) else { return }
                read(text: text)
            default:
                _ = (try? TimeZoneRules(compiledZone: rest)).map {
                    $0.offset(atUnixSeconds: rest.count << 20)
                }
            }
        }
    )

    /// Nothing that was read is beyond its limits or holds what nobody can type.
    private static func check(_ form: FormData?, _ limits: FormLimits) {
        guard let form else { return }
        require(form.values.count <= limits.fieldCountMax, "a form has more entries than it may")
        for value in form.values {
            require(value.value.utf8.count <= limits.valueByteCountMax, "an entry is longer than it may be")
            require(!value.value.utf8.contains(0), "an entry holds a control character")
        }
        guard let file = form.file else { return }
        require(file.bytes.count <= limits.fileByteCountMax, "a file is longer than it may be")
        require(!file.fileName.contains("/") && !file.fileName.contains("\\"), "a file's name is a path")
    }

    private static func read(text: String) {
        _ = Language.preferred(acceptLanguage: text)
        require(LocalPath.isLocal(LocalPath.checked(text)), "a path that is followed is not local")
        if let component = URLEncodedForm.pathComponent(text) {
            require(
                URLEncodedForm.pathComponent(URLEncodedForm.encoded(component)) == component,
                "a component of a path is another after it was written"
            )
        }
        if let path = try? OrganisationPath(text) {
            require(path.description == text, "a part of the organisation is written otherwise")
        }
        if let token = VisitToken(text) {
            require(token.text == text.lowercased(), "a visit's token is written otherwise")
        }
        if let stored = try? PasswordVerifier(stored: text) {
            require(
                (try? PasswordVerifier(stored: stored.stored)) == stored,
                "a password's verifier is another when it is read again"
            )
        }
        if let moment = Moment.parse(text) { _ = CivilTime(unixSeconds: Int(moment / 1_000), zone: .china) }
        if let key = TransportKey(text: text) {
            require(key.text == text, "a key of the line is written otherwise")
        }
    }

    /// The smallest zone file of RFC 8536: an empty block of 32-bit times, and one kind of time in the second.
    private static func zone() throws -> [UInt8] {
        let head = Array("TZif2".utf8) + Array(repeating: 0, count: 15)
        let none = Array(repeating: UInt8(0), count: 24)
        let one = Array(repeating: UInt8(0), count: 16) + [0, 0, 0, 1, 0, 0, 0, 4]
        return head + none + head + one + [0, 0, 0x70, 0x80, 0, 0] + Array("CST\0".utf8)
            + Array("\nCST-8\n".utf8)
    }
}
