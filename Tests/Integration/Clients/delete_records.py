"""Deletes the records of a partition that lie before an offset: ADDRESS TOPIC PARTITION OFFSET."""

import sys

from confluent_kafka import TopicPartition
from confluent_kafka.admin import AdminClient

address, topic, partition, offset = sys.argv[1:]
orders = [TopicPartition(topic, int(partition), int(offset))]
admin = AdminClient({"bootstrap.servers": address})
for answer in admin.delete_records(orders).values():
    answer.result(timeout=30)
