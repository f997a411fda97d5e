import FoundationEssentials

/// One block of `key: value` lines of a file under Tests/Vectors; blocks are apart by an empty line, `#` begins a remark.
struct Vector: CustomStringConvertible {
    private let values: [String: String]

    subscript(key: String) -> String { values[key] ?? "" }

    var description: String {
        values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
    }

    struct Unreadable: Error { let path: String }

    static func read(_ name: String, from file: String = #filePath) throws -> [Vector] {
        // This file is Tests/RecordsTests/Tree/Vector.swift.
        let path = file.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Vectors/" + name
        guard let data = FileManager.default.contents(atPath: path) else { throw Unreadable(path: path) }
        var vectors: [Vector] = []
        var values: [String: String] = [:]
        for line in String(decoding: data, as: UTF8.self).split(
            separator: "\n",
            omittingEmptySubsequences: false
        ) {
            if line.isEmpty {
                if !values.isEmpty { vectors.append(Vector(values: values)) }
                values = [:]
            } else if !line.hasPrefix("#"), let colon = line.firstIndex(of: ":") {
                values[String(line[..<colon])] = String(line[line.index(colon, offsetBy: 2)...])
            }
        }
        if !values.isEmpty { vectors.append(Vector(values: values)) }
        return vectors
    }
}
