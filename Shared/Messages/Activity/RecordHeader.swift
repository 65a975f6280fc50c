/// Names of headers that the activity journal carries beside those of CloudEvents: what its readers need to put a
/// record together again.
public enum RecordHeader {
    /// Of a correction, a retraction, and an entry that says that a record moved: the number of the version, from 2 on.
    public static let revision = "record-revision"
    /// Of an event that waited before it took effect: when it was first taken in.
    public static let accepted = "record-accepted"
}
