import Glibc

/// The folder of records and keys.
enum StateFolder {
    /// Makes the folder where it is not there, for its owner alone (mkdir(2)).
    static func make(_ path: String) throws(CabinetError) {
        if unsafe mkdir(path, 0o700) == 0 { return }
        guard errno == EEXIST, unsafe chmod(path, 0o700) == 0 else {
            throw CabinetError(
                .configuration,
                "the folder \(path) cannot be made or is not this service's own"
            )
        }
    }
}
