/// What all programs of the product have in common.
public enum Product {
    /// The version, as `--version`, metrics and messages name it.
    public static let version = "0.1.0"
}
