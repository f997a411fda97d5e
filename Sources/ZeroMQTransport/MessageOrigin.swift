/// Where a message came from, as zmq_msg_gets(3) and zmq_msg_get(3) say.
struct MessageOrigin {
    /// What our ZAP handler said of the key that the connection proved; no peer can set it.
    let userID: String
    /// The numeric address of the other side.
    let address: String
    /// The descriptor of the connection, which may be closed already (ZMQ_SRCFD).
    let descriptor: Int32
}
