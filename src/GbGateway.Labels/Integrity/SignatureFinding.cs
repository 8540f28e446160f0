namespace GbGateway.Labels.Integrity;

/// <summary>The integrity protection found in one reserved code.</summary>
/// <param name="State">What it says.</param>
/// <param name="Detail">The shape met, such as <c>SM3withSM2 over SM3(message)</c>; for people, in English.</param>
/// <param name="KeyID">The key's name where one was read, else empty.</param>
public sealed record SignatureFinding(SignatureState State, string Detail, string KeyID = "")
{
    /// <summary>The field is empty.</summary>
    public static SignatureFinding Empty { get; } = new(SignatureState.None, "no integrity protection");
}
