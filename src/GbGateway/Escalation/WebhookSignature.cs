using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GbGateway.Escalation;

/// <summary>
/// Lets the receiver of a notice trust it: <c>t=SECONDS,v1=HEX</c>, the HMAC-SHA256 under the shared secret of the time, a dot and the body.
/// The time is part of it, so that an old notice can't be sent again later.
/// </summary>
public static class WebhookSignature
{
    /// <summary>The header it stands in.</summary>
    public const string Header = "X-GbGateway-Signature";

    /// <summary>Signs a body.</summary>
    public static string Sign(ReadOnlySpan<byte> body, byte[] secret, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={seconds},v1={Convert.ToHexStringLower(Mac(body, secret, seconds))}";
    }

    /// <summary>Whether a signature is this secret's over this body, and no older or newer than <paramref name="tolerance"/>.</summary>
    public static bool Verify(string signature, ReadOnlySpan<byte> body, byte[] secret, DateTimeOffset now, TimeSpan tolerance)
    {
        if (signature.Split(',') is not [['t', '=', .. var seconds], ['v', '1', '=', .. var hex]] || hex.Length != 2 * HMACSHA256.HashSizeInBytes
            || !long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            || Math.Abs(now.ToUnixTimeSeconds() - (double)time) > tolerance.TotalSeconds || hex.AsSpan().ContainsAnyExcept("0123456789abcdef"))
        {
            return false;
        }
        return CryptographicOperations.FixedTimeEquals(Mac(body, secret, seconds), Convert.FromHexString(hex));
    }

    private static byte[] Mac(ReadOnlySpan<byte> body, byte[] secret, string seconds) =>
        HMACSHA256.HashData(secret, (byte[])[.. Encoding.ASCII.GetBytes(seconds), (byte)'.', .. body]);
}
