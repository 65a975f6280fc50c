import Kit
import ServiceKit
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A registry of metrics` {
    @Test func `renders Prometheus's text format`() throws {
        let metrics = MetricsRegistry()
        let taken = metrics.counters("guoying_taken_total", help: "Records\ntaken \\ in.", labels: ["topic", "result"])
        let lag = metrics.gauge("guoying_lag_seconds", help: "Behind by.")
        let batch = metrics.histogram("guoying_batch_seconds", help: "A batch.", buckets: [0.1, 1])

        taken["activity.intake", "applied"].increment(by: 41)
        taken["activity.intake", "applied"].increment()
        taken["a\"b\\c\nd", "applied"].increment()
        lag.record(2.5)
        for seconds in [0.05, 0.1, 0.5, 99] { batch.record(seconds) }
        metrics.observe("guoying_pool_open", help: "Connections.", labels: ["pool": "write"]) { 3 }
        metrics.observe("guoying_absent", help: "Not known.") { nil }

        #expect(
            metrics.render() == #"""
                # HELP guoying_batch_seconds A batch.
                # TYPE guoying_batch_seconds histogram
                guoying_batch_seconds_bucket{le="0.1"} 2
                guoying_batch_seconds_bucket{le="1"} 3
                guoying_batch_seconds_bucket{le="+Inf"} 4
                guoying_batch_seconds_sum 99.65
                guoying_batch_seconds_count 4
                # HELP guoying_lag_seconds Behind by.
                # TYPE guoying_lag_seconds gauge
                guoying_lag_seconds 2.5
                # HELP guoying_pool_open Connections.
                # TYPE guoying_pool_open gauge
                guoying_pool_open{pool="write"} 3
                # HELP guoying_taken_total Records\ntaken \\ in.
                # TYPE guoying_taken_total counter
                guoying_taken_total{topic="a\"b\\c\nd",result="applied"} 1
                guoying_taken_total{topic="activity.intake",result="applied"} 42

                """#)
    }

    @Test func `can be read by a strict reader, whatever it holds`() throws {
        let metrics = MetricsRegistry()
        metrics.registerProcessMetrics(service: "guoying-test")
        let values = metrics.gauges("guoying_value", help: "Whatever.", labels: ["kind"])
        let spread = metrics.histograms("guoying_spread_seconds", help: "Spread.", labels: ["kind"])
        let oddities: [Double] = [0, -0.0, 1e-9, 1e21, -7.25, .infinity, -.infinity, .nan, .greatestFiniteMagnitude]
        for (index, value) in oddities.enumerated() {
            values["\(index) \\ \" \n {}=,中"].record(value)
            spread["\(index)"].record(value)
        }
        spread["duration"].record(.milliseconds(1_500))

        let families = try PrometheusText.parse(metrics.render())

        #expect(families["guoying_value"]?.samples.count == oddities.count)
        #expect(families["guoying_spread_seconds"]?.type == "histogram")
        let sum = families["guoying_spread_seconds"]?.samples.first { sample in
            sample.name == "guoying_spread_seconds_sum" && sample.labels["kind"] == "duration"
        }
        #expect(sum?.value == 1.5)
    }

    @Test func `knows the process`() throws {
        let metrics = MetricsRegistry()

        metrics.registerProcessMetrics(service: "guoying-test")

        let families = try PrometheusText.parse(metrics.render())
        func value(_ name: String) -> Double { families[name]?.samples.first?.value ?? -1 }
        #expect((1e6...1e11).contains(value("process_resident_memory_bytes")))
        #expect(value("process_cpu_seconds_total") > 0)
        #expect((3...10_000).contains(value("process_open_fds")))
        #expect(value("process_max_fds") >= value("process_open_fds"))
        #expect(value("process_start_time_seconds") > 1_700_000_000)
        #expect(families["process_cpu_seconds_total"]?.type == "counter")
        #expect(
            families["guoying_build_info"]?.samples.first?.labels
                == ["service": "guoying-test", "version": Product.version])
    }

    @Test func `gives the same metric for the same name`() {
        let metrics = MetricsRegistry()

        metrics.counter("guoying_seen_total", help: "Seen.").increment()
        metrics.counter("guoying_seen_total", help: "Seen.").increment()

        #expect(metrics.counter("guoying_seen_total", help: "Seen.").value == 2)
    }

    @Test func `counts what has too many labels together`() throws {
        let metrics = MetricsRegistry()
        let family = metrics.counters("guoying_seen_total", help: "Seen.", labels: ["source"])

        for source in 0..<1_000 { family["/campus/\(source)"].increment() }

        let samples = try #require(try PrometheusText.parse(metrics.render())["guoying_seen_total"]).samples
        #expect(samples.count == MetricFamily<Counter>.seriesLimit + 1)
        #expect(family["other"].value == 1_000 - MetricFamily<Counter>.seriesLimit)
    }

    @Test func `asks for as many values of a name as there are just then`() throws {
        let metrics = MetricsRegistry()
        let lags = Mutex<[(labels: [String], value: Double)]>([])
        metrics.observe("guoying_lag", help: "Lag.", labels: ["topic", "partition"]) { lags.withLock { $0 } }

        let before = metrics.render()
        lags.withLock { $0 = [(["a\"b", "0"], 5), (["a\"b", "1"], 0)] }
        let samples = try #require(try PrometheusText.parse(metrics.render())["guoying_lag"]).samples

        #expect(before.isEmpty)
        #expect(samples.map(\.labels) == [["topic": "a\"b", "partition": "0"], ["topic": "a\"b", "partition": "1"]])
        #expect(samples.map(\.value) == [5, 0])
    }

    @Test func `forgets what is taken back`() throws {
        let metrics = MetricsRegistry()
        let lag = metrics.gauges("guoying_lag", help: "Lag.", labels: ["partition"])
        lag["1"].record(5)
        lag["2"].record(6)

        lag.remove("1")

        #expect(!metrics.render().contains("partition=\"1\""))
        #expect(lag["2"].value == 6)
    }

    @Test func `loses no increment between threads`() async {
        let counter = MetricsRegistry().counter("guoying_seen_total", help: "Seen.")

        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<10_000 { counter.increment() } }
            }
        }

        #expect(counter.value == 80_000)
    }
}
