import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes events to Guoying: one structured CloudEvent in JSON on each line of a file.
 *
 * <pre>java -cp "$KAFKA_HOME/libs/*" Publish.java BROKERS TOPIC FILE</pre>
 *
 * <p>The key is the event's unit, so that one unit's events keep their order. Nothing counts as sent before the broker
 * has acknowledged it: the exit status is 1 where one event was not, and running it again does no harm, because source
 * and id make an event the same for ever.
 */
public final class Publish {
    private static final Pattern UNIT = Pattern.compile("\"unit\"\\s*:\\s*\"([^\"\\\\]+)\"");

    public static void main(String[] arguments) throws Exception {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", arguments[0],
                "acks", "all",
                "enable.idempotence", true,
                "key.serializer", StringSerializer.class.getName(),
                "value.serializer", StringSerializer.class.getName());
        List<String> events = Files.readAllLines(Path.of(arguments[2]));
        int acknowledged = 0;
        try (var producer = new KafkaProducer<String, String>(settings)) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (String event : events) {
                Matcher unit = UNIT.matcher(event);
                var record = new ProducerRecord<>(arguments[1], unit.find() ? unit.group(1) : null, event);
                record.headers().add("content-type", "application/cloudevents+json".getBytes());
                sent.add(producer.send(record));
            }
            for (Future<RecordMetadata> one : sent) {
                try {
                    one.get();
                    acknowledged++;
                } catch (java.util.concurrent.ExecutionException failure) {
                    System.err.println(failure.getCause().getMessage());
                }
            }
        }
        System.out.println(acknowledged + " of " + events.size() + " events acknowledged");
        System.exit(acknowledged == events.size() ? 0 : 1);
    }
}
