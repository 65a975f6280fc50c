/// How far a refused record came, as its dead letter says (`dlq-stage`).
public enum FaultStage: String, CaseIterable, Sendable {
    /// Its bytes were being read.
    case decode
    /// Its CloudEvents attributes were being read.
    case envelope
    /// Its data was being held against its kind's description.
    case schema
    /// It was well-formed, and a rule between it and other facts refused it.
    case business
    /// It was being applied.
    case apply
}
