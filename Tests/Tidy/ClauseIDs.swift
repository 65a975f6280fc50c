/// The ids by which packs, tests and documents name what they carry out.
enum ClauseIDs {
    /// The clauses of the college's action plan.
    static let plan = Self.ids(
        """
        P-1 P-2 P-3 G-1 G-2 G-3 G-4 G-5 1-1 1-2 1-3 1-4 1-5 1-6 1-7 2-0 2-1 2-2 2-3 2-4 3-1 3-2 3-3 3-4 3-5 3-6 3-7
        3-8 3-9 3-10 3-11 4-1 4-2 4-3 4-4 4-5 4-6 4-7 4-8 4-9 4-10 4-11 4-12 4-13 4-14 5-1 5-2 5-3 5-4 5-5 5-6 5-7
        5-8 5-9 5-10 5-11 M1-1 M1-2 M1-3 M1-4 M1-5 M2-1 M2-2 M2-3 M2-4 M2-5 M2-6 M2-7 M2-8 M2-9 M2-10 M3-1 M3-2
        M3-3 M3-4 M3-5 M3-6 M3-7 M3-8 M3-9 M3-10 M3-11 M3-12 M4-1 M4-2 M4-3 M4-4 M4-5 M4-6 M4-7 M4-8 M5-1 M5-2 M5-3
        M5-4 M5-5 M5-6 M6-1 M6-2 M6-3 M6-4 M6-5 M6-6 M6-7 M6-8 M6-9 M7-1 M7-2 M7-3 M7-4 M7-5 M7-6 M7-7 M7-8 M7-9
        M8-1 M8-2 M8-3 M8-4 M8-5 S1-1 S1-2 S2-1 S2-2 S2-3 S2-4 S2-5 S2-6 S2-7 S2-8 S2-9 S2-10 S2-11 S3-1 S3-2 S3-3
        """)

    /// The norms of the regulations that the plan rests on.
    static let norms = Self.ids(
        """
        O-1 O-2 O-3 O-4 O-5 O-6 O-7 O-8 O-9 O-10 O-11 O-12 O-13 O-14 O-15 O-16 O-17 E-1 E-2 E-3 E-4 E-5 E-6 E-7 E-8
        E-9 E-10 L-1 L-2 L-3 L-4 L-5 L-6 L-7 L-8 L-9 L-10 L-11 L-12 L-13 L-14 L-15 L-16 L-17 V-1 V-2 V-3 V-4 V-5
        D-1 D-2 D-3 D-4 D-5 D-6 D-7 D-8 D-9 D-10 D-11 D-12 D-13 D-14 D-15 D-16 D-17 D-18 D-19 D-20 D-21 M-1 M-2 M-3
        M-4 M-5 M-6 M-7 M-8 M-9 M-10 M-11 H-1 H-2 H-3 H-4 H-5 A-1 A-2 A-3 A-4 A-5 F-1 F-2 F-3
        """)

    /// Both.
    static let all = plan.union(norms)

    private static func ids(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
