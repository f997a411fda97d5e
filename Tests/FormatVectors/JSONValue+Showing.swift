import Cryptography

/// A type whose fields stand in the vectors in another shape than it has in Swift.
package protocol ShownInVectors {
    /// The value as the vectors show it.
    var shown: JSONValue { get }
}

extension JSONValue {
    /// Any value as the vectors show it, field by field, so that none can be forgotten.
    ///
    /// Bytes and ids become hexadecimal text, numbered cases their number, absent values no field. What all statements
    /// share, and a leaf's header, stands beside the other fields.
    package init(showing value: Any) {
        switch value {
        case let value as any ShownInVectors: self = value.shown
        case let value as Digest: self = .text(Hex.encode(value.bytes))
        case let value as any RawRepresentable: self.init(showing: value.rawValue)
        case let value as String: self = .text(value)
        case let value as Bool: self = .boolean(value)
        case let value as any FixedWidthInteger: self = .integer(Int64(clamping: value))
        default: self.init(reflecting: value)
        }
    }

    private init(reflecting value: Any) {
        // An empty array of anything can be cast to bytes: its own type decides.
        if type(of: value) == [UInt8].self, let bytes = value as? [UInt8] {
            self = .text(Hex.encode(bytes))
            return
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .collection: self = .array(mirror.children.map { JSONValue(showing: $0.value) })
        case .dictionary: self = .object(Self.entries(mirror))
        default: self = Self.fields(mirror)
        }
    }

    private static func entries(_ mirror: Mirror) -> [String: JSONValue] {
        var entries: [String: JSONValue] = [:]
        for child in mirror.children {
            let pair = Array(Mirror(reflecting: child.value).children)
            guard pair.count == 2 else { continue }
            entries["\(JSONValue(showing: pair[0].value))"] = JSONValue(showing: pair[1].value)
        }
        return entries
    }

    private static func fields(_ mirror: Mirror) -> JSONValue {
        let children = mirror.children.compactMap { child in child.label.map { ($0, child.value) } }
        if children.count == 1, children[0].0 == "bytes" { return JSONValue(showing: children[0].1) }
        var fields: [String: JSONValue] = [:]
        for (label, value) in children {
            guard let value = present(value) else { continue }
            let shown = JSONValue(showing: value)
            if ["StatementHead", "LeafHeader"].contains("\(type(of: value))") {
                fields.merge(shown.fields) { own, _ in own }
            } else {
                fields[label] = shown
            }
        }
        return .object(fields)
    }

    /// What an optional holds, the value itself where it is none, nil for nothing.
    private static func present(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .optional else { return value }
        return mirror.children.first?.value
    }
}
