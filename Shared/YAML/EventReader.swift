internal import CLibyaml

/// The sole owner of a libyaml parser and of the text it reads.
@safe struct EventReader: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    /// libyaml keeps a pointer to the text, so the text lies still here.
    private let text: UnsafeMutableBufferPointer<UInt8>
    private let file: String
    /// How many characters the text has.
    private let characterCount: Int

    init(_ text: [UInt8], file: String) {
        self.characterCount = text.count { $0 & 0xc0 != 0x80 }
        unsafe self.text = UnsafeMutableBufferPointer.allocate(capacity: text.count)
        _ = unsafe self.text.initialize(from: text)
        unsafe self.parser = UnsafeMutablePointer.allocate(capacity: 1)
        self.file = file
        let isReady = unsafe yaml_parser_initialize(self.parser) == 1
        precondition(isReady, "libyaml has no memory")
        unsafe yaml_parser_set_encoding(self.parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(self.parser, self.text.baseAddress, self.text.count)
    }

    deinit {
        unsafe yaml_parser_delete(self.parser)
        unsafe self.parser.deallocate()
        unsafe self.text.deallocate()
    }

    /// The next event. Throws where the text is not YAML, or YAML of a kind that is not accepted here.
    mutating func next() throws(YAMLError) -> Event {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(self.parser, &event) == 1 else { throw self.fault() }
        defer { unsafe yaml_event_delete(&event) }
        let mark = unsafe self.mark(event.start_mark)
        return Event(kind: try unsafe self.kind(of: event, at: mark), mark: mark)
    }

    private func kind(of event: yaml_event_t, at mark: Mark) throws(YAMLError) -> Event.Kind {
        switch unsafe event.type {
        case YAML_STREAM_START_EVENT: return .streamStart
        case YAML_STREAM_END_EVENT: return .streamEnd
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        case YAML_SEQUENCE_START_EVENT:
            let start = unsafe event.data.sequence_start
            try unsafe self.refuse(anchor: start.anchor, tag: start.tag, at: mark)
            return .sequenceStart
        case YAML_MAPPING_START_EVENT:
            let start = unsafe event.data.mapping_start
            try unsafe self.refuse(anchor: start.anchor, tag: start.tag, at: mark)
            return .mappingStart
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            try unsafe self.refuse(anchor: scalar.anchor, tag: scalar.tag, at: mark)
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            return .scalar(
                text: unsafe String(decoding: bytes, as: UTF8.self),
                isPlain: unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE)
        default:
            throw YAMLError(
                file: self.file, mark: mark, what: "an alias (“*”) stands here", expected: "the value itself")
        }
    }

    private func refuse(
        anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?, at mark: Mark
    ) throws(YAMLError) {
        if unsafe anchor != nil {
            throw YAMLError(file: self.file, mark: mark, what: "an anchor (“&”) stands here", expected: "none")
        }
        if unsafe tag != nil {
            throw YAMLError(file: self.file, mark: mark, what: "a tag (“!”) stands here", expected: "none")
        }
    }

    /// What made the parser stop.
    private func fault() -> YAMLError {
        let problem = unsafe self.parser.pointee.problem.map { unsafe String(cString: $0) } ?? "it is not YAML"
        // The reader of characters tells an offset, the parser behind it a line and a column.
        guard unsafe self.parser.pointee.error != YAML_READER_ERROR else {
            let mark = self.mark(atByte: unsafe self.parser.pointee.problem_offset)
            return YAMLError(file: self.file, mark: mark, what: problem)
        }
        let mark = unsafe self.mark(self.parser.pointee.problem_mark)
        let context = unsafe self.parser.pointee.context.map { context in
            let start = unsafe self.mark(self.parser.pointee.context_mark)
            return unsafe " " + String(cString: context) + " that begins at \(start.line):\(start.column)"
        }
        return YAMLError(file: self.file, mark: mark, what: problem + (context ?? ""))
    }

    /// A place as libyaml counts it, from 0. It lets every text end in the end of a line; a text that does not has no
    /// line behind its last.
    private func mark(_ mark: yaml_mark_t) -> Mark {
        guard Int(mark.index) < self.characterCount else { return self.mark(atByte: unsafe self.text.count) }
        return Mark(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }

    private func mark(atByte offset: Int) -> Mark {
        Mark(of: offset, in: unsafe Span(_unsafeElements: UnsafeBufferPointer(self.text)))
    }
}
