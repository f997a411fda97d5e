import Testing

/// Whole flows on real processes, real lines and real files; one after the other, because each has a fleet of its own.
@Suite(.serialized) enum Scenarios {}
