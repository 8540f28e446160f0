namespace GbGateway.Labels.Integrity;

/// <summary>One public key of SecurityData.</summary>
/// <param name="Algorithm">Its object identifier.</param>
/// <param name="Value">The key, hexadecimal or base64.</param>
/// <param name="KeyID">Its name within the object; empty if it has none.</param>
internal readonly record struct SecurityKey(string Algorithm, string Value, string KeyID);
