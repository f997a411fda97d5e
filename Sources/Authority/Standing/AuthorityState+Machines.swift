package import Records

// Which machine stands under a cabinet's name.
extension AuthorityState {
    /// Notes the machine that a statement speaks of: the one that stands there already, or the next.
    mutating func enrol(_ statement: CabinetStatement, at index: UInt64) {
        var machines = cabinetMachines[statement.cabinet] ?? []
        if let last = machines.last, last.statement.keys.acts == statement.keys.acts {
            machines[machines.count - 1] = EnrolledMachine(index: last.index, statement: statement)
        } else {
            machines.append(EnrolledMachine(index: index, statement: statement))
        }
        cabinetMachines[statement.cabinet] = machines
    }

    /// Refuses a machine that cannot follow the one that stands under this name.
    ///
    /// A machine is told by the key of its acts. Another one says where the record before it ends, and brings keys of its own: who
    /// holds the old ones must be nobody any more.
    func requireMachine(_ statement: CabinetStatement) throws(AuthorityError) {
        let machines = cabinetMachines[statement.cabinet] ?? []
        guard let current = machines.last else {
            guard statement.replacement == nil else {
                throw AuthorityError(
                    .unknownSubject,
                    "no machine was enrolled as \(statement.cabinet) that this one could replace"
                )
            }
            return
        }
        if statement.keys.acts == current.statement.keys.acts {
            guard statement.replacement == current.statement.replacement else {
                throw AuthorityError(
                    .versionNotRising,
                    "the machine that stands as \(statement.cabinet) cannot begin anew with the same keys"
                )
            }
            return
        }
        guard let replacement = statement.replacement else {
            throw AuthorityError(
                .keyInUse,
                "another machine is enrolled as \(statement.cabinet): its statement must say where the record before it ends"
            )
        }
        try requireLater(replacement, than: current, of: statement.cabinet)
        let used = Set(machines.flatMap(\.statement.keys.all))
        guard used.isDisjoint(with: statement.keys.all) else {
            throw AuthorityError(
                .keyInUse,
                "the machine that is to replace \(statement.cabinet) brings a key that was there before: it must make new ones"
            )
        }
    }

    /// What counted is not cut anew, and no epoch is begun twice.
    private func requireLater(
        _ replacement: Replacement,
        than current: EnrolledMachine,
        of cabinet: String
    ) throws(AuthorityError) {
        let newest = max(current.actsEpoch, cabinetEpochs[cabinet]?.keys.max() ?? 1)
        guard replacement.actsEpoch > newest, replacement.telemetryEpoch > current.telemetryEpoch else {
            throw AuthorityError(
                .versionNotRising,
                "epoch \(replacement.actsEpoch) of \(cabinet) does not follow epoch \(newest), which officers signed"
            )
        }
        guard replacement.cutEpoch >= newest else {
            throw AuthorityError(
                .cutTooEarly,
                "\(replacement.cut.origin) ends before epoch \(newest), which officers let count"
            )
        }
    }
}

extension Standing {
    /// The machines that stood under a cabinet's name, oldest first; none for one that is not known.
    package func machines(of cabinet: String) -> [EnrolledMachine] { given.cabinetMachines[cabinet] ?? [] }

    /// Whether officers enrolled another machine under a cabinet's name, and witnesses are waited for.
    package func isReplacementWaiting(of cabinet: String) -> Bool {
        known.cabinetMachines[cabinet]?.count ?? 0 > machines(of: cabinet).count
    }

    /// The keys of own signatures that may open an epoch of a cabinet's acts: those of the machine that writes it.
    package func actKeys(of cabinet: String, opening epoch: UInt64) -> [Bytes] {
        actKeys(of: cabinet, ofMachine: machines(of: cabinet).lastIndex { $0.actsEpoch <= epoch })
    }

    /// The same for an epoch of its telemetry.
    package func actKeys(of cabinet: String, openingTelemetry epoch: UInt64) -> [Bytes] {
        actKeys(of: cabinet, ofMachine: machines(of: cabinet).lastIndex { $0.telemetryEpoch <= epoch })
    }

    private func actKeys(of cabinet: String, ofMachine place: Int?) -> [Bytes] {
        let machines = machines(of: cabinet)
        guard let place else { return [] }
        let end = machines.indices.contains(place + 1) ? machines[place + 1].index : .max
        return actKeys(of: cabinet).keys(enrolledIn: machines[place].index..<end)
    }
}
