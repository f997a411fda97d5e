/// One connection of one cabinet as headquarters sees it.
///
/// The key was proved in the handshake; nothing here is a name that the other side chose.
package struct LinkPeer: Hashable, Sendable {
    /// The transport key that the other side proved to hold.
    package let key: TransportKey
    /// Counts the connections of this hub; a later one has a greater number.
    package let connection: UInt64

    /// Names one connection of the holder of a key.
    package init(key: TransportKey, connection: UInt64) {
        self.key = key
        self.connection = connection
    }
}
