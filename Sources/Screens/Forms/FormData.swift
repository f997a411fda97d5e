/// What a form sent: names with values in their order, and at most one file.
package struct FormData: Sendable, Hashable {
    /// One name with its value.
    package struct Value: Sendable, Hashable {
        /// The name.
        package let name: String
        /// The value; lines end with "\n".
        package let value: String
    }

    /// A file that came with a form.
    package struct File: Sendable, Hashable {
        /// The name of the form's field.
        package let fieldName: String
        /// What the sender called the file: the last component, to be shown and never to be used as a path.
        package let fileName: String
        /// What the sender says it is; not to be believed.
        package let mediaType: String
        /// The content.
        package let bytes: [UInt8]
    }

    /// The values in the order they were sent in.
    package private(set) var values: [Value] = []
    /// The file; nil when none was chosen.
    package private(set) var file: File?

    /// An empty form.
    package init() {}

    /// The first value of a name.
    package subscript(_ name: String) -> String? { values.first { $0.name == name }?.value }

    /// All values of a name, for choices of several.
    package func all(_ name: String) -> [String] { values.filter { $0.name == name }.map(\.value) }
}

extension FormData {
    mutating func append(name: some Collection<UInt8>, value: some Collection<UInt8>, limits: FormLimits)
        throws(ScreensError)
    {
        guard values.count < limits.fieldCountMax else {
            throw ScreensError(.form, "The form has more than \(limits.fieldCountMax) entries; send fewer.")
        }
        guard name.count <= limits.nameByteCountMax, value.count <= limits.valueByteCountMax else {
            throw ScreensError(
                .form,
                "An entry of the form is longer than \(limits.valueByteCountMax) bytes; shorten it."
            )
        }
        values.append(Value(name: try Self.text(name), value: try Self.text(value)))
    }

    mutating func take(_ newFile: File, limits: FormLimits) throws(ScreensError) {
        guard file == nil else {
            throw ScreensError(.form, "The form carries more than one file; send them one by one.")
        }
        guard newFile.bytes.count <= limits.fileByteCountMax else {
            throw ScreensError(
                .form,
                "The file is larger than \(NumberFormat.bytes(limits.fileByteCountMax)); send a smaller one."
            )
        }
        file = newFile
    }

    /// UTF-8 without control characters, with one kind of line end (WHATWG Infra, "normalize newlines"): what a person can have
    /// typed.
    static func text(_ bytes: some Collection<UInt8>) throws(ScreensError) -> String {
        var cleaned: [UInt8] = []
        cleaned.reserveCapacity(bytes.count)
        var isBehindReturn = false
        for byte in bytes {
            defer { isBehindReturn = byte == 0x0D }
            switch byte {
            case 0x0A where isBehindReturn: break
            case 0x0D: cleaned.append(0x0A)
            case 0x09, 0x0A, 0x20...0x7E, 0x80...0xFF: cleaned.append(byte)
            default:
                throw ScreensError(.form, "An entry of the form holds a control character; type it anew.")
            }
        }
        guard let text = String(validating: cleaned, as: UTF8.self) else {
            throw ScreensError(.form, "An entry of the form is no UTF-8 text; send the page's own form.")
        }
        return text
    }
}
