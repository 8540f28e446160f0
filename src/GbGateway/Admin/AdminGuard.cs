using System.Security.Cryptography;
using System.Text;
using GbGateway.Configuration;

namespace GbGateway.Admin;

/// <summary>
/// Who may use the endpoints that do work (<c>T21</c>). Without a secret they answer only where every admin address is a loopback address;
/// with one, only who brings it. The file is read anew each time, so a secret is exchanged without a restart.
/// </summary>
/// <param name="secretFile">The file of secrets, or null.</param>
/// <param name="addresses">Addresses of the admin listener.</param>
public sealed class AdminGuard(string? secretFile, IEnumerable<string> addresses)
{
    private const string Scheme = "Bearer ";

    private readonly bool _isLoopback = addresses.All(IsLoopback);

    /// <summary>Why a request is turned away, with its status; null if it is let in.</summary>
    public (int Status, string Why)? Refuse(HttpRequest request)
    {
        if (secretFile is null)
        {
            return _isLoopback ? null : (StatusCodes.Status403Forbidden, $"the admin listener is not bound to the loopback alone: set {ConfigurationKeys.Section}:{ConfigurationKeys.AdminSecretFile.Path}\n");
        }
        var given = request.Headers.Authorization.ToString();
        return given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && IsSecret(given[Scheme.Length..].Trim())
            ? null
            : (StatusCodes.Status401Unauthorized, "a bearer secret is needed\n");
    }

    private bool IsSecret(string given)
    {
        // Hashes have one length: neither it nor the place of the first difference shows in the time.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(given));
        var isSecret = false;
        try
        {
            foreach (var secret in SecretFile.FindMistake(secretFile!) is null ? SecretFile.Read(secretFile!) : [])
            {
                isSecret |= CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(secret));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // taken away between two looks
        }
        return isSecret;
    }

    private static bool IsLoopback(string address)
    {
        var host = BindingAddress.Parse(address).Host.Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (System.Net.IPAddress.TryParse(host, out var ip) && System.Net.IPAddress.IsLoopback(ip));
    }
}
