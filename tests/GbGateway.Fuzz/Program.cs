using GbGateway.Fuzz;
using SharpFuzz;

NetVips.NetVips.Concurrency = 1;
switch (args)
{
    case [var format] when FuzzTargets.All.Contains(format):
        // A child process runs the target, so that an endless loop or a broken heap ends that child, not the run.
        Fuzzer.OutOfProcess.Run(input =>
        {
            using var bytes = new MemoryStream();
            input.CopyTo(bytes);
            FuzzTargets.Check(format, bytes.ToArray());
        });
        return 0;
    case ["seeds", var format, var directory, .. var others] when FuzzTargets.All.Contains(format):
        Directory.CreateDirectory(directory);
        var number = 0;
        foreach (var (name, input) in Seeds.Of(format))
        {
            File.WriteAllBytes(Path.Combine(directory, $"{number++:000}-{name}"), input);
        }
        foreach (var other in others)
        {
            var file = File.ReadAllBytes(other);
            File.WriteAllBytes(Path.Combine(directory, $"{number:000}-other"), FuzzTargets.Pictures.Contains(format) ? Seeds.Chosen(format, number, file) : file);
            number++;
        }
        return 0;
    case [var format, .. var files] when FuzzTargets.All.Contains(format):
        var broken = 0;
        foreach (var file in files)
        {
            try
            {
                FuzzTargets.Check(format, File.ReadAllBytes(file));
            }
            catch (Exception exception)
            {
                broken++;
                Console.WriteLine($"{file}: {exception}");
            }
        }
        Console.WriteLine($"{files.Length} inputs, {broken} findings");
        return broken == 0 ? 0 : 1;
    default:
        Console.Error.WriteLine($"""
            usage: GbGateway.Fuzz FORMAT                           one run under afl-fuzz; without it, one input from standard input
                   GbGateway.Fuzz FORMAT FILE...                   checks these inputs again and says what they break
                   GbGateway.Fuzz seeds FORMAT DIRECTORY [FILE...] writes the inputs to begin with, and these files as further ones
            FORMAT: {string.Join(", ", FuzzTargets.All)}
            """);
        return 2;
}
