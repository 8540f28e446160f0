using System.CommandLine;
using System.Text.Json;
using GbGateway.Commands;
using GbGateway.Labels.Watermark;
using GbGateway.Policies;
using GbGateway.Tests.Media;

namespace GbGateway.Tests.Commands;

public sealed class WatermarkCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watermark-command").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_created_key_marks_a_rotated_one_takes_over_and_both_are_found()
    {
        var keys = In("keys");
        Assert.Equal(0, Call("keys", "create", keys));
        Assert.Equal(2, Call("keys", "create", keys));
        Mark(keys, "old.png", 11);
        Assert.Equal(0, Call("keys", "rotate", keys));
        Mark(keys, "new.jpg", 12);
        Assert.Equal([1, 0], WatermarkKeySource.TryRead(keys, out _)!.All.Select(static key => key.Id));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(keys));
        }

        var (code, said, _) = await DetectAsync(keys, json: true, In("old.png"), In("new.jpg"));

        Assert.Equal(0, code);
        var found = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["00000000000b", "00000000000c"], found.Select(static one => one.GetProperty("watermarkID").GetString()));
        Assert.Equal([0, 1], found.Select(static one => one.GetProperty("key").GetInt32()));
        Assert.All(found, static one => Assert.InRange(one.GetProperty("scale").GetDouble(), 0.99, 1.01));
    }

    [Fact]
    public async Task The_exit_code_tells_none_from_unreadable()
    {
        var keys = In("keys");
        Call("keys", "create", keys);
        File.WriteAllBytes(In("bare.png"), TestPictures.Make("rgb.png"));
        File.WriteAllText(In("text.txt"), "no picture");

        var (none, saidNone, _) = await DetectAsync(keys, json: false, In("bare.png"));
        Assert.Equal(1, none);
        Assert.Contains("no mark of these keys", saidNone);
        var (unreadable, saidWhy, _) = await DetectAsync(keys, json: false, In("bare.png"), In("text.txt"), In("missing.png"));
        Assert.Equal(2, unreadable);
        Assert.Contains("no known media format", saidWhy);
        var (keyless, _, why) = await DetectAsync(In("nokeys"), json: false, In("bare.png"));
        Assert.Equal(2, keyless);
        Assert.Contains("--keys", why);
    }

    private static async Task<(int Code, string Said, string Errors)> DetectAsync(string keys, bool json, params string[] files)
    {
        using StringWriter output = new(), errors = new();
        var code = await new WatermarkDetectRun(output, errors).RunAsync(files, keys, json, CancellationToken.None);
        return (code, output.ToString(), errors.ToString());
    }

    private static int Call(params string[] arguments) => WatermarkCommand.Create().Parse(arguments).Invoke();

    private string In(string name) => Path.Combine(_folder, name);

    private void Mark(string keys, string name, ulong contentId)
    {
        var mark = new WatermarkOrder(WatermarkKeySource.TryRead(keys, out _)!.Active, contentId, WatermarkStrength.Standard);
        var file = TestPictures.Make(name.EndsWith("png", StringComparison.Ordinal) ? "rgb.png" : "420.jpg", 640, 512);
        File.WriteAllBytes(In(name), Orders.Label(file, Orders.Both with { Watermark = mark }).Output);
    }
}
