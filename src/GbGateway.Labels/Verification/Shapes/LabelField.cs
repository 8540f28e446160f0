namespace GbGateway.Labels.Verification.Shapes;

/// <summary>One member of a label as it stands.</summary>
/// <param name="Key">The name as spelled.</param>
/// <param name="Value">The value as text.</param>
/// <param name="IsString">Whether it stands as a string, as <c>GB-E-b</c> asks.</param>
internal readonly record struct LabelField(string Key, string Value, bool IsString);
