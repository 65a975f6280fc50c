public import Domain

extension CommandRejection {
    /// The rejection of a record that is no command that could be carried out.
    /// - Parameter service: What people call the service, as a sentence begins: `The registry`.
    public init(of fault: Fault, by service: BilingualText) {
        let sentence =
            switch fault.code {
            case .unsupportedType:
                BilingualText(
                    zh: "\(service.zh)没有这种指令；请核对 type，或升级服务后重发。",
                    en: "\(service.en) knows no such command; check its type, or send it again to a newer version.")
            case .internal:
                BilingualText(
                    zh: "数据库拒绝了这条指令中的某个值；指令已存入死信。",
                    en: "The database refused a value of this command; the command lies in the dead letters.")
            default:
                BilingualText(
                    zh: "指令不合规范（\(fault)）；请更正后用新的 id 重发。",
                    en: "The command is not well-formed (\(fault)); correct it and send it again with a new id.")
            }
        self.init(code: fault.code.rawValue, field: fault.field, sentence: sentence)
    }
}
