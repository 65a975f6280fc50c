/// The five gates that every branch passes.
public enum Gate: String, CaseIterable, Sendable {
    /// 政治建设.
    case politicalBuilding = "political-building"
    /// 组织领导.
    case organisationalLeadership = "organisational-leadership"
    /// 制度执行.
    case institutions
    /// 规范管理.
    case standardManagement = "standard-management"
    /// 作用发挥.
    case playingTheRole = "playing-the-role"
}
