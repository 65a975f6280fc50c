/// The headers of a record as a Kafka client lends them: an ordered list in which names may repeat and a value may be
/// absent. Messages knows no client; whoever has one says that its record conforms.
public protocol RecordHeaders {
    /// How many headers there are.
    var headerCount: Int { get }

    /// The name of the header at `index`, as bytes: nothing says that they are UTF-8.
    @_lifetime(borrow self)
    func headerName(_ index: Int) -> Span<UInt8>

    /// The value of the header at `index`; nil where it has none.
    @_lifetime(borrow self)
    func headerValue(_ index: Int) -> Span<UInt8>?
}
