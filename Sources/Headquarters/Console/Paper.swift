import Cryptography
import Enrolment
import HTTPTypes
import Hummingbird
import NIOCore
import Screens

/// Papers that come in with forms and go out as files.
enum Paper {
    /// A SHA-256 in hexadecimal; nil for anything else.
    static func digest(_ text: String) -> Digest? { Hex.decode(text).flatMap { Digest($0) } }

    /// The bytes of a paper of a kind, as a field's text or as the form's file.
    static func bytes(of form: FormData, _ field: String, _ kind: PaperKind) throws -> [UInt8] {
        let text = form.file?.bytes ?? Array((form[field] ?? "").utf8)
        do { return try Armor.bytes(of: text, kind) } catch { throw HeadquartersError(error) }
    }

    /// A text that a browser saves.
    static func response(_ text: String, name: String) -> Response {
        response(bytes: Array(text.utf8), name: name, mediaType: "text/plain; charset=utf-8")
    }

    /// Bytes that a browser saves and never shows: what applicants upload must not run here.
    static func response(bytes: [UInt8], name: String, mediaType: String = "application/octet-stream")
        -> Response
    {
        Response(
            status: .ok,
            headers: [
                .contentType: mediaType, .contentDisposition: "attachment; filename=\"\(safe(name))\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    /// A picture that a browser shows within a page of this server.
    ///
    /// - Throws: ``Refusal`` `.notFound` for bytes that are none, whatever they were called.
    static func picture(_ bytes: [UInt8]) throws(Refusal) -> Response {
        guard let mediaType = Picture.mediaType(of: bytes) else { throw .notFound }
        return Response(
            status: .ok,
            headers: [.contentType: mediaType, .cacheControl: "private, no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    private static func safe(_ name: String) -> String {
        String(
            name.prefix(80).map {
                $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) ? $0 : "_"
            }
        )
    }
}
