import FoundationEssentials
import Glibc

/// The memory that a process really holds.
package enum ResidentMemory {
    /// Of this process, in bytes (proc(5), `/proc/self/statm`, second field, in pages); nil where the kernel does not say.
    package static var byteCount: Int64? {
        guard let data = FileManager.default.contents(atPath: "/proc/self/statm") else { return nil }
        let fields = String(decoding: data, as: UTF8.self).split(separator: " ")
        guard fields.count > 1, let pages = Int64(fields[1]) else { return nil }
        return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }
}
