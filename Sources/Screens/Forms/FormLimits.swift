/// How large a form may be.
///
/// Every route has its own.
package struct FormLimits: Sendable, Hashable {
    /// Most entries.
    package let fieldCountMax: Int
    /// Most bytes of an entry's name.
    package let nameByteCountMax: Int
    /// Most bytes of an entry's value.
    package let valueByteCountMax: Int
    /// Most bytes of the file; 0 where none is expected.
    package let fileByteCountMax: Int

    /// Limits of one form.
    package init(
        fieldCountMax: Int = 64,
        nameByteCountMax: Int = 64,
        valueByteCountMax: Int = 16 * 1024,
        fileByteCountMax: Int = 0
    ) {
        self.fieldCountMax = fieldCountMax
        self.nameByteCountMax = nameByteCountMax
        self.valueByteCountMax = valueByteCountMax
        self.fileByteCountMax = fileByteCountMax
    }

    /// A form without a file.
    package static let plain = FormLimits()

    /// A form with one file of at most so many bytes.
    package static func file(byteCountMax: Int) -> FormLimits { FormLimits(fileByteCountMax: byteCountMax) }

    /// Most bytes of the body: 64 KiB of entries and their frames, and the file.
    package var bodyByteCountMax: Int { 64 * 1024 + fileByteCountMax }
}
