public import Messages
public import ServiceKit

extension RegisterFile: ExpressibleByArgument {}
