using System.CommandLine;
using GbGateway.Configuration;
using GbGateway.Proxy;

namespace GbGateway.Commands;

/// <summary><c>tenant</c>: says the name that stands for an API key, so that it can be given policies of its own. The key is read from the input: arguments are seen by others.</summary>
public static class TenantCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var file = new Option<string>("--key-file") { Description = "The file of GbGateway:TenantKeyFile.", Required = true };
        var command = new Command("tenant", "Reads an API key from the input, a line, and says the tenant's name: for GbGateway:Tenants:<name> and the ledger.") { file };
        command.SetAction(arguments => Say(arguments.GetValue(file)!));
        return command;
    }

    private static int Say(string file)
    {
        if (SecretFile.FindMistake(file) is { } mistake)
        {
            Console.Error.WriteLine($"{file}: {mistake}");
            return 1;
        }
        var headers = new HeaderDictionary { ["x-api-key"] = Console.In.ReadLine() };
        new TenantReader(null, null, SecretFile.Read(file)[0]).TryRead(headers, QueryCollection.Empty, out var tenant);
        if (tenant is not { IsKnown: true })
        {
            Console.Error.WriteLine("there is no API key in the input");
            return 1;
        }
        Console.Out.WriteLine(tenant.Id);
        return 0;
    }
}
