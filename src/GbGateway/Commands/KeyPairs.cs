using System.CommandLine;
using GbGateway.Labels.Integrity;
using GbGateway.Ledger.Signing;

namespace GbGateway.Commands;

/// <summary><c>key</c> under <c>ledger</c> and <c>grant</c>: makes a pair of keys.</summary>
internal static class KeyPairs
{
    /// <summary>The command.</summary>
    public static Command Command(string description)
    {
        var file = new Argument<string>("file") { Description = "The private key, readable by its owner only; the public one is written beside it, with .pub behind the name." };
        var sm2 = new Option<bool>("--sm2") { Description = "SM2 instead of ECDSA P-256." };
        var command = new Command("key", description + " Never over another file.") { file, sm2 };
        command.SetAction((arguments, _) => LedgerCommand.TryAsync(() => Task.FromResult(Write(arguments.GetValue(file)!, arguments.GetValue(sm2)))));
        return command;
    }

    private static int Write(string path, bool sm2)
    {
        SigningKey key = sm2 ? new Sm2SigningKey(Sm2PrivateKey.Generate()) : EcdsaSigningKey.Generate();
        KeyFile.WriteSigningKey(path, key);
        using (var writer = new StreamWriter(new FileStream(path + ".pub", FileMode.CreateNew, FileAccess.Write)))
        {
            writer.Write(key.PublicKey.ToPem());
        }
        Console.Out.WriteLine($"{path}: key {key.PublicKey.KeyID}; its public half: {path}.pub");
        return 0;
    }
}
