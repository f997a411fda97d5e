extension Record {
    /// Whether each group that the leaf commits to is here, open or sealed for a person.
    ///
    /// The key of a person may have been erased: the leaf of that class is whole without its body. Who reads a leaf that this
    /// program does not understand judges it by other means.
    package var isWholeButForPersons: Bool {
        guard let opened = try? opened() else { return false }
        if opened.leaf.header.recordClass == .subjectKey, bodyBytes.isEmpty { return true }
        return opened.body.completes(opened.leaf) { _ in true }
    }
}

extension RecordBundle {
    /// Whether every record has each group that its leaf commits to, open or sealed, but for keys that may have been erased.
    package var isWholeButForPersons: Bool { firstWholeCount == count }

    /// How many of the first records are whole in that way.
    package var firstWholeCount: Int {
        let wholeCount = wholeCount
        return wholeCount == count ? count : records.prefix(while: \.isWholeButForPersons).count
    }
}
