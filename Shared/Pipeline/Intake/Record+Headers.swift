public import Kafka
public import Messages

extension Kafka.Record: RecordHeaders {}
