namespace GbGateway.Labels.Integrity;

/// <summary>One signature of SecurityData.</summary>
/// <param name="Algorithm">Its object identifier.</param>
/// <param name="SignedType">What it says it signs.</param>
/// <param name="Value">The signature, hexadecimal or base64.</param>
/// <param name="KeyID">Which key of the object made it; empty if it does not say.</param>
internal readonly record struct SecuritySignature(string Algorithm, string SignedType, string Value, string KeyID)
{
    /// <summary>Whether it is over the label itself: <c>Md</c> in the guide, other spellings in files, or nothing said.</summary>
    public bool IsOverLabel => SignedType.Length == 0 || SignedType is "Md" || SignedType.StartsWith("Label", StringComparison.OrdinalIgnoreCase) || SignedType.StartsWith("Meta", StringComparison.OrdinalIgnoreCase);
}
