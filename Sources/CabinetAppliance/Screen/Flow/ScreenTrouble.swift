/// Why something could not be done; each has its words on the screen.
enum ScreenTrouble: Error, Sendable, Hashable, CaseIterable {
    /// Another opening is under way.
    case busy
    /// The disk did not take a record; nothing moved.
    case notWritten
    /// The grant's record could not be read again; nothing moved.
    case recordsUnreadable
    /// Every drawer is occupied.
    case noFreeDrawer
    /// Not everybody who identified keeps the seals of this site.
    case notCustodian
    /// What was chosen is not there any more.
    case goneMeanwhile
    /// Headquarters' words for the cabinets of this site are not here yet.
    case cabinetsUnknown
    /// Nothing lies on the front reader.
    case noTag
    /// The tag left while it was worked on.
    case tagGone
    /// The front reader is ill.
    case readerIll
    /// Another tag lies there than the job is for.
    case otherTag
    /// The job's keys are not here yet.
    case noKeys
    /// The tag or card refuses: its keys are other ones.
    case tagRefused
    /// The card was given no keys at this site yet.
    case cardUnknown
    /// The PIN could not be sealed.
    case pinNotSealed
}
