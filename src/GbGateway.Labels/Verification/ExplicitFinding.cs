namespace GbGateway.Labels.Verification;

/// <summary>An explicit label found in a text, or a notice that is meant as one.</summary>
/// <param name="Position"><c>start</c>, <c>middle</c> or <c>end</c> (<c>GB-5.1-d</c>).</param>
/// <param name="Wording">The wording as it stands.</param>
/// <param name="Place">Where, such as <c>line 1</c> or <c>$.choices[0].message.content</c>.</param>
/// <param name="Form">What it is.</param>
public sealed record ExplicitFinding(string Position, string Wording, string Place, ExplicitForm Form = ExplicitForm.Text)
{
    /// <summary>Whether it is an explicit label of the standard.</summary>
    public bool IsLabel => Form != ExplicitForm.OtherNotice;
}
