namespace GbGateway.Labels.Verification;

/// <summary>An explicit label found in a text.</summary>
/// <param name="Position"><c>start</c>, <c>middle</c> or <c>end</c> (<c>GB-5.1-d</c>).</param>
/// <param name="Wording">The wording, with both elements (<c>GB-5.1-b</c>).</param>
/// <param name="Place">Where, such as <c>line 1</c> or <c>$.choices[0].message.content</c>.</param>
public sealed record ExplicitFinding(string Position, string Wording, string Place);
