import Crypto
import Machines

/// What somebody can hold until the end of a transaction.
enum Lock: Hashable {
    case position(ServiceName, Partition)
    case lane(LaneName)
    case seen(ServiceName, Digest16)
    case due(ServiceName, String)
    case parkingKey(Int)
    case notified(AlertName)
}
