import Foundation

/// The target that SIGNET_FUZZ_TARGET names.
private let chosen: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["SIGNET_FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
        complain("SIGNET_FUZZ_TARGET is one of: \(FuzzTarget.all.map(\.name).joined(separator: " "))")
        exit(2)
    }
    return target
}()

/// What libFuzzer calls first.
///
/// With SIGNET_FUZZ_NAMES set it prints the names of all targets, with SIGNET_FUZZ_SEEDS it writes the seeds of the
/// chosen one into that folder, and ends.
@_cdecl("LLVMFuzzerInitialize")
package func initialise(_ count: UnsafeMutableRawPointer, _ arguments: UnsafeMutableRawPointer) -> CInt {
    let environment = ProcessInfo.processInfo.environment
    if environment["SIGNET_FUZZ_NAMES"] != nil {
        print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
        exit(0)
    }
    guard let folder = environment["SIGNET_FUZZ_SEEDS"] else { return 0 }
    do {
        let seeds = try chosen.seeds()
        guard !seeds.isEmpty else {
            complain("the target \(chosen.name) has no seed")
            exit(1)
        }
        for (number, seed) in seeds.enumerated() {
            try Data(seed).write(to: URL(fileURLWithPath: folder).appending(path: "seed-\(number)"))
        }
        exit(0)
    } catch {
        complain("the seeds of \(chosen.name) cannot be written: \(error)")
        exit(1)
    }
}

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
package func readOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
    unsafe chosen.read(Array(bytes))
    return 0
}

/// Says why the process ends.
func complain(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
}
