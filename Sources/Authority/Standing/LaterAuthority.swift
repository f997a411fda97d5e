import Cryptography
package import Records

/// Reads a later epoch of `authority` from its first leaf, before it is obeyed: whether owners let it begin as it does, and whether those
/// owners may say so to somebody who obeys an earlier one.
package struct LaterAuthority {
    private struct Opening {
        let epoch: LogEpoch
        let signed: SignedStatement
        let root: RootStatement
    }

    private let number: UInt64
    private var standing: Standing
    private var roots: [UInt64: RootStatement] = [:]
    private var found: Opening?

    /// A reader of one epoch, which must hang on the root that people compared.
    package init(epoch: UInt64, under earlier: Standing) {
        number = epoch
        standing = Standing(organisation: earlier.organisation, pinnedRoot: earlier.pinnedRoot)
    }

    /// What owners signed of it, once the leaf is read that opened it.
    package var opening: LogEpoch? { found?.epoch }

    /// Reads the next leaf.
    ///
    /// - Throws: what ``Standing/fold(_:)`` throws.
    package mutating func read(_ record: Record) throws(RecordsError) {
        guard let opened = try? record.opened(), opened.leaf.header.sequence == standing.size else {
            _ = standing.foldUnreadable()
            return
        }
        let before = standing.epoch(of: .authority)
        _ = try standing.fold(opened)
        if let root = standing.known.root { roots[root.rootVersion] = root }
        guard before < number, standing.epoch(of: .authority) == number,
            let epoch = standing.logEpochs(of: .authority).last, let root = standing.known.root,
            let signed: SignedStatement = try opened.detail()
        else { return }
        found = Opening(epoch: epoch, signed: signed, root: root)
    }

    /// Whether somebody who obeys an earlier epoch may go over to this one.
    ///
    /// Owners whom he knows to have left open nothing: where he knows a root that this log did not have when it was opened, the owners of
    /// that one have signed too.
    package func follows(_ earlier: Standing) -> Bool {
        guard let found, let known = earlier.known.root else { return false }
        if found.root == known
            || found.root.rootVersion > known.rootVersion && roots[known.rootVersion] == known
        {
            return true
        }
        return known.signs(found.signed)
    }
}

extension RootStatement {
    /// Whether enough of its owners signed a statement.
    fileprivate func signs(_ signed: SignedStatement) -> Bool {
        do throws(AuthorityError) {
            try AuthorityState.require(
                signed,
                by: owners.map(\.bytes),
                threshold: Int(clamping: threshold),
                title: LogEpochsStatement.title
            )
            return true
        } catch { return false }
    }
}

extension Standing {
    /// Takes the root that people compared, before anything else is read.
    ///
    /// - Returns: whether it is that one.
    package mutating func begin(with root: SignedStatement) -> Bool {
        (try? known.apply(root: root, index: 0)) != nil
    }

    /// The newest epoch of `authority` that headquarters announces and that owners signed who are known here, or whom those let follow.
    ///
    /// It says where to look and nothing else: what is there is read from its first leaf before it is obeyed.
    package func announced(_ statements: [SignedStatement]) -> LogEpoch? {
        var (state, newest) = (known, LogEpoch?.none)
        for signed in statements {
            if (try? state.apply(root: signed, index: TreeHead.sizeMax)) != nil { continue }
            guard let statement = try? LogEpochsStatement(decoding: signed.bytes),
                statement.head.organisation == organisation, let epoch = statement.epochs.first,
                (try? epoch.log(of: organisation))?.log == .authority, state.root?.signs(signed) == true
            else { continue }
            newest = epoch
        }
        return newest
    }
}
