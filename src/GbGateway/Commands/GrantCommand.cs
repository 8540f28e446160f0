using System.CommandLine;
using System.Globalization;
using GbGateway.Grants;
using GbGateway.Ledger.Signing;

namespace GbGateway.Commands;

/// <summary><c>grant</c>: issues, lists, looks at and revokes the grants under which the explicit label is left out (<c>MEA-9</c>).</summary>
public static class GrantCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("grant", "Grants: content without the EXPLICIT label for one recipient, after an agreement (MEA-9). 免显式标识授权。")
    {
        Issue(), List(), Inspect(), Revoke(), KeyPairs.Command("Makes a key that signs grants; its public half goes into GbGateway:Grants:Keys."),
    };

    private static Command Issue()
    {
        var key = new Option<string>("--key") { Description = "The private key's file.", Required = true };
        var recipient = new Option<string>("--recipient") { Description = "The tenant, as the gateway names it: what TenantHeader says, or what `gbgateway tenant` says of an API key.", Required = true };
        var agreement = new Option<string>("--agreement") { Description = "Number or place of the agreement that states the recipient's duties.", Required = true };
        var expires = new Option<string>("--expires") { Description = "Until when it holds, at most 366 days.", Required = true };
        var from = new Option<string?>("--from") { Description = "From when it holds; without it, from now." };
        var routes = new Option<string[]>("--route") { Description = "A route it holds on; may be given several times; without it, every route that admits grants." };
        var register = new Option<FileInfo?>("--register") { Description = "A file that the grant is noted in, without its token, for `grant list`." };
        var command = new Command("create", "Issues a grant and writes its token, which the client sends as X-GbGateway-Grant. Whoever has the token and the tenant's key can use it.")
        {
            key, recipient, agreement, expires, from, routes, register,
        };
        command.SetAction((arguments, _) => LedgerCommand.TryAsync(() =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var grant = new Grant
            {
                ID = GrantTokens.NewID(), Recipient = arguments.GetValue(recipient)!, Agreement = arguments.GetValue(agreement)!,
                NotBefore = LedgerCommand.Time("--from", arguments.GetValue(from)) ?? now, Expires = LedgerCommand.Time("--expires", arguments.GetValue(expires))!.Value,
                Routes = arguments.GetValue(routes) ?? [],
            };
            var signing = KeyFile.ReadSigningKey(arguments.GetValue(key)!);
            var token = GrantTokens.Issue(grant, signing);
            if (arguments.GetValue(register) is { } file)
            {
                GrantRegister.Add(file.FullName, grant with { KeyID = signing.PublicKey.KeyID });
            }
            Console.Error.WriteLine(Say(grant));
            Console.Out.WriteLine(token);
            return Task.FromResult(0);
        }));
        return command;
    }

    private static Command List()
    {
        var register = new Option<FileInfo>("--register") { Description = "The file grants were noted in.", Required = true };
        var revocations = new Option<FileInfo?>("--revocations") { Description = "The file of GbGateway:Grants:Revocations." };
        var command = new Command("list", "Lists the grants of a register and what became of them.") { register, revocations };
        command.SetAction((arguments, _) => LedgerCommand.TryAsync(() =>
        {
            var revoked = arguments.GetValue(revocations) is { } file ? GrantRevocations.Read(file.FullName) : GrantRevocations.None;
            var now = TimeProvider.System.GetUtcNow();
            foreach (var grant in GrantRegister.Read(arguments.GetValue(register)!.FullName))
            {
                var state = revoked.Contains(grant.ID) ? "revoked" : now >= grant.Expires ? "expired" : now < grant.NotBefore ? "not yet" : "holds";
                Console.Out.WriteLine($"{state,-8} {Say(grant)}");
            }
            return Task.FromResult(0);
        }));
        return command;
    }

    private static Command Inspect()
    {
        var token = new Argument<string>("token") { Description = "The token." };
        var keys = new Option<string[]>("--key") { Description = "Public keys that sign grants." };
        var command = new Command("inspect", "Says what a token says, and whether one of the keys signed it: exit code 0 if so, 1 if not.") { token, keys };
        command.SetAction((arguments, _) => LedgerCommand.TryAsync(() =>
        {
            var ring = new KeyRing((arguments.GetValue(keys) ?? []).Select(KeyFile.ReadVerifyingKey).ToArray());
            if (GrantTokens.ReadSigned(arguments.GetValue(token)!, ring, out var isSigned) is not { } grant)
            {
                Console.Error.WriteLine("this is no grant's token");
                return Task.FromResult(1);
            }
            Console.Out.WriteLine($"{(isSigned ? "signed" : "NOT signed by these keys")}  {Say(grant)}");
            return Task.FromResult(isSigned ? 0 : 1);
        }));
        return command;
    }

    private static Command Revoke()
    {
        var id = new Argument<string>("id") { Description = "The grant's number." };
        var revocations = new Option<FileInfo>("--revocations") { Description = "The file of GbGateway:Grants:Revocations; running gateways read it again within a second.", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why.", Required = true };
        var command = new Command("revoke", "Revokes a grant.") { id, revocations, reason };
        command.SetAction((arguments, _) => LedgerCommand.TryAsync(() =>
        {
            GrantRevocations.Add(arguments.GetValue(revocations)!.FullName, arguments.GetValue(id)!, arguments.GetValue(reason)!, TimeProvider.System);
            return Task.FromResult(0);
        }));
        return command;
    }

    private static string Say(Grant grant)
    {
        var routes = grant.Routes.Count > 0 ? "  routes " + string.Join(", ", grant.Routes) : "";
        var key = grant.KeyID.Length > 0 ? "  key " + grant.KeyID : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{grant.ID}  recipient {grant.Recipient}  agreement {grant.Agreement}  {grant.NotBefore:yyyy-MM-ddTHH:mm:ssZ} to {grant.Expires:yyyy-MM-ddTHH:mm:ssZ}{routes}{key}");
    }
}
