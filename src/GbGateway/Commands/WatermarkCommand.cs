using System.CommandLine;
using System.Security.Cryptography;
using GbGateway.Labels.Watermark;
using GbGateway.Policies;

namespace GbGateway.Commands;

/// <summary><c>watermark</c>: looks for marks in files, makes and rotates keys.</summary>
public static class WatermarkCommand
{
    private const int SecretBytes = 32;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Pictures to look at.", Arity = ArgumentArity.OneOrMore };
        var keys = new Option<string>("--keys") { Description = "The keys to look for: a secret file, or env:NAME.", Required = true };
        var json = new Option<bool>("--json") { Description = "A line of JSON a file." };
        var detect = new Command("detect", "Looks for the watermark. Exit code 0 if every file has one, 1 if some have none, 2 if some could not be looked at.") { files, keys, json };
        detect.SetAction((arguments, cancellation) =>
            new WatermarkDetectRun(Console.Out, Console.Error).RunAsync(arguments.GetValue(files)!, arguments.GetValue(keys)!, arguments.GetValue(json), cancellation));

        var file = new Argument<string>("file") { Description = "The secret file." };
        var create = new Command("create", "Writes a file with one new key, readable by its owner only; never over another file.") { file };
        create.SetAction(arguments => Try(() => Write(arguments.GetValue(file)!, 0, [])));
        var rotate = new Command("rotate", "Puts a new key on top of a file, which marks from then on; those below are still looked for. The file is swapped whole.") { file };
        rotate.SetAction(arguments => Try(() => Rotate(arguments.GetValue(file)!)));
        var list = new Command("list", "Says which keys a file holds, by their numbers, or what is wrong with it.") { file };
        list.SetAction(arguments => Try(() => List(arguments.GetValue(file)!)));
        return new Command("watermark", "The invisible watermark of pictures.")
        {
            detect, new Command("keys", "The secrets of the watermark.") { create, rotate, list },
        };
    }

    private static int Try(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    private static int Write(string path, int number, ReadOnlySpan<byte> below)
    {
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead;
        }
        using var stream = new FileStream(path, options);
        stream.Write(System.Text.Encoding.ASCII.GetBytes($"{number}:{Convert.ToHexStringLower(secret)}\n"));
        stream.Write(below);
        CryptographicOperations.ZeroMemory(secret);
        Console.Out.WriteLine($"{path}: key {number} marks");
        return 0;
    }

    private static int Rotate(string path)
    {
        if (WatermarkKeySource.TryRead(path, out var mistakes) is not { } keys)
        {
            return Refuse(path, mistakes);
        }
        var number = Enumerable.Range(keys.Active.Id + 1, WatermarkKey.MaxId + 1).Select(static n => n % (WatermarkKey.MaxId + 1)).Where(n => keys.Find(n) is null)
            .DefaultIfEmpty(-1).First();
        if (number < 0)
        {
            return Refuse(path, [$"all {WatermarkKey.MaxId + 1} numbers are taken: take out the oldest key first"]);
        }
        var below = File.ReadAllBytes(path);
        var part = path + ".new";
        File.Delete(part);
        Write(part, number, below);
        CryptographicOperations.ZeroMemory(below);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(part, File.GetUnixFileMode(path));
        }
        File.Move(part, path, overwrite: true);
        return 0;
    }

    private static int List(string path)
    {
        if (WatermarkKeySource.TryRead(path, out var mistakes) is not { } keys)
        {
            return Refuse(path, mistakes);
        }
        Console.Out.WriteLine($"{path}: key {keys.Active.Id} marks; looked for: {string.Join(", ", keys.All.Select(static key => key.Id))}");
        return 0;
    }

    private static int Refuse(string path, IReadOnlyList<string> mistakes)
    {
        foreach (var mistake in mistakes)
        {
            Console.Error.WriteLine($"{path}: {mistake}");
        }
        return 2;
    }
}
