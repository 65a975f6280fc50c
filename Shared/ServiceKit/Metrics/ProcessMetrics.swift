internal import Glibc

/// What every process says about itself, under the names that Prometheus's own libraries use.
extension MetricsRegistry {
    /// Registers memory, processor time, descriptors, start and version of this process.
    ///
    /// - Parameter service: The program's name, `guoying-registry`.
    public func registerProcessMetrics(service: String) {
        self.observe(
            "guoying_build_info", help: "Which program this is, and which version.",
            labels: ["service": service, "version": Product.version]
        ) { 1 }
        self.observe("process_resident_memory_bytes", help: "Memory in use, in bytes.") {
            ProcessFiles.residentBytes.map(Double.init)
        }
        self.observe("process_cpu_seconds_total", help: "Processor time used, in seconds.", as: .counter) {
            Double(MachineClock.processMicroseconds()) / 1_000_000
        }
        self.observe("process_open_fds", help: "Descriptors that are open.") {
            ProcessFiles.openDescriptors.map(Double.init)
        }
        self.observe("process_max_fds", help: "Descriptors that may be open.") {
            ProcessFiles.descriptorLimit.map(Double.init)
        }
        // Asked once: neither the start nor the boot of the machine changes.
        let start = ProcessFiles.startSeconds
        self.observe("process_start_time_seconds", help: "When the process started, in seconds since 1970.") { start }
    }
}
