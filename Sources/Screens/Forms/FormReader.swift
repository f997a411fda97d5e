/// Reads the body of a form by its content type.
package enum FormReader {
    /// The form; an empty body without a content type is an empty form.
    package static func read(_ body: [UInt8], contentType: String?, limits: FormLimits) throws(ScreensError)
        -> FormData
    {
        guard body.count <= limits.bodyByteCountMax else {
            throw ScreensError(
                .form,
                "The form is larger than \(NumberFormat.bytes(limits.bodyByteCountMax))."
            )
        }
        guard let contentType else {
            if body.isEmpty { return FormData() }
            throw ScreensError(.form, "The form has no content type; send the page's own form.")
        }
        let mediaType = contentType.split(separator: ";", maxSplits: 1).first.map {
            $0.trimmingBlanks().lowercased()
        }
        switch mediaType {
        case "application/x-www-form-urlencoded": return try URLEncodedForm.read(body, limits: limits)
        case "multipart/form-data":
            guard let boundary = MultipartForm.boundary(ofContentType: contentType) else {
                throw ScreensError(
                    .form,
                    "The form names no boundary between its parts; send the page's own form."
                )
            }
            return try MultipartForm.read(body, boundary: boundary, limits: limits)
        default:
            throw ScreensError(
                .form,
                "The form is of a kind that is not read here; send the page's own form."
            )
        }
    }
}
